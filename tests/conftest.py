"""Fixtures for every test: where shared material is, and the small course the tests teach."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

from tests.contract.discord_contract import Contract
from tests.e2e.browser import started_chromium
from tests.processes import children, end

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from playwright.async_api import Browser

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
LESSONS = Path(__file__).with_name("lessons")
# The same examples in every run, so that a new failure comes from a change, and however long each
# takes. `pytest --hypothesis-profile=explore` looks for others.
_patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("suite", _patient, derandomize=True, database=None)
settings.register_profile("explore", _patient)
settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread the tests that take longest over all workers and over time.

    Each worker is given a row of its own in the order of the list; who is done helps the others.
    The long tests start real bots and browsers: one row begins with its part of them, the next has
    it later, so that they do not all compete at once, and none has it last.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = [item for item in items if "e2e" in item.path.parts]
    short = [item for item in items if "e2e" not in item.path.parts]
    items[:] = []
    for row in range(workers):
        others = short[row::workers]
        first = len(others) * row // (workers * 2)
        items += [*others[:first], *long[row::workers], *others[first:]]


@pytest.fixture(autouse=True)
def _leaves_no_process() -> Iterator[None]:
    """Fail a test after which a process goes on that it has started, and end that."""
    before = children()
    yield
    left = [command for process in children() - before if (command := end(process))]
    assert not left, f"the test left behind: {left}"


@pytest_asyncio.fixture(scope="session")
async def session_chromium() -> AsyncIterator[Browser]:
    """Start the system's Chromium once; without one the test is skipped, on CI it fails."""
    async with started_chromium() as browser:
        yield browser


@pytest_asyncio.fixture
async def chromium(session_chromium: Browser) -> AsyncIterator[Browser]:
    """Return a Chromium in which nothing is open, as it is again afterwards."""
    yield session_chromium
    for context in session_chromium.contexts:
        await context.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with shared material, or skip."""
    if not SHARED.is_dir():
        pytest.skip("the shared material is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def lessons() -> Path:
    """Return the folder with the small course that the tests teach."""
    return LESSONS


@pytest.fixture(scope="session")
def contract() -> Contract | None:
    """Return Discord's published schema as a contract, or None where it is not at hand."""
    schema = SHARED / "discord" / "openapi.json"
    return Contract(schema) if schema.is_file() else None
