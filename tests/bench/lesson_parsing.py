"""Measures how lessons are read: ``python -m tests.bench.lesson_parsing``, against markdown-it-py.

Both read the same files in the same run, in turns, so that a busy machine slows both; the ratio is
of the fastest turns. ``--grow`` repeats a lesson up to 10 MB, and shows what one megabyte costs.
"""

from __future__ import annotations

import argparse
import gc
import time
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from content.folders import lesson_files
from content.lesson import read_lesson
from content.library import shipped_courses
from content.problems import ProblemSink
from content.source import SIZE_LIMIT, from_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BUDGET = 3.0
"""How many times a bare parse the reading of a lesson may cost."""

LAB = "## Lab: A\n\n"
SHELL = f"{LAB}```sh\nls\n"
ASKED = "### Question 1\n\nq\n\n"
LETTERED = f"{ASKED}A. a\nB. b\n\n"
SHAPES = {
    "a lesson": "",
    "fences": "```sh\nls\n```\n\n",
    "fences, open": "```sh\nls\n",
    "headings": "### H\n\n",
    "one heading": "### H\n\n- a\n\n",
    "nested items": "- a\n  - b\n",
    "labs": "## Lab: A\n\n```sh\nls\n```\n\n",
    "notes": "### Demo: A\n\n```sh\nvim a\nb: c\n# d\n\ne\n[f]\n- g\nh: i\n```\n\n",
    "untypable": "## Lab: A\n\n```sh\n" + "a: b\n\nc\n" * 500 + "```\n\n",
    "editors": "## Lab: A\n\n```sh\n" + "vim a\nb\n\n# c\n" * 500 + "```\n\n",
    "questions": "**Question 1:** q\n\n1. a [correct]\n2. b\n\n",
    "checkboxes": "#### Q1. q\n\n- [x] a\n- [ ] b\n\n",
    "unnumbered": "# a\n\n## Quiz\n\n¦q\n\n- [ ] a\n- [x] b\n\n¦",
    "items with answers": "# a\n\n## Quiz\n\n¦1. q?\n   Answer: c\n¦",
    "reasons": "### Question 1\n\nq\n\n¦- [ ] a\n\n> b\n\n¦",
    "answers in options": "### Question 1\n\nq\n\n¦- [ ] a\n  - Answer: A\n¦",
    "bullets that ask": "## Quiz\n\n¦- q?\n  - [ ] a\n  - [x] b\n¦",
    "coded headings": (
        "## --text--\n\nq\n\n## --answers--\n\na\n\n---\n\nb\n\n## --video-solution--\n\n1\n\n"
    ),
    "quiz tags": "<quiz>\nq\n- [ ] a\n- [x] b\n</quiz>\n\n",
    "rows that ask": "| Question | A | B | Answer |\n|---|---|---|---|\n¦| q | a | b | A |\n¦",
    "lettered": "### Question 1\n\nq\n\nA. a\nB. b\n\nAnswer: A\n\n",
    "questions, open": "## 1. a\n\nb\n\n",
    "questions in boxes": "<details>\n<summary>q</summary>\n\n- [x] a\n- [ ] b\n\n</details>\n\n",
    "callouts": "> [!question]- q\n> - [x] a\n> - [ ] b\n\n",
    "questions, unmatched": f"{LETTERED}### Question 9\n\nq\n\nA. a\nB. b\n\n1. B\n2. A\n\n",
    "keys": f"{LETTERED}## Answers\n\n1. B\n\n",
    "key": f"{LETTERED}## Answers\n\n¦1. B\n\na\n\n¦",
    "titles of keys": f"{LETTERED}¦**Answers**\n\n¦",
    "lazy numbers": "1. a\n\nb\n\n",
    "lazy numbers, code": "1. a\n\n```sh\nls\n```\n\n- b\n\n",
    "lazy signs": "1. a\n\n2) b\n\n",
    "lazy questions": "1. a\n\nA. b\n\n",
    "pictures asked for": "## Questions\n\n¦![a](b)\n\n¦",
    "split boxes": f"{ASKED}¦- [ ] a\n\nb\n\n¦",
    "split letters": f"{ASKED}¦- [x] A\n\nb\n\n¦",
    "long option": f"{ASKED}A. a\nB. b\n¦c\n¦\nAnswer: A",
    "equal letters": f"{ASKED}¦A. a\nB. b\n¦\nAnswer: A",
    "long stem": "### Question 1\n\n¦a\n¦\n- [x] a\n- [ ] b\n",
    "signs": f"{ASKED}- [x] a ¦\u2705 ¦x\n- [ ] b\n",
    "signs, crossed": f"{ASKED}- [x] a ¦\u274c ¦x\n- [ ] b\n",
    "signs and code": f"{ASKED}- [x] a ¦`b` \u2705 ¦x\n- [ ] b\n",
    "ticks in an option": f"{ASKED}- [x] a [correct] ¦`¦x\n- [ ] b\n",
    "bracket in an option": f"{ASKED}- [x] a [¦ ¦x\n- [ ] b\n",
    "stars behind options": f"{LETTERED}¦*¦x\n",
    "rules behind options": f"{LETTERED}¦_ ¦x\n",
    "stars and rules": f"{LETTERED}¦* _¦x\n",
    "stars before an answer": f"{LETTERED}¦*¦Answer: A\n",
    "long label": f"{LETTERED}## Answers\n\nanswer¦ *¦x\n",
    "long pair": f"{LETTERED}## Answers\n\n1-A, 2¦ ¦x\n",
    "long cell": f"{LETTERED}## Answers\n\n| a | b |\n| - | - |\n| 1¦*_.):¦x | B |\n",
    "long answer": f"{LETTERED}Answer: A¦ , B¦x\n",
    "long explanation": f"{LETTERED}Explanation¦ ¦x\n",
    "spaces in a title": "## a¦ ¦b\n",
    "lists in a title": "## a¦ {#b} ¦x\n",
    "braces in a title": "## a¦ {: ¦x\n",
    "links in a title": "## a¦ [#](#b)¦x\n",
    "signs in a title": "## a¦ . ¦b\n",
    "signs in a key's title": "## answers and a¦ &¦\n",
    "words in a label": "## ¦the ¦x\n",
    "spaces in a lead": "**Question 1¦ ¦x\n",
    "spaces in a bold number": "**1.**¦ ¦x\n",
    "what a stem asks for": "### Question 1\n\nchoose the¦ ¦x\n\n- [x] a\n- [ ] b\n",
    "comments": "<!--\n",
    "details": "<details>\n<summary>a</summary>\n",
    "bold": "**a **b ",
    "tables": "| a | b |\n",
    "links": "[a](#b) ",
    "commands, unmarked": f"{LAB}```\n¦ls\n¦```\n",
    "transcript": f"{LAB}```console\n¦$ ls\na\n¦```\n",
    "transcript, open": f"{LAB}```console\n¦ls &&\n¦```\n",
    "transcripts": SHELL + "ls\n" * 500 + "```\n\n¦```console\n$ ls\na\n```\n\n¦",
    "PowerShell, open": f"{LAB}```powershell\n¦ls (\n¦```\n",
    "prompts": f"{LAB}```console\n$ ls ¦PS ¦\n```\n",
    "quotes": "> ```\n> a\nb\n",
    "nested quotes": "> > ```\n> > a\n> b\n",
    "code spans": "`a` ",
    "code in references": "[a] ¦`a ``b ```c ¦\n\n[a]: b\n",
    "tags": "<b>a</b> ",
    "long tag": "<a ¦_¦>a</a>",
    "long comment": "<!-- answer¦ ¦x -->",
    "half comments": "a <!-- b\nc\n\n```sh\n-->\n```\n\n",
    "long italic": "a *b¦ ¦c* d",
    "long keys": f"{SHELL}ls;¦ ¦x\n```\n",
    "long output": f"{SHELL}# output¦ ¦x\n```\n",
    "long question": f"{SHELL}Password ¦password ¦\n```\n",
    "long path": f"{SHELL}vim a\n/share¦e¦\n```\n",
    "long note": f"{SHELL}vim a\nThe ¦password ¦\n```\n",
    "long command": f"{SHELL}```\n\n**¦a¦**\n",
    "ticks": f"{SHELL}```\n\n````¦`¦/````\n",
    "placeholders": f"{LAB}¦<x>¦\n\n```sh\nls\n```\n",
}
"""What is repeated; between two bars where it stands inside of other text."""


def bare_parser() -> Callable[[str], object]:
    """Return a parser with the extensions that lessons use and nothing else."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse


def read(text: str) -> object:
    """Read a text as a whole lesson."""
    return read_lesson(from_text("lesson.md", text), "course")


def fastest(call: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return the seconds that ``call`` takes for all texts."""
    gc.collect()
    began = time.perf_counter()
    for text in texts:
        call(text)
    return time.perf_counter() - began


def compare(texts: Sequence[str], rounds: int) -> tuple[float, float]:
    """Return the fastest seconds of a bare parse and of a reading, taken in turns."""
    bare = bare_parser()
    turns = [(fastest(bare, texts), fastest(read, texts)) for _ in range(rounds)]
    return min(turn[0] for turn in turns), min(turn[1] for turn in turns)


def grow(shape: str, size: int) -> str:
    """Return a text of about ``size`` characters that repeats ``shape``."""
    head, piece, tail = shape.split("¦") if shape.count("¦") > 1 else ("", shape, "")
    return f"# T\n\n{head}{(piece * (size // len(piece) + 1))[:size]}{tail}"


def show_growth(lesson: str) -> None:
    """Print what a megabyte costs at one, three and ten megabytes."""
    print(f"{'seconds for each MB':24}{'1 MB':>9}{'3 MB':>9}{'10 MB':>9}{'bare, 1 MB':>12}")
    for name, shape in SHAPES.items():
        costs = []
        for size in (1, 3, 10):
            text = grow(shape or lesson, min(size * 1_000_000, SIZE_LIMIT - 10))
            costs.append(fastest(read, [text]) / size)
        bare = fastest(bare_parser(), [grow(shape or lesson, 1_000_000)])
        print(
            f"{name:24}" + "".join(f"{cost:9.2f}" for cost in costs) + f"{bare:12.2f}", flush=True
        )


def main() -> None:
    """Print the ratio, and the growth where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[shipped_courses()])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--grow", action="store_true")
    given = parser.parse_args()
    texts = [
        path.read_text(encoding="utf-8-sig") for path in lesson_files(given.paths, ProblemSink(""))
    ]
    size = sum(map(len, texts)) / 1000
    bare, ours = compare(texts, given.rounds)
    print(
        f"{len(texts)} files, {size:.0f} kB: bare {bare * 1000:.1f} ms, lesson {ours * 1000:.1f} ms"
    )
    print(f"ratio {ours / bare:.2f} (at most {BUDGET})")
    if given.grow:
        show_growth(texts[0])


if __name__ == "__main__":
    main()
