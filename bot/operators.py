"""Decides who is an operator: the application's owner or team, or whom the settings name."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog

from bot.errors import NotAllowed, UserError
from bot.retries import answered_within

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from bot.clock import Clock

log = structlog.stdlib.get_logger(__name__)

KEPT = 3600.0
"""Seconds for which Discord's answer about the application's owner is kept."""

REFUSALS_KEPT = 300.0
"""Seconds for which somebody is refused by it: an owner may just have taken them into the team."""

_SECONDS = 10.0
"""How long one asks Discord; an interaction that was deferred waits for much longer."""

_NAMED_AT_MOST = 5
_WRITING = (discord.TeamMemberRole.admin, discord.TeamMemberRole.developer)


class Operators:
    """Knows the operators; Discord is asked only about somebody whom the settings do not name."""

    def __init__(
        self,
        fetch: Callable[[], Awaitable[discord.AppInfo]],
        clock: Clock,
        named: Collection[int] = (),
    ) -> None:
        self._fetch = fetch
        self._clock = clock
        self._named = frozenset(named)
        self._owners: frozenset[int] = frozenset()
        self._asked_at: float | None = None
        self._lock = asyncio.Lock()

    async def require(self, user_id: int) -> None:
        """Raise NotAllowed unless the person is an operator, UserError when Discord cannot tell."""
        if user_id in self._named:
            return
        async with self._lock:
            if not self._is_fresh(user_id):
                self._owners = await self._ask()
                self._asked_at = self._clock.monotonic()
        if user_id in self._owners:
            return
        who = sorted(self._named | self._owners)[:_NAMED_AT_MOST]
        raise NotAllowed(
            "Only an operator of this bot can do this, because it changes the lessons of every "
            f"server: {', '.join(f'<@{one}>' for one in who)}."
        )

    def _is_fresh(self, user_id: int) -> bool:
        if self._asked_at is None:
            return False
        kept = KEPT if user_id in self._owners else REFUSALS_KEPT
        return self._clock.monotonic() - self._asked_at < kept

    async def _ask(self) -> frozenset[int]:
        try:
            return _owners(await answered_within(_SECONDS, self._fetch()))
        except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as exc:
            log.warning("operators.unknown", reason=str(exc) or type(exc).__name__)
            raise UserError(
                "Discord did not tell me who operates this bot, so I cannot check whether you may. "
                "Try again in a minute."
            ) from exc


async def require_operator(interaction: discord.Interaction[Any], operators: Operators) -> None:
    """Raise NotAllowed unless an operator asked. It may ask Discord, so defer the answer first."""
    await operators.require(interaction.user.id)


def _owners(application: discord.AppInfo) -> frozenset[int]:
    """Return the owner, or of a team its owner and those members who may change the application."""
    team = application.team
    if team is None:
        return frozenset({application.owner.id})
    joined = {
        member.id
        for member in team.members
        if member.membership_state is discord.TeamMembershipState.accepted
        and member.role in _WRITING
    }
    return frozenset(joined | ({team.owner_id} if team.owner_id is not None else set()))
