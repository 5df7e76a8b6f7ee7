"""What a person may see and use: channels, messages, components and commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.component_tree import nested
from bot.playground.errors import ActionRefused
from bot.playground.payloads import THREAD_TYPES, Json, MessageFlag
from bot.playground.permissions import Permission, permissions_in

if TYPE_CHECKING:
    from bot.playground.hub import Hub
    from bot.playground.world import World


class Visibility:
    """Finds what a person names, or refuses it with a text for them."""

    def __init__(self, world: World, hub: Hub) -> None:
        self._world = world
        self._hub = hub

    def visible(self, person: int, channel: int) -> Json:
        """Return a channel that a person sees, or refuse."""
        found = self._world.channels.get(channel)
        if found and permissions_in(self._world, person, found) & Permission.VIEW_CHANNEL:
            return found
        raise ActionRefused("There is no such channel.")

    def message(self, person: int, message: int) -> Json:
        """Return a message that a person sees, or refuse."""
        for channel, kept in self._world.messages.items():
            found = kept.get(message)
            if found and self._hub.may_see(person, found, self._world.channel(channel)):
                return found
        raise ActionRefused("This message is gone.")

    def message_in(self, person: int, place: Json, message: int) -> Json:
        """Return a finished message that a person sees in a channel, or refuse."""
        found = self.message(person, message)
        if found["channel_id"] != place["id"]:
            raise ActionRefused("This message is in another channel.")
        if found["flags"] & MessageFlag.LOADING:
            raise ActionRefused("This message is not there yet.")
        return found

    def own_message(self, person: int, message: int) -> Json:
        """Return a message that a person wrote, or refuse."""
        found = self.message(person, message)
        if found["author"]["id"] != str(person):
            raise ActionRefused("This is somebody else's message.")
        return found

    def companion(self, user: int, place: Json) -> int:
        """Return somebody who is in a channel, or refuse."""
        world = self._world
        if user in (world.members if "guild_id" in place else world.dm_members(place)):
            return user
        raise ActionRefused("There is no such person here.")

    def component(self, person: int, message: int, custom_id: str) -> tuple[Json, Json]:
        """Return a message and the component on it that a person may use now, or refuse."""
        shown = self.message(person, message)
        for component in nested(shown["components"]):
            if component.get("custom_id") == custom_id:
                if component.get("disabled"):
                    raise ActionRefused("This is switched off.")
                return shown, component
        raise ActionRefused("This message has no such button or menu any more.")

    def command(self, person: int, channel: int, command_id: int) -> tuple[Json, Json]:
        """Return a channel and a command that a person may use in it, or refuse."""
        place = self.visible(person, channel)
        command = self._world.commands.get(command_id)
        if command is None:
            raise ActionRefused("This command is outdated; choose it again.")
        if not self.usable(command, person, place):
            raise ActionRefused("You do not have permission to use this command here.")
        return place, command

    def usable(self, command: Json, person: int, channel: Json) -> bool:
        """Return whether a person may use a command in a channel, by context and permissions."""
        allowed = permissions_in(self._world, person, channel)
        if not allowed & Permission.USE_APPLICATION_COMMANDS or not self.can_send(channel, allowed):
            return False
        in_guild = "guild_id" in channel
        contexts = command.get("contexts")
        if contexts is not None and (0 if in_guild else 1) not in contexts:
            return False
        if not in_guild:
            return "guild_id" not in command
        needed = command.get("default_member_permissions")
        if needed is None or allowed & Permission.ADMINISTRATOR:
            return True
        # "0" means administrators only
        return int(needed) != 0 and int(allowed) & int(needed) == int(needed)

    def can_send(self, channel: Json, allowed: Permission) -> bool:
        """Return whether someone with these permissions may write in a channel now."""
        if channel["type"] in THREAD_TYPES and channel["thread_metadata"]["locked"]:
            return bool(allowed & Permission.MANAGE_THREADS)
        return bool(allowed & Permission.SEND_MESSAGES)
