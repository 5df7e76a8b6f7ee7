"""Keeps the bot connected to Discord; whatever ends that by itself is one line."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.error_handler import record_failure
from bot.errors import Crashed, Unavailable
from bot.start_errors import explain_end, explain_no_answer
from bot.stopping import ignore_result

if TYPE_CHECKING:
    from bot.client import StudyBot

START_SECONDS = 120.0
"""Seconds from the login until the gateway must have let the bot in."""
LONGEST_LIMIT = 60.0
"""Seconds that the start waits when Discord limits its requests; it ends when told to wait longer.
Afterwards discord.py waits for as long as it is told."""
STOP_SECONDS = 0.5
"""Seconds in which discord.py's own task has to end once the bot is closed."""

_LOGGERS = (
    "discord.client",
    "discord.gateway",
    "discord.http",
    "discord.shard",
    # A filter is for its own logger only, not those below it; these are the two pools in use.
    "sqlalchemy.pool.impl.AsyncAdaptedQueuePool",
    "sqlalchemy.pool.impl.NullPool",
)


async def stay_connected(bot: StudyBot, token: str) -> None:
    """Log in and stay connected until cancelled; raise StartupError for any other end."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_in_one_line)
    work = asyncio.create_task(bot.start(token), name="discord")
    work.add_done_callback(ignore_result)
    try:
        await _join(bot, work)
        await asyncio.wait({work})
    finally:
        # close() does not wake discord.py out of its waits, and some of them swallow one cancel().
        work.cancel()
        await bot.close()
        work.cancel()
        await asyncio.wait({work}, timeout=STOP_SECONDS)
    if (error := work.exception()) is None:
        raise Unavailable("Discord ended the session: start the bot again")
    if (explained := explain_end(error, bot.step)) is None:
        error_id = record_failure(error, source="connection")
        raise Crashed(f"ended by an error: look for the error id {error_id} in the log") from error
    raise explained from error


async def _join(bot: StudyBot, work: asyncio.Task[None]) -> None:
    """Return once the bot is connected or its work has ended; raise when both take too long."""
    joined = asyncio.create_task(bot.joined.wait(), name="joined")
    try:
        await asyncio.wait(
            {work, joined}, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
    finally:
        joined.cancel()
    if not work.done() and not bot.joined.is_set():
        raise explain_no_answer(bot.step, START_SECONDS)


def _in_one_line(record: logging.LogRecord) -> bool:
    """Shorten what a library logs about a lost connection: its reason, without a traceback.

    The error that it raises says when it gave up a request for its limit.
    """
    if record.name == "discord.http" and "erroring instead" in str(record.msg):
        return False
    if record.exc_info and (error := record.exc_info[1]) is not None:
        reason = " ".join(str(error).split()) or type(error).__name__
        record.msg = f"{record.getMessage().rstrip('.')}: {reason}"
        record.args = ()
        record.exc_info = None
    return True
