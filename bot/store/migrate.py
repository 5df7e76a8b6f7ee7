"""Runs the Alembic migrations that ship in this package, without an ini file or a shell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import StartupError

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FOLDER = Path(__file__).with_name("migrations")


def upgrade(connection: Connection) -> None:
    """Bring the database at ``connection`` to the newest version; refuse one from the future."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    script = ScriptDirectory.from_config(config)
    present = MigrationContext.configure(connection).get_current_revision()
    if present == script.get_current_head():
        return
    if present is not None and present not in {item.revision for item in script.walk_revisions()}:
        raise StartupError(
            f"the database has version {present}, which this Syllabot does not know: "
            "install a newer Syllabot, or set another SYLLABOT_DATA"
        )
    command.upgrade(config, "head")
