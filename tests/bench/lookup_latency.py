"""Measures one lookup over local sockets: ``python -m tests.bench.lookup_latency``.

From the gateway frame that carries `/concept` to the callback that answers it, as the local Discord
sees both; against a bare discord.py bot that answers a constant, in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.clock import SystemClock
from bot.playground.page_api import Playground
from bot.playground.rest import API
from bot.playground.server import serve
from bot.playground.world import World
from content.library import load, shipped_courses
from tests.e2e.local_discord import LocalDiscord, Person, open_local_discord

if TYPE_CHECKING:
    from collections.abc import Sequence

BUDGET_MS = 50.0
"""What a lookup may cost at the 99th percentile."""


def questions(rng: random.Random) -> list[str]:
    """Return what people type: titles, questions and titles with a typo."""
    titles = [
        concept.title
        for lesson in load([shipped_courses()]).lessons
        for section in lesson.sections
        for concept in section.concepts
    ]
    asked = [f"what is {title.lower()}?" for title in titles]
    mistyped = [title[:2] + title[3:] for title in titles if len(title) > 5]
    return rng.sample(every := titles + asked + mistyped, len(every))


async def time_command(person: Person, name: str, queries: Sequence[str]) -> list[float]:
    """Return the milliseconds from frame to callback for each query."""
    took = []
    for query in queries:
        began = time.perf_counter()
        outcome = await person.use("general", name, **({"query": query} if query else {}))
        took.append((time.perf_counter() - began) * 1000)
        assert outcome.kind == "message", outcome
    return took


def bare_bot() -> discord.AutoShardedClient:
    """Return the least that discord.py can be: one command, one constant answer."""
    client = discord.AutoShardedClient(intents=discord.Intents(guilds=True))
    tree = app_commands.CommandTree(client)

    @tree.command(description="Answers a constant")
    async def constant(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("constant", ephemeral=True)

    async def setup_hook() -> None:
        await tree.sync()

    client.setup_hook = setup_hook  # type: ignore[method-assign]
    return client


async def time_bare(count: int) -> list[float]:
    """Return the milliseconds of a bare bot's answers, over the same kind of socket."""
    playground = Playground(World(SystemClock()), "bench")
    async with serve(playground), bare_bot() as client:
        discord.http.Route.BASE = playground.world.base_url + API
        running = asyncio.create_task(client.start("bench"))
        await playground.came_online.wait()
        here = LocalDiscord(playground, Path(), {})
        took = await time_command(here.sam, "constant", [""] * count)
        await client.close()
        await running
    return took


def report(name: str, took: Sequence[float]) -> tuple[float, float]:
    """Print and return the median and the 99th percentile."""
    cuts = statistics.quantiles(took, n=100)
    print(f"{name:24} n={len(took):4}  p50 {cuts[49]:6.1f} ms  p99 {cuts[98]:6.1f} ms")
    return cuts[49], cuts[98]


async def measure(rounds: int) -> None:
    """Print both distributions and their ratio."""
    queries = questions(random.Random(1)) * rounds
    with tempfile.TemporaryDirectory() as folder:
        async with open_local_discord(Path(folder)) as here:
            await time_command(here.sam, "concept", queries[:20])
            lookups = await time_command(here.sam, "concept", queries)
    bare = await time_bare(len(queries))
    p50, p99 = report("/concept", lookups)
    bare50, bare99 = report("a bare discord.py reply", bare)
    print(f"ratio: p50 {p50 / bare50:.1f}, p99 {p99 / bare99:.1f}")
    print(f"p99 {'within' if p99 < BUDGET_MS else 'ABOVE'} the budget of {BUDGET_MS:.0f} ms")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10, help="times that each query is asked")
    asyncio.run(measure(parser.parse_args().rounds))


if __name__ == "__main__":
    main()
