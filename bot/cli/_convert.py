"""``syllabot convert``: questions out of lessons and other programs' formats, into any of them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.cli._sources import gather, origin
from bot.clock import SystemClock
from bot.errors import StartupError
from content.exchange import Format, write
from content.ids.names import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cli._sources import Request
    from content.exchange import Category
    from content.models import Problem

_STDOUT = Path("-")


def convert(request: Request) -> int:
    """Write the document and return the exit code: 1 when anything was wrong in the sources."""
    _refuse(request)
    gathered = gather(request)
    _say(gathered.problems)
    categories = [one for one in gathered.categories if one.questions or one.concepts]
    failed = any(problem.severity == "error" for problem in gathered.problems)
    if not categories:
        if any(problem.code != "unreadable" for problem in gathered.problems) or not failed:
            typer.echo("syllabot: nothing is written, because no question was found", err=True)
        return 1
    done = write(
        request.target,
        categories,
        _title(request.paths, categories),
        folder=request.output.parent,
        when=SystemClock().now().timestamp(),
        concepts=request.concepts,
    )
    _say(done.losses)
    if done.empty:
        typer.echo(
            f"syllabot: nothing is written, because no question fits {request.target}", err=True
        )
        return 1
    if isinstance(done.data, str) and request.output == _STDOUT:
        typer.echo(done.data, nl=False)
    else:
        _save(request.output, done.data.encode() if isinstance(done.data, str) else done.data)
    return 1 if failed else 0


def _refuse(request: Request) -> None:
    """Raise StartupError for what cannot work, before anything is read."""
    target, output = request.target, request.output
    if request.source is Format.ANKI:
        names = ", ".join(one for one in Format if one is not Format.ANKI)
        raise StartupError(f"decks cannot be read: --from takes one of {names}")
    if target is Format.CSV:
        names = ", ".join(one for one in Format if one is not Format.CSV)
        raise StartupError(f"tables are only read: --to takes one of {names}")
    if request.concepts and target is not Format.ANKI:
        raise StartupError(f"--concepts is for decks: {target} holds questions only")
    if output == _STDOUT:
        if target is Format.ANKI:
            raise StartupError("a deck is no text: name its file with --output deck.apkg")
        return
    if output.is_dir():
        raise StartupError(f"{output} is a folder: name a file in it")
    if output.exists() and not request.force:
        raise StartupError(f"{output} exists: add --force to replace it")


def _title(paths: Sequence[Path], categories: Sequence[Category]) -> str:
    """Return the first name of all categories, or the name of the first source."""
    first = {category.names[:1] for category in categories}
    if len(first) == 1 and (name := first.pop()):
        return name[0]
    return slug(origin(paths[0]).resolve().stem).replace("-", " ").capitalize()


def _say(problems: Sequence[Problem]) -> None:
    for problem in sorted(problems, key=lambda one: (one.path, one.line)):
        typer.echo(str(problem), err=True)


def _save(path: Path, data: bytes) -> None:
    """Write a whole file or none: a reader never sees half of it; links stay links."""
    path = path.resolve()
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as exc:
        raise StartupError(f"{path} cannot be written: {exc.strerror}") from exc
    waiting = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp keeps others out, which is not what a document is for.
        waiting.chmod(0o666 & ~_umask())
        waiting.replace(path)
    except OSError as exc:
        waiting.unlink(missing_ok=True)
        raise StartupError(f"{path} cannot be written: {exc.strerror}") from exc


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
