"""The end of a quiz: the podium, how hard each question was, and what to press next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.exts.quiz._after import difficulty, finished, show
from bot.exts.quiz._missed import Missed, Practise
from bot.exts.quiz._report import Report
from bot.exts.quiz._score import standings
from bot.exts.quiz._views import ENDINGS, title_of
from bot.ui.cards import Accent, card, row, rule
from bot.ui.components import StudyButton
from bot.ui.routes import Route

if TYPE_CHECKING:
    from bot.exts.quiz._score import Standing
    from bot.exts.quiz._session import Session
    from bot.ui.components import Interaction, StudyView

AGAIN = "quiz:again:{quiz:int}"
"""The route of the button that opens the quiz once more; ``_again`` answers it."""

FIRST_PLACES = 10
"""Places on the card that everybody sees."""

PAGE = 20
"""Places on a page of all of them."""

_MEDALS = "🥇🥈🥉"
_ACCURACY = "One point for each right answer, none for speed."
_SPEED = "Up to 1000 points for each right answer, half of them for speed."


class Places(StudyButton, route="quiz:places:{quiz:int}:{page:int}"):
    """Shows all places, page by page."""

    async def used(self, interaction: Interaction) -> None:
        """Show them to the person alone."""
        quiz = await finished(interaction, self.values["quiz"])
        view = places_card(quiz.id, quiz.session, interaction.user.id, self.values["page"])
        await show(interaction, view)


def standings_card(quiz_id: int, session: Session) -> StudyView:
    """Return the end of the quiz: the first places, and how hard the questions were."""
    table = standings(session)
    more = len(table) > FIRST_PLACES
    played = bool(session.revealed)
    return card(
        f"### Standings: {title_of(session)}",
        ENDINGS.get(session.reason or "", ""),
        *(_places(session, table[:FIRST_PLACES]) if played else ()),
        "" if played else "No question was finished, so nobody scored.",
        f"-# and {len(table) - FIRST_PLACES} more" if more else None,
        rule() if played else None,
        "**How hard the questions were**" if played else None,
        "\n".join(difficulty(session, number) for number in range(session.revealed)),
        _note(session),
        row(
            Missed.make("What I missed", quiz=quiz_id, number=0) if played else None,
            discord.ui.Button(
                label="Again",
                style=discord.ButtonStyle.primary,
                custom_id=Route(AGAIN).fill(quiz=quiz_id),
            ),
            Practise.make("Practise", quiz=quiz_id) if played else None,
            Report.make("Report", quiz=quiz_id, page=0) if played else None,
            Places.make("All places", quiz=quiz_id, page=0) if more else None,
        ),
        accent=Accent.QUIZ,
    )


def places_card(quiz_id: int, session: Session, user: int, page: int) -> StudyView:
    """Return a page of all places, with that of the person who looks on each."""
    table = standings(session)
    last = max(0, len(table) - 1) // PAGE
    page = min(page, last)
    own = next((_line(session, place) for place in table if place.user == user), "")
    return card(
        f"### All places: {title_of(session)}",
        *_places(session, table[page * PAGE : (page + 1) * PAGE]),
        f"You: {own}" if own else "",
        f"-# Page {page + 1} of {last + 1}. {_explained(session)}",
        row(
            Places.make("Back", quiz=quiz_id, page=page - 1) if page else None,
            Places.make("Next", quiz=quiz_id, page=page + 1) if page < last else None,
        ),
        accent=Accent.QUIZ,
    )


def _places(session: Session, places: list[Standing]) -> list[str | discord.ui.Item[Any]]:
    """Return places as text: those on the podium apart from the others."""
    podium = [place for place in places if _medal(place)]
    others = [place for place in places if not _medal(place)]
    lines = [f"{_medal(place)} {_line(session, place)}" for place in podium]
    parts: list[str | discord.ui.Item[Any]] = ["\n".join(lines)]
    parts += [rule()] if podium and others else []
    return [*parts, "\n".join(_line(session, place) for place in others)]


def _medal(place: Standing) -> str:
    """Return the medal of a place; equals have the same, and nobody has one for nothing."""
    return _MEDALS[place.rank - 1] if place.rank <= len(_MEDALS) and place.points else ""


def _line(session: Session, place: Standing) -> str:
    points = f"{place.points} points, " if session.plan.rules.speed else ""
    return f"**{place.rank}.** <@{place.user}>: {points}{place.right} of {place.asked} right"


def _note(session: Session) -> str:
    host = f"**Report** is for <@{session.plan.host}> and instructors."
    return f"-# {_explained(session)} {host}"


def _explained(session: Session) -> str:
    rule_of_points = _SPEED if session.plan.rules.speed else _ACCURACY
    return f"{rule_of_points} The second number counts the questions asked since a person joined."
