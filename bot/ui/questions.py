"""Practice questions as Discord shows them: the body of a card, and the rows to answer with."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import discord

from bot.ui.cards import clip
from bot.ui.letters import letters
from bot.ui.markdown import paginate, to_discord
from content.markdown.render import Markdown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

BODY_LIMIT = 3000
LABEL_LIMIT = 100
BUTTONS_PER_ROW = 5


class Shown(Protocol):
    """One option as it is shown; both texts are lesson Markdown."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def reason(self) -> str | None: ...  # noqa: D102


class Asked(Protocol):
    """A question as it is shown."""

    @property
    def stem(self) -> str: ...  # noqa: D102
    @property
    def options(self) -> Sequence[Shown]: ...  # noqa: D102
    @property
    def explanation(self) -> str | None: ...  # noqa: D102


def open_body(question: Asked) -> str:
    """Return stem and options; nothing in it tells the answer."""
    return _fit(_body(question, [f"**{letters([n])}.**" for n in range(len(question.options))]))


def revealed_body(
    question: Asked, marks: list[str], tails: list[str], limit: int = BODY_LIMIT
) -> str:
    """Return stem, options between ``marks`` and ``tails``, their reasons, and the explanation."""
    explanation = f"\n\n{_shown(question.explanation)}" if question.explanation else ""
    reasons = [
        f"{tail}\n{_quoted(_shown(option.reason))}" if option.reason else tail
        for tail, option in zip(tails, question.options, strict=True)
    ]
    whole = _body(question, marks, reasons) + explanation
    # Reasons are the first to go when there is no room: the right option must always be seen.
    if len(whole) <= limit:
        return whole
    return _fit(_body(question, marks, tails) + explanation, limit)


def option_marks(count: int, right: Collection[int], chosen: Collection[int] = ()) -> list[str]:
    """Return what stands before each option of a closed question: its sign and its letter."""
    signs = ("✅" if n in right else "❌" if n in chosen else "▫️" for n in range(count))
    return [f"{sign} **{letters([n])}.**" for n, sign in enumerate(signs)]


def several_options(texts: Iterable[str]) -> list[discord.SelectOption]:
    """Return what a select offers where several options are right."""
    return [
        discord.SelectOption(
            label=clip(f"{letters([place])}. {' '.join(words.split())}", LABEL_LIMIT),
            value=str(place),
        )
        for place, words in enumerate(Markdown.of(text).plain for text in texts)
    ]


def button_rows(buttons: Iterable[discord.ui.Item[Any]]) -> list[discord.ui.ActionRow[Any]]:
    """Return buttons in as many rows as they need."""
    every = list(buttons)
    return [
        discord.ui.ActionRow(*every[start : start + BUTTONS_PER_ROW])
        for start in range(0, len(every), BUTTONS_PER_ROW)
    ]


def _body(question: Asked, marks: list[str], tails: list[str] | None = None) -> str:
    """Return stem and options, each option behind its mark and before its tail."""
    ends = tails or [""] * len(marks)
    lines = [
        _beside(mark, _shown(option.text), end)
        for mark, option, end in zip(marks, question.options, ends, strict=True)
    ]
    return "\n\n".join([_shown(question.stem), "\n".join(lines)])


def _beside(mark: str, text: str, end: str) -> str:
    """Put a mark before a text; a code block keeps the lines for itself that it needs."""
    if text.startswith("```"):
        return f"{mark}{end}\n{text}"
    return f"{mark} {text}\n{end.strip()}".rstrip() if "```" in text else f"{mark} {text}{end}"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def _fit(text: str, limit: int = BODY_LIMIT) -> str:
    pages = paginate(text, limit)
    return pages[0] if len(pages) == 1 else f"{pages[0]}\n…"


@lru_cache(maxsize=512)
def _shown(markdown: str) -> str:
    return to_discord(markdown)
