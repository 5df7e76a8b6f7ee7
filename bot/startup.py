"""Puts the parts together and runs the bot; each failure of that is one line."""

from __future__ import annotations

import asyncio
import random
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import structlog
from discord.http import Route

from bot.catalogue import Catalogue
from bot.client import StudyBot
from bot.clock import SystemClock
from bot.connection import LONGEST_LIMIT, stay_connected
from bot.error_handler import record_failure
from bot.errors import Crashed, StartupError
from bot.health import keep_marking, remove_mark
from bot.loading import load_library, open_index, prepare_folder
from bot.reload import LessonReloader, log_lessons
from bot.stopping import ignore_result, within
from bot.store.database import Database, database_url
from bot.store.instance import InstanceLock

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.stopping import StopRequest

log = structlog.stdlib.get_logger(__name__)

MISSING_LOGIN = (
    "DISCORD_TOKEN is not set: create an application in Discord's developer portal and copy the "
    "token from its Bot page into the environment or a .env file; `syllabot play` needs none"
)
DATABASE_SECONDS = 0.5
"""Seconds in which the database's connections have to close."""


async def run(
    settings: Settings,
    stop: StopRequest,
    *,
    until_eof: bool = False,
    watch: bool = False,
    strict: bool = False,
) -> None:
    """Run the bot until it is asked to stop; with ``until_eof`` the end of stdin asks as well.

    With ``watch`` it serves changed lessons at once, with ``strict`` none that have errors. Raises
    StartupError when it cannot start or go on.
    """
    if settings.discord_token is None or not settings.discord_token.get_secret_value().strip():
        raise StartupError(MISSING_LOGIN)
    token = settings.discord_token.get_secret_value().strip()
    with stop.attached(until_eof=until_eof):
        work = asyncio.create_task(_work(settings, token, watch=watch, strict=strict), name="bot")
        stopping = asyncio.create_task(stop.wait(), name="stop")
        await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            stopping.cancel()
            await work
            return
        log.info("bot.stopping")
        work.cancel()
        await asyncio.wait({work})
        if not work.cancelled() and (error := work.exception()) is not None:
            log.warning("stop.failed", part="bot", reason=str(error) or type(error).__name__)


async def _work(settings: Settings, token: str, *, watch: bool, strict: bool) -> None:
    """Do everything from the first file to the last; turn what nobody foresaw into one line."""
    try:
        async with AsyncExitStack() as stack:
            await asyncio.to_thread(prepare_folder, settings.data)
            # Before anything is read or written: another bot may be using the folder.
            lock = InstanceLock(database_url(settings.database, settings.data))
            await stack.enter_async_context(lock)
            await asyncio.to_thread(remove_mark, settings.data)
            stack.push_async_callback(asyncio.to_thread, remove_mark, settings.data)
            bot = await build(settings, stack, strict=strict)
            bot.spawn(keep_marking(bot, settings.data), name="health")
            if watch:
                bot.spawn(bot.reloader.watch(), name="watch")
            await _serve(bot, token, lock)
    except StartupError:
        raise
    except Exception as exc:
        error_id = record_failure(exc, source="run")
        raise Crashed(f"ended by an error: look for the error id {error_id} in the log") from exc


async def build(settings: Settings, stack: AsyncExitStack, *, strict: bool = False) -> StudyBot:
    """Open everything that the bot needs; ``stack`` closes it again, the bot first."""
    library = await asyncio.to_thread(load_library, settings.content, settings.data, strict=strict)
    searcher = await asyncio.to_thread(open_index, library, settings.data)
    log_lessons(library)
    reloader = LessonReloader(
        Catalogue(library, searcher), settings.content, settings.data, strict=strict
    )
    database = await Database.open(database_url(settings.database, settings.data))

    async def close_database() -> None:
        await within(DATABASE_SECONDS, database.close(), part="database")

    stack.push_async_callback(close_database)
    if settings.discord_api is not None:
        # discord.py has no constructor argument for this, only the class attribute.
        Route.BASE = str(settings.discord_api).rstrip("/")
    bot = StudyBot(
        reloader=reloader,
        database=database,
        clock=SystemClock(),
        rng=random.SystemRandom(),
        operators=settings.operators,
        mentions=settings.mentions,
        find_gateway=settings.discord_api is not None,
        max_ratelimit_timeout=LONGEST_LIMIT,
    )

    def close_lessons() -> None:
        # Those that are served in the end, which may be newer ones.
        reloader.catalogue.close()

    stack.callback(close_lessons)
    return await stack.enter_async_context(bot)


async def _serve(bot: StudyBot, token: str, lock: InstanceLock) -> None:
    """Stay connected and keep the lock until cancelled; raise StartupError when either ends."""
    connected = asyncio.create_task(stay_connected(bot, token), name="connection")
    locked = asyncio.create_task(lock.keep(), name="instance lock")
    for task in (connected, locked):
        task.add_done_callback(ignore_result)
    try:
        await asyncio.wait({connected, locked}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ended = [task for task in (locked, connected) if task.done()]
        for task in (locked, connected):
            task.cancel()
        await asyncio.wait({connected, locked})
    for task in ended:
        await task
