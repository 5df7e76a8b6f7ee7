"""GIFT out: every text is Markdown and says so, on one line each, with every mark escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.exchange.models import Written, local_name, loss_of
from content.exchange.moodle_text import guard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.exchange.models import Category
    from content.models import Problem, Question

# Shares that Moodle accepts are those of a fixed list: it has no elevenths, but twentieths.
_SHARED = frozenset((*range(1, 11), 20))
_SPECIAL = re.compile(r"[\\#=~{}:\n]")


def write_gift(categories: Sequence[Category]) -> Written:
    """Write all questions; ids stand as Moodle's id numbers in comments, and as titles."""
    items: list[str] = []
    before: tuple[str, ...] = ()
    for category in categories:
        if category.names != before:
            items.append(f"$CATEGORY: {category_path(category.names)}\n")
            before = category.names
        items += (_question(question) for question in category.questions)
    return Written("\n".join(items), tuple(weight_losses(categories)))


def category_path(names: Sequence[str]) -> str:
    """Return the path of a category as Moodle writes it: a slash in a name is doubled."""
    parts = (" ".join(name.split()).replace("/", "//") for name in names)
    return "/".join(["$course$", "top", *parts])


def weight_losses(categories: Sequence[Category]) -> Iterator[Problem]:
    """Yield what Moodle's weights cannot say."""
    for category in categories:
        for question in category.questions:
            count = len(question.correct)
            if count not in _SHARED:
                message = f"Moodle has no weight for {count} right options: it takes the nearest"
                yield loss_of(category, question, message)


def share(count: int) -> str:
    """Return the weight of each of ``count`` right options as Moodle spells it."""
    return f"{100 / count:.5f}".rstrip("0").rstrip(".")


def _question(question: Question) -> str:
    name = local_name(question.id)
    lines = [f"// [id:{name}]", f"::{_escape(name)}::[markdown]{_escape(guard(question.stem))}{{"]
    several = len(question.correct) > 1
    for index, option in enumerate(question.options):
        right = index in question.correct
        mark = ("=" if right else "~") if not several else _weight(question, right=right)
        feedback = f"#{_text(option.reason)}" if option.reason else ""
        lines.append(f"\t{mark}{_text(option.text)}{feedback}")
    if question.explanation:
        lines.append(f"\t####{_text(question.explanation)}")
    return "\n".join([*lines, "}", ""])


def _weight(question: Question, *, right: bool) -> str:
    """Return a share for a right option; a wrong one costs everything, as in a quiz here."""
    return f"~%{share(len(question.correct))}%" if right else "~%-100%"


def _text(markdown: str) -> str:
    """Escape a text; its format is named where its first characters would be read as something."""
    escaped = _escape(guard(markdown))
    return f"[markdown]{escaped}" if escaped.startswith(("[", "%")) else escaped


def _escape(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return _SPECIAL.sub(lambda found: "\\n" if found[0] == "\n" else f"\\{found[0]}", plain)
