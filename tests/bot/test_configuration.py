"""Settings: which place wins, and what is said about a name or a value that cannot be right."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.configuration import read_settings
from bot.errors import StartupError
from bot.settings import Settings, setting_names

SECRET = "MTA5.hunter2.correct-horse"


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, without this machine's settings."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.upper().startswith("SYLLABOT_") or name.upper() == "DISCORD_TOKEN":
            monkeypatch.delenv(name)


def refused() -> str:
    with pytest.raises(StartupError) as caught:
        read_settings()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def filed(text: str) -> None:
    Path(".env").write_text(text, encoding="utf-8")


def test_the_option_goes_before_the_environment_and_that_before_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read_settings().content == ()
    filed("SYLLABOT_CONTENT=filed\nSYLLABOT_LOG_FORMAT=json\n")
    assert read_settings().content == (Path("filed"),)
    monkeypatch.setenv("SYLLABOT_CONTENT", os.pathsep.join(["set", "here"]))
    assert read_settings().content == (Path("set"), Path("here"))
    assert read_settings([Path("named")]).content == (Path("named"),)
    assert read_settings().log_format == "json"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("SYLLABOT_DATABSE", "SYLLABOT_DATABASE"),
        ("SYLLABOT_DB", "SYLLABOT_DATA"),
        ("SYLLABOT_LOGLEVEL", "SYLLABOT_LOG_LEVEL"),
        ("syllabot_contents", "SYLLABOT_CONTENT"),
        ("SYLABOT_DATABASE", "SYLLABOT_DATABASE"),
    ],
)
def test_a_name_that_is_no_setting_is_told_the_nearest(
    wrong: str, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(f"A=1\n\n# theirs\nexport {wrong}=x\n")
    assert refused() == f".env:4: {wrong} is no setting: write {right}, or remove it"
    filed("")
    monkeypatch.setenv(wrong, "x")
    assert refused() == f"{wrong} is no setting: write {right}, or remove it"


def test_a_name_that_is_near_to_nothing_is_told_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYLLABOT_FAVOURITE_COLOUR", "x")
    said = refused()
    assert all(name in said for name in setting_names())


@pytest.mark.parametrize("wrong", ["DISCORD_TOKN", "DISCORDTOKEN", "DISCORD-TOKEN"])
def test_a_slip_in_the_tokens_name(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    filed(f"{wrong}={SECRET}\n")
    said = refused()
    assert said == f".env:1: {wrong} is no setting: write DISCORD_TOKEN, or remove it"
    # With a token it is another program's name, and in the environment it may be at any time.
    monkeypatch.setenv("DISCORD_TOKEN", "x")
    read_settings()
    Path(".env").unlink()
    monkeypatch.delenv("DISCORD_TOKEN")
    monkeypatch.setenv(wrong, "x")
    read_settings()


def test_names_of_others_are_nobodys_business(monkeypatch: pytest.MonkeyPatch) -> None:
    filed("POSTGRES_PASSWORD=x\nDISCORD_GUILD=1\nTOKEN=y\n")
    for name in (
        "SYLLABOT_SERVICE_HOST",
        "SYLLABOT_SERVICE_PORT_HTTP",
        "SYLLABOT_PORT",
        "SYLLABOT_PORT_5432_TCP_ADDR",
        "SYLLABOT_POSTGRES_SERVICE_PORT",
    ):
        monkeypatch.setenv(name, "10.0.0.1")
    read_settings()


@pytest.mark.parametrize("line", [SECRET, f"DISCORD_TOKEN: {SECRET}", f"DISCORD_TOKEN='{SECRET}"])
def test_a_line_that_gives_no_name_a_value(line: str) -> None:
    filed(f"\n# mine\n\n{line}\n")
    assert refused() == ".env:4: this is no setting: write NAME=value"


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    Path(".env").write_bytes(b"A=\xff\n")
    assert refused() == ".env is not UTF-8: save it as UTF-8"


def test_a_folder_of_that_name_and_a_mark_at_the_start_are_fine() -> None:
    Path(".env").mkdir()
    read_settings()
    Path(".env").rmdir()
    Path(".env").write_text("\ufeffSYLLABOT_LOG_FORMAT=json\n", encoding="utf-8")
    assert read_settings().log_format == "json"


@pytest.mark.parametrize("name", [one for one in setting_names() if one != "DISCORD_TOKEN"])
def test_an_empty_value_is_not_the_default(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, " ")
    assert refused() == f"{name} is not usable: it is empty: give it a value, or remove it"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("LOUD", "write one of DEBUG, INFO, WARNING, ERROR"),
        ("DEBG", "there is no level DEBG: write DEBUG"),
        ("INFO,discord=WARN", "there is no level WARN: write WARNING"),
        ("INFO,=DEBUG", "a logger's name before ="),
        ("INFO,", "write one of DEBUG"),
    ],
)
def test_a_level_that_does_not_exist(
    value: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYLLABOT_LOG_LEVEL", value)
    said = refused()
    assert said.startswith("SYLLABOT_LOG_LEVEL is not usable: ")
    assert words in said


def test_the_home_folder_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    filed("SYLLABOT_DATA=~/data\nSYLLABOT_CONTENT=~/lessons\n")
    settings = read_settings()
    assert settings.data == Path.home() / "data"
    assert settings.content == (Path.home() / "lessons",)


def test_secrets_are_in_no_text_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", SECRET)
    monkeypatch.setenv("SYLLABOT_DATABASE", f"postgresql://u:{SECRET}@h/n")
    settings = read_settings()
    assert SECRET not in f"{settings!r} {settings} {settings.model_dump()}"
    monkeypatch.setenv("SYLLABOT_LOG_FORMAT", SECRET)
    with pytest.raises(StartupError) as caught:
        read_settings()
    assert SECRET not in f"{caught.value} {caught.value.__cause__}"
    with pytest.raises(ValueError, match="log_format") as raised:
        Settings()
    assert SECRET not in str(raised.value)
