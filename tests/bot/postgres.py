"""A PostgreSQL server of the tests' own: on a socket in a temporary folder, gone at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.waiting import CEILING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEBIAN = Path("/usr/lib/postgresql")
_WAIT = ("--wait", "--timeout", f"{CEILING:.0f}")


def _binaries() -> Path:
    """Return the folder with PostgreSQL's programs; skip without it, save in CI."""
    if found := shutil.which("pg_ctl"):
        return Path(found).parent
    if versions := sorted(_DEBIAN.glob("*/bin/pg_ctl")):
        return versions[-1].parent
    assert not os.environ.get("CI"), "CI installs PostgreSQL, so it must be here"
    pytest.skip("PostgreSQL is not installed")


class Postgres:
    """A server whose data and socket are in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.url = f"postgresql://syllabot@/postgres?host={folder}"
        """What SYLLABOT_DATABASE is to be."""
        self.running = False
        self._folder = folder
        self._programs = _binaries()
        # PostgreSQL refuses to run as root, which is who a container's CI often is.
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        self._prefix = as_user if os.geteuid() == 0 else []
        if self._prefix:
            shutil.chown(folder, "postgres")
        data = str(folder / "data")
        self._do("initdb", "--no-sync", "--auth=trust", "--username=syllabot", "--pgdata", data)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-c listen_addresses='' -c unix_socket_directories='{self._folder}' -c fsync=off"
        log = self._folder / "log"
        try:
            self._do("pg_ctl", "start", *_WAIT, *self._at, "--log", str(log), "--options", options)
        except subprocess.CalledProcessError as exc:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}") from exc
        self.running = True

    def stop(self) -> None:
        """Stop the server at once; whoever is connected loses the connection."""
        self._do("pg_ctl", "stop", *_WAIT, "--mode=immediate", *self._at)
        self.running = False

    @property
    def _at(self) -> tuple[str, str]:
        return ("--pgdata", str(self._folder / "data"))

    def _do(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*self._prefix, str(self._programs / program), *arguments],
            check=True,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
        )


@contextmanager
def postgres_server(folder: Path) -> Iterator[Postgres]:
    """Run a server for as long as the context is open; it may be stopped and started in it."""
    server = Postgres(folder)
    server.start()
    try:
        yield server
    finally:
        if server.running:
            server.stop()


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a server; yield its URL for SYLLABOT_DATABASE."""
    with postgres_server(folder) as server:
        yield server.url
