"""What a lab is, in the few texts that its first card and its announcements share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ui.cards import clip
from bot.ui.markdown import escape, paginate, to_discord

if TYPE_CHECKING:
    from content.models import Lab

SHORTENED = "-# Shortened here; the lesson has it in full."

_NAME_LIMIT = 120
_NEEDS_LIMIT = 300


def lab_summary(where: str, lab: Lab, task_limit: int) -> tuple[str, str, str]:
    """Return the lab's heading, its task in about ``task_limit`` characters, and its needs."""
    title = escape(clip(lab.title, _NAME_LIMIT))
    needs = escape(clip(", ".join(lab.requires), _NEEDS_LIMIT))
    return (
        f"## {title}\n-# {escape(clip(where, _NAME_LIMIT))}",
        shortened(lab.task, task_limit),
        f"**You need** {needs}" if needs else "",
    )


def shortened(markdown: str, limit: int) -> str:
    """Return lesson Markdown for Discord in about ``limit`` characters, saying when it was cut."""
    first, *rest = paginate(to_discord(markdown), limit)
    return f"{first}\n{SHORTENED}" if rest else first
