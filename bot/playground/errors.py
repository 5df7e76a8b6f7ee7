"""What can go wrong in the local Discord, for the operator, for the bot and for a person.

StartupError
└── PlaygroundError   the server itself cannot do its work; one line for the operator
BotError
├── DiscordError      an answer of the REST API, with Discord's own status, code and shape
└── ActionRefused     a person tried something that they may not do; the text is for that person
"""

from __future__ import annotations

from typing import Any

from bot.errors import BotError, StartupError


class PlaygroundError(StartupError):
    """Says in one line what keeps the local Discord from working and what to do."""


class ActionRefused(BotError):
    """Says to a person why their action did nothing."""


class DiscordError(BotError):
    """An error as Discord's REST API answers it."""

    def __init__(
        self, status: int, code: int, message: str, errors: dict[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def to_json(self) -> dict[str, Any]:
        """Return the body that Discord sends with this error."""
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors is not None:
            body["errors"] = self.errors
        return body


def unauthorized() -> DiscordError:
    """Build the answer to a missing or wrong bot token."""
    return DiscordError(401, 0, "401: Unauthorized")


def unknown_channel() -> DiscordError:
    """Build the answer for a channel that does not exist."""
    return DiscordError(404, 10003, "Unknown Channel")


def unknown_message() -> DiscordError:
    """Build the answer for a message that does not exist or that only one person sees."""
    return DiscordError(404, 10008, "Unknown Message")


def missing_access() -> DiscordError:
    """Build the answer for a channel that the bot cannot see."""
    return DiscordError(403, 50001, "Missing Access")


def missing_permissions() -> DiscordError:
    """Build the answer for an action that the bot's roles do not allow."""
    return DiscordError(403, 50013, "Missing Permissions")


def bad_request(message: str) -> DiscordError:
    """Build the answer to a body that is not what the route expects at all."""
    return DiscordError(400, 0, f"400: Bad Request ({message})")
