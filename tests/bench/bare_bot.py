"""The least that a bot on discord.py can be: it acknowledges every interaction and does no more."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


class BareBot(discord.AutoShardedClient):
    """Answers a constant to commands and presses, and nothing to whoever types."""

    async def setup_hook(self) -> None:
        _, url, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)

    async def on_interaction(self, interaction: discord.Interaction[BareBot]) -> None:
        with contextlib.suppress(discord.NotFound):  # too late: the load has counted it
            if interaction.type is discord.InteractionType.autocomplete:
                await interaction.response.autocomplete([])
            else:
                await interaction.response.send_message("Acknowledged.", ephemeral=True)


def main() -> None:
    """Run against the server that the environment names until standard input ends."""
    Route.BASE = os.environ["SYLLABOT_DISCORD_API"]
    bot = BareBot(intents=discord.Intents(guilds=True))

    async def until_end() -> None:
        async with bot:
            bot.loop.add_reader(sys.stdin.fileno(), sys.exit, 0)
            await bot.start(os.environ["DISCORD_TOKEN"])

    asyncio.run(until_end())


if __name__ == "__main__":
    main()
