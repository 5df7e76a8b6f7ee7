"""Presses that no button of the bot makes: made-up custom_ids and values, as a client may send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simcord import actors
from sqlalchemy import select

from bot.store.tables import Base
from tests.bot.page_kit import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.store.database import Database
    from tests.bot.conftest import Study

BUTTON, SELECT = 2, 3


@dataclass(frozen=True)
class Answered:
    """What a press was answered with: how often, how privately, and the words."""

    times: int
    private: bool
    text: str


async def press(
    study: Study,
    who: Any,
    place: tuple[int, int],
    custom_id: str,
    *,
    values: Sequence[str] | None = None,
    select: Mapping[str, Any] | None = None,
    there: bool = True,
) -> Answered:
    """Press something on a message, which has it unless it is not ``there``.

    ``place`` is the ids of the channel and the message. ``values`` make it a select, and ``select``
    says what the message's own select is like.
    """
    stored = study.env.backend.get_message(*place)
    kind = BUTTON if values is None else SELECT
    part: dict[str, Any] = {"type": kind, "custom_id": custom_id if there else "other"}
    if values is None:
        part |= {"style": 2, "label": "Press", "disabled": False}
    else:
        options = [{"label": "An option", "value": value} for value in ("0", "1")]
        part |= {"options": options, "min_values": 1, "max_values": 1, "placeholder": ""}
        part |= select or {}
    kept = stored.components
    stored.components = [{"type": 1, "components": [part]}]
    data: dict[str, Any] = {"custom_id": custom_id, "component_type": kind}
    if values is not None:
        data["values"] = list(values)
    start = len(study.env.http_requests)
    result = await actors._component_interaction(who, stored, data)
    stored.components = kept
    answers = [
        request
        for request in study.env.http_requests[start:]
        if request.path.endswith("/callback") or request.path.startswith("/webhooks/")
    ]
    said = result.followups[-1] if result.followups else result.response
    text = "" if said is None else said.content or text_of(said)
    return Answered(len(answers), said is not None and said.ephemeral, text)


async def rows_of(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything that is stored, by table."""
    async with database.begin() as session:
        return {
            table.name: sorted(map(tuple, await session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }
