"""What context menu commands are used on: a message or a person, as bot and answers name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.playground.errors import ActionRefused
from bot.playground.payloads import CommandType, Json

if TYPE_CHECKING:
    from bot.playground.options import Resolver
    from bot.playground.visibility import Visibility
    from bot.playground.world import World


class Target(NamedTuple):
    """What a target adds to an interaction."""

    data: Json
    """For the bot, beside the command's id and name."""
    metadata: Json
    """For the messages that will answer."""


class Targets:
    """Finds what a person uses a context menu command on, or refuses it."""

    def __init__(self, world: World, visibility: Visibility) -> None:
        self._world = world
        self._visibility = visibility

    def find(
        self, person: int, place: Json, command: Json, target: int | None, resolver: Resolver
    ) -> Target:
        """Return the target of a command as `resolver` now knows it."""
        if target is None:
            raise ActionRefused("Choose what the command is for.")
        if command["type"] == CommandType.USER:
            resolver.add(str(self._visibility.companion(target, place)), ("users",))
            metadata = {"target_user": dict(self._world.users[target])}
        else:
            message = self._visibility.message_in(person, place, target)
            resolver.found["messages"] = {message["id"]: self._world.render(message)}
            metadata = {"target_message_id": message["id"]}
        return Target({"target_id": str(target)}, metadata)
