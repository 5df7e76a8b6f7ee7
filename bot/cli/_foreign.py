"""Formats that are not read: what a file is, and what can be done with it."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path, PurePath

from content.folders import ENDINGS, shown
from content.models import Problem

_TEXT = "write its questions as GIFT, or as a table in CSV"
_TABLE = "save it as CSV in UTF-8, and convert that"
_PLAIN = "save it as text, with lines `A. …` and `ANSWER: B` as Aiken has them"
_MOODLE = "import it into Moodle, export the question bank as Moodle XML, and convert that"
_KINDS = {
    ".h5p": ("an H5P package", _TEXT),
    ".xlsx": ("an Excel workbook", _TABLE),
    ".ods": ("a spreadsheet of LibreOffice", _TABLE),
    ".docx": ("a Word document", _PLAIN),
    ".odt": ("a document of LibreOffice", _PLAIN),
    ".pptx": ("a PowerPoint presentation", _PLAIN),
    ".rtf": ("a document in RTF", _PLAIN),
    ".pdf": ("a PDF", _PLAIN),
    ".qti": ("QTI", _MOODLE),
    ".imscc": ("a Common Cartridge", _MOODLE),
    ".mbz": ("a backup of Moodle", "restore it, export the question bank as Moodle XML instead"),
    ".apkg": ("an Anki deck", "decks are only written; Anki exports notes as text"),
    ".zip": ("a zip archive", "unpack it, and name the file in it that has the questions"),
    ".json": ("JSON", _TEXT),
    ".yaml": ("YAML", _TEXT),
    ".html": ("HTML", "save it as Moodle XML or GIFT where it comes from"),
    ".ipynb": ("a notebook", "export it as Markdown, and convert that"),
    ".tex": ("LaTeX", _TEXT),
}
_ALIASES = {
    **dict.fromkeys((".xls", ".xlsm", ".numbers"), ".xlsx"),
    **dict.fromkeys((".doc", ".docm", ".pages"), ".docx"),
    **dict.fromkeys((".ppt", ".odp", ".key"), ".pptx"),
    **dict.fromkeys((".7z", ".rar", ".tar", ".gz", ".tgz"), ".zip"),
    **dict.fromkeys((".colpkg", ".anki2"), ".apkg"),
    ".yml": ".yaml",
    ".htm": ".html",
}
_INSIDE = {
    "h5p.json": ".h5p",
    "xl/workbook.xml": ".xlsx",
    "word/document.xml": ".docx",
    "ppt/presentation.xml": ".pptx",
    "collection.anki2": ".apkg",
    "moodle_backup.xml": ".mbz",
    "imsmanifest.xml": ".qti",
}
"""What a zip archive with a file of this name is."""
_BEGINNINGS = {b"%PDF-": ".pdf", b"{\\rtf": ".rtf", b"\xd0\xcf\x11\xe0": ".docx"}
_ROOT = re.compile(
    r"(?:\s|<\?xml[^>]*\?>|<!--.*?-->)*+<(?:!DOCTYPE )?(?P<root>[A-Za-z_]+)", re.DOTALL
)
_ROOTS = {
    **dict.fromkeys(("questestinterop", "assessmentitem", "assessmenttest", "manifest"), ".qti"),
    "moodle_backup": ".mbz",
    "html": ".html",
}


def foreign(name: str, data: bytes) -> str | None:
    """Say what a file is that is in a format that nobody here reads; None when it is not known."""
    suffix = PurePath(name).suffix.lower()
    if suffix in {".md", ".markdown"} and b"\0" not in data[:8192]:
        # A page that is nothing but HTML is a lesson by its name.
        return None
    kind = _ALIASES.get(suffix, suffix)
    if kind == ".zip" or kind not in _KINDS:
        kind = _kind_of(data) or kind
    if kind not in _KINDS:
        return None
    what, advice = _KINDS[kind]
    return f"this is {what}, which is not read: {advice}"


def no_lesson(path: Path) -> Problem | None:
    """Return the error of a file that is a question bank or in a format that nobody reads."""
    if path.suffix.lower() in {"", *ENDINGS}:
        return None
    try:
        data = path.read_bytes()
    except OSError:
        return None
    said = foreign(path.name, data)
    if said is None:
        from content.exchange import Format, tell_format

        if tell_format(path.name, data.decode("utf-8", "replace")) is Format.MARKDOWN:
            return None
        said = "this is no lesson, but a question bank: `syllabot convert` makes a lesson of it"
    name = shown(path)
    return Problem(path=name, line=1, severity="error", code="unreadable", message=said)


def _kind_of(data: bytes) -> str:
    for beginning, kind in _BEGINNINGS.items():
        if data.startswith(beginning):
            return kind
    if data.lstrip()[:1] in {b"{", b"["}:
        try:
            json.loads(data)
        except (ValueError, RecursionError):
            return ""
        return ".json"
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                inside = set(archive.namelist())
        except (zipfile.BadZipFile, ValueError):
            inside = set()
        return next((kind for file, kind in _INSIDE.items() if file in inside), ".zip")
    found = _ROOT.match(data[:2000].decode("utf-8", "ignore").removeprefix("\ufeff"))
    return _ROOTS.get(found["root"].lower(), "") if found else ""
