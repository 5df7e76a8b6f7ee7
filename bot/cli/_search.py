"""``syllabot search``: the lookup behind /concept, in the terminal."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.text import Text

from bot.errors import StartupError
from bot.loading import borrow_index, load_library, named_first
from index.report import as_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.settings import Settings
    from index.models import SearchResult

_STANDARD_INPUT = "-"


def read_queries(path: Path) -> list[str]:
    """Return the queries in a file, one a line; ``-`` is the standard input."""
    try:
        data = sys.stdin.buffer.read() if str(path) == _STANDARD_INPUT else path.read_bytes()
        return data.decode("utf-8-sig").removesuffix("\n").replace("\r\n", "\n").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else "it is not UTF-8"
        raise StartupError(f"cannot read the queries in {path}: {reason}") from exc


def search(
    settings: Settings, queries: Sequence[str], limit: int, form: str, *, strict: bool = False
) -> int:
    """Print the hits of each query; return 1 when one of them has no answer, else 0.

    ``form`` is ``text`` for people, ``json`` for a document (a list of them for several queries) or
    ``jsonl`` for a document in each line, printed as soon as it is found.
    """
    documents = []
    answered = True
    library = load_library(settings.content, settings.data, strict=strict)
    if library.errors:
        listed = " ".join(["syllabot check", *map(str, settings.content)])
        told = f"{named_first(library.errors)}; `{listed}` lists what is wrong"
        typer.echo(f"syllabot: left out: {told}", err=True)
    with borrow_index(library, settings.data) as (searcher, reason):
        if reason is not None:
            typer.echo(f"syllabot: {reason}; it was built for this search only", err=True)
        for query in queries:
            result = searcher.search(query, limit)
            answered = answered and result.fits
            if form == "jsonl":
                typer.echo(json.dumps(as_json(result), ensure_ascii=False))
            elif form == "json":
                documents.append(as_json(result))
            else:
                _print(result)
    if documents:
        shown = documents[0] if len(queries) == 1 else documents
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    return 0 if answered else 1


def _print(result: SearchResult) -> None:
    console = Console(highlight=False)
    if result.corrected:
        console.print(Text(f"Searched for “{result.corrected}”."))
    if not result.fits:
        console.print(Text(f"Nothing fits “{result.query}”."))
        if result.nearest:
            console.print(Text("Nearest: " + ", ".join(title for _, title in result.nearest)))
        return
    for number, hit in enumerate(result.hits, start=1):
        path = " › ".join(part for part in (hit.lesson, hit.section) if part)
        console.print(Text(f"{number}. {hit.title}", style="bold"), Text(f"[{hit.kind}]"))
        console.print(Text(f"   {path}  ({hit.path}:{hit.line})", style="dim"))
        console.print(Text(f"   {hit.snippet}"))
