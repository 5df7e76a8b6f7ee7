"""Cuts HTML, or lines of Markdown with HTML between them, into text and tags."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from content.html.elements import KNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence


TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][\w:.-]*+)"
    r"(?P<more>(?:[\s/](?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+)?)>"
)
_ATTRIBUTE = re.compile(
    r"(?<![\w:-])(?P<key>[\w:-]++)\s*+=\s*+"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]++))"
)
# `a<b && c>d` has no tag in it.
_OPERATOR = re.compile(r"(?<!\S)[&|<>=!+*-]+(?!\S)")
_UNSEEN = re.compile(r"<!--.*?-->|<!\[\s*(?:if|else|endif)\b[^<>]*>", re.DOTALL | re.IGNORECASE)
# Word's own elements.
_OFFICE = re.compile(r"(?:[movw]|st\d):\w+")
_GAP = re.compile(r"\n[ \t]*\n")


class Token(NamedTuple):
    """A tag, or the text between two, which has no ``name``; ``line`` and ``column`` are indices.

    ``code`` is a line of a lesson that is no HTML, whatever it looks like.
    """

    text: str
    line: int
    column: int = 0
    name: str = ""
    closes: bool = False
    more: str = ""
    code: bool = False

    @property
    def opens(self) -> bool:
        """Return whether this is the tag that an element begins with."""
        return bool(self.name) and not self.closes

    @property
    def last(self) -> int:
        """Return the line that this ends on."""
        return self.line + self.text.count("\n")

    @property
    def attributes(self) -> dict[str, str]:
        """Return the attributes of a tag by their names in lower case."""
        return {
            found["key"].lower(): unescape(
                found["double"] or found["single"] or found["bare"] or ""
            )
            for found in _ATTRIBUTE.finditer(self.more)
        }


def read_html(text: str) -> list[Token]:
    """Return the tokens of a text that is HTML; comments and what Word adds is left out."""
    # Behind the last end there is no comment; each begin would be followed to the end of the text.
    end = text.rfind(">") + 1
    text = _UNSEEN.sub("", text[:end]) + text[end:] if "<!" in text else text
    tokens: list[Token] = []
    done = 0
    for found in TAG.finditer(text):
        name = found["name"].lower()
        office = bool(_OFFICE.fullmatch(name))
        if not office and (name not in KNOWN or not is_tag(found)):
            continue
        tokens.append(Token(unescape(text[done : found.start()]), 0))
        done = found.end()
        if not office:
            tokens.append(tag_of(found, 0, 0))
    return [*tokens, Token(unescape(text[done:]), 0)]


def is_tag(found: re.Match[str]) -> bool:
    """Return whether what stands behind a name can be attributes."""
    more = found["more"]
    if not more:
        return True
    return not (_GAP.search(more) or _OPERATOR.search(_ATTRIBUTE.sub("", more)))


def tag_of(found: re.Match[str], line: int, column: int) -> Token:
    """Return the token of a match of ``TAG``."""
    more = found["more"].removesuffix("/").strip()
    return Token(found[0], line, column, found["name"].lower(), bool(found["close"]), more)


def partners_of(tokens: Sequence[Token]) -> dict[int, int]:
    """Return for each tag that begins or ends an element the place of the other one."""
    opened: dict[str, list[int]] = {}
    partners: dict[int, int] = {}
    for place, token in enumerate(tokens):
        if token.opens:
            opened.setdefault(token.name, []).append(place)
        elif token.closes and (waiting := opened.get(token.name)):
            partners[place] = waiting.pop()
            partners[partners[place]] = place
    return partners
