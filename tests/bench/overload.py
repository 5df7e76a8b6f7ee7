"""Measures the bot under overload: ``python -m tests.bench.overload``.

Finds the highest rate at which 95 % of a mix of quiz presses, suggestions and lookups is answered
within 3 s (the knee), then sends at that rate and at twice that rate; beside a bare discord.py bot
that only acknowledges, over the same sockets and in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from bot.playground.component_tree import Component, nested
from bot.playground.rest import API
from tests.bench.load import TOKEN, Load, Result, serve_load
from tests.bench.lookup_latency import questions
from tests.conftest import ROOT
from tests.e2e.local_discord import LocalDiscord, Person, text_of
from tests.processes import clean_environment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

KNEE_SHARE = 0.95
GOAL = 0.8
QUESTION_SECONDS = 120
READY_SECONDS = 60.0
_LOWEST, _HIGHEST = 50.0, 3200.0
_BISECTIONS = 2
BOTS = {"bare": ("tests.bench.bare_bot",), "syllabot": ("bot", "run", "--until-eof")}


@dataclass
class Bench:
    """One bot under load, and how long each rate is sent."""

    name: str
    load: Load
    process: psutil.Process
    log: Path
    seconds: float

    async def run(self, rate: float, seconds: float) -> Result:
        """Send at one rate and print what became of it."""
        _aim_at_question(self.load)
        before = sum(self.process.cpu_times()[:2])
        result = await self.load.send(rate, seconds)
        used = sum(self.process.cpu_times()[:2]) - before
        print(row(self.name, result, used / result.seconds), flush=True)
        await self.load.settle()
        return result

    async def knee(self) -> float:
        """Return the highest rate that was borne: by doubling, then by halving the distance."""
        borne, rate = 0.0, _LOWEST
        while rate <= _HIGHEST and (await self.run(rate, self.seconds)).share >= KNEE_SHARE:
            borne, rate = rate, rate * 2
        refused = rate
        for _ in range(_BISECTIONS if borne else 0):
            rate = (borne + refused) / 2
            if (await self.run(rate, self.seconds)).share >= KNEE_SHARE:
                borne = rate
            else:
                refused = rate
        return borne or _LOWEST


HEADER = (
    "bot        rate/s   sent  in time   share in time/s refused   late dropped  p50 ms  p99 ms "
    "  cpu lag ms  in time: press, suggestions, lookup"
)


def row(name: str, result: Result, cpu: float) -> str:
    """Return one line of the table."""
    shares = " ".join(
        f"{len(result.took[kind]) / max(1, result.sent[kind]):4.0%}"
        for kind in ("press", "autocomplete", "lookup")
    )
    return (
        f"{name:9} {result.rate:7.0f} {sum(result.sent.values()):6} {result.in_time:8} "
        f"{result.share:7.1%} {result.goodput:9.1f} {result.refused:7} {result.late:6} "
        f"{result.dropped:7} {result.percentile(50):7.0f} {result.percentile(99):7.0f} {cpu:5.0%} "
        f"{result.lag * 1000:6.0f}  {shares}"
    )


@asynccontextmanager
async def bench(
    name: str, module: tuple[str, ...], seconds: float, load: Load
) -> AsyncIterator[Bench]:
    """Start a bot in a local Discord of its own; both are gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        async with serve_load(load):
            with log.open("wb") as errors:
                process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", *module),
                    cwd=ROOT,
                    env=clean_environment(
                        PYTHONPATH=str(ROOT),
                        DISCORD_TOKEN=TOKEN,
                        SYLLABOT_DATA=folder,
                        SYLLABOT_DISCORD_API=load.playground.world.base_url + API,
                    ),
                    stdin=asyncio.subprocess.PIPE,
                    stderr=errors,
                )
            try:
                async with asyncio.timeout(READY_SECONDS):
                    await load.playground.came_online.wait()
                yield Bench(name, load, psutil.Process(process.pid), log, seconds)
            finally:
                process.terminate()
                await process.wait()


async def open_quiz(load: Load) -> None:
    """Start a quiz whose questions stay open: somebody takes part who never answers."""
    here = LocalDiscord(load.playground, Path(), {})
    await here.ines.use("quiz", "quiz start", questions=25, seconds=QUESTION_SECONDS)
    lobby = await here.sam.waits_for("quiz", "Starts")
    await here.sam.press(lobby, "Join")
    await here.ines.press(lobby, "Start now")
    await here.sam.waits_for("quiz", "Answered: 0")


def _aim_at_question(load: Load) -> None:
    """Press the buttons of the newest question from now on."""
    here = LocalDiscord(load.playground, Path(), {})
    sam: Person = here.sam
    asked = [message for message in sam.sees("quiz") if "Answered:" in text_of(message)]
    if not asked:
        return
    load.press = load.playground.world.render(
        load.playground.visibility.message(sam.id, int(asked[-1]["id"]))
    )
    found = nested(load.press["components"])
    load.buttons = [c for c in found if c["type"] == Component.BUTTON and not c.get("disabled")]


async def measure(seconds: float, long: float) -> None:
    """Print the table of both bots and what twice the knee leaves of the best."""
    print(HEADER, flush=True)
    ratios = {}
    for name, module in BOTS.items():
        load = Load(questions(random.Random(1)))
        async with bench(name, module, seconds, load) as tried:
            if name == "syllabot":
                await open_quiz(tried.load)
            await tried.run(_LOWEST, 2.0)
            knee = await tried.knee()
            once = await tried.run(knee, long)
            twice = await tried.run(2 * knee, long)
            ratios[name] = (knee, once.goodput, twice.goodput)
            written = tried.log.read_text(errors="replace")
        print(f"{name}: knee {knee:.0f}/s, tracebacks in the log: {written.count('Traceback')}")
    for name, (_, once_per_second, twice_per_second) in ratios.items():
        kept = twice_per_second / max(once_per_second, 1.0)
        print(
            f"{name}: {once_per_second:.0f}/s in time at the knee, {twice_per_second:.0f}/s at "
            f"twice the knee: {kept:.0%}"
        )
    share = ratios["syllabot"][1] / max(ratios["bare"][1], 1.0)
    kept = ratios["syllabot"][2] / max(ratios["syllabot"][1], 1.0)
    print(f"syllabot answers {share:.0%} of what the bare bot acknowledges per second")
    print(f"twice the knee is {'within' if kept >= GOAL else 'BELOW'} the goal of {GOAL:.0%}")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5.0, help="for each rate of the search")
    parser.add_argument("--long", type=float, default=10.0, help="at the knee and at twice that")
    given = parser.parse_args()
    asyncio.run(measure(given.seconds, given.long))


if __name__ == "__main__":
    main()
