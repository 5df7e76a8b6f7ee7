"""Takes interactions and messages from the gateway: admits them, starts the work, counts the late.

discord.py starts a task for each interaction as soon as it arrives. The one place before that work,
for commands, components and modals alike, is its table of parsers, where each gateway event is
looked up; the entries for interactions and messages are replaced here. Of messages discord.py
learns nothing: most that a bot gets are not for it, and cost a look into a dictionary.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

import discord
import structlog

from bot.admission import Admission, Arrival
from bot.error_handler import kind_of, record_failure, tell
from bot.lateness import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, MutableMapping

    from bot.client import StudyBot

log = structlog.stdlib.get_logger(__name__)

EVENT = "INTERACTION_CREATE"
MESSAGE_EVENTS = ("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK")
TURN_SECONDS = 0.02
"""How often the limit is fitted while somebody waits."""
REPORT_SECONDS = 60.0
BUSY = (
    "Too many people use me at this moment, so I did not get to this. Nothing was changed; "
    "please try again in a few seconds."
)


class Intake:
    """Stands between the gateway and the handlers of one bot."""

    def __init__(self, bot: StudyBot, parsers: MutableMapping[str, Callable[[Any], None]]) -> None:
        self.tally = Tally()
        self.admission: Admission[Callable[[], None]] = Admission(self.tally)
        self.on_message: Callable[[str, dict[str, Any]], None] = lambda *_: None
        """Told of each message event, by its name; the one who asks for it puts itself here."""
        self._bot = bot
        self._start = parsers[EVENT]
        self._followed: set[int] = set()
        self._refused: set[int] = set()
        self._turning = False
        self._reporting = False
        parsers[EVENT] = self.receive
        for name in MESSAGE_EVENTS:
            parsers[name] = partial(self._receive_message, name)

    def receive(self, data: dict[str, Any]) -> None:
        """Take an interaction's payload as the gateway sent it."""
        user = data.get("member", data).get("user", {})
        arrival: Arrival[Callable[[], None]] = Arrival(
            id=int(data["id"]),
            kind=kind_of(data["type"]),
            lane=_lane(data),
            person=int(user.get("id", 0)),
            sent=discord.utils.snowflake_time(int(data["id"])).timestamp(),
            payload=partial(self._start, data),
        )
        self.arrive(arrival)

    def arrive(self, arrival: Arrival[Callable[[], None]]) -> None:
        """Let something wait for its turn; its payload starts the work."""
        # One reading for both: by a later one it would have waited already.
        now = self._bot.clock.monotonic()
        self.admission.arrive(arrival, now)
        self._pump(now)

    def begin(self, arrival: int, work: Callable[..., Coroutine[Any, Any, None]]) -> None:
        """Start the work on what has arrived, and tell it whether there is no time but to say so.

        An arrival's payload calls this when the work does not begin with an interaction.
        """
        task = self._bot.spawn(work(is_refused=arrival in self._refused), name="arrival")
        task.add_done_callback(lambda _: self._finish(arrival))

    def _receive_message(self, name: str, data: dict[str, Any]) -> None:
        """Hand a message event on; a malformed one must not end the shard."""
        try:
            self.on_message(name, data)
        except Exception as exc:  # noqa: BLE001  (the one error path takes everything)
            record_failure(exc, source=name)

    async def admits(self, interaction: discord.Interaction[Any]) -> bool:
        """Take the calling task for the interaction's work; return whether it may be done.

        If not, the person has been told to try again.
        """
        self._follow(interaction.id)
        if interaction.id not in self._refused:
            return True
        await tell(interaction, BUSY, source="refusal")
        return False

    def count(self, outcome: str, kind: str) -> None:
        """Count an interaction that could not be answered, for the log's next line."""
        self.tally.add(outcome, kind)
        self._report_soon()

    def started(self, interaction: discord.Interaction[Any]) -> None:
        """Note that every handler has had its first turn: without a task, nothing is in work."""
        if interaction.id not in self._followed:
            self._finish(interaction.id)

    def _follow(self, interaction: int) -> None:
        task = asyncio.current_task()
        if task is not None and interaction not in self._followed:
            self._followed.add(interaction)
            task.add_done_callback(lambda _: self._finish(interaction))

    def _finish(self, interaction: int) -> None:
        self._followed.discard(interaction)
        self._refused.discard(interaction)
        now = self._bot.clock.monotonic()
        self.admission.finish(interaction, now)
        self._pump(now)

    def _pump(self, now: float) -> None:
        """Start whoever may start now, and look again soon when somebody has to wait."""
        while (arrival := self.admission.take(now)) is not None:
            if arrival.refused:
                self._refused.add(arrival.id)
            try:
                arrival.payload()
            except Exception as exc:  # noqa: BLE001  (one malformed event must not end the shard)
                self._finish(arrival.id)
                record_failure(exc, source="interaction", kind=arrival.kind)
        if self.admission.waiting and not self._turning:
            self._turning = True
            asyncio.get_running_loop().call_later(TURN_SECONDS, self._turn, now + TURN_SECONDS)
        self._report_soon()

    def _turn(self, due: float) -> None:
        self._turning = False
        now = self._bot.clock.monotonic()
        self.admission.turn(now - due)
        self._pump(now)

    def _report_soon(self) -> None:
        if self.tally and not self._reporting:
            self._reporting = True
            self._bot.spawn(self._report(), name="interaction report")

    async def _report(self) -> None:
        """Log what was counted in a minute, or until the bot stops, in one line."""
        try:
            await asyncio.sleep(REPORT_SECONDS)
        finally:
            self._reporting = False
            counts = self.tally.take()
            total = sum(number for kinds in counts.values() for number in kinds.values())
            if total:
                log.warning("interactions.unanswered", total=total, **counts)


def _lane(data: dict[str, Any]) -> str:
    """Return what shares a lock: the same command or route in one channel."""
    inner = data.get("data", {})
    name = str(inner.get("name") or inner.get("custom_id", ""))
    return f"{data['type']} {':'.join(name.split(':')[:2])} {data.get('channel_id')}"
