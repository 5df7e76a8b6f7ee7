"""How much is logged: of our own packages, and of others only what is named."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from bot import log
from bot.log_levels import Levels, parse_levels

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("", "bot", "content", "index", "discord", "sqlalchemy.engine", "markdown_it")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Put back what other tests rely on."""
    root = logging.getLogger()
    handlers = root.handlers[:]
    levels = {name: logging.getLogger(name).level for name in NAMES}
    yield
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def shown(capsys: pytest.CaptureFixture[str], level: str) -> set[str]:
    """Return the names of the loggers that show a message of each level, as ``name.LEVEL``."""
    log.configure(level, "console")
    for name in ("bot.x", "index.y", "discord.http", "sqlalchemy.engine.Engine", "markdown_it.r"):
        for one in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
            logging.getLogger(name).log(one, "<%s.%s>", name, logging.getLevelName(one))
    return {part.partition(">")[0] for part in capsys.readouterr().err.split("<")[1:]}


def test_debugging_is_about_our_own_packages(capsys: pytest.CaptureFixture[str]) -> None:
    found = shown(capsys, "DEBUG")
    assert {"bot.x.DEBUG", "index.y.DEBUG"} <= found
    others = {name for name in found if not name.startswith(("bot", "index"))}
    assert {name.rpartition(".")[2] for name in others} == {"WARNING", "ERROR"}


def test_a_library_is_shown_when_it_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    found = shown(capsys, "warning, discord=DEBUG,sqlalchemy.engine=info")
    assert {"discord.http.DEBUG", "sqlalchemy.engine.Engine.INFO"} <= found
    assert not found & {"bot.x.INFO", "markdown_it.r.INFO", "sqlalchemy.engine.Engine.DEBUG"}


def test_errors_only(capsys: pytest.CaptureFixture[str]) -> None:
    found = {name for name in shown(capsys, "ERROR") if name.startswith(("bot", "discord"))}
    assert found == {"bot.x.ERROR", "discord.http.ERROR"}


def test_levels_are_read() -> None:
    assert parse_levels("ERROR") == Levels("ERROR", {})
    assert parse_levels("discord=INFO") == Levels("INFO", {"discord": "INFO"})
