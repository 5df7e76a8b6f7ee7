"""Measures how well and how fast search finds: ``python -m tests.bench.search``.

Against SQLite FTS5, and against tantivy and bm25s where they are installed (``pip install tantivy
bm25s``), on the same queries in one run; the engines take turns, so that a busy machine slows all.
``--grow`` shows builds and memory up to 200,000 sections instead, ``--hostile`` asks 10,000 odd
queries.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import random
import resource
import statistics
import sys
import time
from collections import defaultdict
from typing import TYPE_CHECKING

from index.suggest import Suggester
from tests.bench import search_sets
from tests.bench.search_engines import ENGINES, Ours
from tests.bench.search_sets import gain, success

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.search_engines import Engine

REFERENCE = "SQLite FTS5"
P50, P99 = 3.0, 5.0
"""How many times the reference's latency ours may be."""
COMPLETION_MS = 5.0
HOSTILE_MS = 100.0
_SIZES = (7_000, 20_000)
_GROWTH = (2_000, 7_000, 20_000, 60_000, 200_000)
_OLD = "the of and to in is a network cell what how"
_ODD = [
    "\0",
    "\u202e",
    "😀",
    "(",
    ")",
    '"',
    "*",
    "OR",
    "AND NOT",
    "~9",
    "^",
    ":",
    "א",
    "ع",
    "\ud800",
    "'",
]


def percentile(values: Sequence[float], share: int) -> float:
    """Return the ``share``-th percentile of ``values``."""
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def build(documents: Sequence[search_sets.Document]) -> dict[str, Engine]:
    """Build all engines that are installed, and print how long it took and how large it is."""
    engines: dict[str, Engine] = {}
    for name, kind in ENGINES.items():
        began = time.perf_counter()
        try:
            engines[name] = kind(documents)
        except ImportError:
            continue
        took, size = time.perf_counter() - began, engines[name].size() / 1e6
        print(f"  {name:12} built in {took:6.1f} s" + (f", {size:.1f} MB on disk" if size else ""))
    return engines


def measure(every: search_sets.Set) -> None:
    """Print quality for each class of queries, and latency, of all engines on one set."""
    print(f"\n{every.name}: {len(every.documents):,} documents, {len(every.queries):,} queries")
    engines = build(every.documents)
    took: dict[str, list[float]] = defaultdict(list)
    marks: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for query in every.queries[:50]:
        for engine in engines.values():
            engine.find(query.text)
    gc.collect()
    for query in every.queries:
        for name, engine in engines.items():
            began = time.perf_counter()
            found = engine.find(query.text)
            took[name].append((time.perf_counter() - began) * 1000)
            marks[name, query.kind].append((success(found, query), gain(found, query)))
    kinds = list(dict.fromkeys(query.kind for query in every.queries if query.relevant))
    print(
        f"  {'s@3 / nDCG@10':12}" + "".join(f"{kind:>14}" for kind in kinds) + "     p50 / p99 ms"
    )
    for name in engines:
        row = f"  {name:12} "
        for kind in kinds:
            three, ten = (
                statistics.fmean(column) for column in zip(*marks[name, kind], strict=True)
            )
            row += f"{three:8.3f}/{ten:.3f}"
        print(f"{row}  {percentile(took[name], 50):7.2f} / {percentile(took[name], 99):.2f}")
    p50, p99 = (
        percentile(took["ours"], share) / percentile(took[REFERENCE], share) for share in (50, 99)
    )
    verdict = "within" if p50 <= P50 and p99 <= P99 else "ABOVE"
    print(
        f"  ours to {REFERENCE}: p50 {p50:.2f}, p99 {p99:.2f} ({verdict} {P50:.0f} and {P99:.0f})"
    )


def measure_completion(size: int) -> None:
    """Print the latency of autocomplete, key by key, over the titles of a mixed set."""
    documents = search_sets.mixed(size).documents
    suggester = Suggester((f"all/{one.id}", one.title) for one in documents)
    rng = random.Random(1)
    took = []
    for one in rng.sample(documents, 200):
        mistyped = one.title[:3] + one.title[4:]
        for typed in (one.title, mistyped):
            for end in range(min(len(typed), 40)):
                began = time.perf_counter()
                suggester.complete(typed[:end])
                took.append((time.perf_counter() - began) * 1000)
    p99 = percentile(took, 99)
    verdict = "within" if p99 < COMPLETION_MS else "ABOVE"
    print(
        f"\nautocomplete over {size:,} titles, {len(took):,} keys: p50 {percentile(took, 50):.2f},"
        f" p99 {p99:.2f} ms ({verdict} {COMPLETION_MS:.0f})"
    )


def measure_hostile(count: int, size: int) -> None:
    """Print the slowest of ``count`` random and hostile queries."""
    every = search_sets.mixed(size)
    engine = Ours(every.documents)
    rng = random.Random(7)
    words = [word for one in every.documents[:500] for word in one.text.split()]
    took = []
    for number in range(count):
        pieces = rng.choices(words + _OLD.split() + _ODD * 40, k=rng.choice((1, 3, 8, 40, 600)))
        query = (
            rng.choice(("", " ", "\0", "-")).join(pieces) if number % 5 == 0 else " ".join(pieces)
        )
        began = time.perf_counter()
        engine.find(query[:4000])
        took.append((time.perf_counter() - began) * 1000)
    worst = max(took)
    verdict = "within" if worst < HOSTILE_MS else "ABOVE"
    print(
        f"\n{count:,} hostile queries at {size:,} sections: p50 {percentile(took, 50):.1f},"
        f" p99 {percentile(took, 99):.1f}, slowest {worst:.1f} ms ({verdict} {HOSTILE_MS:.0f})"
    )


def grow(name: str, size: int) -> None:
    """Build one engine in a process of its own, and print its time, size, memory and latency."""
    every = search_sets.mixed(size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    engine = ENGINES[name](every.documents)
    built = time.perf_counter() - began
    took = []
    for query in every.queries:
        began = time.perf_counter()
        engine.find(query.text)
        took.append((time.perf_counter() - began) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{name:12}{size:9,}{built:9.1f}{engine.size() / 1e6:9.1f}{(peak - before) / 1024:9.0f}"
        f"{percentile(took, 50):9.2f}{percentile(took, 99):9.2f}",
        flush=True,
    )


def show_growth(sizes: Sequence[int]) -> None:
    """Print a row for each engine and size."""
    heads = ("sections", "build s", "MB disk", "MB peak", "p50 ms", "p99 ms")
    print("\n" + " " * 12 + "".join(f"{head:>9}" for head in heads))
    fresh = multiprocessing.get_context("spawn")
    for size in sizes:
        for name in ENGINES:
            process = fresh.Process(target=grow, args=(name, size))
            process.start()
            process.join()


def main() -> int:
    """Measure; without the development sets say so and succeed."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="the development sets only")
    parser.add_argument("--grow", action="store_true", help="builds and memory up to 200,000")
    parser.add_argument("--hostile", action="store_true", help="10,000 hostile queries")
    given = parser.parse_args()
    if not search_sets.is_there():
        print("skipped: the development sets are not beside this checkout (../shared/search)")
        return 0
    if given.grow:
        show_growth(_GROWTH)
        return 0
    if given.hostile:
        measure_hostile(10_000, _SIZES[0])
        return 0
    for name in search_sets.NAMES:
        measure(search_sets.load(name))
    for size in () if given.quick else _SIZES:
        measure(search_sets.mixed(size))
        measure_completion(size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
