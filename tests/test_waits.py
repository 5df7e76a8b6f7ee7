"""No test depends on how fast the machine is: waits have the one ceiling, and nothing is timed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.waiting import CEILING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TESTS = ROOT / "tests"
TIMED = {"perf_counter", "perf_counter_ns", "monotonic", "monotonic_ns"}
WAITS = {"wait_for", "timeout", "join"}
"""Functions whose last argument may be a ceiling in seconds."""
LIMITS = {"timeout", "settle_timeout"}
"""Keywords that may be a ceiling, if Playwright's in milliseconds."""


def files() -> list[Path]:
    """Return the files that are no benchmarks."""
    return [path for path in TESTS.rglob("*.py") if "bench" not in path.relative_to(TESTS).parts]


def faults(source: str) -> Iterator[str]:
    """Yield what in a file depends on the machine's speed, with its line."""
    tree = ast.parse(source)
    numbers = dict(_constants(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            for alias in node.names:
                yield from _timed(node.lineno, alias.name)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "time":
            yield from _timed(node.lineno, node.attr)
        if isinstance(node, ast.Call):
            for limit in _ceilings(node):
                named = numbers.get(limit.id) if isinstance(limit, ast.Name) else None
                # None waits for ever and 0 not at all, which no machine is too slow for.
                if _literal(limit) or (named is not None and named < CEILING):
                    what = ast.unparse(limit)
                    yield f"{node.lineno}: a limit of {what}: take CEILING (tests/waiting.py)"


def _timed(line: int, name: str) -> Iterator[str]:
    """Yield a fault if a function of the module `time` sleeps or takes a time."""
    if name == "sleep":
        yield f"{line}: time.sleep: wait for an event"
    elif name in TIMED:
        yield f"{line}: time.{name}: count calls (tests/growth.py)"


def _constants(tree: ast.Module) -> Iterator[tuple[str, float]]:
    """Yield the module's names for numbers."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and (value := _literal(node.value)) is not None:
            for target in node.targets:
                yield ast.unparse(target), value


def _ceilings(call: ast.Call) -> Iterator[ast.expr]:
    """Yield what limits the waiting of a call."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if call.args and name in WAITS:
        yield call.args[-1]
    for keyword in call.keywords:
        if keyword.arg in LIMITS or (
            keyword.arg == "deadline" and ast.unparse(call.func) == "settings"
        ):
            yield keyword.value


def _literal(node: ast.expr) -> float | None:
    """Return the number that is written there."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    return None


def test_nothing_depends_on_the_machines_speed() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{fault}"
        for path in files()
        for fault in faults(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line",
    [
        "import time\ntime.sleep(1)",
        "from time import perf_counter",
        "import time\nbegan = time.monotonic()",
        "await asyncio.wait_for(event.wait(), 5)",
        "async with asyncio.timeout(20):\n    pass",
        "SOON = 10.0\nprocess.wait(timeout=SOON)",
        "await expect(card).to_contain_text('x', timeout=15_000)",
        "@settings(deadline=200)\ndef test(): ...",
        "process.join(30)",
    ],
)
def test_a_limit_is_found(line: str) -> None:
    assert list(faults(line)) != []


def test_the_ceiling_and_no_limit_are_fine() -> None:
    source = (
        "View(timeout=None)\nawait asyncio.wait_for(event.wait(), CEILING)\n"
        "@settings(deadline=None)\ndef test(): ...\n', '.join(names)\nevent.wait()\n"
    )
    assert list(faults(source)) == []
