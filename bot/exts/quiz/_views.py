"""A quiz's cards: what the channel sees of a session. They hold no rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.exts.quiz._beside import NOTHING
from bot.exts.quiz._buttons import Choose, ChooseSeveral, Host, Join, Leave
from bot.exts.quiz._events import LOBBY_CARD
from bot.exts.quiz._mine import MyAnswer, ReadConcept
from bot.exts.quiz._plan import Phase
from bot.exts.quiz._score import counts, winners
from bot.exts.quiz.flags import flag_button
from bot.pictures import gallery
from bot.ui.cards import Accent, card, clip, row, rule
from bot.ui.charts import text_bars
from bot.ui.letters import letters
from bot.ui.markdown import escape, without_words
from bot.ui.questions import (
    BODY_LIMIT,
    button_rows,
    open_body,
    option_marks,
    revealed_body,
    several_options,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.exts.quiz._beside import Beside
    from bot.exts.quiz._session import Control, Session
    from bot.exts.quiz._snapshot import Card
    from bot.pictures import ReadPicture
    from bot.ui.components import StudyView

TITLE_LIMIT = 100
NAMES_LIMIT = 20

ENDINGS = {
    "finished": "",
    "idle": "Nobody answered the last three questions, so I ended the quiz.",
    "stopped": "The quiz was stopped. A question that was still open does not count.",
    "failed": "Something went wrong on my side, so the quiz had to end here. I am sorry.",
}


def lobby_card(quiz_id: int, session: Session, until: datetime | None) -> StudyView:
    """Return the lobby: what the quiz will be, who takes part, and how to join.

    ``until`` is what its countdown shows; None while the host holds it.
    """
    host = f"<@{session.plan.host}>"
    starts = (
        f"Starts {_relative(until)}, or as soon as {host} starts it."
        if until
        else f"{host} holds the start: the quiz begins when they go on."
    )
    return card(
        _lobby_text(session),
        f"{starts} You can also join later by answering: your score then counts from that "
        "question on.",
        row(
            Join.make("Join", style=discord.ButtonStyle.primary, quiz=quiz_id),
            Leave.make("Leave", quiz=quiz_id),
        ),
        *_controls(quiz_id, session),
        "-# Only you see what you answer.",
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
            note = f"{ENDINGS['failed']} Try again with `/quiz start`."
        case _:
            note = "The quiz was stopped before it began."
    return card(_lobby_text(session), note, accent=Accent.NEUTRAL)


def question_card(
    quiz_id: int, session: Session, until: datetime | None, beside: Beside = NOTHING
) -> StudyView:
    """Return the open question; nothing in it tells the answer."""
    question = session.plan.cards[session.question]
    several = "**Choose all that apply.**" if question.several else None
    answered = f"Answered: {len(session.answers[session.question])} of {len(session.players)}"
    return card(
        _header(session, session.question),
        _gallery(beside.stem),
        _without_pictures(open_body(question), beside),
        several,
        *_answer_rows(quiz_id, session.question, question),
        f"{answered} · {_question_ends(session, until)}",
        _interruption_note(session),
        *_controls(quiz_id, session),
        accent=Accent.QUIZ,
        pictures=beside.stem,
    )


def reveal_card(
    quiz_id: int, session: Session, until: datetime | None, beside: Beside = NOTHING
) -> StudyView:
    """Return the closed question: what is right, what was chosen, the reasons, who was right."""
    last = session.question + 1 == len(session.plan.cards)
    following = "Standings" if last else "Next question"
    if until is None:
        goes_on = f"{following} when the host goes on: paused."
    elif session.plan.rules.host_paced:
        goes_on = f"{following} when <@{session.plan.host}> goes on."
    else:
        goes_on = f"{following} {_relative(until)}."
    return card(
        *_revealed(quiz_id, session, session.question, beside),
        goes_on,
        None if session.plan.alone else row(flag_button(quiz_id, session.question)),
        *_controls(quiz_id, session),
        accent=Accent.GOOD,
        pictures=beside.pictures,
    )


def told_card(quiz_id: int, session: Session, question: int, beside: Beside = NOTHING) -> StudyView:
    """Return a closed question from which the quiz has gone on."""
    parts = _revealed(quiz_id, session, question, beside)
    return card(*parts, accent=Accent.GOOD, pictures=beside.pictures)


def void_card(session: Session, beside: Beside = NOTHING) -> StudyView:
    """Return the question that was open when the quiz was stopped."""
    question = session.plan.cards[session.question]
    return card(
        _header(session, session.question),
        _gallery(beside.stem),
        _without_pictures(open_body(question), beside),
        "The quiz was stopped here, so this question does not count.",
        accent=Accent.NEUTRAL,
        pictures=beside.stem,
    )


def _lobby_text(session: Session) -> str:
    plan = session.plan
    rules = plan.rules
    questions = "1 question" if len(plan.cards) == 1 else f"{len(plan.cards)} questions"
    time = "each until all have answered" if rules.untimed else f"{plan.seconds} seconds each"
    host = f"<@{plan.host}>" + (", who does not play" if not rules.host_plays else "")
    told = [f"{questions}, {time}.", f"Opened by {host}."]
    told += ["The host goes on to each next question."] if rules.host_paced else []
    told += ["Quick right answers have more points."] if rules.speed else []
    return (
        f"### Quiz: {title_of(session)}\n"
        f"{' '.join(told)}\n"
        f"**Joined ({len(session.players)}):** {people(session.players)}"
    )


def title_of(session: Session) -> str:
    """Return the title of a quiz for a card's text."""
    return escape(clip(session.plan.title, TITLE_LIMIT))


def _header(session: Session, question: int) -> str:
    return f"### Question {question + 1} of {len(session.plan.cards)} · {title_of(session)}"


def _question_ends(session: Session, until: datetime | None) -> str:
    if until is None:
        return "paused"
    if session.plan.rules.untimed:
        return "open until all have answered"
    return f"ends {_relative(until)}"


def _without_pictures(text: str, beside: Beside) -> str:
    return without_words(text, (one.alt for one in beside.stem))


def _revealed(
    quiz_id: int, session: Session, number: int, beside: Beside
) -> list[str | discord.ui.Item[Any] | None]:
    """Return the parts of a closed question: what is right and why, and who was right."""
    question, chosen = session.plan.cards[number], counts(session, number)
    names = [letters([place]) for place in range(len(question.options))]
    marks = option_marks(len(names), question.correct)
    answered = bool(session.answers[number])
    bars = text_bars(names, chosen, question.correct)
    bars = bars if answered and not session.plan.alone else ""
    right = f"**Right:** {people(winners(session, number))}" if answered else "Nobody answered."
    skipped = number in session.skipped
    return [
        _header(session, number),
        _gallery(beside.stem),
        _without_pictures(
            revealed_body(question, marks, [""] * len(names), limit=BODY_LIMIT - len(bars)), beside
        ),
        rule(),
        bars,
        _gallery([beside.bars] if beside.bars else []),
        "This question was skipped, so it does not count." if skipped else right,
        row(
            MyAnswer.make("My answer", quiz=quiz_id, question=number),
            ReadConcept.make("Read about it", concept=beside.concept) if beside.concept else None,
        ),
    ]


def _gallery(pictures: Sequence[ReadPicture]) -> discord.ui.MediaGallery[Any] | None:
    return gallery(pictures) if pictures else None


def _controls(quiz_id: int, session: Session) -> list[discord.ui.Item[Any] | str | None]:
    """Return the buttons of the host and of moderators; a press of others is refused."""

    def button(what: Control, label: str, **look: Any) -> Host:
        return Host.on(quiz_id, session.question, what, label, **look)

    rules, phase = session.plan.rules, session.phase
    is_lobby, is_open = phase is Phase.LOBBY, phase is Phase.ASKING
    waits = phase is Phase.REVEALED and rules.host_paced
    paused = session.paused_at is not None
    primary, success = discord.ButtonStyle.primary, discord.ButtonStyle.success
    hold = button("go", "Continue", style=primary) if paused else button("pause", "Pause")
    return [
        row(
            button("begin", "Start now", style=success) if is_lobby else None,
            button("next", "Next", style=primary) if phase is Phase.REVEALED else None,
            None if waits else hold,
            None if waits or (is_open and rules.untimed) else button("extend", "+15 s"),
            button("close", "Show answer") if is_open else None,
            button("skip", "Skip") if is_open else None,
            button("end", "End", style=discord.ButtonStyle.danger),
        ),
        f"-# This row is for <@{session.plan.host}> and moderators.",
    ]


def _interruption_note(session: Session) -> str | None:
    if not session.interrupted:
        return None
    return "-# I was away for a moment, so the clock starts anew. Answers given before still count."


def chose(count: int) -> str:
    """Return how many people chose an option, in words."""
    return "1 chose this" if count == 1 else f"{count} chose this"


def people(users: Iterable[int]) -> str:
    """Return people by name, as many as a card has room for."""
    names = [f"<@{user}>" for user in users]
    if not names:
        return "nobody"
    more = f" and {len(names) - NAMES_LIMIT} more" if len(names) > NAMES_LIMIT else ""
    return ", ".join(names[:NAMES_LIMIT]) + more


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
