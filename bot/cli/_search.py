"""``syllabot search``: the lookup behind /concept, in the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.text import Text

from bot.shelf import load_library, open_index, prepare_folder
from index.report import as_json as result_json

if TYPE_CHECKING:
    from bot.settings import Settings
    from index.models import SearchResult


def search(settings: Settings, query: str, limit: int, *, as_json: bool) -> int:
    """Print the hits and return the exit code: 1 when nothing fits."""
    prepare_folder(settings.data)
    with open_index(load_library(settings.content), settings.data) as searcher:
        result = searcher.search(query, limit)
    if as_json:
        typer.echo(json.dumps(result_json(result), ensure_ascii=False, indent=2))
    else:
        _print(result)
    return 0 if result.hits else 1


def _print(result: SearchResult) -> None:
    console = Console(highlight=False)
    if result.corrected:
        console.print(Text(f"Searched for “{result.corrected}”."))
    for number, hit in enumerate(result.hits, start=1):
        path = " › ".join(part for part in (hit.lesson, hit.section) if part)
        console.print(Text(f"{number}. {hit.title}", style="bold"), Text(f"[{hit.kind}]"))
        console.print(Text(f"   {path}  ({hit.path}:{hit.line})", style="dim"))
        console.print(Text(f"   {hit.snippet}"))
    if not result.hits:
        console.print(Text(f"Nothing fits “{result.query}”."))
        if result.nearest:
            console.print(Text("Nearest: " + ", ".join(title for _, title in result.nearest)))
