"""The gateway: the WebSocket over which the bot receives events."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from bot.playground.compression import compressor
from bot.playground.errors import PlaygroundError
from bot.playground.sessions import Op, Session, Sessions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.compression import Compress
    from bot.playground.page_api import Playground
    from bot.playground.payloads import Json

_log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 41.25
ACK_SECONDS = 0.02
"""As long as a near server takes: discord.py notes when it sent a heartbeat in another thread, and
an answer that overtakes the note makes it believe and log that it is 41 seconds behind."""
LATE = 1.5
"""A connection is dead after this many intervals without a heartbeat."""
ALLOWED_INTENTS = (1 << 26) - 1

UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, AUTHENTICATION_FAILED = 4001, 4002, 4003, 4004
ALREADY_AUTHENTICATED, TIMED_OUT, INVALID_SHARD, INVALID_INTENTS = 4005, 4009, 4010, 4013


class Connection:
    """One socket: what is sent on it goes through one queue and one compressor, in order."""

    def __init__(self, socket: web.WebSocketResponse, compress: Compress | None) -> None:
        self.socket = socket
        self.session: Session | None = None
        self.closed_here = False
        self.forget_session = False
        self._compress = compress
        self._queue: asyncio.Queue[str] = asyncio.Queue()

    def send(self, payload: str) -> None:
        """Queue a message."""
        self._queue.put_nowait(payload)

    def send_op(self, op: Op, data: object = None) -> None:
        """Queue a message that is not an event."""
        self.send(json.dumps({"op": int(op), "d": data, "s": None, "t": None}))

    async def close(self, code: int, message: bytes = b"") -> None:
        """Close the socket from this side, which leaves the session open for a resume."""
        self.closed_here = True
        await self.socket.close(code=code, message=message)

    async def write(self) -> None:
        """Send what is queued until the socket closes."""
        while True:
            payload = await self._queue.get()
            try:
                if self._compress is None:
                    await self.socket.send_str(payload)
                else:
                    await self.socket.send_bytes(self._compress(payload.encode()))
            except ConnectionError:
                return


class Gateway:
    """Accepts the bot's connections and follows the protocol on each."""

    def __init__(self, playground: Playground, *, heartbeat: float = HEARTBEAT_SECONDS) -> None:
        self.sessions = Sessions(playground)
        self.accepting = True
        """Whether new connections are let in; tests put it to False."""
        self.refused = asyncio.Event()
        """Set when a connection is not let in."""
        self._playground = playground
        self._heartbeat = heartbeat
        self._connections: set[Connection] = set()
        self._closers: set[asyncio.Task[None]] = set()
        playground.hub.bot = self.sessions

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until either side closes it."""
        if not self.accepting:
            self.refused.set()
            return web.Response(status=503, text="The gateway takes no connections.")
        try:
            compress = _transport(request.query)
        except PlaygroundError as exc:
            _log.warning("gateway connection refused: %s", exc)
            return web.Response(status=400, reason=str(exc), text=str(exc))
        socket = web.WebSocketResponse(max_msg_size=4096 * 16, compress=False)
        await socket.prepare(request)
        connection = Connection(socket, compress)
        self._connections.add(connection)
        writer = asyncio.create_task(connection.write())
        try:
            connection.send_op(Op.HELLO, {"heartbeat_interval": int(self._heartbeat * 1000)})
            await self._read(connection)
        finally:
            writer.cancel()
            self._connections.discard(connection)
            # a bot that closes with 1000 or 1001 cannot resume
            clean = not connection.closed_here and socket.close_code in {1000, 1001}
            forget = clean or connection.forget_session
            self.sessions.disconnected(connection.session, connection, forget=forget)
        return socket

    async def close(self) -> None:
        """Close every connection, asking the bot to come back."""
        for connection in list(self._connections):
            await connection.close(1012)
        await asyncio.gather(*self._closers)

    async def drop(self, *, resumable: bool = True) -> None:
        """Cut every connection as a network would; unless `resumable`, the sessions are gone."""
        for connection in list(self._connections):
            connection.forget_session = not resumable
            await connection.close(4000)

    async def _read(self, connection: Connection) -> None:
        """Read messages until the socket closes or the heartbeat stops."""
        loop = asyncio.get_running_loop()
        deadline = self._heartbeat * LATE
        timer = loop.call_later(deadline, self._give_up, connection)
        try:
            async for frame in connection.socket:
                if frame.type is not WSMsgType.TEXT:
                    await connection.close(DECODE_ERROR, b"Only text frames.")
                    return
                try:
                    message = json.loads(frame.data)
                    op, data = message["op"], message.get("d")
                except (ValueError, TypeError, KeyError, AttributeError):
                    await connection.close(DECODE_ERROR, b"Error decoding payload.")
                    return
                if op == Op.HEARTBEAT:
                    timer.cancel()
                    timer = loop.call_later(deadline, self._give_up, connection)
                    loop.call_later(ACK_SECONDS, connection.send_op, Op.HEARTBEAT_ACK)
                elif (code := self._receive(connection, op, data)) is not None:
                    await connection.close(code, _REASONS[code])
                    return
        finally:
            timer.cancel()

    def _give_up(self, connection: Connection) -> None:
        """Close a connection whose heartbeat stopped."""
        _log.warning("gateway connection without heartbeat closed")
        task = asyncio.create_task(connection.close(TIMED_OUT, b"Session timed out."))
        self._closers.add(task)
        task.add_done_callback(self._closers.discard)

    def _receive(self, connection: Connection, op: int, data: Json) -> int | None:
        """Act on one message; return a close code if it breaks the protocol."""
        match op:
            case Op.IDENTIFY:
                return self._identify(connection, data)
            case Op.RESUME:
                return self._resume(connection, data)
            case Op.PRESENCE | Op.VOICE_STATE if connection.session:
                return None
            case Op.REQUEST_MEMBERS if connection.session:
                self.sessions.send_members(connection.session, data)
                return None
            case Op.PRESENCE | Op.VOICE_STATE | Op.REQUEST_MEMBERS:
                return NOT_AUTHENTICATED
            case _:
                return UNKNOWN_OPCODE

    def _identify(self, connection: Connection, data: Json) -> int | None:
        """Start a session and send it READY and the guild."""
        if connection.session:
            return ALREADY_AUTHENTICATED
        if data.get("token") != self._playground.token:
            return AUTHENTICATION_FAILED
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~ALLOWED_INTENTS:
            return INVALID_INTENTS
        shard, count = data.get("shard") or (0, 1)
        if not 0 <= shard < count:
            return INVALID_SHARD
        connection.session = self.sessions.start(connection, intents, shard, count)
        return None

    def _resume(self, connection: Connection, data: Json) -> int | None:
        """Continue a session, or say that it cannot be continued."""
        if connection.session:
            return ALREADY_AUTHENTICATED
        if data.get("token") != self._playground.token:
            return AUTHENTICATION_FAILED
        session = self.sessions.resume(connection, str(data.get("session_id")), data.get("seq"))
        if session is None:
            connection.send_op(Op.INVALID_SESSION, data=False)
        connection.session = session
        return None


def _transport(query: Mapping[str, str]) -> Compress | None:
    """Return the compressor that a connection asks for; refuse what this server does not have."""
    if query.get("encoding", "json") != "json":
        raise PlaygroundError("The local Discord's gateway has only JSON")
    return compressor(query.get("compress"))


_REASONS = {
    UNKNOWN_OPCODE: b"Unknown opcode.",
    NOT_AUTHENTICATED: b"Not authenticated.",
    AUTHENTICATION_FAILED: b"Authentication failed.",
    ALREADY_AUTHENTICATED: b"Already authenticated.",
    INVALID_SHARD: b"Invalid shard.",
    INVALID_INTENTS: b"Invalid intent(s).",
}
