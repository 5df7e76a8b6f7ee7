"""The built wheel, away from the checkout: nothing that the commands need is left behind."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.processes import clean_environment
from tests.waiting import CEILING


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it, as an installer would, into a folder of its own."""
    built = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", built],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = built.glob("*.whl")
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert not [name for name in names if name.startswith("tests")]
        assert {"bot/py.typed", "content/py.typed", "index/py.typed"} <= names
        archive.extractall(folder)
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Return a working directory that has a package `bot` of its own."""
    (other := tmp_path / "bot").mkdir()
    (other / "__init__.py").write_text('raise SystemExit("the wrong bot")', encoding="utf-8")
    return tmp_path


def environment(installed: Path, elsewhere: Path) -> dict[str, str]:
    return clean_environment(PYTHONPATH=str(installed), SYLLABOT_DATA=str(elsewhere / "data"))


def syllabot(installed: Path, elsewhere: Path, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-P", "-m", "bot", *arguments],
        cwd=elsewhere,
        env=environment(installed, elsewhere),
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_search_finds_the_shipped_course(installed: Path, elsewhere: Path) -> None:
    found = json.loads(syllabot(installed, elsewhere, "search", "etcd", "--format", "json"))
    assert found["hits"][0]["title"] == "etcd"
    assert found["hits"][0]["path"].startswith(str(installed))


def test_check_reads_the_shipped_course(installed: Path, elsewhere: Path) -> None:
    courses = str(installed / "content" / "courses")
    assert "0 errors, 0 warnings" in syllabot(installed, elsewhere, "check", courses)


async def test_play_is_ready(installed: Path, elsewhere: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "bot", "play", "--port", "0"),
        cwd=elsewhere,
        env=environment(installed, elsewhere),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(CEILING):
            line = (await process.stdout.readline()).decode()
        assert line.startswith("Syllabot is ready: http://127.0.0.1:")
    finally:
        process.terminate()
        await process.communicate()
