"""The bot's gateway sessions: the numbered events that each one receives and can replay."""

from __future__ import annotations

import json
import secrets
from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.playground.page_api import Playground
    from bot.playground.payloads import Json

REPLAY = 1_000
"""Events that are kept for a session that resumes."""
MOST_MEMBERS = 1_000
APPLICATION_FLAGS = 1 << 13 | 1 << 15 | 1 << 19
"""Presence, members and message content may be asked for."""


class Op(IntEnum):
    """The gateway's opcodes."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE_STATE = 4
    RESUME = 6
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Intent(IntFlag):
    """The intents that decide something here."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_MESSAGES = 1 << 9
    GUILD_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    DIRECT_TYPING = 1 << 14
    MESSAGE_CONTENT = 1 << 15


def _needed(name: str, *, guild: bool) -> Intent:
    """Return the intent that an event needs, or none."""
    match name:
        case "MESSAGE_CREATE" | "MESSAGE_UPDATE" | "MESSAGE_DELETE" | "MESSAGE_DELETE_BULK":
            return Intent.GUILD_MESSAGES if guild else Intent.DIRECT_MESSAGES
        case "TYPING_START":
            return Intent.GUILD_TYPING if guild else Intent.DIRECT_TYPING
        case _ if name.startswith(("CHANNEL_", "THREAD_", "GUILD_")):
            return Intent.GUILDS if guild else Intent(0)
        case _:
            return Intent(0)


class Wire(Protocol):
    """A connection as a session needs it."""

    def send(self, payload: str) -> None:
        """Queue a message."""
        ...


@dataclass
class Session:
    """One session of the bot; without a wire it waits to be resumed."""

    id: str
    intents: Intent
    shard: int
    shards: int
    wire: Wire | None
    sequence: int = 0
    replay: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=REPLAY))

    def emit(self, name: str, data: Json) -> None:
        """Number an event, keep it for a replay and send it."""
        self.sequence += 1
        payload = json.dumps({"op": int(Op.DISPATCH), "t": name, "s": self.sequence, "d": data})
        self.replay.append((self.sequence, payload))
        if self.wire is not None:
            self.wire.send(payload)

    def receives(self, name: str, *, guild: int | None) -> bool:
        """Return whether an event of a guild (None: of a direct message) is for this session."""
        needed = _needed(name, guild=guild is not None)
        shard = (guild >> 22) % self.shards if guild is not None else 0
        return shard == self.shard and self.intents & needed == needed


class Sessions:
    """The hub's link to the bot: every session that it has."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground
        self._sessions: dict[str, Session] = {}
        self._was_online = False

    @property
    def online(self) -> bool:
        """Whether a session is connected."""
        return any(session.wire is not None for session in self._sessions.values())

    def dispatch(self, name: str, data: Json, *, guild: bool) -> None:
        """Send an event to every session that should receive it."""
        guild_id = self._playground.world.guild_id if guild else None
        for session in self._sessions.values():
            if session.receives(name, guild=guild_id):
                hidden = name in {"MESSAGE_CREATE", "MESSAGE_UPDATE"} and not self._reads(
                    session, data
                )
                session.emit(name, _without_content(data) if hidden else data)

    def start(self, wire: Wire, intents: int, shard: int, shards: int) -> Session:
        """Begin a session: READY, then the guild if this shard has it."""
        world = self._playground.world
        for old in list(self._sessions.values()):
            if old.wire is None and (old.shard, old.shards) == (shard, shards):
                del self._sessions[old.id]
        session = Session(secrets.token_hex(16), Intent(intents), shard, shards, wire)
        self._sessions[session.id] = session
        has_guild = session.receives("GUILD_CREATE", guild=world.guild_id)
        ready: Json = {
            "v": 10,
            "user": world.users[world.bot_id],
            "guilds": [{"id": str(world.guild_id), "unavailable": True}] if has_guild else [],
            "session_id": session.id,
            "resume_gateway_url": gateway_url(world.base_url),
            "shard": [shard, shards],
            "application": {"id": str(world.bot_id), "flags": APPLICATION_FLAGS},
        }
        session.emit("READY", ready)
        if has_guild:
            session.emit("GUILD_CREATE", self._guild(session))
        self._announce()
        return session

    def resume(self, wire: Wire, session_id: str, sequence: object) -> Session | None:
        """Continue a session after an event's number; None if it is not known so far back."""
        session = self._sessions.get(session_id)
        if session is None or not isinstance(sequence, int) or sequence > session.sequence:
            return None
        missed = [payload for number, payload in session.replay if number > sequence]
        if len(missed) < session.sequence - sequence:
            return None
        session.wire = wire
        for payload in missed:
            wire.send(payload)
        session.emit("RESUMED", {})
        self._announce()
        return session

    def disconnected(self, session: Session | None, wire: Wire, *, forget: bool) -> None:
        """Note that a session lost its wire; `forget` it if it will not resume."""
        if session is None or session.wire is not wire:
            return
        session.wire = None
        if forget:
            self._sessions.pop(session.id, None)
        self._announce()

    def send_members(self, session: Session, asked: Json) -> None:
        """Answer a request for guild members in one chunk."""
        world = self._playground.world
        query = str(asked.get("query") or "").lower()
        wanted = asked.get("user_ids")
        wanted = [wanted] if isinstance(wanted, str | int) else wanted
        found = [
            member
            for member in world.members.values()
            if (wanted is None or int(member["user"]["id"]) in map(int, wanted))
            and member["user"]["username"].startswith(query)
        ]
        data: Json = {
            "guild_id": str(world.guild_id),
            "members": found[: asked.get("limit") or MOST_MEMBERS],
            "chunk_index": 0,
            "chunk_count": 1,
        }
        if asked.get("nonce"):
            data["nonce"] = asked["nonce"]
        session.emit("GUILD_MEMBERS_CHUNK", data)

    def _guild(self, session: Session) -> Json:
        """Return the guild with all that GUILD_CREATE adds."""
        world = self._playground.world
        everyone = session.intents & Intent.GUILD_MEMBERS
        me = str(world.bot_id)
        members = [m for m in world.members.values() if everyone or m["user"]["id"] == me]
        return world.guild_json() | {
            "joined_at": world.members[world.bot_id]["joined_at"],
            "large": False,
            "unavailable": False,
            "member_count": len(world.members),
            "members": members,
            "channels": world.guild_channels(),
            "threads": [t for t in world.threads() if not t["thread_metadata"]["archived"]],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    def _reads(self, session: Session, message: Json) -> bool:
        """Return whether a session gets a message's content."""
        me = str(self._playground.world.bot_id)
        roles = (self._playground.world.roles[int(one)] for one in message["mention_roles"])
        return bool(
            session.intents & Intent.MESSAGE_CONTENT
            or "guild_id" not in message
            or message["author"]["id"] == me
            or any(user["id"] == me for user in message["mentions"])
            or any(role.get("tags", {}).get("bot_id") == me for role in roles)
        )

    def _announce(self) -> None:
        """Tell the pages when the bot comes or goes."""
        if self.online != self._was_online:
            self._was_online = self.online
            self._playground.bot_changed(online=self.online)


def gateway_url(base_url: str) -> str:
    """Return the gateway's address beside a server's."""
    return base_url.replace("http", "ws", 1) + "/gateway"


def _without_content(message: Json) -> Json:
    """Return a message as bots without the message-content intent get it."""
    return message | {"content": "", "embeds": [], "attachments": [], "components": []}
