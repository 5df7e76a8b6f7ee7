"""Who and what one person can name: people, roles and channels, for mentions and selects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.payloads import Json

DM = 1
THREADS = frozenset({10, 11, 12})


def display_name(user: Json) -> str:
    """Return what people call a user."""
    return str(user.get("global_name") or user.get("username") or "unknown")


@dataclass(frozen=True)
class Directory:
    """The users (the bot among them), roles and channels that one person sees; it resolves ids."""

    users: Sequence[Json]
    roles: Sequence[Json]
    channels: Sequence[Json]

    def user(self, user_id: int) -> str | None:
        """Return a person's display name."""
        found = _find(self.users, user_id)
        return None if found is None else display_name(found)

    def role(self, role_id: int) -> str | None:
        """Return a role's name without the sign in front of @everyone."""
        found = _find(self.roles, role_id)
        return None if found is None else str(found["name"]).removeprefix("@")

    def channel(self, channel_id: int) -> str | None:
        """Return a channel's name without its sign."""
        found = _find(self.channels, channel_id)
        return None if found is None else self.channel_name(found)

    def channel_name(self, channel: Json) -> str:
        """Name a channel; the one with the bot is called after the bot."""
        if channel["type"] == DM:
            return next((display_name(user) for user in self.users if user.get("bot")), "bot")
        return str(channel["name"])

    def choices(self, component: Json) -> list[tuple[str, str]]:
        """Return (id, label) of what a user, role, mentionable or channel select offers."""
        kind = component["type"]
        people = [(str(user["id"]), display_name(user)) for user in self.users]
        roles = [
            (str(role["id"]), "@" + str(role["name"]).removeprefix("@")) for role in self.roles
        ]
        if kind == 8:  # noqa: PLR2004 - Discord's number of a channel select
            wanted = component.get("channel_types") or ()
            return [
                (str(channel["id"]), "#" + self.channel_name(channel))
                for channel in self.channels
                if channel["type"] != DM and (not wanted or channel["type"] in wanted)
            ]
        return {5: people, 6: roles, 7: people + roles}[kind]


def _find(items: Sequence[Json], wanted: int) -> Json | None:
    return next((item for item in items if int(item["id"]) == wanted), None)
