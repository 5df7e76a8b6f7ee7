"""The form for placeholders as a client may send it: too long, in part, twice, by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from simcord import actors
from simcord.backend import serializers
from simcord.enums import InteractionType

from bot.exts.labs._service import LabService
from tests.bot.forging import rows_of
from tests.bot.page_kit import only_for_one, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import simcord
    from simcord.results import InteractionResult

    from tests.bot.conftest import Study

TEA = "demo/01-kettles#making-tea"
TEXT, LABEL = 4, 18


async def open_form(study: Study) -> InteractionResult:
    """Return the form for the two placeholders of the third step of ben's attempt, both filled."""
    card = only_for_one(await study.ben.slash(study.channel, "lab start", lab=TEA))
    service = study.bot.service(LabService)
    await service.go(1, study.ben.id, 3)
    await service.fill(1, study.ben.id, 3, {"KETTLE ID": "k1", "CUP": "blue"})
    resumed = only_for_one(await study.ben.slash(study.channel, "lab start", lab=TEA))
    assert card.id != resumed.id
    shown = await study.ben.click(resumed, label="Change KETTLE ID, CUP")
    assert shown.modal is not None
    return shown


async def submit(
    study: Study, who: simcord.MemberActor, shown: InteractionResult, fields: Mapping[str, Any]
) -> str:
    """Send a form with any fields; return the one private answer to it."""
    inputs: list[dict[str, Any]] = [
        {"id": 9, "type": TEXT, "custom_id": name, "value": value} for name, value in fields.items()
    ]
    components = [{"id": 8, "type": LABEL, "component": part} for part in inputs]
    start = len(study.env.http_requests)
    custom_id = shown.modal["custom_id"] if shown.modal else "made up"
    card = study.env.backend.get_message(study.channel.id, _card_of(shown))
    result = await actors._dispatch_actor_interaction(
        who,
        InteractionType.MODAL_SUBMIT,
        study.channel,
        {"custom_id": custom_id, "components": components},
        extra={"message": dict(serializers.message_payload(study.env.backend, card))},
        source_message_id=card.id,
    )
    sent = [one for one in study.env.http_requests[start:] if one.path.endswith("/callback")]
    assert len(sent) == 1
    return only_for_one(result).content or text_of(only_for_one(result))


def _card_of(shown: InteractionResult) -> int:
    """Return the id of the card that the form was opened on, or of the one that was answered."""
    source = shown._interaction.source_message_id
    return only_for_one(shown).id if source is None else source


async def answers(study: Study) -> Mapping[str, str]:
    """Return what is kept of ben's values."""
    return (await study.bot.service(LabService).look(1, study.ben.id, 3)).attempt.answers


async def test_a_value_over_the_limit_is_refused(study: Study) -> None:
    form = await open_form(study)
    before = await rows_of(study.bot.database)
    said = await submit(study, study.ben, form, {"value-0": "x" * 201, "value-1": "red"})
    assert "at most 200 characters" in said
    assert await rows_of(study.bot.database) == before
    assert "```" in await submit(study, study.ben, form, {"value-0": "x" * 200, "value-1": "red"})
    assert await answers(study) == {"KETTLE ID": "x" * 200, "CUP": "red"}


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({}, {"KETTLE ID": "k1", "CUP": "blue"}),
        ({"value-1": "red"}, {"KETTLE ID": "k1", "CUP": "red"}),
        ({"value-9": "x", "KETTLE ID": "x", "": "x"}, {"KETTLE ID": "k1", "CUP": "blue"}),
        ({"value-0": "``` \x00\u2028`", "value-1": ""}, {"KETTLE ID": "```   `"}),
    ],
)
async def test_fields_that_miss_keep_their_value_and_others_are_ignored(
    study: Study, fields: dict[str, str], kept: dict[str, str]
) -> None:
    form = await open_form(study)
    assert "Step 3 of 3" in await submit(study, study.ben, form, fields)
    assert await answers(study) == kept


async def test_a_form_is_of_the_person_who_opened_it(study: Study) -> None:
    form = await open_form(study)
    before = await rows_of(study.bot.database)
    said = await submit(study, study.cleo, form, {"value-0": "theirs"})
    assert "someone else’s lab" in said
    assert await rows_of(study.bot.database) == before


async def test_a_form_that_is_sent_again_is_answered(study: Study) -> None:
    form = await open_form(study)
    assert "kettle pour k2" in await submit(study, study.ben, form, {"value-0": "k2"})
    assert "has expired" in await submit(study, study.ben, form, {"value-0": "k3"})
    assert (await answers(study))["KETTLE ID"] == "k2"


async def test_a_form_that_was_made_up_is_answered(study: Study) -> None:
    card = await study.ben.slash(study.channel, "lab start", lab=TEA)
    assert "has expired" in await submit(study, study.ben, card, {"value-0": "k3"})
