"""Runs the Alembic migrations that ship in this package, without an ini file or a shell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from bot.errors import StartupError

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FOLDER = Path(__file__).with_name("migrations")


def revisions() -> list[str]:
    """Return the known versions of the schema, oldest first; a file's name starts with its own."""
    return sorted(path.name.partition("_")[0] for path in _FOLDER.glob("versions/[0-9]*_*.py"))


def upgrade(connection: Connection) -> None:
    """Bring the database at ``connection`` to the newest version; refuse one from the future."""
    present = _present(connection)
    known = revisions()
    if present == known[-1]:
        return
    if present is not None and present not in known:
        raise StartupError(
            f"the database has version {present}, which this Syllabot does not know: "
            "install a newer Syllabot, or set another SYLLABOT_DATA"
        )
    # Alembic costs 10 MB of memory for as long as the bot runs, and most starts need none of it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _present(connection: Connection) -> str | None:
    """Return the version that Alembic noted in the database, None in a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version
