"""The direction of imports: content <- index <- bot, and each library in its one room."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

from tests.conftest import ROOT


def test_imports_go_one_way() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("depth", [2, 3], ids=["rooms", "modules"])
def test_no_room_of_content_imports_what_imports_it(depth: int) -> None:
    """A room or a module can be read with nothing but those that stand below it in mind."""
    graph = grimp.build_graph("content", exclude_type_checking_imports=True, cache_dir=None)

    def place(module: str) -> str:
        return ".".join(module.split(".")[:depth])

    below: dict[str, set[str]] = {}
    for module in graph.modules - {"content"}:
        imported = map(place, graph.find_modules_directly_imported_by(module) - {"content"})
        below.setdefault(place(module), set()).update(set(imported) - {place(module)})
    assert below["content.lesson"]
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_the_bot_loads_nothing_that_only_other_commands_need() -> None:
    """Each of these would stay in memory for as long as the bot runs."""
    unused = (
        "rich pygments alembic genanki jinja2 PIL asyncpg sqlalchemy.dialects.postgresql "
        "aiohttp.web"
    )
    # `run` itself, which stops for want of a token when all is loaded.
    code = (
        "import sys, bot.cli\nunused, sys.argv[1:] = sys.argv[1:], ['run']\n"
        "try:\n    bot.cli.main()\nexcept SystemExit:\n"
        "    print([name for name in unused if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *unused.split()],
        cwd=ROOT,
        env={**os.environ, "DISCORD_TOKEN": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


# What is asked of Discord may not be cancelled (bot.retries.answered_within says why): in these
# files nothing is.
MAY_CANCEL = {
    "bot/exts/quiz/_service.py",
    "bot/playground/runner.py",
    "bot/store/database.py",
    "bot/store/session_lock.py",
}


def test_no_request_to_discord_is_cancelled_by_a_time_limit() -> None:
    limits = re.compile(r"asyncio\.(timeout|timeout_at|wait_for)\(")
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "bot").rglob("*.py")
        if limits.search(path.read_text(encoding="utf-8"))
    }
    assert found == MAY_CANCEL
