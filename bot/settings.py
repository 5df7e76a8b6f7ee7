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

_USER_ID = re.compile(r"[1-9][0-9]{0,18}")


class Settings(BaseSettings):
    """The operator's choices; the README lists them in a table made from these docstrings."""

    model_config = SettingsConfigDict(
        env_prefix="SYLLABOT_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        use_attribute_docstrings=True,
    )

    discord_token: SecretStr | None = Field(default=None, validation_alias="DISCORD_TOKEN")
    """The bot's token from Discord's developer portal; only `syllabot run` needs it."""

    data: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("syllabot")))
    """The folder for the database and the index."""

    database: str | None = None
    """`sqlite:///FILE` or `postgresql://…`; without it, an SQLite file in the data folder."""

    content: Annotated[tuple[Path, ...], NoDecode] = ()
    """Folders or files with lessons, separated like `PATH`; without it, the shipped courses."""

    discord_api: AnyHttpUrl | None = None
    """Another base URL for Discord's REST API, such as that of a rate-limiting proxy."""

    operators: Annotated[tuple[int, ...], NoDecode] = ()
    """Ids of users who may do what changes every server, beside the application's owner or team."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """How much is logged."""

    log_format: Literal["console", "json"] = "console"
    """Log lines for people (`console`) or for machines (`json`)."""

    @field_validator("content", mode="before")
    @classmethod
    def _split_paths(cls, value: object) -> object:
        """Split a string the way the operating system splits PATH."""
        if isinstance(value, str):
            return tuple(Path(part) for part in value.split(os.pathsep) if part)
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
