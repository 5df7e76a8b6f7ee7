"""What one person is told of their answer to a question, as text that fits into a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ui.letters import letters
from bot.ui.markdown import paginate, to_discord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.exts.quiz._snapshot import Card
    from bot.exts.quiz._state import State

_LIMIT = 1990
"""Characters of a message without its last line, which says that something was left out."""


def is_told(state: State, question: int) -> bool:
    """Return whether people may know what is right, or the quiz is over anyway."""
    return question < state.revealed or (state.over and question <= state.question)


def note_text(state: State, question: int, user: int) -> str:
    """Return what a person is told of a question that was asked; nothing tells the answer early."""
    given = state.answers[question].get(user)
    chosen = given.options if given else ()
    if question < state.revealed:
        skipped = "This question was skipped, so it does not count.\n"
        told = _verdict(state.plan.cards[question], chosen)
        return _fit(f"{skipped}{told}" if question in state.skipped else told)
    what = f"You chose **{letters(chosen)}**." if chosen else "You did not answer."
    if state.over:
        return f"{what} The quiz was stopped here, so this question does not count."
    return f"{what} Until the answer is shown, you can choose again."


def _verdict(card: Card, chosen: Sequence[int]) -> str:
    """Return what was chosen, whether that was right, and the reasons of both."""
    right = card.correct
    if tuple(chosen) == right:
        return _claim(right, "– right.", _reasons(card, right) or _explained(card))
    why = _reasons(card, right) or _explained(card)
    solution = _claim(right, "is right:" if len(right) == 1 else "are right:", why)
    if not chosen:
        return f"You did not answer. {solution}"
    wrong = _reasons(card, [place for place in chosen if place not in right])
    return f"{_claim(chosen, '– not quite:', wrong)}\n{solution}"


def _reasons(card: Card, places: Sequence[int]) -> list[tuple[str, str]]:
    """Return the names and the reasons of the options that have one."""
    return [
        (f"**{letters([place])}**:", to_discord(reason))
        for place in places
        if (reason := card.options[place].reason)
    ]


def _explained(card: Card) -> list[tuple[str, str]]:
    return [("", to_discord(card.explanation))] if card.explanation else []


def _claim(places: Sequence[int], what: str, reasons: Sequence[tuple[str, str]]) -> str:
    """Return what is said of options with its reasons; of one option alone, without its name."""
    claim = f"**{letters(places)}** {what}"
    if not reasons:
        return f"{claim[:-1]}."
    if len(places) == 1 or not reasons[0][0]:
        return _beside(claim, reasons[0][1])
    return "\n".join([f"{claim[:-1]}.", *(_beside(*reason) for reason in reasons)])


def _beside(start: str, text: str) -> str:
    """Put a text of one line behind its start, and a longer one, such as code, below."""
    return f"{start}\n{text}" if "\n" in text else f"{start} {text}"


def _fit(text: str) -> str:
    pages = paginate(text, _LIMIT)
    return pages[0] if len(pages) == 1 else f"{pages[0]}\n…"
