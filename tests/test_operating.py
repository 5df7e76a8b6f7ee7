"""The page for operators tells the truth, and the image has what the page says."""

from __future__ import annotations

import configparser
import re
import tomllib

import discord
import yaml

from bot.settings import setting_names
from bot.store.tables import Base
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_lock_of_the_image_has_the_driver_of_postgresql() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    locked = re.findall(r"^([\w.-]+)(?:\[\w+\])?==", LOCK, re.MULTILINE)
    names = {re.split(r"[\[=><]", line)[0].replace(".", "-") for line in wanted}
    assert names <= set(locked)
    # The lock names no place to get anything from.
    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links", LOCK)
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "pip install --require-hashes -r requirements.lock" in image


def test_the_invite_link_asks_for_what_is_named() -> None:
    link = re.search(r"https://discord\.com/oauth2/authorize\?\S+?permissions=(\d+)", PAGE)
    assert link
    assert "scope=bot+applications.commands" in link[0]
    needed = discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        attach_files=True,
    )
    assert int(link[1]) == needed.value
    needed.mention_everyone = True
    assert f"`{needed.value}`" in PAGE
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`{link[1]}`" in readme
    assert f"`{needed.value}`" in readme


def test_every_setting_on_the_page_exists() -> None:
    assert set(re.findall(r"SYLLABOT_[A-Z]\w*", PAGE)) <= set(setting_names())


def test_the_service_and_the_containers_set_what_exists() -> None:
    (unit,) = re.findall(r"```ini\n(.*?)```", PAGE, re.DOTALL)
    service = configparser.ConfigParser(strict=False, interpolation=None)
    service.optionxform = str  # type: ignore[method-assign, assignment]
    service.read_string(unit)
    assert service["Service"]["ExecStart"].endswith("/syllabot run")
    (compose,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    services = yaml.safe_load(compose)["services"]
    assert set(services["bot"]["environment"]) <= set(setting_names())
    assert services["bot"]["command"][0] == "run"


def test_every_table_is_among_what_is_stored() -> None:
    # Whoever adds a table says on the page what of people is in it, and then counts it here.
    stored = PAGE.split("## What is stored")[1]
    rows = [line for line in stored.splitlines() if line.startswith("| ")][2:]
    assert len(rows) == 12
    assert {table.name for table in Base.metadata.sorted_tables} == {
        "lookups",
        "dismissed_topics",
        "taught_answers",
        "lab_walks",
        "attempts",
        "extra_time",
        "question_flags",
        "quiz_presets",
        "leaderboard_optouts",
        "quizzes",
        "quiz_events",
        "announcements",
        "guilds",
        "registrations",
    }
