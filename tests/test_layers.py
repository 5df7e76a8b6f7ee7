"""The direction of imports: content <- index <- bot, and each library in its one room."""

from __future__ import annotations

import re
import subprocess
import sys

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


def test_the_bot_loads_nothing_that_only_other_commands_need() -> None:
    """Each of these would stay in memory for as long as the bot runs."""
    unused = (
        "rich pygments alembic genanki jinja2 asyncpg sqlalchemy.dialects.postgresql aiohttp.web"
    )
    code = (
        "import sys, bot.cli\nfrom bot import log, startup\n"
        "print([name for name in sys.argv[1:] if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *unused.split()],
        cwd=ROOT,
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
