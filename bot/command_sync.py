"""Registers the commands with Discord, but only when they differ from what is there."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from discord import app_commands

    from bot.store.registrations import RegistrationRepository

log = structlog.stdlib.get_logger(__name__)

_NO_ANSWER = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError)
# What a command is to the people who use it; Discord adds ids, versions and old fields.
_KEYS = {
    "type", "name", "description", "options", "choices", "value", "required", "autocomplete",
    "min_value", "max_value", "min_length", "max_length", "channel_types", "nsfw", "contexts",
    "default_member_permissions", "integration_types",
}  # fmt: skip
_UNORDERED = {"contexts", "integration_types", "channel_types"}


async def sync_commands(
    tree: app_commands.CommandTree[Any], application_id: int, registrations: RegistrationRepository
) -> bool:
    """Return whether the commands had to be sent.

    Discord allows 200 new commands a day, so a bot that starts often must not send them each time.
    The digest tells whether ours changed; the list tells whether Discord still has them. Raises
    what Discord refuses with, unless it has these commands already.
    """
    ours = [command.to_dict(tree) for command in tree.get_commands()]
    digest = hashlib.sha256(json.dumps(ours, sort_keys=True).encode()).hexdigest()
    if await registrations.digest(application_id) == digest:
        try:
            there = {(command.name, command.type.value) for command in await tree.fetch_commands()}
        except _NO_ANSWER as exc:
            # They were there at the last start, and so they most likely are now.
            log.warning("commands.unchecked", reason=" ".join(str(exc).split()))
            return False
        if there == {(command["name"], command["type"]) for command in ours}:
            return False
    try:
        sent = await tree.sync()
    except _NO_ANSWER as exc:
        if not await _are_there(tree, application_id, ours):
            raise
        log.warning("commands.unsent", reason=" ".join(str(exc).split()))
        await registrations.save(application_id, digest)
        return False
    await registrations.save(application_id, digest)
    log.info("commands.registered", count=len(sent))
    return True


async def _are_there(
    tree: app_commands.CommandTree[Any], application_id: int, ours: Sequence[Mapping[str, Any]]
) -> bool:
    """Return whether Discord has exactly these commands; False as well when it does not say."""
    try:
        theirs = await tree.client.http.get_global_commands(application_id)
    except _NO_ANSWER:
        return False
    return _by_name(ours) == _by_name(theirs)


def _by_name(commands: Sequence[Mapping[str, Any]]) -> dict[tuple[str, int], object]:
    return {(one["name"], one.get("type", 1)): _essence(one) for one in commands}


def _essence(value: object, key: str = "") -> object:
    """Return a command, or a part of one, without what Discord adds or leaves out."""
    if isinstance(value, dict):
        known = {name: _essence(part, name) for name, part in value.items() if name in _KEYS}
        return {name: part for name, part in known.items() if not _is_default(part)}
    if isinstance(value, list):
        items = [_essence(item) for item in value]
        return sorted(items, key=str) if key in _UNORDERED else items
    # Discord writes permissions as a string; 0 means administrators only, None everybody.
    return str(value) if key == "default_member_permissions" and value is not None else value


def _is_default(part: object) -> bool:
    """Return whether a part may as well be absent; the number 0 may not."""
    return part is None or part is False or part in ("", [], {})
