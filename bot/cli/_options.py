"""Options that several commands have, and the values of those that are one of a few."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Strict = Annotated[
    bool, typer.Option("--strict", help="Refuse lessons with errors, instead of leaving them out.")
]
Content = Annotated[
    list[Path] | None,
    typer.Option("--content", help="Lessons to use, repeatable; default: the shipped courses."),
]


class Hits(StrEnum):
    """How `search` prints: for people, as one document, or as a document in each line."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


class Report(StrEnum):
    """How `check` reports; the keys of the writers in `_check`."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"


class Target(StrEnum):
    """The formats of questions; the members of content.exchange.Format, which loads slowly."""

    MARKDOWN = "markdown"
    GIFT = "gift"
    AIKEN = "aiken"
    MOODLE_XML = "moodle-xml"
    ANKI = "anki"
    CSV = "csv"
