"""New databases of both kinds; one PostgreSQL server holds all that a worker needs."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.address import parse_url
from tests.bot.postgres import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        with postgres(folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Places:
    """Makes new databases of one kind."""

    def __init__(self, kind: str, folder: Path, request: pytest.FixtureRequest) -> None:
        postgresql = kind == "postgresql"
        self._server: str | None = request.getfixturevalue("server") if postgresql else None
        self._folder = folder
        self._count = 0

    def another(self) -> str:
        """Return the URL of a database that has no tables yet."""
        self._count += 1
        if self._server is None:
            return f"sqlite:///{self._folder / f'{self._count}.db'}"
        name = f"{self._folder.name}_{self._count}".replace("-", "_")
        asyncio.run(self._create(name))
        return self._server.replace("/postgres?", f"/{name}?")

    async def _create(self, name: str) -> None:
        engine = create_async_engine(parse_url(self._server or ""), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(f'CREATE DATABASE "{name}"'))
        await engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    return Places(request.param, tmp_path, request)


@pytest.fixture
def url(places: Places) -> URL:
    return parse_url(places.another())
