"""The lines that may open or close a fence, in quotes and lists too, and which ones are a pair."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARK = re.compile(
    r"(?P<lead>[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?P<marks>`{2,}|~{2,}|'{3,})(?P<info>.*)"
)
_QUOTE = re.compile(r"[ \t]*>(?:[ \t]{0,3}>)* ?")
_LONG = 4
# From here on CommonMark does not see a closing mark.
_DEEP = 4
_MARKDOWN = frozenset({"markdown", "md"})
_DIRECTIVES = frozenset({"code", "code-block", "sourcecode", "code-cell", "prompt"})
_AROUND = re.compile(r"[={:(\[}]")


class Mark(NamedTuple):
    """Marks at the beginning of a line, or none where a quote ends.

    ``line`` is an index; ``depth`` counts the quotes around the marks, ``column`` is where they
    stand in those, with tabs four wide.
    """

    line: int
    depth: int = 0
    column: int = 0
    marks: str = ""
    info: str = ""
    begins_item: bool = False

    @property
    def opens(self) -> bool:
        """Return whether the marks are long enough for a fence; others only close by mistake."""
        return self.marks[:3] in {"```", "~~~"}

    @property
    def sure(self) -> bool:
        """Return whether the marks can only open a fence: a language or an item begins there."""
        return bool(self.info) or self.begins_item

    @property
    def language(self) -> str:
        """Return the first word behind the marks in lower case."""
        return language_of(self.info)

    @property
    def literal(self) -> bool:
        """Return whether Markdown inside is meant to be shown as it is."""
        return len(self.marks) >= _LONG or self.language in _MARKDOWN


@lru_cache(128)
def language_of(info: str) -> str:
    """Return the language of a fence in lower case, without what stands around its name.

    It is the first word of the info string, as in ``{.bash #id}``, ``bash=1``, ``bash:run.sh``,
    ``bash{1,3}`` and ``language-bash``, or the one behind a directive: ``{code-block} bash``.
    """
    words = info.strip().strip("{}").replace(",", " ").split()
    first = words[0].rstrip("}") if words else ""
    name = words[1] if first in _DIRECTIVES and len(words) > 1 else first
    return _AROUND.split(name.lower().removeprefix("."))[0].removeprefix("language-")


def partner_of(marks: Sequence[Mark], at: int) -> tuple[int, bool]:
    """Return the mark that ends the fence which a mark opens, and whether it closes it.

    The next one with a language does not, nor does the end of the quote around the fence.
    Without any, the place behind the last mark is returned.
    """
    opener = marks[at]
    for place in range(at + 1, len(marks)):
        mark = marks[place]
        if mark.depth < opener.depth:
            return place, False
        if mark.depth > opener.depth or not mark.marks.startswith(opener.marks):
            continue
        if mark.sure:
            return place, False
        if mark.column - opener.column < _DEEP:
            return place, True
    return len(marks), False


def find_marks(texts: Sequence[str]) -> list[Mark]:
    """Return all marks in their order, and the ends of the quotes that hold some."""
    marks: list[Mark] = []
    depth = 0
    for index, text in enumerate(texts):
        if not (depth or "``" in text or "~~" in text or "'''" in text):
            continue
        lead = quote_marks(text)
        if (around := lead.count(">")) < depth:
            marks.append(Mark(index, around))
            depth = around
        found = _MARK.match(text, len(lead))
        if found and found["marks"][0] not in found["info"]:
            before, info = found["lead"].expandtabs(4), found["info"].strip()
            mark = Mark(index, around, len(before), found["marks"], info, bool(before.strip()))
            marks.append(mark)
            depth = around
    return marks


def quote_marks(text: str) -> str:
    """Return the quote marks that a line begins with, and the space behind them."""
    found = _QUOTE.match(text) if ">" in text else None
    return found[0] if found else ""
