"""The headings of a lesson that name the categories of its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.exchange.lesson_reading import read_questions
from content.exchange.models import loss
from content.html.escaping import escape_inline, escape_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.exchange.models import Category
    from content.models import Problem

ANNOUNCEMENT = "Practice Questions"
"""The heading directly above questions."""

_LEVELS = 4
"""How many names fit between the lesson's heading and the announcement: there are six levels."""

_QUESTION = "**Question 1:** {}?\n\n1. **yes [correct]**\n2. no"


def heading(title: str) -> str:
    """Return a title as a heading has it, without the marks before it."""
    return escape_start(escape_inline(" ".join(title.split()))) or ANNOUNCEMENT


def grouped(categories: Sequence[Category]) -> list[Category]:
    """Return the categories in their order, but those with a common name together."""
    first: dict[tuple[str, ...], int] = {}
    for place, category in enumerate(categories):
        for end in range(1, len(category.names) + 1):
            first.setdefault(category.names[:end], place)

    def places(category: Category) -> list[int]:
        ends = range(1, len(category.names) + 1)
        return [first[category.names[:end]] for end in ends]

    return sorted(categories, key=places)


def headings_of(categories: Sequence[Category], title: str) -> Iterator[list[str]]:
    """Yield the headings to write above each category; the lesson's title names all of them."""
    before: tuple[str, ...] | None = None
    for category in categories:
        names = _below(category.names, title)
        if names == before:
            yield []
            continue
        shared = 0
        for one, other in zip(names, before or (), strict=False):
            if one != other:
                break
            shared += 1
        above = [
            f"{'#' * level} {heading(name)}"
            for level, name in enumerate(names[shared:], shared + 2)
        ]
        yield [*above, f"{'#' * (len(names) + 2)} {ANNOUNCEMENT}"]
        before = names


def heading_losses(
    categories: Sequence[Category], headings: Sequence[Sequence[str]], title: str
) -> Iterator[Problem]:
    """Yield the categories that a lesson with these headings would read otherwise."""
    parts = [f"# {heading(title)}"]
    for number, above in enumerate(headings):
        parts += [*above, _QUESTION.format(number)]
    read = read_questions("\n\n".join(parts), "lesson.md").categories
    found: dict[str, tuple[str, ...]]
    found = {question.stem: one.names[1:] for one in read for question in one.questions}
    for number, category in enumerate(categories):
        names = category.names[category.names[:1] == (title,) :]
        got = found.get(f"{number}?")
        if got != names:
            held = f"headings hold this as {' > '.join(got or ()) or 'none'}"
            yield loss(category.path, 1, f"category {' > '.join(category.names)}: {held}")


def _below(names: tuple[str, ...], title: str) -> tuple[str, ...]:
    """Return the names below the lesson's title; what is too deep for headings stands in one."""
    names = tuple(" ".join(name.split()) for name in names[names[:1] == (title,) :])
    if len(names) > _LEVELS:
        return (*names[: _LEVELS - 1], " / ".join(names[_LEVELS - 1 :]))
    return names
