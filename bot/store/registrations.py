"""Remembers which commands were registered last, so that a start need not register them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.tables import RegistrationRow

if TYPE_CHECKING:
    from bot.store.database import Database


class RegistrationRepository:
    """The digests of registered commands by application."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def digest(self, application_id: int) -> str | None:
        """Return the digest of the commands that the application registered last."""
        async with self._database.begin() as session:
            row = await session.get(RegistrationRow, application_id)
            return row.digest if row else None

    async def save(self, application_id: int, digest: str) -> None:
        """Remember what was registered."""
        async with self._database.begin() as session:
            await session.merge(RegistrationRow(application_id=application_id, digest=digest))
