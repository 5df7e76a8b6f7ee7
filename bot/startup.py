"""Puts the parts together and runs the bot; every way in which that can fail is one line."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import aiohttp
import discord
import structlog
from discord.http import Route

from bot.client import StudyBot
from bot.clock import SystemClock
from bot.errors import StartupError
from bot.health import keep_marking
from bot.librarian import Librarian
from bot.lookup import Lookup
from bot.shelf import load_library, open_index, prepare_folder
from bot.store.database import Database, database_url

if TYPE_CHECKING:
    from bot.settings import Settings

log = structlog.stdlib.get_logger(__name__)

MISSING_LOGIN = (
    "DISCORD_TOKEN is not set: create an application in Discord's developer portal and copy the "
    "token from its Bot page into the environment or a .env file; `syllabot play` needs none"
)
REFUSED_LOGIN = (
    "Discord refused the token in DISCORD_TOKEN: copy it again from the Bot page of your "
    "application in Discord's developer portal"
)


async def run(settings: Settings, *, until_eof: bool = False, watch: bool = False) -> None:
    """Run the bot until a signal, or with ``until_eof`` until standard input ends.

    With ``watch`` it serves changed lessons at once. Raises StartupError when it cannot start.
    """
    if settings.discord_token is None or not settings.discord_token.get_secret_value().strip():
        raise StartupError(MISSING_LOGIN)
    token = settings.discord_token.get_secret_value().strip()
    async with AsyncExitStack() as stack:
        bot = await build(settings, stack)
        stop = _stop_event(until_eof=until_eof)
        bot.spawn(keep_marking(bot, settings.data), name="health")
        if watch:
            bot.spawn(bot.service(Librarian).watch(), name="watch")
        await _serve(bot, token, stop)


async def build(settings: Settings, stack: AsyncExitStack) -> StudyBot:
    """Open everything that the bot needs; ``stack`` closes it again, the bot first."""
    await asyncio.to_thread(prepare_folder, settings.data)
    library = await asyncio.to_thread(load_library, settings.content)
    searcher = await asyncio.to_thread(open_index, library, settings.data)
    lookup = Lookup(library, searcher)
    database = await Database.open(database_url(settings.database, settings.data))
    stack.push_async_callback(database.close)
    if settings.discord_api is not None:
        # discord.py has no constructor argument for this; the class attribute is its seam.
        Route.BASE = str(settings.discord_api).rstrip("/")
    bot = StudyBot(
        lookup=lookup,
        database=database,
        clock=SystemClock(),
        rng=random.SystemRandom(),
        operators=settings.operators,
        find_gateway=settings.discord_api is not None,
    )

    def close_lessons() -> None:
        # Those that are served in the end, which may be newer ones.
        bot.lookup.close()

    stack.callback(close_lessons)
    bot.provide(Librarian(bot, settings.content, settings.data))
    return await stack.enter_async_context(bot)


async def _serve(bot: StudyBot, token: str, stop: asyncio.Event) -> None:
    """Stay connected until ``stop``; turn what discord.py raises at login into one line."""
    work = asyncio.create_task(bot.start(token), name="discord")
    stopped = asyncio.create_task(stop.wait(), name="stop")
    await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not work.done():
        log.info("bot.stopping")
        await bot.close()
    try:
        await work
    except discord.LoginFailure as exc:
        raise StartupError(REFUSED_LOGIN) from exc
    except (aiohttp.ClientConnectionError, discord.GatewayNotFound) as exc:
        raise StartupError(
            f"cannot reach {Route.BASE} ({exc}): check the network, or SYLLABOT_DISCORD_API"
        ) from exc


def _stop_event(*, until_eof: bool) -> asyncio.Event:
    """Return an event that a signal sets, or the end of standard input."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(name, stop.set)
        except NotImplementedError:  # Windows: Ctrl+C still raises KeyboardInterrupt
            break
    if until_eof:
        # The parent holds the other end of the pipe, so even its sudden death ends us.
        loop.add_reader(sys.stdin.fileno(), _stop_at_eof, stop)
    return stop


def _stop_at_eof(stop: asyncio.Event) -> None:
    if not sys.stdin.buffer.read1(1024):  # type: ignore[union-attr]
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        stop.set()
