"""Sends interactions to a bot at a given rate over real sockets and notes when each is answered.

Open loop: what is sent does not wait for what is answered, as people do not. The bot joins the
local Discord, which serves its other requests; only the callbacks of the load are taken here, since
keeping every message would make the server the bottleneck.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.clock import SystemClock
from bot.intake import BUSY
from bot.lateness import ANSWER_SECONDS
from bot.playground.page_api import Playground
from bot.playground.server import GATEWAY, build_app
from bot.playground.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    Payload = dict[str, Any]
    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

TOKEN = "a token of the load"
PEOPLE = 500
PROBES, PROBE_SECONDS = 40, 0.5
COMMAND, COMPONENT, AUTOCOMPLETE = 2, 3, 4
KINDS = {COMMAND: "lookup", COMPONENT: "press", AUTOCOMPLETE: "autocomplete"}
_STEP = 0.005
_MIX = (COMPONENT,) * 4 + (AUTOCOMPLETE,) * 3 + (COMMAND,) * 3


@dataclass
class Result:
    """What became of the interactions that were sent at one rate; times are in seconds."""

    rate: float
    seconds: float
    sent: dict[str, int]
    took: dict[str, list[float]]
    """The times to the answers that came within 3 s, by kind."""
    refused: int
    """How many were told within 3 s to try again."""
    late: int
    lag: float
    """How late the generator itself was at worst."""

    @property
    def in_time(self) -> int:
        """How many were answered within 3 s."""
        return sum(map(len, self.took.values()))

    @property
    def dropped(self) -> int:
        """How many were never answered."""
        return sum(self.sent.values()) - self.in_time - self.late - self.refused

    @property
    def share(self) -> float:
        """The share that was answered within 3 s."""
        return self.in_time / max(1, sum(self.sent.values()))

    @property
    def goodput(self) -> float:
        """Answers within 3 s per second of sending."""
        return self.in_time / self.seconds

    def percentile(self, cut: int) -> float:
        """Return a percentile of the times to answers within 3 s, in milliseconds."""
        took = [one for kind in self.took.values() for one in kind]
        return statistics.quantiles(took, n=100)[cut - 1] * 1000 if len(took) > 1 else 0.0


@dataclass
class _Run:
    began: dict[int, tuple[str, float]] = field(default_factory=dict)
    sent: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS.values(), 0))
    took: dict[str, list[float]] = field(default_factory=lambda: {k: [] for k in KINDS.values()})
    late: int = 0
    refused: int = 0


class Load:
    """A local Discord whose made-up people use one bot; ``mix`` is what they do, by its share."""

    def __init__(self, queries: Sequence[str], mix: Sequence[int] = _MIX) -> None:
        self.playground = Playground(World(SystemClock()), TOKEN)
        self.press: Payload | None = None
        """The message whose buttons are pressed; without one, presses become lookups."""
        self.buttons: list[Payload] = []
        self.queries = queries
        self._mix = mix
        self._rng = random.Random(1)
        self._run = _Run()

    async def send(self, rate: float, seconds: float) -> Result:
        """Send at a rate for some seconds, wait for the last answers, and say how it went."""
        self._run = run = _Run()
        began = time.perf_counter()
        total, done, lag = round(rate * seconds), 0, 0.0
        while done < total:
            now = time.perf_counter() - began
            lag = max(lag, now - done / rate)
            while done < total and done / rate <= now:
                self._send_one()
                done += 1
            await asyncio.sleep(_STEP)
        elapsed = max(seconds, time.perf_counter() - began)
        await asyncio.sleep(ANSWER_SECONDS + 0.5)
        return Result(rate, elapsed, run.sent, run.took, run.refused, run.late, lag)

    async def settle(self) -> None:
        """Wait until what an earlier rate has left behind is worked off."""
        for _ in range(PROBES):
            self._run = run = _Run()
            self._send_one()
            await asyncio.sleep(PROBE_SECONDS)
            if any(run.took.values()):
                return

    def _send_one(self) -> None:
        world, rng = self.playground.world, self._rng
        kind = rng.choice(self._mix)
        if kind == COMPONENT and self.press is None:
            kind = COMMAND
        interaction = world.new_id()
        channel = next(c for c in world.guild_channels() if c["name"] == "quiz")
        payload: Payload = {
            "id": str(interaction),
            "application_id": str(world.bot_id),
            "type": kind,
            "token": f"token-of-{interaction}",
            "version": 1,
            "data": self._data(kind),
            "channel_id": channel["id"],
            "channel": {**channel, "permissions": str(1 << 11)},
            "app_permissions": str((1 << 53) - 1),
            "locale": "en-US",
            "guild_locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {"0": channel["guild_id"]},
            "attachment_size_limit": 1 << 20,
            "guild_id": channel["guild_id"],
            "guild": {"id": channel["guild_id"], "locale": "en-US", "features": []},
            "member": self._member(rng.randrange(PEOPLE)),
            "context": 0,
        }
        if kind == COMPONENT:
            payload["message"] = self.press
        self._run.began[interaction] = (KINDS[kind], time.perf_counter())
        self._run.sent[KINDS[kind]] += 1
        assert self.playground.hub.bot is not None
        self.playground.hub.bot.dispatch("INTERACTION_CREATE", payload, guild=True)

    def _data(self, kind: int) -> Payload:
        if kind == COMPONENT:
            button = self._rng.choice(self.buttons)
            return {key: button[key] for key in ("custom_id", "id")} | {"component_type": 2}
        query = self._rng.choice(self.queries)
        option: Payload = {"name": "query", "type": 3, "value": query}
        if kind == AUTOCOMPLETE:
            option |= {"value": query[: self._rng.randint(1, 8)], "focused": True}
        commands = self.playground.world.commands.values()
        command = next((c["id"] for c in commands if c["name"] == "concept"), "1")
        return {"id": command, "name": "concept", "type": 1, "options": [option]}

    @staticmethod
    def _member(number: int) -> Payload:
        user = {"id": str(10**17 + number), "username": f"p{number}", "discriminator": "0"}
        return {
            "user": {**user, "global_name": None, "avatar": None, "public_flags": 0},
            "roles": [],
            "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
            "permissions": str(1 << 11),
        }

    @web.middleware
    async def take_callback(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer the callback of an interaction of the load as Discord would."""
        path = request.path
        if not path.endswith("/callback"):
            return await handler(request)
        interaction = int(path.split("/")[-3])
        began = self._run.began.pop(interaction, None)
        if began is None:
            return await handler(request)
        kind, at = began
        body = await request.json()
        took = time.perf_counter() - at
        if took > ANSWER_SECONDS:
            self._run.late += 1
            return _json({"message": "Unknown interaction", "code": 10062}, status=404)
        if (body.get("data") or {}).get("content") == BUSY:
            self._run.refused += 1
        else:
            self._run.took[kind].append(took)
        if request.query.get("with_response", "").lower() not in {"1", "true"}:
            return web.Response(status=204)
        return _json(self._callback_response(interaction, body), status=200)

    def _callback_response(self, interaction: int, body: Payload) -> Payload:
        world, data = self.playground.world, body.get("data") or {}
        message = {
            "id": str(world.new_id()),
            "channel_id": next(c["id"] for c in world.guild_channels() if c["name"] == "quiz"),
            "author": world.users[world.bot_id],
            "timestamp": world.clock.now().isoformat(),
            "edited_timestamp": None,
            "type": 20,
            "content": data.get("content") or "",
            "flags": data.get("flags") or 0,
            "components": data.get("components") or [],
        }
        message |= {key: [] for key in ("attachments", "embeds", "mentions", "mention_roles")}
        message |= dict.fromkeys(("pinned", "mention_everyone", "tts"), False)
        about = {"id": str(interaction), "type": 2, "response_message_id": message["id"]}
        return {"interaction": about, "resource": {"type": body["type"], "message": message}}


def _json(body: object, *, status: int) -> web.Response:
    # discord.py parses a body only if the content type is exactly this.
    headers = {"Content-Type": "application/json"}
    return web.Response(status=status, headers=headers, body=json.dumps(body).encode())


@asynccontextmanager
async def serve_load(load: Load) -> AsyncIterator[None]:
    """Serve the local Discord of a load on a free loopback port."""
    app = build_app(load.playground)
    app.middlewares.insert(0, load.take_callback)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        load.playground.world.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield
    finally:
        await app[GATEWAY].close()
        await runner.cleanup()
