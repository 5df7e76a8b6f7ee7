"""The leaderboard of a server: its upper half, and one's own place in private."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.errors import UserError
from bot.exts.quiz._after import show
from bot.store.leaderboard import LeaderboardRepository
from bot.ui.cards import Accent, card, row
from bot.ui.components import OLD_BUTTON, StudyButton
from bot.ui.markdown import escape
from bot.ui.sharing import Shares, require_may_share

if TYPE_CHECKING:
    from bot.store.leaderboard import Leaderboard, Place
    from bot.ui.components import Interaction, StudyView

ALL_TIME = 0
"""The season without an end; others are months, such as 202601."""

PAGE = 20
_YEAR = 100
_MOST = 10**6
"""Pages beyond which there is nothing, whatever a press says."""


class Board(StudyButton, route="quiz:board:{season:int}:{page:int}"):
    """Shows another page of a leaderboard."""

    async def used(self, interaction: Interaction) -> None:
        """Show it in place of the card."""
        await show(interaction, await board_of(interaction, **self.values))


class Listed(StudyButton, route="quiz:listed:{season:int}:{shown:int}"):
    """Leaves the person out of what others see, or counts them again."""

    async def used(self, interaction: Interaction) -> None:
        """Keep the decision, and show the leaderboard as it is then."""
        season, guild_id = self.values["season"], _guild(interaction)
        bounds(season)
        boards = interaction.client.service(LeaderboardRepository)
        shown = bool(self.values["shown"])
        await boards.set_shown(guild_id, interaction.user.id, shown=shown)
        await show(interaction, await board_of(interaction, season))


class ShareBoard(StudyButton, route="quiz:share:{season:int}:{page:int}"):
    """Posts the page of the leaderboard in the channel, once."""

    async def used(self, interaction: Interaction) -> None:
        """Post what everybody may see, without the person's own place."""
        season, page = self.values["season"], self.values["page"]
        board = await _read(interaction, season, page)
        require_may_share(interaction)
        assert interaction.message is not None
        shares = interaction.client.service(Shares)
        with shares.once(interaction.message.id, f"leaderboard {season} {page}"):
            by = escape(interaction.user.display_name)
            note = f"-# Shared by {by}. `/quiz leaderboard` shows your own place, to you alone."
            post = card(*_texts(board, season), note, accent=Accent.QUIZ)
            await interaction.response.send_message(view=post)


def season_of(moment: datetime) -> int:
    """Return the month of a moment as a season."""
    utc = moment.astimezone(UTC)
    return utc.year * _YEAR + utc.month


def bounds(season: int) -> tuple[datetime, datetime] | None:
    """Return a month's first moment and that after its last, None of all time; or UserError."""
    if season == ALL_TIME:
        return None
    year, month = divmod(season, _YEAR)
    try:
        first = datetime(year, month, 1, tzinfo=UTC)
        return first, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    except (ValueError, OverflowError) as exc:
        raise UserError(OLD_BUTTON) from exc


async def board_of(interaction: Interaction, season: int, page: int = 0) -> StudyView:
    """Return a page of the leaderboard as the person who asks may see it."""
    board = await _read(interaction, season, page)
    return card(
        *_texts(board, season),
        _own(board),
        "-# Ranked are right answers in the quizzes of this server"
        f"{', in months of UTC' if season else ''}. Only the upper half is ever listed.",
        row(
            Board.make("Back", season=season, page=page - 1) if page else None,
            Board.make("Next", season=season, page=page + 1) if board.more else None,
            ShareBoard.make("Share", emoji="📣", season=season, page=page) if board.upper else None,
            Listed.make(
                "Count me again" if board.left_out else "Leave me out",
                season=season,
                shown=int(board.left_out),
            ),
        ),
        accent=Accent.QUIZ,
    )


async def _read(interaction: Interaction, season: int, page: int) -> Leaderboard:
    boards = interaction.client.service(LeaderboardRepository)
    guild_id, start = _guild(interaction), min(page, _MOST) * PAGE
    return await boards.read(guild_id, interaction.user.id, bounds(season), start, PAGE)


def _texts(board: Leaderboard, season: int) -> tuple[str, str]:
    year, month = divmod(season, _YEAR)
    name = f"{calendar.month_name[month]} {year}" if season else "all time"
    lines = [f"**{place.rank}.** <@{place.user_id}>: {_score(place)}" for place in board.upper]
    nobody = "Nobody is listed here. Play a quiz with `/quiz start`."
    return f"### Leaderboard: {name}", "\n".join(lines) or nobody


def _own(board: Leaderboard) -> str:
    """Return a person's own numbers, which nobody else is shown."""
    if board.own is None:
        return "You have not answered in a quiz of this server in this time."
    if board.left_out:
        return f"You: {_score(board.own)}. You are left out: others do not see you here."
    return f"You: **{board.own.rank}.** of {board.people}, {_score(board.own)}"


def _score(place: Place) -> str:
    return f"{place.right} of {place.answered} right"


def _guild(interaction: Interaction) -> int:
    if interaction.guild_id is None:
        raise UserError("Leaderboards are those of servers: use this in a channel of yours.")
    return interaction.guild_id
