"""Questions out of other programs' formats, and into them.

models        what passes between the formats
drafts        makes questions with ids of what a reader finds
gift_reading  GIFT in
moodle_*      Moodle XML in, GIFT and Moodle XML out, and the texts in both
aiken         Aiken in and out
tables        CSV in, as other programs for quizzes have it
lesson_*      Markdown in and out
anki          Anki decks out

Whatever a format cannot hold is a problem with its line, never an exception.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from content.exchange.aiken import looks_like_aiken, read_aiken, write_aiken
from content.exchange.gift_reading import read_gift
from content.exchange.lesson_reading import read_questions
from content.exchange.lesson_writing import write_lesson
from content.exchange.models import Category, Imported, Written, distinct
from content.exchange.moodle_reading import read_moodle
from content.exchange.moodle_writing import write_gift, write_moodle
from content.exchange.tables import looks_like_table, read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from content.models import Problem

__all__ = ["Category", "Format", "Imported", "Written", "read", "tell_format", "write"]

_XML = re.compile(r"\s*(?:(?><!--.*?-->)\s*)*<(?:\?xml|quiz)\b", re.DOTALL)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[^`\n]*\n.*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_GIFT = re.compile(
    r"^(?:::(?!:)|\$CATEGORY:)|(?<!\\)\{\s*(?:[=~#]|T(?:RUE)?\s*[#}]|F(?:ALSE)?\s*[#}])",
    re.MULTILINE,
)


class Format(StrEnum):
    """The formats by their names on the command line."""

    MARKDOWN = "markdown"
    GIFT = "gift"
    AIKEN = "aiken"
    MOODLE_XML = "moodle-xml"
    ANKI = "anki"
    CSV = "csv"


_ENDINGS = {
    ".gift": Format.GIFT,
    ".xml": Format.MOODLE_XML,
    **dict.fromkeys((".md", ".markdown"), Format.MARKDOWN),
    **dict.fromkeys((".csv", ".tsv"), Format.CSV),
}
_READERS: dict[Format, Callable[[str, str], Imported]] = {
    Format.GIFT: read_gift,
    Format.AIKEN: read_aiken,
    Format.MOODLE_XML: read_moodle,
    Format.MARKDOWN: read_questions,
    Format.CSV: read_table,
}
_WRITERS: dict[Format, Callable[[Sequence[Category]], Written]] = {
    Format.GIFT: write_gift,
    Format.AIKEN: write_aiken,
    Format.MOODLE_XML: write_moodle,
}


def tell_format(path: str, text: str) -> Format:
    """Return a document's format by the ending of its name, and by what is in it otherwise."""
    if form := _ENDINGS.get(PurePath(path).suffix.lower()):
        return form
    if _XML.match(text):
        return Format.MOODLE_XML
    if looks_like_table(text):
        return Format.CSV
    if looks_like_aiken(text):
        return Format.AIKEN
    return Format.GIFT if _GIFT.search(_FENCE.sub("", text)) else Format.MARKDOWN


def read(form: Format, text: str, path: str) -> Imported:
    """Read a document in any format but Anki's; what is wrong in it is a problem with its line."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _READERS[form](text, path)


def write(
    form: Format,
    categories: Sequence[Category],
    title: str,
    *,
    folder: Path = Path(),
    when: float = 0,
    concepts: bool = False,
) -> Written:
    """Write one document with all categories, in any format but CSV.

    ``title`` names it where the format has a place for that. A lesson will look for its pictures
    in ``folder``. ``when`` (seconds since 1970) and ``concepts`` are for Anki: the time of the
    notes, and whether concepts become cards too.
    """
    # Aiken has no ids, and Anki knows a question by its lesson as well.
    changed: list[Problem] = []
    if form is not Format.AIKEN:
        categories, changed = distinct(categories, whole=form is Format.ANKI)
    if form is Format.MARKDOWN:
        written = write_lesson(categories, title, folder)
    elif form is Format.ANKI:
        # genanki takes longer to load than all other formats together.
        from content.exchange.anki import write_anki  # noqa: PLC0415

        written = write_anki(categories, title, when=when, concepts=concepts)
    else:
        written = _WRITERS[form](categories)
    return replace(written, losses=(*changed, *written.losses))
