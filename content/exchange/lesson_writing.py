"""Markdown out: a lesson of questions in the base dialect, read again before it is let go.

The reader decides whether a question came through: each is written in the plainest layout that
reads back as it was, and what reads back otherwise in every layout is a loss.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from markdown_it import MarkdownIt

from content.exchange.lesson_reading import read_questions
from content.exchange.models import (
    STEM,
    Written,
    asked_of,
    in_order,
    local_name,
    loss,
    picture_files,
    texts_of,
    with_texts,
)
from content.exchange.moodle_text import outside_code
from content.folders import shown
from content.html.escaping import escape_inline, escape_start, normal, words_of
from content.lesson import read_lesson
from content.markdown.blocks import parse
from content.markdown.render import render, render_block
from content.questions.rules.answer_statements import is_note
from content.source import from_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from content.exchange.models import Category
    from content.models import Option, Problem, Question

    _Given = dict[str, tuple[Category, Question]]
    """What a reader is given, by the names of the questions."""

_HTML = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_ANNOUNCEMENT = "Practice Questions"
"""The heading directly above questions."""

_LEVELS = 4
"""How many names fit between the lesson's heading and the announcement: there are six levels."""

_LETTER = re.compile(r"\(?[A-Za-z](?=[.)](?:\s|$))")
_BOX = re.compile(r"\\?\[(?=[ xX]\\?\])")
_COLON = re.compile(r"^(?P<mark>[^\n:\\]{0,60})(?=:)", re.MULTILINE)
_FIRST = re.compile(r"^(?P<mark>\W*\w)", re.MULTILINE)
_SIGN = re.compile(r"(?P<mark>[(\[<]|[^\w\s\x00-\x7f])")
_SIMPLE = re.compile(r"[^*_\\\n]*[^*_\\\s]")


@dataclass(slots=True)
class _Group:
    """The questions directly below a heading, and the headings in it."""

    questions: list[tuple[Category, Question]] = field(default_factory=list)
    groups: dict[str, _Group] = field(default_factory=dict)


class _Try(NamedTuple):
    """A question as written and as read back, and the parts in which the two differ.

    ``broken`` are those without which it is another question; ``changed`` are the others.
    """

    markdown: str
    read: Question | None
    broken: tuple[str, ...]
    changed: tuple[str, ...] = ()


def write_lesson(categories: Sequence[Category], title: str, folder: Path) -> Written:
    """Write one lesson for a folder, with headings for each category; shared names share them."""
    root = _Group()
    for category in categories:
        group = root
        for name in _below(category.names, title):
            group = group.groups.setdefault(name, _Group())
        group.questions += in_order([category])
    losses: list[Problem] = []
    given: _Given = {}
    parts = [_head(title), *_written(root, 2, losses, given)]
    data = "\n\n".join(parts) + "\n"
    losses += _lost_together(data, given, title) if given else ()
    losses += _absent_pictures(categories, folder)
    return Written(data, losses, empty=not given)


def _head(title: str) -> str:
    """Return what names the lesson: front matter where a heading would say something else."""
    title = " ".join(title.split())
    head = f"# {_heading(title)}"
    if not title or read_lesson(from_text("lesson.md", head), "course").lesson.title == title:
        return head
    # What JSON has in quotes is the same in YAML.
    return f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---"


def _heading(title: str) -> str:
    """Return a title as a heading has it, without the marks before it."""
    text = escape_start(escape_inline(" ".join(title.split())))
    text = text.replace("$", "\\$") if text.count("$") > 1 else text
    return (_COLON.sub(r"\1\\", text) if is_note(text) else text) or _ANNOUNCEMENT


def _below(names: tuple[str, ...], title: str) -> tuple[str, ...]:
    """Return the names below the lesson's title; what is too deep for headings stands in one."""
    names = tuple(" ".join(name.split()) for name in names[names[:1] == (title,) :])
    if len(names) > _LEVELS:
        return (*names[: _LEVELS - 1], " / ".join(names[_LEVELS - 1 :]))
    return names


def _written(group: _Group, level: int, losses: list[Problem], given: _Given) -> Iterator[str]:
    """Yield what stands below a heading; note what is lost, and what is ``given`` to a reader."""
    if group.questions:
        yield f"{'#' * level} {_ANNOUNCEMENT}"
    number = 1
    for category, question in group.questions:
        best = _best(question, number)
        if best.broken or best.changed:
            what = "left out: a lesson reads this" if best.broken else "a lesson reads this"
            parts = ", ".join(best.broken or best.changed)
            message = f"question {local_name(question.id)}: {what} otherwise: {parts}"
            losses.append(loss(category.path, question.line, message))
        if best.read and not best.broken:
            yield best.markdown
            given[local_name(question.id)] = category, best.read
            number += 1
    for name, below in group.groups.items():
        yield f"{'#' * level} {_heading(name)}"
        yield from _written(below, level + 1, losses, given)


def _lost_together(data: str, given: _Given, title: str) -> Iterator[Problem]:
    """Yield what the whole lesson reads otherwise than each of its questions alone."""
    back = read_questions(data, "lesson.md")
    found = {
        local_name(one.id): (group, one) for group in back.categories for one in group.questions
    }
    moved: set[tuple[str, ...]] = set()
    for name, (category, question) in given.items():
        group, read = found.pop(name, (None, None))
        if read is None or (texts_of(read), read.correct) != (texts_of(question), question.correct):
            message = "beside the others a lesson reads this otherwise"
            yield loss(category.path, 1, f"question {name}: {message}")
        names = tuple(" ".join(one.split()) for one in category.names)
        names = names[names[:1] == (title,) :]
        if group and group.names[1:] != names and names not in moved:
            moved.add(names)
            held = f"headings hold this as {' > '.join(group.names[1:]) or 'none'}"
            yield loss(category.path, 1, f"category {' > '.join(category.names)}: {held}")
    for one in back.problems:
        message = f"line {one.line} of the lesson that is written: {one.message}"
        yield loss(next(category.path for category, _ in given.values()), 1, message)


def _absent_pictures(categories: Sequence[Category], folder: Path) -> Iterator[Problem]:
    """Yield once for each source which pictures are not where the lesson will look for them."""
    absent: dict[str, dict[str, int]] = {}
    for category, question in in_order(categories):
        for name in picture_files(*texts_of(question).values()):
            path = unquote(re.split("[?#]", name)[0]).lstrip("/")
            if not os.path.isfile(folder / path):  # noqa: PTH113 - a name may be too long for a file
                absent.setdefault(category.path, {}).setdefault(name, question.line)
    for source, names in absent.items():
        first, line = next(iter(names.items()))
        count = "a picture is" if len(names) == 1 else f"{len(names)} pictures are"
        message = f"{count} not in {shown(folder)}, {first} first: copy what the questions show"
        yield loss(source, line, message)


def _best(question: Question, number: int) -> _Try:
    """Return the first layout that reads back unchanged, or the one that changes least."""
    texts = texts_of(question)
    texts |= {name: _plain(text) for name, text in asked_of(question).items() if name != STEM}
    tries: list[_Try] = []
    changed: tuple[str, ...] = ()
    for escape in _ESCAPES:
        # A lesson may read one part otherwise because of another: the last escape takes all.
        parts = changed if changed and escape is not _ESCAPES[-1] else tuple(texts)
        escaped = with_texts(question, texts | {name: escape(texts[name]) for name in parts})
        for mark, gap in product(".)", (" ", "\n\n")):
            tries.append(_try(question, escaped, number, mark, gap))
            if not (tries[-1].broken or tries[-1].changed):
                return tries[-1]
        best = min(tries, key=lambda one: (len(one.broken), len(one.changed)))
        changed = best.changed
    return best


def _encoded(text: str, *patterns: re.Pattern[str]) -> str:
    """Write characters by their numbers, so that they are no part of a label or a mark."""
    for pattern in patterns:
        text = outside_code(pattern, lambda mark: f"{mark[:-1]}&#{ord(mark[-1]):07};", text)
    return text


# The reading of lessons undoes what these do, from the most readable to the surest.
_ESCAPES: tuple[Callable[[str], str], ...] = (
    str,
    lambda text: outside_code(_COLON, "{}\\".format, text),
    lambda text: _encoded(text, _FIRST, _SIGN),
)


def _plain(text: str) -> str:
    """Escape the letter or box that an option begins with: a lesson would take it for its own."""
    if letter := _LETTER.match(text):
        return f"{letter[0]}\\{text[letter.end() :]}"
    # People escape boxes by mistake, so that a backslash makes no difference.
    box = _BOX.match(text)
    return f"&#91;{text[box.end() :]}" if box else text


def _try(question: Question, escaped: Question, number: int, mark: str, gap: str) -> _Try:
    """Write a question, and read it; ``gap`` stands between its number and its stem."""
    markdown = _question(escaped, f"**Question {number}:**{gap}", mark)
    reading = read_questions(f"# Lesson\n\n## {_ANNOUNCEMENT}\n\n{markdown}\n", "lesson.md")
    errors = tuple(one.message for one in reading.problems if one.severity == "error")
    if len(reading.questions) != 1:
        return _Try(markdown, None, errors or ("the question as a whole",))
    (found,) = reading.questions
    if (name := local_name(question.id)) != local_name(found.id):
        # The reader would give it another id: say which one it has.
        markdown = _question(escaped, f"**Question {number} {{#{name}}}:**{gap}", mark)
    if found.correct != question.correct or len(found.options) != len(question.options):
        return _Try(markdown, found, ("its options",))
    given, read = texts_of(question), texts_of(found)
    changed = tuple(part for part in given if not _same(given[part], read[part]))
    asked = asked_of(question)
    broken = tuple(one for one in changed if one in asked and not _says(given[one], read[one]))
    return _Try(markdown, found, broken or errors, changed)


def _same(given: str, read: str) -> bool:
    """Return whether two texts are shown alike, with or without escapes."""
    return normal(given) == normal(read) or _HTML.render(given) == _HTML.render(read)


def _says(given: str, read: str) -> bool:
    """Return whether the words are the same; tags in a text are marks, as they are in a lesson."""
    shown = words_of(read)
    return words_of(given) == shown or words_of(from_text("lesson.md", given).text) == shown


def _question(question: Question, lead: str, mark: str) -> str:
    items = [
        _option(option, f"{place + 1}{mark} ", right=place in question.correct)
        for place, option in enumerate(question.options)
    ]
    parts = [lead + normal(question.stem), "\n".join(items)]
    if question.explanation:
        parts.append(_prefixed(normal(question.explanation), "> ", "> "))
    return "\n\n".join(parts)


def _option(option: Option, marker: str, *, right: bool) -> str:
    blocks = parse(option.text).blocks
    lines = []
    if right:
        first = ""
        if blocks and blocks[0].kind == "paragraph":
            first, blocks = render_block(blocks[0]), blocks[1:]
        simple = bool(_SIMPLE.fullmatch(first))
        lines.append(f"**{first} [correct]**" if simple else f"{first} [correct]".strip())
    if blocks:
        lines.append(render(blocks))
    if option.reason:
        lines.append(_prefixed(normal(option.reason), "- ", "  "))
    return _prefixed("\n".join(lines), marker, " " * len(marker))


def _prefixed(text: str, first: str, rest: str) -> str:
    """Put ``first`` before the first line and ``rest`` before all others."""
    lines = text.split("\n")
    tail = (rest + line if line else rest.rstrip() for line in lines[1:])
    return "\n".join([first + lines[0], *tail])
