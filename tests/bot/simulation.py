"""The simulated Discord, made independent of how fast the machine is."""

from __future__ import annotations

import contextvars
from typing import TYPE_CHECKING, Any

import simcord

from tests.waiting import CEILING

if TYPE_CHECKING:
    import discord

SHORTEST = 0.9
"""Seconds from which a sleep passes only when a test lets time pass; shorter ones pass really."""
IDLE = 0.002
"""Real seconds between two looks at work that goes on in threads."""


class PatientEnv(simcord.Env):
    """A simulation that waits for work as long as it takes.

    The simulator has one number for two things: how long work may take, and from which length on a
    sleep is simulated, counted from the moment when it looks. With a low one, a busy machine fails
    tests; with a high one, every sleep takes real time. Here work has the ceiling of all waits, and
    whether a sleep is simulated follows from its length alone.
    """

    def __init__(self, bot: discord.Client, **options: Any) -> None:
        super().__init__(bot, settle_timeout=CEILING, **options)

    def _schedule_timer(
        self,
        record: Any,
        callback: Any,
        args: tuple[Any, ...],
        schedule_context: contextvars.Context | None,
    ) -> None:
        super()._schedule_timer(record, callback, args, schedule_context)
        real = record.real_handle
        if real is not None and record.when - self._virtual_time >= SHORTEST:
            real.cancel()
            record.real_handle = None

    async def _settle_internal(self, *, idle: float = IDLE, **options: Any) -> None:
        await super()._settle_internal(idle=min(idle, IDLE), **options)
