"""A database that cannot be used: one line with the cause and the remedy, never with a password."""

from __future__ import annotations

import asyncio
import shutil
import socket
import tempfile
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.errors import StartupError
from bot.store.address import parse_url, shown
from bot.store.database import Database
from tests.bot.postgres import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "hunter2"


async def refused(written: str) -> str:
    """Return what is said about a database that cannot be opened."""
    with pytest.raises(StartupError) as caught:
        await (await Database.open(parse_url(written))).close()
    said = str(caught.value)
    assert "\n" not in said
    assert SECRET not in said
    return said


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (f"mysql://u:{SECRET}@h/n", "of a kind that cannot be used (mysql)"),
        (f"postgresql+psycopg2://u:{SECRET}@h/n", "(postgresql+psycopg2)"),
        ("sqlite://syllabot.db", "write sqlite:///FILE for a file in the working folder"),
        ("sqlite://", "nothing would be kept"),
        ("sqlite:///:memory:", "nothing would be kept"),
        ("sqlite:///file:x.db?uri=true", "with its path"),
        ("/var/lib/syllabot.db", "is not a database URL: write sqlite:///FILE"),
        (f"postgresql://u:{SECRET}@h:port/n", "is not a database URL"),
        (f"postgresql://u:x@{SECRET}@h/n", "more than one @"),
        (f"postgresql://u:{SECRET}@h/n?channel_binding=require", "channel_binding"),
        (f"postgresql://u:{SECRET}@h/n?sslmode=maybe", "verify-full"),
    ],
)
async def test_what_is_no_url_for_us(written: str, words: str) -> None:
    said = await refused(written)
    assert said.startswith("SYLLABOT_DATABASE ")
    assert words in said


def test_urls_as_providers_write_them() -> None:
    url = parse_url(f"postgres://ada:{SECRET}@db.example:5432/bot?sslmode=require\n")
    assert url.drivername == "postgresql+asyncpg"
    assert dict(url.query) == {"ssl": "require"}
    assert shown(url) == "postgresql://ada:***@db.example:5432/bot"


async def test_places_where_no_file_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = await refused(f"sqlite:///{tmp_path}/no/x.db")
    assert f"the folder {tmp_path}/no does not exist: make it" in said
    assert "three slashes" not in said
    said = await refused("sqlite:///no/x.db")
    assert f"the folder {tmp_path}/no does not exist" in said
    assert "with three slashes a path starts in the working folder" in said
    assert f"it is a folder: name a file in it, such as {tmp_path}/" in await refused(
        f"sqlite:///{tmp_path}"
    )


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Run a server that wants ada's password and refuses bob."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        with postgres(folder) as address:
            rules = folder / "data" / "pg_hba.conf"
            strict = "local all ada scram-sha-256\nlocal all bob reject\n"
            rules.write_text(strict + rules.read_text(encoding="utf-8"), encoding="utf-8")
            asyncio.run(_add_people(address))
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _add_people(address: str) -> None:
    opened = Database(parse_url(address))
    async with opened.engine.begin() as connection:
        for name in ("ada", "bob"):
            await connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD 'right'"))
        await connection.execute(text("SELECT pg_reload_conf()"))
    # The server reads its rules again a moment later.
    for _ in range(1000):
        try:
            async with Database(parse_url(address.replace("syllabot@", "bob@"))).engine.connect():
                await asyncio.sleep(0.02)
        except Exception:  # noqa: BLE001  (any refusal shows that the rules are in force)
            break
    await opened.close()


@pytest.mark.parametrize(
    ("who", "name", "words"),
    [
        (f"ada:{SECRET}", "postgres", "correct the user or password in SYLLABOT_DATABASE"),
        (f"bob:{SECRET}", "postgres", "pg_hba.conf"),
        (f"eve:{SECRET}", "postgres", "create that role"),
        ("syllabot", "nothing", "create it (createdb), or correct SYLLABOT_DATABASE"),
        ("ada:right", "postgres", "grant the role CREATE and USAGE on its schema"),
    ],
)
async def test_what_a_server_refuses(who: str, name: str, words: str, server: str) -> None:
    address = server.replace("syllabot@", f"{who}@").replace("/postgres?", f"/{name}?")
    assert words in await refused(address)


async def test_servers_that_are_not_there(tmp_path: Path) -> None:
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        said = await refused(f"postgresql://u:{SECRET}@127.0.0.1:{unused.getsockname()[1]}/n")
    assert "nothing answers there" in said
    assert "start the server" in said
    said = await refused(f"postgresql://u:{SECRET}@/n?host={tmp_path}")
    assert "cannot be reached" in said
    said = await refused(f"postgresql://u:{SECRET}@no-such-host.invalid/n")
    assert "correct the host in SYLLABOT_DATABASE" in said


async def test_a_server_without_tls() -> None:
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def answer() -> None:
            connection, _ = listening.accept()
            with closing(connection):
                connection.recv(8)
                connection.sendall(b"N")

        answering = threading.Thread(target=answer)
        answering.start()
        port = listening.getsockname()[1]
        said = await refused(f"postgresql://u:{SECRET}@127.0.0.1:{port}/n?sslmode=require")
        answering.join()
    assert "correct `ssl` in SYLLABOT_DATABASE, or the server" in said
