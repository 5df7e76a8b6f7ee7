"""Measures how well and how fast search finds: ``python -m tests.bench.search_quality``."""

from __future__ import annotations

import json
import math
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from content.models import Concept, Lesson, Section
from index.builder import ensure_index, whoosh_version
from index.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import Sequence

SETS = Path(__file__).parents[2].parent / "shared" / "search"
CUT = 10


def library(entries: list[dict[str, str]]) -> SimpleNamespace:
    """Return one lesson with a concept for each entry, as the index takes it."""
    concepts = tuple(
        Concept(
            id=entry["id"], title=entry["title"], line=line, body=entry["text"], text=entry["text"]
        )
        for line, entry in enumerate(entries, start=1)
    )
    section = Section(
        id="all",
        number=None,
        title="Glossary",
        line=1,
        kind="concepts",
        body="",
        text="",
        concepts=concepts,
    )
    lesson = Lesson(
        id="all",
        path="all.md",
        course="all",
        number=None,
        title="All",
        sections=(section,),
        questions=(),
        labs=(),
    )
    return SimpleNamespace(lessons=(lesson,))


def gain(found: list[str], wanted: list[str]) -> float:
    """Return nDCG@10 with judgements of 0 and 1."""
    got = sum(1 / math.log2(rank + 2) for rank, one in enumerate(found) if one in wanted)
    best = sum(1 / math.log2(rank + 2) for rank in range(min(CUT, len(wanted))))
    return got / best


def measure(name: str, unrelated: list[dict[str, Any]]) -> None:
    """Print a table for the set ``name``, and how many ``unrelated`` queries get hits."""
    entries = json.loads((SETS / f"{name}.docs.json").read_text(encoding="utf-8"))
    queries = json.loads((SETS / f"{name}.queries.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        built = ensure_index(library(entries), Path(folder))
        built_in = time.perf_counter() - began
        size = sum(path.stat().st_size for path in built.iterdir())
        began = time.perf_counter()
        with Searcher.open(built) as searcher:
            opened_in = time.perf_counter() - began
            print(f"{name}: {len(entries)} documents, {size / 1e6:.1f} MB,", end=" ")
            print(f"built in {built_in:.1f} s, opened in {opened_in:.2f} s")
            report(searcher, queries)
            answered = sum(bool(searcher.search(query["text"]).hits) for query in unrelated)
            if unrelated:
                print(
                    f"  queries of the other set that are answered: {answered} of {len(unrelated)}"
                )


def report(searcher: Searcher, queries: list[dict[str, Any]]) -> None:
    """Print success@3, nDCG@10 and the times for each type of query."""
    rows: dict[str, list[tuple[float, float, float, bool]]] = defaultdict(list)
    for query in queries:
        result = searcher.search(query["text"], limit=CUT)
        found = [hit.id for hit in result.hits]
        success = float(any(one in query["rel"] for one in found[:3]))
        rows[query["type"]].append((success, gain(found, query["rel"]), result.took_ms, not found))
    rows["all"] = [row for every in list(rows.values()) for row in every]
    print("  type     n  success@3  nDCG@10  unanswered  p50 ms  p99 ms")
    for kind, every in rows.items():
        successes, gains, took, empty = zip(*every, strict=True)
        print(
            f"  {kind:5}{len(every):5}{statistics.fmean(successes):11.3f}"
            f"{statistics.fmean(gains):9.3f}{sum(empty):12}"
            f"{percentile(took, 50):8.1f}{percentile(took, 99):8.1f}"
        )


def percentile(values: Sequence[float], share: int) -> float:
    """Return the ``share``-th percentile of ``values``."""
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def main() -> int:
    """Measure both sets; without them say so and succeed."""
    if not SETS.is_dir():
        print("skipped: the development sets are not beside this checkout (../shared/search)")
        return 0
    cranfield = json.loads((SETS / "cranfield.queries.json").read_text(encoding="utf-8"))
    print(f"Whoosh {whoosh_version()}")
    measure("openstax-terms", cranfield)
    measure("cranfield", [])
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
