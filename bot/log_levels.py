"""How much is logged, as an operator writes it; apart from the logs, which few commands need."""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz import fuzz, process

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class Levels(NamedTuple):
    """How much is logged: of our own packages, and of others by the names of their loggers."""

    own: str
    named: dict[str, str]


def parse_levels(text: str) -> Levels:
    """Read ``LEVEL`` and any ``logger=LEVEL``, with commas between; or raise ValueError."""
    own = "INFO"
    named = {}
    for part in text.split(","):
        name, equals, level = (piece.strip() for piece in part.rpartition("="))
        if not equals:
            own = _level(level)
        elif name:
            named[name] = _level(level)
        else:
            raise ValueError("write a logger's name before =, as in INFO,discord=DEBUG")
    return Levels(own, named)


def _level(text: str) -> str:
    level = text.upper()
    if level in _LEVELS:
        return level
    # The message shows only what resembles a level: the rest may be anything.
    near = process.extractOne(level, _LEVELS, scorer=fuzz.ratio, score_cutoff=60)
    if near is not None:
        raise ValueError(f"there is no level {level}: write {near[0]}")
    raise ValueError(f"write one of {', '.join(_LEVELS)}, or more as in INFO,discord=DEBUG")
