"""Fetches the ids that Discord gave to the commands, so that help can link to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog

from bot.retries import answered_within

if TYPE_CHECKING:
    from discord import app_commands

log = structlog.stdlib.get_logger(__name__)

_WAIT_SECONDS = 1.5
"""Seconds to wait for Discord: the answer itself is due within three."""


class CommandIds:
    """The ids of the registered commands by name; fetched once, none until Discord answers."""

    def __init__(self, tree: app_commands.CommandTree[Any]) -> None:
        self._tree = tree
        self._ids: dict[str, int] = {}

    async def get(self) -> dict[str, int]:
        """Return the ids of the top commands; never raises on account of Discord."""
        if not self._ids:
            try:
                fetched = await answered_within(_WAIT_SECONDS, self._tree.fetch_commands())
            except (discord.DiscordException, aiohttp.ClientError, OSError) as exc:
                log.warning("help.no_ids", reason=str(exc) or type(exc).__name__)
            else:
                self._ids = {command.name: command.id for command in fetched}
        return self._ids
