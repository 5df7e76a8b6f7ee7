"""Plain text as Markdown that shows it literally, and Markdown as the words in it."""

from __future__ import annotations

import re

from content.html.elements import KNOWN
from content.markdown.blocks import parse, plain_text
from content.markdown.render import render

_PUNCTUATION = r"!-/:-@\[-`{-~"
ADDRESS = r"[A-Za-z][A-Za-z0-9+.-]{1,31}:|[^\s<>@]+@"
"""What makes a link of what stands in angle brackets."""

_INLINE = re.compile(
    rf"(?P<slash>\\(?=[{_PUNCTUATION}\n]|$))"
    r"|(?P<tick>`)"
    r"|(?P<run>[*_]+|~~+)"
    r"|(?P<link>\](?=\())"
    rf"|(?P<angle><(?={ADDRESS}|!--|/?(?:{'|'.join(sorted(KNOWN))})[\s/>]))"
    r"|(?P<entity>&(?=(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});))",
    re.IGNORECASE,
)
_START = re.compile(
    r"(?P<number>\d{1,9}(?=[.)](?:\s|$)))|(?=#{1,6}(?:\s|$)|>|[-+*](?:\s|$)|=+\s*$|\[[^\[\]]+\]:|\|"
    r"|[-_*](?:\s*[-_*]){2,}\s*$|[-|:][-|:\s]*$)"
)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


def from_plain(text: str) -> str:
    """Return Markdown that shows ``text`` literally; its ends of line stay, as ``\\n``."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    paragraphs = _PARAGRAPHS.split(text.replace("\0", "\N{REPLACEMENT CHARACTER}").strip())
    return "\n\n".join(
        "  \n".join(escape_start(escape_inline(line.strip())) for line in paragraph.split("\n"))
        for paragraph in paragraphs
    )


def escape_inline(text: str) -> str:
    """Escape what Markdown would read as marks within a line."""
    return _INLINE.sub(_escaped, text)


def escape_start(line: str) -> str:
    """Escape what Markdown would read as a list, heading or other block at the start of a line."""
    found = _START.match(line)
    if not found:
        return line
    return f"{found['number']}\\{line[found.end() :]}" if found["number"] else f"\\{line}"


def words_of(markdown: str) -> str:
    """Return what Markdown shows, in one line and without marks."""
    return " ".join(plain_text(markdown).split())


def normal(markdown: str) -> str:
    """Return the one spelling that all Markdown with the same blocks and words shares."""
    return render(parse(markdown).blocks)


def _escaped(found: re.Match[str]) -> str:
    mark = found[0]
    if found["run"] and mark[0] != "~" and len(set(mark)) == 1:
        before = found.string[found.start() - 1 : found.start()]
        after = found.string[found.end() : found.end() + 1]
        if (not before or before.isspace()) and (not after or after.isspace()):
            return mark
        if mark[0] == "_" and before.isalnum() and after.isalnum():
            return mark
    return "".join(f"\\{char}" for char in mark)
