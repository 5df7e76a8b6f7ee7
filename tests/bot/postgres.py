"""A PostgreSQL server of the tests' own: on a socket in a temporary folder, gone at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEBIAN = Path("/usr/lib/postgresql")


def _binaries() -> Path:
    """Return the folder with PostgreSQL's programs; skip without it, save in CI."""
    if found := shutil.which("pg_ctl"):
        return Path(found).parent
    if versions := sorted(_DEBIAN.glob("*/bin/pg_ctl")):
        return versions[-1].parent
    assert not os.environ.get("CI"), "CI installs PostgreSQL, so it must be here"
    pytest.skip("PostgreSQL is not installed")


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a server whose data and socket are in ``folder``; yield its URL for SYLLABOT_DATABASE."""
    programs = _binaries()
    # PostgreSQL refuses to run as root, which is who a container's CI often is.
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    prefix = as_user if os.geteuid() == 0 else []
    if prefix:
        shutil.chown(folder, "postgres")

    def do(program: str, *arguments: str) -> None:
        subprocess.run(
            [*prefix, str(programs / program), *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
        )

    data = folder / "data"
    do("initdb", "--no-sync", "--auth=trust", "--username=syllabot", "--pgdata", str(data))
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    log = str(folder / "log")
    do("pg_ctl", "start", "--wait", "--pgdata", str(data), "--log", log, "--options", options)
    try:
        yield f"postgresql://syllabot@/postgres?host={folder}"
    finally:
        do("pg_ctl", "stop", "--wait", "--mode=immediate", "--pgdata", str(data))
