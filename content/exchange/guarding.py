"""Markdown that Moodle shows as it is, tags included, and back: what one says, the other keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.html.escaping import ADDRESS
from content.markdown.lines import code_spans

if TYPE_CHECKING:
    from collections.abc import Callable

# What a guarded `<` and `\<` become. The same in a text gets a zero more, which means the same to
# every reader and can be taken off again.
_ENTITY = r"&lt;|&#0*60;|&#x0*3c;"
_OPENS = r"(?=[A-Za-z/!?])"
_BARE = re.compile(rf"\\\\|(?P<mark>\\<{_OPENS}|<{_OPENS}(?!{ADDRESS})|(?:{_ENTITY}){_OPENS})")
_GUARDED = re.compile(rf"\\\\|(?P<mark>(?:{_ENTITY}){_OPENS})")
_GUARDS = {"<": "&lt;", "\\<": "&#x3c;", "&lt;": "&#60;"}
_MARKS = {guard: mark for mark, guard in _GUARDS.items()}
_NUMBER = re.compile(r"(?<=&#)x?")


def guard(markdown: str) -> str:
    """Write ``<NAME>`` so that Moodle shows it, where it would take it for a tag and hide it.

    Text in backticks is safe already. ``unguard`` undoes exactly this, whatever the text.
    """
    return _outside_code(_BARE, _guarded, markdown)


def unguard(markdown: str) -> str:
    """Undo ``guard``."""
    return _outside_code(_GUARDED, _unguarded, markdown)


def _guarded(found: re.Match[str]) -> str:
    mark = found["mark"] or found[0]
    return _GUARDS.get(mark) or _NUMBER.sub(r"\g<0>0", mark, count=1)


def _unguarded(found: re.Match[str]) -> str:
    mark = found["mark"] or found[0]
    return _MARKS.get(mark) or re.sub(r"(?<=&#)(x?)0", r"\1", mark, count=1)


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
