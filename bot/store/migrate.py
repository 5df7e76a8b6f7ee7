"""Makes a new database, or runs the Alembic migrations that an older one has not had."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, MetaData, String, Table, inspect, text

from bot.errors import StartupError
from bot.store.tables import Base

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FOLDER = Path(__file__).with_name("migrations")


def revisions() -> list[str]:
    """Return the known versions of the schema, oldest first; a file's name starts with its own."""
    return sorted(path.name.partition("_")[0] for path in _FOLDER.glob("versions/[0-9]*_*.py"))


def upgrade(connection: Connection) -> None:
    """Bring the database at ``connection`` to the newest version; refuse one from the future."""
    version = present(connection)
    known = revisions()
    if version is None and not inspect(connection).get_table_names():
        _create(connection, known[-1])
    elif version is not None and version not in known:
        raise StartupError(
            f"the database has version {version}, which this Syllabot does not know: "
            "install a newer Syllabot, or restore a backup that an older one made; on "
            "PostgreSQL into a new, empty database"
        )
    elif version != known[-1]:
        migrate(connection)


def migrate(connection: Connection, version: str = "head") -> None:
    """Run every migration up to ``version`` that the database has not had."""
    # Alembic costs 10 MB of memory for as long as the bot runs, and most starts need none of it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def _create(connection: Connection, newest: str) -> None:
    """Make all tables of a new database at once, and note the version as Alembic does.

    A test holds the tables and the migrations together, so both ways lead to the same.
    """
    Base.metadata.create_all(connection)
    version = Table(
        "alembic_version",
        MetaData(),
        Column("version_num", String(32), primary_key=True, nullable=False),
    )
    version.create(connection)
    connection.execute(version.insert().values(version_num=newest))


def present(connection: Connection) -> str | None:
    """Return the version that Alembic noted in the database, None in a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version
