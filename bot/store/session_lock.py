"""A lock that a PostgreSQL server takes back when the session that holds it ends."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.stopping import within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import URL
    from sqlalchemy.ext.asyncio import AsyncConnection

log = structlog.stdlib.get_logger(__name__)

CHECK_SECONDS = 5.0
"""Seconds between two looks whether the server still knows the lock."""
ANSWER_SECONDS = 5.0
"""Seconds without an answer after which the lock counts as lost."""
WAITS = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds before each try to take a lost lock again; the last one repeats."""
_FORMER_WAITS = (0.0, 0.1, 0.2, 0.5, 1.0)
"""Seconds to wait for the end of a lost session, which the server does in its own time."""
DROP_SECONDS = 1.0
"""Seconds for closing a connection that the server may have forgotten."""


class SessionLock:
    """An advisory lock of a PostgreSQL session that has a connection of its own.

    A server that restarts forgets it. A server whose network fails gives it up after half a minute.
    """

    def __init__(self, url: URL) -> None:
        self._engine = create_async_engine(
            url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"timeout": ANSWER_SECONDS, "command_timeout": ANSWER_SECONDS},
        )
        self._connection: AsyncConnection | None = None
        self._session: tuple[int, str] | None = None

    async def take(self) -> bool:
        """Return whether the lock is ours now; raises what the driver raises."""
        connection = await self._engine.connect()
        try:
            taken = await self._lock(connection)
        except BaseException:
            await _drop(connection)
            raise
        if taken:
            self._connection = connection
        else:
            await _drop(connection)
        return taken

    async def keep(self, waits: Iterable[float]) -> None:
        """Return when another process has taken the lock."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            if await self._is_alive():
                continue
            log.warning("instance.lock_lost")
            await within(DROP_SECONDS, self.release(), part="lost instance lock")
            if not await self._take_again(waits):
                return
            log.info("instance.lock_taken_again")

    async def release(self) -> None:
        """Give the lock back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await _drop(connection)
        await self._engine.dispose()

    async def _lock(self, connection: AsyncConnection) -> bool:
        # Bots in two schemas of one database do not meet.
        schema = await connection.scalar(text("SELECT current_schema()"))
        key = lock_key(str(schema))
        for name, value in (("idle", "10"), ("interval", "5"), ("count", "4")):
            await connection.execute(
                text("SELECT set_config(:name, :value, false)"),
                {"name": f"tcp_keepalives_{name}", "value": value},
            )
        for wait in _FORMER_WAITS:
            if await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
                self._session = await self._whose(connection, "pid = pg_backend_pid()", {})
                return True
            if not await self._end_former_session(connection, key):
                return False
            await asyncio.sleep(wait)
        raise TimeoutError("the server does not end the lost session that holds the lock")

    async def _end_former_session(self, connection: AsyncConnection, key: int) -> bool:
        """Return whether the lock's holder was a lost session of this process, and end that.

        The server may not have noticed yet that its connection is dead.
        """
        high, low = divmod(key % 2**64, 2**32)
        holder = await self._whose(
            connection,
            "pid = (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted"
            " AND classid = cast(:high AS bigint) AND objid = cast(:low AS bigint) AND objsubid = 1"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            {"high": high, "low": low},
        )
        if holder is None:
            return True
        if holder != self._session:
            return False
        await connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": holder[0]})
        return True

    @staticmethod
    async def _whose(
        connection: AsyncConnection, where: str, values: dict[str, int]
    ) -> tuple[int, str] | None:
        """Return a session's process and start, which no other session ever has both."""
        found = await connection.execute(
            text(f"SELECT pid, backend_start::text FROM pg_stat_activity WHERE {where}"),  # noqa: S608
            values,
        )
        row = found.first()
        return None if row is None else (row[0], row[1])

    async def _is_alive(self) -> bool:
        if self._connection is None:
            return False
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._connection.execute(text("SELECT 1"))
        except Exception:  # noqa: BLE001  (drivers have errors of their own)
            return False
        return True

    async def _take_again(self, waits: Iterable[float]) -> bool:
        """Return whether the lock is ours again; False when another process has it."""
        last = 0.0
        left = iter(waits)
        while True:
            last = next(left, last)
            await asyncio.sleep(last)
            try:
                return await self.take()
            except Exception as exc:  # noqa: BLE001  (drivers have errors of their own)
                log.warning("instance.lock_away", reason=str(exc) or type(exc).__name__, wait=last)


async def _drop(connection: AsyncConnection) -> None:
    # Not close() alone, which would talk to a server that may hang.
    await connection.invalidate()
    await connection.close()


def lock_key(schema: str) -> int:
    """Return the signed 64-bit number of the lock for the bot in a schema."""
    digest = hashlib.sha256(f"syllabot:{schema}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
