"""Turns the HTML tags inside of a line into Markdown, and leaves out those that it has no sign for.

Only tags that people use for markup count: ``<resource>``, ``<CONTAINER ID>`` or ``Vec<String>``
are text. A tag without its partner is text as well, where that may be a placeholder's name.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from content.repair.lines import inside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.repair.lines import Span

# A backslash says that the `<` behind it is text.
_TAG = re.compile(
    r"(?<!(?<!\\)\\)<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<more>(?:\s[^<>]*)?)/?>"
)
_ATTRIBUTE = re.compile(
    r"(?<![\w-])(?P<key>[\w-]+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))"
)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "del": "~~", "s": "~~", "strike": "~~"}
_CODE = frozenset({"code", "kbd", "tt", "samp"})
_BARE = frozenset({"sub", "sup", "u", "small", "big", "span", "font", "mark", "ins", "abbr", "a"})
_BLOCKS = frozenset(
    {"p", "div", "center", "picture", "ul", "ol", "li", "details", "summary"}
    | {"h1", "h2", "h3", "h4", "h5", "h6"}
)
_KNOWN = _BARE | _CODE | frozenset(_MARKS) | _BLOCKS | {"img", "br", "hr"}
# Enough to see whether anything stands between two tags; a page may nest very many.
_GLANCE = 100
# Tags that need no partner.
_ALONE = frozenset({"li", "hr"})
BREAK = "\n"
"""What stands for ``<br>`` in a converted text."""


class Tag(NamedTuple):
    """A tag that counts: its place in the line, its name in lower case, and its attributes."""

    start: int
    end: int
    name: str
    closes: bool
    more: str


def find_tags(text: str, spans: Sequence[Span]) -> list[Tag]:
    """Return the tags of a line that mark something up; ``spans`` are its code spans."""
    found = []
    for match in _TAG.finditer(text):
        name = match["name"].lower()
        if name in _KNOWN and not (spans and inside(match.start(), spans)):
            tag = Tag(match.start(), match.end(), name, bool(match["close"]), match["more"])
            found.append(tag)
    return found


def attributes(tag: Tag) -> dict[str, str]:
    """Return the attributes of a tag by their names in lower case."""
    return {
        match["key"].lower(): unescape(match["double"] or match["single"] or match["bare"] or "")
        for match in _ATTRIBUTE.finditer(tag.more)
    }


class Converter:
    """Converts the lines of a page in their order; remembers what goes on from line to line."""

    def __init__(self) -> None:
        self._waiting: set[str] = set()

    def end_paragraph(self) -> None:
        """Forget the tags whose partners can no longer come."""
        self._waiting.clear()

    def convert(self, text: str, tags: Sequence[Tag], below: str = "") -> str:
        """Return ``text`` as Markdown; ``below`` is the rest of its paragraph."""
        partners = _partners(tags)
        parts: list[str] = []
        done = 0
        for place, tag in enumerate(tags):
            if tag.start < done:
                continue
            partner = partners.get(place)
            other = tags[partner] if partner is not None else None
            words = text[done : tag.start]
            done = tag.end
            if tag.name in _CODE and other and not tag.closes:
                code = _TAG.sub(_without_known, text[tag.end : other.start])
                written, done = code_span(unescape(code)), other.end
            else:
                written = self._sign(text, tag, other, below)
            if other and written and written == _MARKS.get(tag.name):
                # Marks hold on to words only, so spaces at their inner side move out.
                if tag.closes:
                    bare = words.rstrip()
                    words, written = bare, written + words[len(bare) :]
                elif text[done].isspace():
                    words = words if words[-1:].isspace() else f"{words} "
                    while text[done].isspace():
                        done += 1
            parts += (words, written)
        return "".join(parts) + text[done:]

    def _sign(self, text: str, tag: Tag, other: Tag | None, below: str) -> str:
        """Return what stands for one tag; the tag itself where it stays text."""
        name = tag.name
        if name == "br":
            return BREAK
        if name == "img":
            return _image(attributes(tag)) or text[tag.start : tag.end]
        lone = other is None and not tag.closes and f"</{name}>" not in below.lower()
        if other is None and not tag.closes and name in _MARKS and not text[tag.end :].strip():
            # It marks whole lines, which Markdown has no sign for.
            return "" if not lone or _among_tags(text, tag) else text[tag.start : tag.end]
        if lone and name not in _ALONE and not tag.more.strip():
            return text[tag.start : tag.end]
        if name == "a":
            opener = other if tag.closes else tag
            return _link(text, tag, opener, other) if opener and other else ""
        mark = _MARKS.get(name, "`" if name in _CODE else "")
        if not mark:
            return ""
        if other is not None:
            first, last = sorted((tag, other))
            inner = text[first.end : min(last.start, first.end + _GLANCE)].strip()
            return "" if not inner or inner.startswith(mark) else mark
        if tag.closes:
            known = name in self._waiting
            self._waiting.discard(name)
            return mark if known else ""
        if lone:
            return ""
        self._waiting.add(name)
        return mark


def code_span(text: str) -> str:
    """Return ``text`` as a code span with marks that it does not hold itself."""
    words = " ".join(text.split())
    if not words:
        return ""
    marks = "`"
    while marks in words:
        marks += "`"
    space = " " if words[0] == "`" or words[-1] == "`" else ""
    return f"{marks}{space}{words}{space}{marks}"


def _without_known(match: re.Match[str]) -> str:
    return "" if match["name"].lower() in _KNOWN else match[0]


def _partners(tags: Sequence[Tag]) -> dict[int, int]:
    """Return for each tag with a partner on its line the partner's place."""
    open_tags: dict[str, list[int]] = {}
    partners: dict[int, int] = {}
    for place, tag in enumerate(tags):
        if not tag.closes:
            open_tags.setdefault(tag.name, []).append(place)
        elif waiting := open_tags.get(tag.name):
            partners[place] = waiting.pop()
            partners[partners[place]] = place
    return partners


def _among_tags(text: str, tag: Tag) -> bool:
    """Return whether a line holds other tags in front of one, and nothing else."""
    rest = text[: tag.start][-_GLANCE:].strip()
    return bool(rest) and not _TAG.sub(_without_known, rest).strip()


def _image(given: dict[str, str]) -> str:
    source = given.get("src", "").strip()
    if not source:
        return ""
    alt = given.get("alt", "").strip() or PurePosixPath(source.split("?", 1)[0]).name or "image"
    return f"![{alt.replace('[', '(').replace(']', ')')}]({_target(source)})"


def _link(text: str, tag: Tag, opener: Tag, other: Tag) -> str:
    """Return the sign for one end of a link; an anchor that leads nowhere has none."""
    target = attributes(opener).get("href", "").strip()
    last = tag if tag.closes else other
    if not target:
        return ""
    if not text[opener.end : min(last.start, opener.end + _GLANCE)].strip():
        return "" if not tag.closes or target.startswith("#") else f"<{target}>"
    return f"]({_target(target)})" if tag.closes else "["


def _target(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()]", address) else address
