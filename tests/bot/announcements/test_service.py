"""An announcement's way from draft to post without Discord, on a real database."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bot.errors import DatabaseAway, NotAllowed, UserError
from bot.exts.announcements._service import AnnouncementService
from bot.store.announcements import CLAIM_LASTS, AnnouncementRepository
from bot.store.database import Database, database_url
from tests.bot.clocks import MovingClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.store.announcements import Announcement

DANA, GUILD = 21, 1


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest_asyncio.fixture
async def service(tmp_path: Path, clock: MovingClock) -> AsyncIterator[AnnouncementService]:
    database = await Database.open(database_url(None, tmp_path))
    yield AnnouncementService(AnnouncementRepository(database), clock)
    await database.close()


async def draft(service: AnnouncementService, when: str | None = None) -> Announcement:
    return await service.draft(
        guild_id=GUILD,
        channel_id=2,
        author_id=DANA,
        lab_id="lab",
        when=when,
        role_id=None,
        note="  ",
    )


async def test_of_many_presses_at_once_one_posts(service: AnnouncementService) -> None:
    written = await draft(service)
    assert written.note is None
    claims = await asyncio.gather(*(service.claim(written) for _ in range(8)))
    assert claims.count(True) == 1


async def test_a_claim_ends_by_release_by_time_and_for_good_by_the_post(
    service: AnnouncementService, clock: MovingClock
) -> None:
    written = await draft(service)
    assert await service.claim(written)
    await service.release(written)
    assert await service.claim(written)
    clock.moment += CLAIM_LASTS - timedelta(seconds=1)
    assert not await service.claim(written)
    assert not await service.cancel(written.id, DANA, GUILD)
    clock.moment += timedelta(seconds=2)
    assert await service.claim(written)
    await service.confirm(written, 99)
    await service.release(written)
    clock.moment += timedelta(days=1)
    assert not await service.claim(written)
    assert not await service.cancel(written.id, DANA, GUILD)
    posted = await service.get(written.id, DANA, GUILD)
    assert (posted.message_id, posted.posted_at is None) == (99, False)


async def test_a_time_that_passed_cannot_be_claimed(
    service: AnnouncementService, clock: MovingClock
) -> None:
    written = await draft(service, "in 1 hour")
    clock.moment += timedelta(hours=1)
    with pytest.raises(UserError, match="has passed"):
        await service.claim(written)


async def test_a_cancelled_draft_is_gone(service: AnnouncementService) -> None:
    written = await draft(service)
    assert await service.cancel(written.id, DANA, GUILD)
    with pytest.raises(UserError, match="is gone"):
        await service.get(written.id, DANA, GUILD)


@pytest.mark.parametrize("elsewhere", [2, None])
async def test_a_draft_belongs_to_its_server(
    service: AnnouncementService, elsewhere: int | None
) -> None:
    written = await draft(service)
    with pytest.raises(NotAllowed, match="another server"):
        await service.get(written.id, DANA, elsewhere)
    with pytest.raises(NotAllowed, match="another server"):
        await service.cancel(written.id, DANA, elsewhere)
    assert await service.cancel(written.id, DANA, GUILD)


async def test_a_post_is_known_while_the_database_cannot_take_note_of_it(
    service: AnnouncementService, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = await draft(service)
    assert await service.claim(written)
    back = asyncio.Event()
    original = AnnouncementRepository.confirm

    async def away(self: AnnouncementRepository, *arguments: Any) -> None:
        if not back.is_set():
            raise DatabaseAway("away")
        await original(self, *arguments)

    monkeypatch.setattr(AnnouncementRepository, "confirm", away)
    confirming = asyncio.create_task(service.confirm(written, 99))
    await asyncio.sleep(0)
    assert (await service.get(written.id, DANA, GUILD)).message_id == 99
    assert not await service.cancel(written.id, DANA, GUILD)
    back.set()
    await confirming
    assert (await service.get(written.id, DANA, GUILD)).message_id == 99
