"""Measures how many lookups one processor bears: ``python -m tests.bench.lookup_load``.

Only `/concept`, at a steady rate, at a bot that has one processor to itself while the load has
another; first what study servers ask again and again, then queries of which hardly two are alike.
A bare discord.py bot that only acknowledges is measured in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
from typing import TYPE_CHECKING

from tests.bench.load import COMMAND, Load, Result
from tests.bench.lookup_latency import questions
from tests.bench.overload import BOTS, Bench, bench

if TYPE_CHECKING:
    from collections.abc import Sequence

GOAL_RATE, GOAL_MS = 400.0, 100.0
_LOWEST, _HIGHEST, _STEPS = 100.0, 1600.0, 3
_VARIANTS = 20_000
_FORMS = ("{}", "what is {}?", "explain {}", "how does {} work", "{} example", "use of {}")
_HEADER = "bot      queries   rate/s   sent  p50 ms  p99 ms  late refused dropped  cpu  ms each  MB"


def variants(rng: random.Random) -> list[str]:
    """Return titles and questions about them with typos in different places, none of them twice."""
    titles = [title for title in questions(rng) if not title.endswith("?")]
    found: dict[str, None] = {}
    while len(found) < _VARIANTS:
        words = f"{rng.choice(titles).lower()} {rng.choice(titles)}"[: rng.randint(6, 40)]
        at = rng.randrange(3 * len(words))  # two in three are typed without another typo
        found[rng.choice(_FORMS).format(words[:at] + words[at + 1 :])] = None
    return list(found)


async def send(tried: Bench, asked: str, rate: float, seconds: float) -> Result:
    """Send at one rate and print what became of it."""
    before = sum(tried.process.cpu_times()[:2])
    result = await tried.load.send(rate, seconds)
    used = sum(tried.process.cpu_times()[:2]) - before
    memory = tried.process.memory_info().rss / 2**20
    print(
        f"{tried.name:8} {asked:8} {rate:7.0f} {result.sent['lookup']:6} "
        f"{result.percentile(50):7.1f} {result.percentile(99):7.1f} {result.late:5} "
        f"{result.refused:7} {result.dropped:7} {used / result.seconds:4.0%} "
        f"{used / sum(result.sent.values()) * 1000:8.2f} {memory:3.0f}",
        flush=True,
    )
    await tried.load.settle()
    return result


def is_borne(result: Result) -> bool:
    """Return whether all were answered, and nearly all at once."""
    return result.share == 1.0 and result.percentile(99) < GOAL_MS


async def highest(tried: Bench, asked: str, seconds: float) -> float:
    """Return the highest rate that was borne: by doubling, then by halving the distance."""
    borne, rate = 0.0, _LOWEST
    while rate <= _HIGHEST and is_borne(await send(tried, asked, rate, seconds)):
        borne, rate = rate, rate * 2
    refused = rate
    for _ in range(_STEPS if borne else 0):
        rate = (borne + refused) / 2
        if is_borne(await send(tried, asked, rate, seconds)):
            borne = rate
        else:
            refused = rate
    return borne


async def measure(seconds: float, *, search: bool) -> None:
    """Print a table of both bots, and the highest rates."""
    own, *others = sorted(os.sched_getaffinity(0))
    sets: dict[str, Sequence[str]] = {
        "alike": questions(random.Random(1)),
        "distinct": variants(random.Random(1)),
    }
    lines = []
    print(_HEADER, flush=True)
    for name, module in BOTS.items():
        # A process begins on the processors of the thread that starts it.
        os.sched_setaffinity(0, others[:1] or {own})
        load = Load(sets["alike"], (COMMAND,))
        async with bench(name, module, seconds, load) as tried:
            os.sched_setaffinity(0, {own})
            await send(tried, "(warm)", _LOWEST, seconds)
            for asked in sets if name != "bare" else ("alike",):
                load.queries = sets[asked]
                goal = await send(tried, asked, GOAL_RATE, 2 * seconds)
                borne = await highest(tried, asked, seconds) if search else 0.0
                told = "borne" if is_borne(goal) else "NOT borne"
                lines.append(f"{name}, {asked}: {GOAL_RATE:.0f}/s {told}, at most {borne:.0f}/s")
            written = tried.log.read_text(errors="replace")
            lines.append(f"{name}: tracebacks in the log: {written.count('Traceback')}")
    print("\n".join(lines))


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5.0, help="for each rate")
    parser.add_argument("--brief", action="store_true", help="only the rate that is the goal")
    given = parser.parse_args()
    asyncio.run(measure(given.seconds, search=not given.brief))


if __name__ == "__main__":
    main()
