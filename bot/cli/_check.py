"""``syllabot check``: every problem of the lessons, for people or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from bot.errors import StartupError
from content.errors import ContentError
from content.library import load
from content.report import as_json as report_json
from content.report import as_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def check(paths: Sequence[Path], *, as_json: bool) -> int:
    """Print the report and return the exit code: 1 when there are errors."""
    try:
        library = load(tuple(paths))
    except ContentError as exc:
        raise StartupError(str(exc)) from exc
    if as_json:
        typer.echo(json.dumps(report_json(library), ensure_ascii=False, indent=2))
    else:
        for line in as_lines(library):
            typer.echo(line)
    return 1 if library.has_errors else 0
