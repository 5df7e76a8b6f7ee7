"""Fixtures for every test: where shared material is, and the small course the tests teach."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.discord_contract import Contract

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
LESSONS = Path(__file__).with_name("lessons")


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
