"""What a backup is: an SQLite file with all tables, whichever database it was made of."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, create_engine, func, insert, inspect, select

from bot.store import migrate
from bot.store.tables import Base

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_BATCH = 1000
_SIDE_FILES = ("-wal", "-shm", "-journal")


class NotUsable(Exception):
    """A file that is no whole database of a version that is known; ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a database: the version of its tables, and the number of rows of each."""

    version: str
    rows: dict[str, int]

    def __str__(self) -> str:
        rows, tables = sum(self.rows.values()), len(self.rows)
        return (
            f"{rows:,} row{'' if rows == 1 else 's'} in {tables} tables, "
            f"version {self.version} of the tables"
        )


def open_file(path: Path, mode: str, timeout: float = 5.0) -> sqlite3.Connection:
    """Open an SQLite file that must exist; ``mode`` is SQLite's ``ro`` or ``rw``."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=timeout)


def read_contents(connection: sqlite3.Connection) -> Contents:
    """Check a whole file and count its rows; raise NotUsable for one that is not all right.

    Everything is read in the transaction that is open, if there is one.
    """
    try:
        fault = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if fault != "ok":
            raise NotUsable(f"it is damaged ({' '.join(fault.split())})")
        names = {
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        }
        if "alembic_version" not in names:
            raise NotUsable("it has none of Syllabot's tables" if names else "it has no tables")
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if version is None or version[0] not in migrate.revisions():
            found = version[0] if version else "none"
            raise NotUsable(f"version {found} of its tables is not known: a newer Syllabot made it")
        tables = sorted(names - {"alembic_version"})
        rows = {name: _count(connection, name) for name in tables}
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as exc:
        raise NotUsable(f"it is damaged, or no database at all ({exc})") from exc
    return Contents(version[0], rows)


def copy_file(source: sqlite3.Connection, target: Path) -> Contents:
    """Copy a whole SQLite database as it is at one moment, and read the copy back.

    Others may write to the source meanwhile. Raises NotUsable when the two are not the same.
    """
    source.execute("BEGIN")
    expected = read_contents(source)
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        # The copy has its name only when it is whole, so nothing needs to be undone in it.
        copy.execute("PRAGMA journal_mode=OFF")
        copy.execute("PRAGMA synchronous=OFF")
        source.backup(copy)
        source.execute("ROLLBACK")
        # One file, which may be read from where nothing can be written.
        copy.execute("PRAGMA journal_mode=DELETE")
        _require_equal(expected, read_contents(copy))
    return expected


def fill_file(source: Connection, target: Path) -> Contents:
    """Copy all rows of a database of the newest version, in the transaction that is open.

    Raises NotUsable when the copy has not what the source has.
    """
    with closing_engine(target) as engine, engine.begin() as connection:
        migrate.upgrade(connection)
        copy_rows(source, connection)
        expected = Contents(migrate.revisions()[-1], count_rows(source))
    with closing(open_file(target, "ro")) as copy:
        _require_equal(expected, read_contents(copy))
    return expected


def bring_up_to_date(path: Path) -> Contents:
    """Migrate the tables in a file of ours; raise NotUsable when they are not those of Syllabot."""
    with closing_engine(path) as engine:
        with engine.begin() as connection:
            migrate.upgrade(connection)
        inspector = inspect(engine)
        for table in Base.metadata.sorted_tables:
            if not inspector.has_table(table.name):
                raise NotUsable(f"it has no table {table.name}, so it is not of Syllabot")
            present = {column["name"] for column in inspector.get_columns(table.name)}
            if missing := [one.name for one in table.columns if one.name not in present]:
                raise NotUsable(f"its table {table.name} has no {missing[0]}: not of Syllabot")
    with closing(open_file(path, "rw")) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        return read_contents(connection)


def copy_rows(source: Connection, target: Connection) -> None:
    """Add all rows of all tables to a target whose tables are there and empty."""
    for table in Base.metadata.sorted_tables:
        found = source.execute(select(table).execution_options(yield_per=_BATCH))
        for rows in found.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in rows])


def count_rows(connection: Connection) -> dict[str, int]:
    """Return the number of rows of each table of Syllabot."""
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def unchanged(text: str) -> str:
    """Return stored JSON as it is: a copy neither reads nor writes it anew."""
    return text


@contextmanager
def closing_engine(path: Path) -> Iterator[Engine]:
    """Open an SQLite file with SQLAlchemy, JSON as the text that it is."""
    engine = create_engine(
        f"sqlite:///{path}", json_serializer=unchanged, json_deserializer=unchanged
    )
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def file_beside(path: Path) -> Iterator[Path]:
    """Make a new file of ours in the folder of ``path``, and remove what is left of it."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    waiting = Path(name)
    try:
        yield waiting
    finally:
        for suffix in ("", *_SIDE_FILES):
            with suppress(OSError):
                Path(f"{waiting}{suffix}").unlink()


def give_to_owner(waiting: Path, path: Path) -> None:
    """Give a file to whom the file that it replaces, or else its folder, belongs.

    Whoever restores as the superuser must not lock the bot's own user out.
    """
    owner = (path if path.exists() else path.parent).stat()
    with suppress(OSError, AttributeError):  # others may not give files away, and Windows cannot
        os.chown(waiting, owner.st_uid, owner.st_gid)


def put_in_place(waiting: Path, path: Path) -> None:
    """Give a finished file its name, so that a crash leaves what was there or the whole of it."""
    with waiting.open("rb+") as file:
        os.fsync(file.fileno())
    waiting.replace(path)
    with suppress(OSError):  # not every system lets a folder be opened
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def set_aside(path: Path) -> Path | None:
    """Keep a database file under another name beside it, and return that; None without a file.

    The file keeps its own name too, until another takes it: there is a database at any moment.
    """
    if not path.exists():
        return None
    kept = free_name(path)
    try:
        kept.hardlink_to(path)
    except OSError:  # not every file system has a second name for a file
        shutil.copy2(path, kept)
    for suffix in _SIDE_FILES:
        # What only belongs to the file that goes would damage the one that comes.
        with suppress(FileNotFoundError):
            Path(f"{path}{suffix}").replace(f"{kept}{suffix}")
    return kept


def free_name(path: Path) -> Path:
    """Return a name for what was at ``path`` before a restore, which nothing has yet."""
    kept, number = path.with_name(f"{path.name}.before-restore"), 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.name}.before-restore-{number}")
    return kept


def _count(connection: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    count: int = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0]  # noqa: S608
    return count


def _require_equal(expected: Contents, found: Contents) -> None:
    if found != expected:
        raise NotUsable(f"the copy has {found}, but the database has {expected}")
