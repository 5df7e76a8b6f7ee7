"""Pure text work of a lab: placeholders, output and durations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.ui.code import code_block
from bot.ui.markdown import paginate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import timedelta

    from content.models import LabStep

VALUE_LIMIT = 200
"""Characters that a placeholder's value may have."""


def substitute(text: str, answers: Mapping[str, str]) -> str:
    """Return ``text`` with each ``<NAME>`` that has a value replaced by it, taken literally."""
    filled = {name: value for name, value in answers.items() if value}
    if not filled:
        return text
    # One pass, so that a value which looks like a placeholder stays what it is.
    names = "|".join(re.escape(name) for name in filled)
    return re.sub(f"<({names})>", lambda found: filled[found[1]], text)


def clean_value(value: str) -> str:
    """Return what a person typed as one trimmed line of at most VALUE_LIMIT characters."""
    printable = "".join(char if char.isprintable() else " " for char in value)
    return " ".join(printable.split(" ")).strip()[:VALUE_LIMIT]


def unfilled(placeholders: Iterable[str], answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the placeholders that have no value, in order and once each."""
    return tuple(dict.fromkeys(name for name in placeholders if not answers.get(name)))


def output_pages(step: LabStep, answers: Mapping[str, str], room: int) -> list[str]:
    """Return what a step's command should print, in pages of at most ``room`` characters."""
    if step.expected is None:
        return []
    if not step.expected.strip():
        return ["-# Nothing: when all is well, this command is silent."]
    return paginate(code_block(substitute(step.expected, answers)), room)


def describe_duration(duration: timedelta) -> str:
    """Return a duration in the two units that matter: ``2 h 5 min``."""
    minutes = max(0, int(duration.total_seconds())) // 60
    if minutes == 0:
        return "less than a minute"
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    named = [(days, "day" if days == 1 else "days"), (hours, "h"), (minutes, "min")]
    return " ".join([f"{count} {unit}" for count, unit in named if count][:2])
