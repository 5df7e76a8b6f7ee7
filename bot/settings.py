"""Every setting of the bot, read from the environment and an ``.env`` file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import AnyHttpUrl, Field, SecretStr
from pydantic.functional_validators import field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.log_levels import parse_levels

PREFIX = "SYLLABOT_"
ENV_FILE = ".env"

_USER_ID = re.compile(r"[1-9][0-9]{0,18}")


class Settings(BaseSettings):
    """The operator's choices; the README lists them in a table made from these docstrings."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        # Editors on Windows begin a file with a mark that is no part of its first name.
        env_file_encoding="utf-8-sig",
        extra="ignore",
        frozen=True,
        # What is refused may be a token or a password, and an error is printed and logged.
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    discord_token: SecretStr | None = Field(default=None, validation_alias="DISCORD_TOKEN")
    """The bot's token from Discord's developer portal; only `syllabot run` needs it."""

    data: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("syllabot")))
    """The folder for the database, the index and what was read of lessons."""

    database: SecretStr | None = None
    """`sqlite:///FILE` or `postgresql://…`; without it, an SQLite file in the data folder."""

    content: Annotated[tuple[Path, ...], NoDecode] = ()
    """Folders or files with lessons, separated like `PATH`; without it, the shipped courses."""

    discord_api: AnyHttpUrl | None = None
    """Another base URL for Discord's REST API, such as that of a rate-limiting proxy."""

    operators: Annotated[tuple[int, ...], NoDecode] = ()
    """Ids of users who may do what changes every server, beside the application's owner or team."""

    mentions: bool = True
    """Whether messages that mention the bot, and direct ones, are answered; else it gets none."""

    log_level: str = "INFO"
    """`DEBUG`, `INFO`, `WARNING` or `ERROR`; of a library by name, as in `INFO,discord=DEBUG`."""

    log_format: Literal["console", "json"] = "console"
    """Log lines for people (`console`) or for machines (`json`)."""

    @field_validator("content", mode="before")
    @classmethod
    def _split_paths(cls, value: object) -> object:
        """Split a string the way the operating system splits PATH."""
        if isinstance(value, str):
            return tuple(Path(part).expanduser() for part in value.split(os.pathsep) if part)
        return value

    @field_validator("operators", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        """Split a string at commas and spaces into the ids of Discord's users."""
        if not isinstance(value, str):
            return value
        ids = value.replace(",", " ").split()
        if wrong := [one for one in ids if not _USER_ID.fullmatch(one)]:
            raise ValueError(f"{wrong[0]!r} is no user id: copy the number with Discord's Copy ID")
        return tuple(map(int, ids))

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_empty(cls, value: object) -> object:
        """Refuse an empty value, which is more often a mistake than a wish for the default.

        It is defined after the validators that split a value: pydantic calls the last one first.
        """
        if isinstance(value, str) and not value.strip():
            raise ValueError("it is empty: give it a value, or remove it")
        return value

    @field_validator("data", mode="after")
    @classmethod
    def _expand_home(cls, value: Path) -> Path:
        """Let ``~`` be the home folder, as no shell reads an ``.env`` file."""
        return value.expanduser()

    @field_validator("log_level", mode="after")
    @classmethod
    def _check_levels(cls, value: str) -> str:
        """Refuse levels that do not exist."""
        parse_levels(value)
        return value


def setting_names() -> tuple[str, ...]:
    """Return the names of all settings as they are written in the environment."""
    return tuple(
        str(field.validation_alias or f"{PREFIX}{name.upper()}")
        for name, field in Settings.model_fields.items()
    )
