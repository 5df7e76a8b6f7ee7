"""Keeps the world in a file, so that a restart of the server loses nothing."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from dataclasses import asdict
from typing import TYPE_CHECKING

from bot.playground.world import Interaction, World

if TYPE_CHECKING:
    from pathlib import Path

    from bot.clock import Clock
    from bot.playground.payloads import Json

_log = logging.getLogger(__name__)

VERSION = 1
SAVE_AFTER = 1.0
"""Seconds in which changes gather before they are written."""
_BY_ID = ("users", "members", "roles", "channels", "commands")
_PLAIN = ("bot_id", "guild_id", "guild", "last_id")
_NUMBERS = ("people", "viewers", "thread_members")


def load(path: Path, clock: Clock) -> World:
    """Read a world, or seed a new one; a file that cannot be read is put aside with a warning."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return World(clock)
    try:
        return _decode(json.loads(text), clock)
    except (ValueError, KeyError, TypeError, AttributeError):
        aside = path.with_suffix(".damaged")
        path.replace(aside)
        _log.warning("the local Discord's state could not be read and is now %s", aside)
        return World(clock)


def encode(world: World) -> Json:
    """Return a world as JSON."""
    state: Json = {"version": VERSION}
    state |= {name: getattr(world, name) for name in (*_BY_ID, *_PLAIN, *_NUMBERS)}
    state["messages"] = {key: list(kept.values()) for key, kept in world.messages.items()}
    state["interactions"] = [asdict(known) for known in world.interactions.values()]
    state["files"] = {key: base64.b64encode(data).decode() for key, data in world.files.items()}
    return state


def _decode(state: Json, clock: Clock) -> World:
    """Build a world from its JSON; raise ValueError if it is of another version."""
    if state["version"] != VERSION:
        raise ValueError(state["version"])
    world = World(clock, seeded=False)
    for name in _PLAIN:
        setattr(world, name, state[name])
    for name in (*_BY_ID, *_NUMBERS):
        setattr(world, name, {int(key): value for key, value in state[name].items()})
    for key, kept in state["messages"].items():
        world.messages[int(key)] = {int(message["id"]): message for message in kept}
    for known in state["interactions"]:
        world.interactions[known["id"]] = Interaction(**known)
    world.files = {int(key): base64.b64decode(data) for key, data in state["files"].items()}
    return world


class Keeper:
    """Writes the world to its file soon after each change, off the event loop."""

    def __init__(self, world: World, path: Path) -> None:
        self._world = world
        self._path = path
        self._changed = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None
        world.on_change = self._changed.set

    async def run(self) -> None:
        """Write after changes, until cancelled."""
        while True:
            await self._changed.wait()
            await asyncio.sleep(SAVE_AFTER)
            try:
                await self.save()
            except OSError as exc:
                _log.warning("the local Discord's state could not be written: %s", exc)

    async def save(self) -> None:
        """Write now, atomically."""
        if self._writing is not None:
            # whoever began it may have been cancelled, but its thread goes on
            await asyncio.wait({self._writing})
        self._changed.clear()
        text = json.dumps(encode(self._world))
        self._writing = asyncio.create_task(asyncio.to_thread(_write, self._path, text))
        await asyncio.shield(self._writing)


def _write(path: Path, text: str) -> None:
    """Replace a file in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
