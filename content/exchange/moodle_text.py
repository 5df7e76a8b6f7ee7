"""Texts in Moodle's formats as Markdown, and Markdown that Moodle shows as it is, tags included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from content.html.converter import Converted, from_html
from content.html.escaping import ADDRESS, from_plain
from content.markdown.lines import Span, code_spans

if TYPE_CHECKING:
    from collections.abc import Callable

TextFormat = Literal["html", "moodle", "plain", "markdown"]

# What a guarded `<` and `\<` become. The same in a text gets a zero more, which means the same to
# every reader and can be taken off again.
_ENTITY = r"&lt;|&#0*60;|&#x0*3c;"
_OPENS = r"(?=[A-Za-z/!?])"
_BARE = re.compile(rf"\\\\|(?P<mark>\\<{_OPENS}|<{_OPENS}(?!{ADDRESS})|(?:{_ENTITY}){_OPENS})")
_GUARDED = re.compile(rf"\\\\|(?P<mark>(?:{_ENTITY}){_OPENS})")
_GUARDS = {"<": "&lt;", "\\<": "&#x3c;", "&lt;": "&#60;"}
_MARKS = {guard: mark for mark, guard in _GUARDS.items()}

# One text in several languages, of which Moodle shows one: they are parted here.
_NEXT_LANGUAGE = re.compile(
    r"\{mlang\}\s*\{mlang [^{}]{1,40}\}|(?<=</span>)\s*(?=<span\b[^<>]{0,200}\bmultilang\b)",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"\{mlang(?: [^{}]{1,40})?\}", re.IGNORECASE)

_SLASH = re.compile(r"(?<!/)/(?!/)|(?<=//)/(?!/)")


def convert(text: str, form: TextFormat) -> Converted:
    """Return ``text``, which is in a format of Moodle's, as Markdown."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    text = _LANGUAGE.sub("", _NEXT_LANGUAGE.sub(" / ", text))
    if form == "markdown":
        return Converted(unguard(text))
    if form == "html":
        return from_html(text)
    if form == "plain" or not re.search(r"[<&]", text):
        return Converted(from_plain(text))
    if "<pre" not in text.lower():
        # In Moodle's own format ends of line are shown.
        text = re.sub(r"\n\s*\n", "<p>", text).replace("\n", "<br>")
    return from_html(text)


def guard(markdown: str) -> str:
    """Write ``<NAME>`` so that Moodle shows it, where it would take it for a tag and hide it.

    Text in backticks is safe already. ``unguard`` undoes exactly this, whatever the text.
    """
    more = re.compile(r"(?<=&#)x?")
    return outside_code(
        _BARE, lambda mark: _GUARDS.get(mark) or more.sub(r"\g<0>0", mark), markdown
    )


def unguard(markdown: str) -> str:
    """Undo ``guard``."""
    less = re.compile(r"(?<=&#)(x?)0")
    return outside_code(_GUARDED, lambda mark: _MARKS.get(mark) or less.sub(r"\1", mark), markdown)


def outside_code(pattern: re.Pattern[str], change: Callable[[str], str], text: str) -> str:
    """Change what a pattern finds in Markdown outside of code; a group ``mark`` is the part."""
    parts: list[str] = []
    place = 0
    for start, end in [*code_spans(text), Span(len(text), len(text))]:
        outside = pattern.sub(lambda found: change(found["mark"] or found[0]), text[place:start])
        parts += (outside, text[start:end])
        place = end
    return "".join(parts)


def category_names(text: str) -> list[str]:
    """Split a category's path; ``$course$/top`` in front of it only says whose it is."""
    names = [name.replace("//", "/").strip() for name in _SLASH.split(text.strip())]
    if names and re.fullmatch(r"\$\w+\$", names[0]):
        del names[0]
    return names[1:] if names[:1] == ["top"] else names
