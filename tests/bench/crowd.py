"""Twenty quizzes of twenty-five people at once, over real sockets and in real time.

``python -m tests.bench.crowd`` prints for each run what was not shown as it should, how long
presses waited, and how many turns the quizzes' tasks took. ``--busy 2`` lets others compete.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.crowd import Evening, people_of, turns
from tests.e2e.local_discord import open_local_discord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.playground.world import World

DISCORD_SECONDS = 3.0
_SPIN = "while True: pass"


@contextlib.contextmanager
def busy(count: int) -> Iterator[None]:
    """Keep processors busy with other work."""
    processes = [subprocess.Popen([sys.executable, "-c", _SPIN]) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


async def hold(options: argparse.Namespace, seed: int, folder: Path) -> None:
    """Hold one evening and print what came of it."""
    crowd: dict[str, list[int]] = {}

    def prepare(world: World) -> None:
        crowd.update(people_of(world, options.groups, options.players))

    settings = {"SYLLABOT_LOG_FORMAT": "json"}
    async with open_local_discord(
        folder, prepare=prepare, settings=settings, answer_within=DISCORD_SECONDS
    ) as here:
        evening = Evening(here, crowd, options.questions, seconds=15, rng=random.Random(seed))
        faults = await evening.hold()
        waits = sorted(wait.total_seconds() for wait in evening.waits)
        reveals = sum(group.reveals for group in evening.groups.values())
        late = f"{evening.failed} not answered within {DISCORD_SECONDS:.0f} s"
        p50, p99, most = (
            round(seconds * 1000)
            for seconds in (statistics.median(waits), waits[len(waits) * 99 // 100], waits[-1])
        )
        print(
            f"{reveals} of {options.groups * options.questions} answers shown, "
            f"{len(faults)} faults; {len(waits)} presses, {late}, "
            f"waits p50 {p50} ms, p99 {p99} ms, longest {most} ms; "
            f"turns of a quiz at most {max(turns(here))}",
            flush=True,
        )
        for fault in faults:
            print("  ", fault)


def main() -> None:
    """Run as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--groups", type=int, default=20)
    parser.add_argument("--players", type=int, default=25)
    parser.add_argument("--questions", type=int, default=5)
    parser.add_argument("--busy", type=int, default=0, help="other processes that compete")
    options = parser.parse_args()
    with busy(options.busy):
        for seed in range(options.runs):
            with tempfile.TemporaryDirectory() as folder:
                asyncio.run(hold(options, seed, Path(folder)))


if __name__ == "__main__":
    main()
