"""The command line: ``syllabot run | play | check | convert | search | db … | health``."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli._options import Content, Hits, Report, Strict, Target
from bot.errors import StartupError

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
database = typer.Typer(help="Look after the database.", no_args_is_help=True)
app.add_typer(database, name="db")

_PRIVATE = frozenset({"run", "play", "search", "db"})
"""The commands that write to the data folder, where all is for the operator alone."""

_BACKUP = "A backup, of either database."
_SOURCES = "Lessons, folders of them, banks, or -."


@app.callback()
def begin(
    context: typer.Context,
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version, and exit.", is_eager=True)
    ] = False,
) -> None:
    """A study assistant inside Discord, made from Markdown lessons."""
    if version:
        typer.echo(f"syllabot {_version()}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)
    if context.invoked_subcommand in _PRIVATE:
        os.umask(0o077)


@app.command()
def run(
    content: Content = None,
    *,
    watch: Annotated[
        bool, typer.Option("--watch", help="Serve lessons as soon as their files change.")
    ] = False,
    strict: Strict = False,
    until_eof: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Connect to Discord; needs DISCORD_TOKEN."""
    from bot import log  # first: it keeps Rich out of structlog
    from bot.stopping import StopRequest

    stop = StopRequest.on_signals()  # at once: the imports that follow take a second
    from bot import startup
    from bot.private import keep_private
    from bot.store.address import sqlite_file
    from bot.store.database import database_url

    settings = _settings(content)
    log.configure(settings.log_level, settings.log_format)
    file = sqlite_file(database_url(settings.database, settings.data))
    keep_private(settings.data, Path(file) if file else None)
    asyncio.run(startup.run(settings, stop, until_eof=until_eof, watch=watch, strict=strict))


@app.command()
def play(
    content: Content = None,
    port: Annotated[
        int, typer.Option(help="The port on this machine; 0 takes any.", min=0, max=65535)
    ] = 8321,
    *,
    strict: Strict = False,
) -> None:
    """Try everything in a browser: no token, no network."""
    from bot import log
    from bot.playground.runner import play as play_locally

    settings = _settings(content)
    log.configure(settings.log_level, settings.log_format)
    asyncio.run(play_locally(settings, port=port, strict=strict))


@app.command()
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Lessons, or folders with lessons.", readable=False),
    ] = None,
    form: Annotated[
        Report, typer.Option("--format", help="For people, programs, or a forge's annotations.")
    ] = Report.TEXT,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings too.")] = False,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="COMMIT", help="Warn of ids that this commit of git has and are gone."
        ),
    ] = None,
    items: Annotated[
        bool, typer.Option("--items", help="Warn of each question that could be written better.")
    ] = False,
    explain: Annotated[
        str | None, typer.Option(metavar="CODE", help="Say what a problem's code means, and exit.")
    ] = None,
) -> None:
    """Print every problem of the lessons; exit 1 when there are errors."""
    from bot.cli import _check

    if explain is not None:
        raise typer.Exit(_check.explain(explain))
    if not paths:
        raise StartupError("name lessons, or folders with lessons: syllabot check lessons/")
    raise typer.Exit(_check.check(paths, form, strict=strict, since=since, items=items))


@app.command()
def convert(
    paths: Annotated[list[Path], typer.Argument(help=_SOURCES, readable=False)],
    target: Annotated[Target, typer.Option("--to", help="The format to write.")],
    source: Annotated[
        Target | None,
        typer.Option("--from", help="The format to read; told by the file if absent."),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file to write; - prints.")
    ] = Path("-"),
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    concepts: Annotated[
        bool, typer.Option("--concepts", help="For Anki: make cards of concepts too.")
    ] = False,
) -> None:
    """Convert questions between lessons, GIFT, Aiken, Moodle XML, CSV and Anki."""
    from bot.cli import _convert, _sources
    from content.exchange import Format as Exchange

    request = _sources.Request(
        paths=tuple(paths),
        target=Exchange(target),
        source=Exchange(source) if source else None,
        output=output,
        force=force,
        concepts=concepts,
    )
    raise typer.Exit(_convert.convert(request))


@app.command()
def search(
    query: Annotated[str | None, typer.Argument(help="What to look up.")] = None,
    content: Content = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many hits at most.")] = 10,
    queries: Annotated[
        Path | None, typer.Option("--queries", help="A file with a query in each line; - reads.")
    ] = None,
    form: Annotated[
        Hits, typer.Option("--format", help="For people, for programs, or a line for each query.")
    ] = Hits.TEXT,
    *,
    strict: Strict = False,
) -> None:
    """Look a concept up, as /concept does; or many, with --queries."""
    from bot.cli import _search

    if (query is None) == (queries is None):
        raise StartupError("give a query, or a file of queries with --queries FILE")
    asked = [query] if query is not None else _search.read_queries(queries or Path("-"))
    raise typer.Exit(_search.search(_settings(content), asked, limit, form, strict=strict))


@database.command()
def upgrade() -> None:
    """Bring the database to this version; `run` and `play` do it by themselves."""
    from bot.cli import _db

    typer.echo(asyncio.run(_db.upgrade(_settings(None))))


@database.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup goes.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Write all that is in the database to one file; the bot may run meanwhile."""
    from bot.cli import _db

    typer.echo(asyncio.run(_db.backup(_settings(None), file, force=force)))


@database.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_BACKUP, readable=False)],
) -> None:
    """Put a backup in the place of the database, which is kept; stop the bot first."""
    from bot.cli import _db

    typer.echo(asyncio.run(_db.restore(_settings(None), file)))


@app.command(hidden=True)
def health() -> None:
    """Exit 0 when a bot with this data folder is connected; for container health checks."""
    from bot.clock import SystemClock
    from bot.health import is_healthy

    if not is_healthy(_settings(None).data, SystemClock()):
        raise StartupError("the bot is not connected: see its log")


def _settings(content: list[Path] | None) -> Settings:
    from bot.configuration import read_settings

    return read_settings(content)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("syllabot")
    except PackageNotFoundError:
        return "from a folder that is not installed"


def _require_folder() -> None:
    """Refuse to work in a folder that was deleted: no relative path means anything there."""
    try:
        Path.cwd()
    except FileNotFoundError as exc:
        raise StartupError("the working folder is gone: change to another one") from exc


def main() -> None:
    """Run the command line; a StartupError is one line on stderr and its own exit code.

    The codes: 0 done, or the bot was told to stop (SIGINT, SIGTERM); 1 `check`, `convert` or
    `search` found something to complain about, or `run` met an error that nobody foresaw, whose id
    is in the log; 2 somebody has to change something first (a setting, a lesson, the token, a wrong
    option, another bot on the same database), so a supervisor need not try again; 75 Discord or the
    database is away or refuses for now, so it should; 130 interrupted by Ctrl+C.

    `bot.playground.runner` takes the bot's 2 for "do not start it again" and every other code,
    once the bot had been connected, for "start it again".
    """
    try:
        _require_folder()
        app()
    except StartupError as exc:
        print(f"syllabot: {exc}", file=sys.stderr)  # noqa: T201
        sys.exit(exc.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
