"""The README tells the truth about settings, lessons and permissions."""

from __future__ import annotations

import re
from pathlib import Path

import discord

from bot.settings import Settings
from content.library import load
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def settings_table() -> list[str]:
    """Return the table's rows as `Settings` has them."""
    rows = []
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias or f"SYLLABOT_{name.upper()}"
        default = "the user's data folder" if name == "data" else field.default
        typed = str(default).lower() if isinstance(default, bool) else default
        shown = f"`{typed}`" if name.startswith(("log", "mentions")) else default or "–"
        rows.append(f"| `{alias}` | {shown} | {field.description} |")
    return rows


def test_every_setting_is_listed() -> None:
    listed = README.split("<!-- settings -->")[1].split("<!-- /settings -->")[0]
    assert listed.strip().splitlines()[2:] == settings_table()


def test_the_lesson_parses_without_problems(tmp_path: Path) -> None:
    example = re.search(r"````markdown\n(.*?)````", README, re.DOTALL)
    assert example
    (lesson := tmp_path / "01-kettles.md").write_text(example[1], encoding="utf-8")
    library = load([lesson])
    assert not library.problems
    (parsed,) = library.lessons
    assert len(parsed.questions) == 1
    assert [step.command for step in parsed.labs[0].steps] == [
        "kettle list",
        "kettle on <KETTLE ID>",
    ]


def test_the_permission_numbers_are_those_named() -> None:
    needed = discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        attach_files=True,
    )
    assert f"`{needed.value}`" in README
    needed.mention_everyone = True
    assert f"`{needed.value}`" in README
