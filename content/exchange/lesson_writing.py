"""Markdown out: a lesson of questions in the base dialect, read again before it is let go.

The reader decides whether a question came through: each is written in the plainest layout that
reads back as it was, and what reads back otherwise in every layout is a loss.
"""

from __future__ import annotations

import re
from itertools import product, starmap
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from content.exchange.lesson_headings import (
    ANNOUNCEMENT,
    grouped,
    heading,
    heading_losses,
    headings_of,
)
from content.exchange.models import EXPLANATION, Written, asked_of, local_name, loss_of, texts_of
from content.html.escaping import normal, words_of
from content.lesson import read_lesson
from content.markdown.blocks import parse
from content.markdown.render import render, render_block
from content.source import from_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.exchange.models import Category
    from content.models import Option, Question

_LETTER = re.compile(r"\(?[A-Za-z](?=[.)](?:\s|$))")
_BOX = re.compile(r"\\?\[(?=[ xX]\\?\])")
_LABEL = re.compile(r"(?=.*[a-z]{3}).{1,40}", re.IGNORECASE)
_SIMPLE = re.compile(r"[^*_\\\n]*[^*_\\\s]")


class _Layout(NamedTuple):
    """One way to write a question; ``below`` puts the stem on a line of its own."""

    mark: str
    below: bool


_LAYOUTS = tuple(starmap(_Layout, product(".)", (False, True))))


class _Try(NamedTuple):
    """A question as written, and the parts that read back otherwise.

    ``broken`` are those without which it is another question; ``changed`` are the others.
    """

    layout: _Layout
    markdown: str
    name: str
    broken: tuple[str, ...]
    changed: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[int, int]:
        """Return how bad it is, to compare."""
        return len(self.broken), len(self.changed)


def write_lesson(categories: Sequence[Category], title: str) -> Written:
    """Write one lesson with headings for each category, below those that it shares with others."""
    categories = grouped(categories)
    headings = list(headings_of(categories, title))
    parts = [f"# {heading(title)}"]
    losses = list(heading_losses(categories, headings, title))
    number = empty = 0
    for category, above in zip(categories, headings, strict=True):
        parts += above
        number = 0 if above else number
        for question in category.questions:
            best = _best(question, number + 1)
            if best.broken:
                empty += 1
                message = f"left out: a lesson reads this otherwise: {', '.join(best.broken)}"
                losses.append(loss_of(category, question, message))
                continue
            if best.changed:
                message = f"a lesson reads this otherwise: {', '.join(best.changed)}"
                losses.append(loss_of(category, question, message))
            parts.append(best.markdown)
            number += 1
    total = sum(len(category.questions) for category in categories)
    return Written("\n\n".join(parts) + "\n", tuple(losses), empty=empty == total)


def _best(question: Question, number: int) -> _Try:
    """Return the first layout that reads back unchanged, or the one that changes least."""
    options = (one.model_copy(update={"text": _plain(one.text)}) for one in question.options)
    question = question.model_copy(update={"options": tuple(options)})
    tries: list[_Try] = []
    for layout in _LAYOUTS:
        tries.append(_try(question, number, layout))
        if not any(tries[-1].faults):
            break
    best = min(tries, key=attrgetter("faults"))
    name = local_name(question.id)
    if best.name == name:
        return best
    # The reader would give it another id: say which one it has.
    return best._replace(markdown=_question(question, number, best.layout, f" {{#{name}}}"))


def _plain(text: str) -> str:
    """Escape the letter or box that an option begins with: a lesson would take it for its own."""
    if letter := _LETTER.match(text):
        return f"{letter[0]}\\{text[letter.end() :]}"
    # People escape boxes by mistake, so that a backslash makes no difference.
    box = _BOX.match(text)
    return f"&#91;{text[box.end() :]}" if box else text


def _try(question: Question, number: int, layout: _Layout) -> _Try:
    markdown = _question(question, number, layout)
    page = f"# Lesson\n\n## {ANNOUNCEMENT}\n\n{markdown}\n"
    reading = read_lesson(from_text("lesson.md", page), "course")
    errors = tuple(one.message for one in reading.problems if one.severity == "error")
    if len(reading.lesson.questions) != 1:
        return _Try(layout, markdown, "", errors or ("the question as a whole",))
    found = reading.lesson.questions[0]
    name = local_name(found.id)
    if found.correct != question.correct or len(found.options) != len(question.options):
        return _Try(layout, markdown, name, ("its options",))
    given, read = texts_of(question), texts_of(found)
    if read[EXPLANATION]:
        given[EXPLANATION] = _unlabelled(normal(given[EXPLANATION]), read[EXPLANATION])
    changed = [part for part in given if not _same(given[part], read[part])]
    asked = asked_of(question)
    broken = tuple(one for one in changed if one in asked and not _says(given[one], read[one]))
    if errors and not broken:
        broken = tuple(problem.message for problem in reading.problems)
    return _Try(layout, markdown, name, broken, tuple(changed))


def _says(given: str, read: str) -> bool:
    """Return whether the words are the same; tags in a text are marks, as they are in a lesson."""
    shown = words_of(read)
    return words_of(given) == shown or words_of(from_text("lesson.md", given).text) == shown


def _unlabelled(given: str, read: str) -> str:
    """Take the label off that a lesson's reader took off: ``Explanation:``, or the right letter."""
    return read if _LABEL.fullmatch(given.removesuffix(read)) else given


def _same(given: str, read: str) -> bool:
    return given == read or normal(given) == normal(read)


def _question(question: Question, number: int, layout: _Layout, attributes: str = "") -> str:
    stem = normal(question.stem)
    lead = f"**Question {number}{attributes}:**"
    parts = [f"{lead}\n\n{stem}" if layout.below else f"{lead} {stem}"]
    items = []
    for index, option in enumerate(question.options, start=1):
        right = index - 1 in question.correct
        items.append(_option(option, f"{index}{layout.mark} ", right=right))
    parts.append("\n".join(items))
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
