"""`syllabot play`: the local Discord with the real bot beside it, as a child that is kept alive."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sys
import webbrowser
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

import bot
from bot.clock import SystemClock
from bot.playground import snapshot
from bot.playground.errors import PlaygroundError
from bot.playground.exclusive import only_here
from bot.playground.page_api import Playground
from bot.playground.rest import API
from bot.playground.server import serve
from bot.playground.server_name import served_name
from bot.watching import changes
from content.library import shipped_courses

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from bot.settings import Settings

log = structlog.stdlib.get_logger(__name__)

DEFAULT_PORT = 8321
CONFIGURATION_EXIT = 2
"""The exit code of a bot that cannot start until someone changes something."""
STOP_SECONDS = 5.0
DELAYS = (0.5, 1.0, 2.0, 5.0, 15.0)
"""Seconds before each restart in a row."""
STABLE_SECONDS = 30.0
"""A bot that lived this long starts again without a growing delay."""


async def play(
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = DEFAULT_PORT,
    open_browser: bool = False,
    strict: bool = False,
) -> None:
    """Serve the local Discord and keep the bot running in it until SIGINT or SIGTERM.

    Raises PlaygroundError if the server cannot start; exits with the bot's code if the bot cannot.
    """
    data = settings.data / "playground"
    async with AsyncExitStack() as stack:
        stop = stack.enter_context(_Signals()).event
        _hold(stack, data)
        playground = await stack.enter_async_context(_world(data / "discord.json"))
        await _name(playground, settings, data)
        await stack.enter_async_context(serve(playground, host=host, port=port))
        environment = child_environment(settings, data, playground)
        child = _Child(playground, environment, open_browser, strict=strict)
        running = asyncio.create_task(child.keep_running())
        stopping = asyncio.create_task(stop.wait())
        naming = asyncio.create_task(_keep_name(playground, settings, data))
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in (running, stopping, naming):
            task.cancel()
        with suppress(asyncio.CancelledError):
            code = await running
            raise SystemExit(code)


async def _name(playground: Playground, settings: Settings, data: Path) -> None:
    if name := await asyncio.to_thread(served_name, settings.content, data):
        playground.rename(name)


async def _keep_name(playground: Playground, settings: Settings, data: Path) -> None:
    """Name the server after its courses again whenever their files change."""
    async for _ in changes(settings.content or (shipped_courses(),), tuple):
        await _name(playground, settings, data)


def child_environment(settings: Settings, data: Path, playground: Playground) -> dict[str, str]:
    """Return the environment in which the bot talks to this playground and keeps its data apart."""
    here = str(Path(bot.__file__).parents[1])
    changed = {
        "PYTHONPATH": os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH")))),
        "DISCORD_TOKEN": playground.token,
        "SYLLABOT_DISCORD_API": playground.world.base_url + API,
        "SYLLABOT_DATA": str(data),
        "SYLLABOT_LOG_LEVEL": settings.log_level,
        "SYLLABOT_LOG_FORMAT": settings.log_format,
    }
    if settings.content:
        changed["SYLLABOT_CONTENT"] = os.pathsep.join(str(path) for path in settings.content)
    if settings.database is not None:
        # the operator's real database is not for play
        changed["SYLLABOT_DATABASE"] = f"sqlite:///{data / 'syllabot.db'}"
    return {**os.environ, **changed}


def _hold(stack: AsyncExitStack, data: Path) -> None:
    """Keep a second `play` out of the folder; two would write over each other."""
    try:
        stack.enter_context(only_here(data))
    except OSError as exc:
        raise _cannot_keep(data, exc) from exc


@asynccontextmanager
async def _world(path: Path) -> AsyncIterator[Playground]:
    """Open the playground that is kept in a file, and keep it there."""
    try:
        world = await asyncio.to_thread(snapshot.load, path, SystemClock())
        keeper = snapshot.Keeper(world, path)
        await keeper.save()
    except OSError as exc:
        raise _cannot_keep(path.parent, exc) from exc
    keeping = asyncio.create_task(keeper.run())
    try:
        yield Playground(world, f"playground.{secrets.token_urlsafe(32)}")
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping
        await keeper.save()


def _cannot_keep(folder: Path, exc: OSError) -> PlaygroundError:
    return PlaygroundError(
        f"cannot keep the local Discord in {folder} ({exc.strerror}): "
        "set SYLLABOT_DATA to a folder that you can write"
    )


class _Child:
    """The bot's process; its end of a pipe tells it when this process is gone."""

    def __init__(
        self,
        playground: Playground,
        environment: Mapping[str, str],
        open_browser: bool,
        *,
        strict: bool,
    ) -> None:
        self._playground = playground
        self._environment = environment
        self._open_browser = open_browser
        self._options = ("--until-eof", "--watch", *(("--strict",) if strict else ()))
        self._was_ready = False

    async def keep_running(self) -> int:
        """Run the bot again and again; return its exit code when there is no point in that."""
        failures = 0
        clock = self._playground.world.clock
        while True:
            started = clock.monotonic()
            code = await self._run_once()
            if code == CONFIGURATION_EXIT or not self._was_ready:
                return code or 1
            failures = 0 if clock.monotonic() - started > STABLE_SECONDS else failures + 1
            delay = DELAYS[min(failures, len(DELAYS) - 1)]
            log.warning("playground.bot_died", code=code, restart_after=delay)
            await asyncio.sleep(delay)

    async def _run_once(self) -> int:
        """Run the bot until it ends and return its exit code; a cancellation stops it."""
        process = await asyncio.create_subprocess_exec(
            # -P: a folder "bot" in the working directory is not this package
            *(sys.executable, "-P", "-m", "bot", "run", *self._options),
            stdin=asyncio.subprocess.PIPE,
            env=self._environment,
            # Ctrl+C in a terminal is for this process, which then stops the bot in order
            start_new_session=True,
        )
        ready = asyncio.create_task(self._report())
        try:
            return await process.wait()
        finally:
            ready.cancel()
            if process.returncode is None:
                await _stop(process)

    async def _report(self) -> None:
        """Say once that the bot is connected."""
        await self._playground.came_online.wait()
        if self._was_ready:
            return
        self._was_ready = True
        url = f"{self._playground.world.base_url}/"
        sys.stdout.write(f"Syllabot is ready: {url}\n")
        sys.stdout.flush()
        if self._open_browser:
            await asyncio.to_thread(webbrowser.open, url)


async def _stop(process: asyncio.subprocess.Process) -> None:
    """End the bot: ask, wait a little, then insist."""
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


class _Signals:
    """Turns SIGINT and SIGTERM into an event while the context is open."""

    def __init__(self) -> None:
        self.event = asyncio.Event()

    def __enter__(self) -> _Signals:
        loop = asyncio.get_running_loop()
        # Windows has no signal handlers on the loop; there Ctrl+C cancels the main task
        with suppress(NotImplementedError):
            for name in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(name, self.event.set)
        return self

    def __exit__(self, *_: object) -> None:
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError):
            for name in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(name)
