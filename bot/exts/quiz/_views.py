"""A quiz's cards: what the channel sees of a session. They hold no rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.exts.quiz._buttons import Begin, Choose, ChooseSeveral, Join, Leave
from bot.exts.quiz._events import LOBBY_CARD
from bot.exts.quiz._score import counts, standings, winners
from bot.ui.cards import Accent, card, clip, row, rule
from bot.ui.letters import letters
from bot.ui.markdown import escape
from bot.ui.questions import button_rows, open_body, revealed_body, several_options

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.exts.quiz._score import Standing
    from bot.exts.quiz._session import Session
    from bot.exts.quiz._snapshot import Card
    from bot.ui.components import StudyView

TITLE_LIMIT = 100
NAMES_LIMIT = 20
STANDINGS_LIMIT = 50

_ENDINGS = {
    "finished": "",
    "idle": "Nobody answered the last three questions, so I ended the quiz.",
    "stopped": "The quiz was stopped. A question that was still open does not count.",
    "failed": "Something went wrong on my side, so the quiz had to end here. I am sorry.",
}


def lobby_card(quiz_id: int, session: Session) -> StudyView:
    """Return the lobby: what the quiz will be, who takes part, and how to join."""
    plan = session.plan
    return card(
        _lobby_text(session),
        f"Starts {_relative(session.lobby_until)}. You can also join later by answering: "
        "your score then counts from that question on.",
        row(
            Join.make("Join", style=discord.ButtonStyle.primary, quiz=quiz_id),
            Leave.make("Leave", quiz=quiz_id),
            Begin.make("Start now", style=discord.ButtonStyle.success, quiz=quiz_id),
        ),
        f"-# **Start now** is for <@{plan.host}>. Only you see what you answer.",
        accent=Accent.QUIZ,
    )


def closed_lobby_card(session: Session) -> StudyView:
    """Return the lobby once its buttons are of no use any more."""
    match session.reason if session.question == LOBBY_CARD else None:
        case None:
            note = "The quiz has begun. Join in by answering a question below."
        case "cancelled":
            note = "Nobody joined, so the quiz did not start. Try again with `/quiz start`."
        case "failed":
            note = f"{_ENDINGS['failed']} Try again with `/quiz start`."
        case _:
            note = "The quiz was stopped before it began."
    return card(_lobby_text(session), note, accent=Accent.NEUTRAL)


def question_card(quiz_id: int, session: Session, deadline: datetime) -> StudyView:
    """Return the open question; nothing in it tells the answer."""
    question = session.plan.cards[session.question]
    several = "**Choose all that apply.**" if question.several else None
    return card(
        _header(session),
        open_body(question),
        several,
        *_answer_rows(quiz_id, session.question, question),
        f"Answered: {len(session.answers[session.question])} of {len(session.players)} · "
        f"ends {_relative(deadline)}",
        _interruption_note(session),
        accent=Accent.QUIZ,
    )


def reveal_card(session: Session) -> StudyView:
    """Return the closed question: what is right, what was chosen, the reasons, who was right."""
    number = session.question
    question = session.plan.cards[number]
    marks = [
        f"{'✅' if place in question.correct else '▫️'} **{letters([place])}.**"
        for place in range(len(question.options))
    ]
    tails = [f"  ·  {_chose(count)}" for count in counts(session, number)]
    return card(
        _header(session),
        revealed_body(question, marks, tails),
        rule(),
        f"**Right:** {_people(winners(session, number))}"
        if session.answers[number]
        else "Nobody answered.",
        accent=Accent.GOOD,
    )


def void_card(session: Session) -> StudyView:
    """Return the question that was open when the quiz was stopped."""
    question = session.plan.cards[session.question]
    return card(
        _header(session),
        open_body(question),
        "The quiz was stopped here, so this question does not count.",
        accent=Accent.NEUTRAL,
    )


def standings_card(session: Session) -> StudyView:
    """Return the end of the quiz: everybody's place."""
    table = standings(session)
    lines = [_standing(place) for place in table[:STANDINGS_LIMIT]]
    if len(table) > STANDINGS_LIMIT:
        lines.append(f"and {len(table) - STANDINGS_LIMIT} more")
    return card(
        f"### Standings: {_title(session)}",
        _ENDINGS.get(session.reason or "", ""),
        "\n".join(lines) if session.revealed else "No question was finished, so nobody scored.",
        "-# One point for each right answer, none for speed. The second number counts the "
        "questions asked since a person joined.",
        accent=Accent.QUIZ,
    )


def _lobby_text(session: Session) -> str:
    plan = session.plan
    questions = "1 question" if len(plan.cards) == 1 else f"{len(plan.cards)} questions"
    return (
        f"### Quiz: {_title(session)}\n"
        f"{questions}, {plan.seconds} seconds each. Opened by <@{plan.host}>.\n"
        f"**Joined ({len(session.players)}):** {_people(session.players)}"
    )


def _title(session: Session) -> str:
    return escape(clip(session.plan.title, TITLE_LIMIT))


def _header(session: Session) -> str:
    return f"### Question {session.question + 1} of {len(session.plan.cards)} · {_title(session)}"


def _interruption_note(session: Session) -> str | None:
    if not session.interrupted:
        return None
    return "-# I was away for a moment, so the clock starts anew. Answers given before still count."


def _chose(count: int) -> str:
    return "1 chose this" if count == 1 else f"{count} chose this"


def _people(users: Iterable[int]) -> str:
    names = [f"<@{user}>" for user in users]
    if not names:
        return "nobody"
    more = f" and {len(names) - NAMES_LIMIT} more" if len(names) > NAMES_LIMIT else ""
    return ", ".join(names[:NAMES_LIMIT]) + more


def _standing(place: Standing) -> str:
    return f"**{place.rank}.** <@{place.user}>: {place.right} of {place.asked} right"


def _relative(moment: datetime) -> str:
    return f"<t:{moment.timestamp():.0f}:R>"


def _answer_rows(quiz_id: int, number: int, question: Card) -> list[discord.ui.ActionRow[Any]]:
    """Return a button for each option, or one select where several are right."""
    if question.several:
        options = several_options(option.text for option in question.options)
        return [
            discord.ui.ActionRow(
                ChooseSeveral.make_several(
                    options, placeholder="Choose all that apply", quiz=quiz_id, question=number
                )
            )
        ]
    return button_rows(
        Choose.make(letters([place]), quiz=quiz_id, question=number, option=place)
        for place in range(len(question.options))
    )
