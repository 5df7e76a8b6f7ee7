"""Notes what people look up, without their names, and says which cards a server opens most."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import IntegrityError

from bot.personal_data import looks_personal
from bot.retries import with_retries
from bot.store.lookups import Lookup, OpenedOther

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.client import StudyBot
    from bot.store.lookups import LookupRepository

log = structlog.stdlib.get_logger(__name__)

KEPT = timedelta(days=180)
"""How long a lookup counts, and is kept."""

DAY_SECONDS = 24 * 60 * 60.0

MOST_UNWRITTEN = 10_000
"""Notes that wait for a database that is away; later ones are counted and lost."""

PAUSE_SECONDS = 0.5
"""Between two writes when lookups come faster than one by one."""
_LARGEST_ID = 1 << 53


class UsageLog:
    """Writes in the background: nobody waits for their lookup to be noted."""

    def __init__(self, bot: StudyBot, lookups: LookupRepository) -> None:
        self._bot = bot
        self._lookups = lookups
        self._popular: dict[int | None, Counter[str]] = {}
        self._unwritten: list[Lookup | OpenedOther] = []
        self._writing = False
        self._lost = 0

    def asked(self, guild_id: int | None, query: str, *, found: bool, opened: str | None) -> int:
        """Note a lookup and the card that it showed; return the id to put on the card.

        What looks like somebody's own data is not stored, only that a card was opened.
        """
        lookup_id = self._bot.rng.randrange(1, _LARGEST_ID)
        words = "" if looks_personal(query) else " ".join(query.split()).casefold()
        if words or found:
            at = self._bot.clock.now()
            self._write(Lookup(lookup_id, guild_id, words, at, found, opened))
        self._count(guild_id, opened)
        return lookup_id

    def opened(self, lookup_id: int, guild_id: int | None, item_id: str) -> None:
        """Note that another card was opened than the one that a lookup showed."""
        self._write(OpenedOther(lookup_id, item_id))
        self._count(guild_id, item_id)

    def popular(self, guild_id: int | None) -> Mapping[str, int]:
        """Return how often the people of a server opened each card."""
        return self._popular.get(guild_id, {})

    async def load(self) -> None:
        """Read how often each card was opened: later it is asked for at each key that is typed."""
        since = self._bot.clock.now() - KEPT
        for guild_id, item_id, count in await self._lookups.popular(since):
            self._popular.setdefault(guild_id, Counter())[item_id] = count

    async def tidy(self) -> None:
        """Delete the lookups that no longer count, now and every day; never returns."""
        while True:
            before = self._bot.clock.now() - KEPT
            await with_retries(
                lambda before=before: self._lookups.forget(before),  # type: ignore[misc]
                self._bot.clock,
                what="old lookups",
            )
            await self._bot.clock.sleep(DAY_SECONDS)

    def _write(self, note: Lookup | OpenedOther) -> None:
        """Write soon. What comes meanwhile is written together: many writers would wait in turn."""
        if len(self._unwritten) < MOST_UNWRITTEN:
            self._unwritten.append(note)
        else:
            self._lost += 1
        if not self._writing:
            self._writing = True
            self._bot.spawn(self._write_all(), name="note lookups")

    async def _write_all(self) -> None:
        try:
            while notes := self._unwritten:
                self._unwritten = []
                await self._write_some(notes)
                if len(notes) > 1:
                    # Many come: leave the database to those whom somebody waits for.
                    await self._bot.clock.sleep(PAUSE_SECONDS)
        finally:
            self._writing = False

    async def _write_some(self, notes: list[Lookup | OpenedOther]) -> None:
        try:
            await with_retries(
                lambda: self._lookups.write(notes), self._bot.clock, what="notes of lookups"
            )
        except IntegrityError:
            # An earlier try was stored, but the database could not say so any more.
            log.info("lookups.stored_before", count=len(notes))
        if self._lost:
            log.warning("lookups.lost", count=self._lost)
            self._lost = 0

    def _count(self, guild_id: int | None, item_id: str | None) -> None:
        if guild_id is not None and item_id is not None:
            self._popular.setdefault(guild_id, Counter())[item_id] += 1
