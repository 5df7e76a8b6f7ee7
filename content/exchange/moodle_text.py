"""Texts in Moodle's formats as Markdown."""

from __future__ import annotations

import re
from typing import Literal

from content.exchange.guarding import unguard
from content.html.converter import Converted, from_html
from content.html.escaping import from_plain

TextFormat = Literal["html", "moodle", "plain", "markdown"]


_LANGUAGE = re.compile(r"\{mlang(?: [\w,]+)?\}(?:\s*(?P<next>\{mlang [\w,]+\}))?")
"""What parts the languages that a text is in."""


def convert(text: str, form: TextFormat) -> Converted:
    """Return ``text``, which is in a format of Moodle's, as Markdown."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    text = _LANGUAGE.sub(lambda found: " / " * (found.start() > 0 and bool(found["next"])), text)
    match form:
        case "markdown":
            return Converted(unguard(text))
        case "plain":
            return Converted(from_plain(text))
        case "moodle":
            if not re.search(r"[<&]", text):
                return Converted(from_plain(text))
            return from_html(text if "<pre" in text.lower() else _with_breaks(text))
        case "html":
            return from_html(text)


def _with_breaks(text: str) -> str:
    """Write the ends of line, which Moodle shows in this format, as HTML."""
    return "<p>".join(part.replace("\n", "<br>") for part in re.split(r"\n\s*\n", text))
