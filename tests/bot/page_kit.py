"""Reads the cards that the bot sent, for the tests of looking up, browsing, help and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands
from simcord.components import walk_components

from bot.error_handler import unwrap
from bot.errors import UserError

if TYPE_CHECKING:
    import simcord
    from simcord.results import InteractionResult, ResponseMessage

    from tests.bot.conftest import Study

OTHERS = "re:"
RELATED = "read:open:related"
HERE = "read:open:here"
"""How the custom_ids of selects begin; others' go on with the lookup that the card came from."""


def message_of(result: InteractionResult) -> ResponseMessage:
    """Return the one message that answered an interaction."""
    assert result.response is not None
    return result.response


def parts_of(message: Any) -> list[dict[str, Any]]:
    """Return every component of a message as Discord has it."""
    components = message.components
    if components and not isinstance(components[0], dict):
        components = [component.to_dict() for component in components]
    return list(walk_components(components))


def text_of(message: Any) -> str:
    """Return what a card says."""
    return "\n".join(part["content"] for part in parts_of(message) if part["type"] == 10)


def labels_of(message: Any) -> list[str]:
    """Return the labels of a card's buttons that can be pressed."""
    buttons = [part for part in parts_of(message) if part["type"] == 2]
    return [part["label"] for part in buttons if not part.get("disabled")]


def select_of(message: Any, start: str) -> str:
    """Return the custom_id of the card's select that begins with ``start``."""
    ids = [str(part.get("custom_id", "")) for part in parts_of(message) if part["type"] == 3]
    (found,) = (custom_id for custom_id in ids if custom_id.startswith(start))
    return found


def options_of(message: Any, start: str) -> dict[str, str]:
    """Return the labels of a select by value; empty when the card has no such select."""
    for part in parts_of(message):
        if part["type"] == 3 and part.get("custom_id", "").startswith(start):
            return {option["value"]: option["label"] for option in part["options"]}
    return {}


def only_for_one(result: InteractionResult) -> ResponseMessage:
    """Return the answer, which only the person who asked can see."""
    message = message_of(result)
    assert message.ephemeral
    return message


def refusal(study: Study, result: InteractionResult) -> str:
    """Return what a refused command told the one person, and that it was refused on purpose."""
    (error,) = study.env.errors
    assert isinstance(unwrap(error), (UserError, app_commands.CheckFailure))
    return only_for_one(result).content


def posts(channel: simcord.ChannelHandle) -> list[Any]:
    """Return what everyone sees in a channel."""
    return [message for message in channel.history() if not message.flags.ephemeral]
