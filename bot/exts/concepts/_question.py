"""Reads what somebody asks the bot in a message, from the message as the gateway sends it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

QUERY_LIMIT = 200
"""Characters of a query: enough for a question in a sentence."""

_TALK = frozenset({0, 19})
"""Discord's types of messages that people write: plain ones and replies."""
_CODE = re.compile(r"```.*?```|``.*?``|`[^`\n]*`", re.DOTALL)
_MARKS = re.compile(r"<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|/[^<>\n]+:\d+|t:-?\d+(?::\w)?)>")
"""Mentions of people, roles, channels and commands, custom emoji, and times."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a message asks; ``query`` is empty when it only names the bot.

    ``edited_at`` is set in a message that was changed; ``is_cut`` says that more was written.
    """

    message: int
    channel: int
    guild: int | None
    person: int
    query: str
    edited_at: datetime | None = None
    is_cut: bool = False


def read_question(data: dict[str, Any], me: int, my_role: int | None = None) -> Question | None:
    """Return what a message asks the bot with the id ``me``; None when it is not for the bot.

    In a server only a mention in the text counts: a reply mentions whom it replies to anyway. The
    bot's own role, which has its name, means the bot. What calls everyone or another role is news
    for them, and no question.
    """
    author = data.get("author") or {}
    if author.get("bot") or data.get("webhook_id") or data.get("type") not in _TALK:
        return None
    text, guild = str(data.get("content") or ""), data.get("guild_id")
    roles = set(data.get("mention_roles") or ())
    if data.get("mention_everyone") or roles - {str(my_role)}:
        return None
    # Of a message that mentions only the role Discord may keep the text to itself.
    is_named = roles or re.search(rf"<@!?{me}>", _CODE.sub("", text))
    if guild is not None and not is_named:
        return None
    asked = " ".join(_MARKS.sub(" ", text).split())
    query = _first_words(asked)
    edited = data.get("edited_timestamp")
    return Question(
        message=int(data["id"]),
        channel=int(data["channel_id"]),
        guild=int(guild) if guild is not None else None,
        person=int(author["id"]),
        query=query,
        edited_at=datetime.fromisoformat(edited) if edited else None,
        is_cut=query != asked,
    )


def _first_words(text: str) -> str:
    """Return as many whole words as a query may have; of one long word, its beginning."""
    if len(text) <= QUERY_LIMIT:
        return text
    return text[: QUERY_LIMIT + 1].rpartition(" ")[0] or text[:QUERY_LIMIT]
