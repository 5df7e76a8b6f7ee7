"""Markdown in: the questions of a lesson by the headings above them."""

from __future__ import annotations

import re
from bisect import bisect_left
from html import unescape
from operator import attrgetter
from typing import TYPE_CHECKING

from content.exchange.models import Category, Imported, texts_of, with_texts
from content.exchange.moodle_text import outside_code
from content.lesson import read_lesson
from content.markdown.blocks import parse
from content.outline.numbers import lesson_number, strip_number
from content.outline.tree import outline
from content.questions import is_questions_title
from content.source import from_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from content.models import Concept, Lesson, Question
    from content.outline.tree import Heading
    from content.source import Source

_ESCAPED = re.compile(r"\\\\|(?P<mark>\\:|&#\d{7};|\A\(?[A-Za-z]\\[.)](?=\s|$))")
"""What keeps a label or a mark from being one when a lesson is written; nothing else needs it."""


def read_questions(text: str, path: str) -> Imported:
    """Read a lesson that belongs to no course."""
    source = from_text(path, text)
    reading = read_lesson(source, "course")
    return Imported(tuple(categories_of(reading.lesson, source)), reading.problems)


def categories_of(
    lesson: Lesson,
    source: Source,
    above: tuple[str, ...] = (),
    concepts: tuple[Concept, ...] = (),
) -> Iterator[Category]:
    """Yield the questions of a lesson by the headings that they stand below.

    ``above`` names what the lesson is in; ``concepts`` are cards of the lesson itself. A heading
    that only announces questions names nothing.
    """
    root = outline(parse(source.text, source.numbers).blocks)
    groups: dict[tuple[str, ...], list[Question]] = {(): []}
    for question in lesson.questions:
        titles = list(_titles(root, question.line))
        if titles and is_questions_title(strip_number(titles[-1])[1]):
            del titles[-1]
        first = titles[0] if titles else ""
        if lesson.title in {first, lesson_number(first)[1], strip_number(first)[1]}:
            del titles[:1]
        plain = {name: _unescaped(text) for name, text in texts_of(question).items()}
        groups.setdefault(tuple(titles), []).append(with_texts(question, plain))
    for names, questions in groups.items():
        kept = () if names else concepts
        if questions or kept:
            whole = (*above, lesson.title, *names)
            yield Category(whole, lesson.path, tuple(questions), lesson.tags, kept)


def _titles(node: Heading, line: int) -> Iterator[str]:
    """Yield the headings around the question on this line, the outermost first."""
    while True:
        place = bisect_left(node.children, line, key=attrgetter("line")) - 1
        if place < 0 or line > node.children[place].end:
            return
        node = node.children[place]
        yield node.full_title


def _unescaped(text: str) -> str:
    """Return a text as it is where it need not be kept from being a label or a mark."""
    return outside_code(
        _ESCAPED,
        lambda mark: mark if mark == r"\\" else unescape(mark).replace("\\", ""),
        text,
    )
