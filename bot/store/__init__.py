"""What must survive a restart: tables, migrations and the repositories that the extensions use."""

from bot.store.database import Database

__all__ = ["Database"]
