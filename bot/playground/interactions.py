"""Opens interactions, keeps the 3 s and 15 min rules and says how each interaction ended."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.errors import ActionRefused, DiscordError
from bot.playground.payloads import Json, snowflake_ms
from bot.playground.permissions import permissions_in
from bot.playground.world import Interaction

if TYPE_CHECKING:
    from bot.playground.hub import Hub
    from bot.playground.world import World

ANSWER_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60
NO_ANSWER = "The application did not respond"
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
LOCALE = "en-US"


@dataclass(frozen=True)
class Outcome:
    """How the bot answered an interaction."""

    kind: str
    """message, update, deferred, modal, autocomplete or failed; pending if the server has ended."""
    message_id: int | None = None
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list)
    error: str | None = None


class Interactions:
    """Every open interaction, with the timer that fails it when the bot does not answer."""

    def __init__(self, world: World, hub: Hub, *, answer_within: float = ANSWER_SECONDS) -> None:
        self.world = world
        self.hub = hub
        self.answer_within = answer_within
        self._settled: dict[int, asyncio.Event] = {}
        self._timers: dict[int, asyncio.TimerHandle] = {}
        for interaction in world.interactions.values():
            if interaction.status == "pending":
                interaction.status, interaction.error = "failed", NO_ANSWER

    def open(
        self,
        kind: int,
        person: int,
        channel: Json,
        data: Json,
        metadata: Json,
        *,
        command_name: str | None = None,
        message: Json | None = None,
        custom_id: str | None = None,
    ) -> int:
        """Send an interaction to the bot and return its id.

        `metadata` adds to the `interaction_metadata` of the messages that will answer it.
        """
        if self.hub.bot is None or not self.hub.bot.online:
            raise ActionRefused("Syllabot is offline; it may be starting again. Try in a moment.")
        self._prune()
        snowflake = self.world.new_id()
        interaction = Interaction(
            id=snowflake,
            token=secrets.token_urlsafe(48),
            kind=kind,
            person=person,
            channel=int(channel["id"]),
            metadata=self._metadata(snowflake, kind, person, channel) | metadata,
            command_name=command_name,
            message=int(message["id"]) if message else None,
            custom_id=custom_id,
        )
        self.world.interactions[snowflake] = interaction
        self._settled[snowflake] = asyncio.Event()
        loop = asyncio.get_running_loop()
        self._timers[snowflake] = loop.call_later(self.answer_within, self._expire, interaction)
        self.world.touch()
        if kind != AUTOCOMPLETE:
            self.hub.tell(person, "INTERACTION_PENDING", self._event(interaction))
        payload = self._payload(interaction, channel, data)
        if message is not None:
            payload["message"] = self.world.render(message)
        self.hub.bot.dispatch("INTERACTION_CREATE", payload, guild="guild_id" in channel)
        return snowflake

    async def settled(self, interaction: int) -> Outcome:
        """Wait for the bot's answer, which may take `answer_within`, and say how it was."""
        known = self.world.interactions.get(interaction)
        if known is None:
            raise ActionRefused("This interaction is over.")
        event = self._settled.get(interaction)
        if event is not None and known.status == "pending":
            await event.wait()
        message = known.original
        return Outcome(known.status, message, known.modal, known.choices, known.error)

    # the bot's side

    def find(self, interaction: int, token: str) -> Interaction:
        """Return the interaction that a callback may answer now, or answer 10062 or 40060."""
        known = self.world.interactions.get(interaction)
        if known is None or known.status == "failed" or not _same(known.token, token):
            raise DiscordError(404, 10062, "Unknown interaction")
        if known.status != "pending":
            raise DiscordError(400, 40060, "Interaction has already been acknowledged.")
        return known

    def by_token(self, application: int, token: str) -> Interaction:
        """Return the answered interaction whose webhook this is, or answer 10015 or 50027."""
        if application != self.world.bot_id:
            raise DiscordError(404, 10015, "Unknown Webhook")
        for known in reversed(self.world.interactions.values()):
            if _same(known.token, token):
                if self._age(known) > TOKEN_SECONDS:
                    break
                if known.status in {"pending", "failed"}:
                    raise DiscordError(404, 10015, "Unknown Webhook")
                return known
        raise DiscordError(401, 50027, "Invalid Webhook Token")

    def settle(self, interaction: Interaction, status: str, error: str | None = None) -> None:
        """Note how an interaction was answered and tell the person."""
        interaction.status, interaction.error = status, error
        timer = self._timers.pop(interaction.id, None)
        if timer is not None:
            timer.cancel()
        event = self._settled.get(interaction.id)
        if event is not None:
            event.set()
        self.world.touch()
        if interaction.kind == AUTOCOMPLETE:
            return
        name = "INTERACTION_FAILED" if status == "failed" else "INTERACTION_DONE"
        self.hub.tell(
            interaction.person, name, self._event(interaction) | {"kind": status, "message": error}
        )

    def give_up(self) -> None:
        """Fail what is unanswered, because no bot is left to answer it."""
        for interaction in list(self.world.interactions.values()):
            self._expire(interaction)

    def close(self) -> None:
        """Stop the timers, and let nobody wait for an answer any longer."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        for event in self._settled.values():
            event.set()

    def _expire(self, interaction: Interaction) -> None:
        """Fail an interaction that the bot left unanswered."""
        if interaction.status == "pending":
            self.settle(interaction, "failed", NO_ANSWER)

    def _prune(self) -> None:
        """Forget interactions whose tokens are dead."""
        for snowflake, known in list(self.world.interactions.items()):
            if self._age(known) <= TOKEN_SECONDS:
                break
            del self.world.interactions[snowflake]
            self._settled.pop(snowflake, None)

    def _age(self, interaction: Interaction) -> float:
        """Return the seconds since a person acted."""
        return self.world.clock.now().timestamp() - snowflake_ms(interaction.id) / 1000

    # JSON

    def _event(self, interaction: Interaction) -> Json:
        """Return what the person's page needs to know which action this is about."""
        return {
            "interaction_id": str(interaction.id),
            "channel_id": str(interaction.channel),
            "message_id": str(interaction.message) if interaction.message else None,
            "custom_id": interaction.custom_id,
        }

    def _metadata(self, snowflake: int, kind: int, person: int, channel: Json) -> Json:
        """Return the start of `interaction_metadata`."""
        return {
            "id": str(snowflake),
            "type": kind,
            "user": dict(self.world.users[person]),
            "authorizing_integration_owners": _owners(person, channel),
        }

    def _payload(self, interaction: Interaction, channel: Json, data: Json) -> Json:
        """Return the body of INTERACTION_CREATE."""
        world, person = self.world, interaction.person
        allowed = str(int(permissions_in(world, person, channel)))
        payload: Json = {
            "id": str(interaction.id),
            "application_id": str(world.bot_id),
            "type": interaction.kind,
            "token": interaction.token,
            "version": 1,
            "data": data,
            "channel_id": channel["id"],
            "channel": {**channel, "permissions": allowed},
            "app_permissions": str(int(permissions_in(world, world.bot_id, channel))),
            "locale": LOCALE,
            "entitlements": [],
            "authorizing_integration_owners": _owners(person, channel),
            "attachment_size_limit": 10 * 1024 * 1024,
        }
        if "guild_id" in channel:
            guild = channel["guild_id"]
            member = {**world.members[person], "permissions": allowed}
            payload |= {"guild_id": guild, "guild_locale": LOCALE, "member": member, "context": 0}
            payload["guild"] = {"id": guild, "locale": LOCALE, "features": []}
        else:
            payload |= {"user": world.users[person], "context": 1}
        return payload


def _same(secret: str, given: str) -> bool:
    """Compare tokens without telling by the time it takes how much fits."""
    return secrets.compare_digest(secret.encode(), given.encode())


def _owners(person: int, channel: Json) -> Json:
    """Return who installed the app: the guild (0 in a DM) and the person."""
    return {"0": channel.get("guild_id", "0"), "1": str(person)}
