"""Plain text as Markdown that shows it literally, and back: what one says, the other keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.exchange.tags import KNOWN
from content.markdown.blocks import parse, plain_text
from content.markdown.render import render
from content.repair.lines import code_spans

if TYPE_CHECKING:
    from collections.abc import Callable

_PUNCTUATION = r"!-/:-@\[-`{-~"
_ADDRESS = r"[A-Za-z][A-Za-z0-9+.-]{1,31}:|[^\s<>@]+@"
_INLINE = re.compile(
    rf"(?P<slash>\\(?=[{_PUNCTUATION}\n]|$))"
    r"|(?P<tick>`)"
    r"|(?P<run>[*_]+|~~+)"
    r"|(?P<link>\](?=\())"
    rf"|(?P<angle><(?={_ADDRESS}|!--|/?(?:{'|'.join(sorted(KNOWN))})[\s/>]))"
    r"|(?P<entity>&(?=(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});))",
    re.IGNORECASE,
)
_START = re.compile(
    r"(?P<number>\d{1,9}(?=[.)](?:\s|$)))|(?=#{1,6}(?:\s|$)|>|[-+*](?:\s|$)|=+\s*$|\[[^\[\]]+\]:|\|"
    r"|[-_*](?:\s*[-_*]){2,}\s*$|[-|:][-|:\s]*$)"
)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
# What a guarded `<` and `\<` become. The same in a text gets a zero more, which means the same to
# every reader and can be taken off again.
_ENTITY = r"&lt;|&#0*60;|&#x0*3c;"
_OPENS = r"(?=[A-Za-z/!?])"
_BARE = re.compile(rf"\\\\|(?P<mark>\\<{_OPENS}|<{_OPENS}(?!{_ADDRESS})|(?:{_ENTITY}){_OPENS})")
_GUARDED = re.compile(rf"\\\\|(?P<mark>(?:{_ENTITY}){_OPENS})")


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


def guard(markdown: str) -> str:
    """Write ``<NAME>`` so that Moodle shows it, where it would take it for a tag and hide it.

    Text in backticks is safe already. ``unguard`` undoes exactly this, whatever the text.
    """
    return _outside_code(_BARE, _guarded, markdown)


def unguard(markdown: str) -> str:
    """Undo ``guard``."""
    return _outside_code(_GUARDED, _unguarded, markdown)


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


def _guarded(found: re.Match[str]) -> str:
    match found["mark"]:
        case None:
            return found[0]
        case "<":
            return "&lt;"
        case "\\<":
            return "&#x3c;"
        case "&lt;":
            return "&#60;"
        case mark:
            return mark.replace("&#x", "&#x0") if "x" in mark else mark.replace("&#", "&#0")


def _unguarded(found: re.Match[str]) -> str:
    match found["mark"]:
        case None:
            return found[0]
        case "&lt;":
            return "<"
        case "&#x3c;":
            return "\\<"
        case "&#60;":
            return "&lt;"
        case mark:
            return mark.replace("&#x0", "&#x") if "x" in mark else mark.replace("&#0", "&#")


def _outside_code(
    pattern: re.Pattern[str], change: Callable[[re.Match[str]], str], text: str
) -> str:
    if not pattern.search(text):
        return text
    parts: list[str] = []
    place = 0
    for span in code_spans(text):
        parts += (pattern.sub(change, text[place : span.start]), text[span.start : span.end])
        place = span.end
    return "".join([*parts, pattern.sub(change, text[place:])])
