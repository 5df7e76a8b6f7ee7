"""Registers the commands with Discord, but only when they differ from what is there."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from discord import app_commands

    from bot.store.registrations import RegistrationRepository

log = structlog.stdlib.get_logger(__name__)


async def register_commands(
    tree: app_commands.CommandTree[Any], application_id: int, registrations: RegistrationRepository
) -> bool:
    """Return whether the commands had to be sent.

    Discord allows 200 new commands a day, so a bot that starts often must not send them each time.
    The digest tells whether ours changed; the list tells whether Discord still has them.
    """
    ours = [command.to_dict(tree) for command in tree.get_commands()]
    digest = hashlib.sha256(json.dumps(ours, sort_keys=True).encode()).hexdigest()
    if await registrations.digest(application_id) == digest:
        there = {(command.name, command.type.value) for command in await tree.fetch_commands()}
        if there == {(command["name"], command["type"]) for command in ours}:
            return False
    sent = await tree.sync()
    await registrations.save(application_id, digest)
    log.info("commands.registered", count=len(sent))
    return True
