"""The lines that may open or close a fence, and the runs of quoted lines that hold some."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MARK = re.compile(
    r"(?P<lead>[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?P<marks>`{2,}|~{2,}|'{3,})(?P<info>.*)"
)
_QUOTE = re.compile(r"[ \t]*>(?:[ \t]{0,3}>)* ?")
_SHORTEST = 3
_USUAL = "```"
_LONG = 4
# From here on CommonMark does not see a closing mark.
_DEEP = 4
_MARKDOWN = frozenset({"markdown", "md", "mdx"})
# Languages whose comments look like headings.
_HASHES = frozenset(
    {"bash", "sh", "shell", "zsh", "ksh", "fish", "terminal", "console", "commands"}
    | {"powershell", "ps1", "pwsh", "python", "py", "ruby", "rb", "perl", "r", "awk", "sed", "tcl"}
    | {"yaml", "yml", "ansible", "jinja", "jinja2", "toml", "ini", "cfg", "conf", "env", "make"}
    | {"properties", "systemd", "service", "crontab", "nginx", "apache", "makefile", "cmake"}
    | {"docker", "dockerfile", "hcl", "terraform", "tf", "nix", "vim", "elixir", "julia"}
)
# Languages whose code has items that look like a list's.
_ITEMS = frozenset({"ansible", "jinja", "jinja2", "yaml", "yml", "diff"})


class Mark(NamedTuple):
    """Marks at the beginning of a line: ``column`` is where they stand, tabs being four wide."""

    line: int
    """The index of the line."""
    column: int
    marks: str
    info: str
    quoted: bool = False

    @property
    def char(self) -> str:
        """Return the sign that the marks are made of."""
        return self.marks[0]

    @property
    def opens(self) -> bool:
        """Return whether the marks are long enough for a fence; others only close by mistake."""
        return len(self.marks) >= _SHORTEST and self.char != "'"

    @property
    def language(self) -> str:
        """Return the first word behind the marks in lower case."""
        words = self.info.strip("{}. ").replace(",", " ").split()
        return words[0].lower() if words else ""

    @property
    def literal(self) -> bool:
        """Return whether Markdown inside is meant to be shown as it is."""
        return len(self.marks) >= _LONG or self.language in _MARKDOWN

    @property
    def has_comments(self) -> bool:
        """Return whether a line that begins with ``#`` may be a comment of this language."""
        return self.language in _HASHES

    @property
    def has_items(self) -> bool:
        """Return whether a line that begins with ``-`` may be code of this language."""
        return self.language in _ITEMS


class QuotedRun(NamedTuple):
    """Quoted lines in a row: the index of the first, and each one's quote marks and text."""

    start: int
    leads: tuple[str, ...]
    texts: tuple[str, ...]


class Partners:
    """Finds the marks that end a fence."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = marks
        self._known: dict[int, tuple[int, bool]] = {}
        self._never_closed: dict[str, int] = {}

    def find(self, at: int) -> tuple[int, bool]:
        """Return the mark that ends a fence and whether it closes it; the next sure one does not.

        Without any, the place behind the last mark is returned.
        """
        if at not in self._known:
            self._known[at] = self._find(at)
        return self._known[at]

    def _find(self, at: int) -> tuple[int, bool]:
        opener = self._marks[at]
        size = len(opener.marks)
        literal = opener.literal and self._never_closed.get(opener.char, size + 1) > size
        for place in range(at + 1, len(self._marks)):
            mark = self._marks[place]
            if mark.char != opener.char or len(mark.marks) < size:
                continue
            if mark.info:
                if not literal:
                    return place, False
            elif mark.column - opener.column < _DEEP:
                return place, True
        if literal:
            self._never_closed[opener.char] = size
            return self._find(at)
        return len(self._marks), False


def find_marks(lines: Sequence[str]) -> list[Mark]:
    """Return all marks in their order; those in quotes are only known to be there."""
    whole = "\n".join(lines)
    places: set[int] = set()
    for marks in ("``", "~~", "'''"):
        if marks in whole:
            places.update([place for place, text in enumerate(lines) if marks in text])
    return list(filter(None, (_mark(place, lines[place]) for place in sorted(places))))


def quoted_runs(lines: Sequence[str], marks: Sequence[Mark]) -> Iterator[QuotedRun]:
    """Yield the runs of quoted lines around those of ``marks`` that are in quotes.

    A run ends at a line with fewer quote marks than the last fence in it: Markdown ends that there.
    """
    quoted = {mark.line for mark in marks if mark.quoted}
    stop = 0
    for mark in marks:
        if not mark.quoted or mark.line < stop:
            continue
        start = stop = _first_quoted(lines, mark.line, stop)
        leads: list[str] = []
        depth = 1
        while stop < len(lines) and (lead := quote_marks(lines[stop])).count(">") >= depth:
            depth = lead.count(">") if stop in quoted else depth
            leads.append(lead)
            stop += 1
        texts = [text[len(lead) :] for lead, text in zip(leads, lines[start:stop], strict=True)]
        yield QuotedRun(start, tuple(leads), tuple(texts))


def quote_marks(text: str) -> str:
    """Return the quote marks that a line begins with, and the space behind them."""
    found = _QUOTE.match(text)
    return found[0] if found else ""


def _first_quoted(lines: Sequence[str], place: int, least: int) -> int:
    """Return the first of the quoted lines in a row above a line, or the ``least``."""
    while place > least and _QUOTE.match(lines[place - 1]):
        place -= 1
    return place


def _mark(line: int, text: str) -> Mark | None:
    if text.lstrip()[:1] == ">":
        return Mark(line, 0, ">", "", quoted=True)
    if text.startswith(_USUAL) and "`" not in text[_SHORTEST:]:
        return Mark(line, 0, _USUAL, text[_SHORTEST:].strip())
    found = _MARK.match(text)
    if not found:
        return None
    lead, marks, info = found["lead"], found["marks"], found["info"].strip()
    usable = len(marks) >= _SHORTEST and marks[0] != "'"
    if info and (not usable or marks[0] in info):
        return None
    if not info and not usable and lead.strip():
        return None
    return Mark(line, len(lead.expandtabs(4)), marks, info)
