"""What stands inside of a block: inline Markdown as tokens, and as words without marks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from content.markdown.lines import code_spans, inside
from content.markdown.parser import parser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_OPEN = 8
"""As many brackets in one paragraph cost nothing, whether they are closed or not."""


def inline_tokens(content: str) -> tuple[Token, ...]:
    """Return the tokens of inline Markdown."""
    tokens: list[Token] = []
    parser().inline.parse(_without_open_brackets(content.strip()), parser(), {}, tokens)
    return tuple(tokens)


# The words of a heading or an option are asked for at several steps of the reading.
@lru_cache(1024)
def inline_words(content: str) -> str:
    """Return the words of inline Markdown in one line: no marks, links as their text."""
    return inline_text(inline_tokens(content)).strip()


def inline_text(tokens: Iterable[Token]) -> str:
    """Return the words of inline tokens."""
    parts = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif token.type == "image":
            parts.append(inline_text(token.children or ()))
        else:
            parts.append(token.content)
    return "".join(parts)


def _without_open_brackets(content: str) -> str:
    """Escape the brackets that can be no link where there are many; the words stay the same.

    markdown-it looks for the end of each bracket behind all that are open before it, and again when
    it comes to those.
    """
    if content.count("[") <= _OPEN:
        return content
    spans = code_spans(content)
    # For each open bracket its place, and how deep the pairs are that were closed behind it.
    opened: list[tuple[int, int]] = []
    useless: list[int] = []
    for found in _BRACKET.finditer(content):
        if found[0][0] == "\\" or inside(found.start(), spans):
            continue
        if found[0] == "[":
            opened.append((found.start(), 0))
        elif opened:
            place, depth = opened.pop()
            if depth >= _OPEN:
                useless.append(place)
            if opened:
                around, other = opened[-1]
                opened[-1] = (around, max(other, depth + 1))
    useless += [place for place, _ in opened]
    parts: list[str] = []
    done = 0
    for place in sorted(useless):
        parts += (content[done:place], "\\")
        done = place
    return "".join([*parts, content[done:]])
