"""Reads the settings; a wrong name, an unusable value or a broken file is one line for each."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from dotenv.parser import parse_stream
from pydantic import ValidationError
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.errors import StartupError
from bot.settings import ENV_FILE, PREFIX, Settings, setting_names
from content.report import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SLIPS = 2
"""How many letters may differ for a name without the prefix to be taken for a setting's."""
_FAR = 0.8
"""The part of a name's letters, behind the prefix, from which on no setting is near to it."""

# Kubernetes tells every container in these names where the services are; one may be "syllabot".
_SERVICE = re.compile(
    r".+_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)"
)


def read_settings(content: Sequence[Path] | None = None) -> Settings:
    """Return the settings: ``content`` before the environment, that before ``.env``, then defaults.

    Raises StartupError for what cannot be used. Its line never shows a value: it may be a secret.
    """
    filed = _read_file(Path(ENV_FILE))
    given = {name.upper() for name in os.environ} | {name.upper() for name, _ in filed}
    missing = [name for name in setting_names() if name not in given]
    _refuse_unknown(
        ((name, "") for name in os.environ if not _SERVICE.fullmatch(name)),
        [name for name in missing if name.startswith(PREFIX)],
    )
    _refuse_unknown(((name, f"{ENV_FILE}:{line}: ") for name, line in filed), missing)
    try:
        settings = Settings()
    except ValidationError as exc:
        raise StartupError(_explain(exc)) from exc
    return settings.model_copy(update={"content": tuple(content)}) if content else settings


def _read_file(path: Path) -> list[tuple[str, int]]:
    """Return each name in the file with its line; a folder may have that name, and is no such file.

    Raises StartupError where the file cannot be read, or a line of it gives no name a value.
    """
    try:
        if not path.is_file():
            return []
    except PermissionError:
        return []  # a folder that may not be searched has no such file for us
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as exc:
        raise StartupError(f"{path} is not UTF-8: save it as UTF-8") from exc
    except OSError as exc:
        raise StartupError(f"{path} cannot be read: {(exc.strerror or str(exc)).lower()}") from exc
    names = []
    for binding in parse_stream(io.StringIO(text)):
        # A statement begins with the empty lines before it.
        written = binding.original.string
        line = binding.original.line + written[: -len(written.lstrip()) or None].count("\n")
        if binding.error or (binding.key is not None and binding.value is None):
            raise StartupError(f"{path}:{line}: this is no setting: write NAME=value")
        if binding.key is not None:
            names.append((binding.key, line))
    return names


def _refuse_unknown(names: Iterable[tuple[str, str]], missing: Sequence[str]) -> None:
    """Raise StartupError for a name that is no setting's but looks like one.

    All with our prefix do, and those that are next to a setting that is ``missing``.
    """
    known = setting_names()
    for name, place in names:
        upper = name.upper()
        if upper in known:
            continue
        ours = upper.startswith(PREFIX)
        choices = known if ours else missing
        if not choices:
            continue
        right, slips, _ = process.extractOne(upper, choices, scorer=OSA.distance)
        if not ours and slips > _SLIPS:
            continue
        if slips > _FAR * (max(len(upper), len(right)) - len(PREFIX)):
            right = f"one of {', '.join(known)}"
        raise StartupError(f"{place}{visible(name)} is no setting: write {right}, or remove it")


def _explain(exc: ValidationError) -> str:
    """Name the first setting that cannot be used, and why."""
    first = exc.errors(include_input=False, include_url=False)[0]
    name = "_".join(str(part) for part in first["loc"][:1]).upper()
    name = name if name in setting_names() else f"{PREFIX}{name.removeprefix(PREFIX)}"
    return f"{name} is not usable: {first['msg'].removeprefix('Value error, ')}"
