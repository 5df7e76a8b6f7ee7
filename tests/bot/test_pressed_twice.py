"""Presses that come twice, or too late for their card: answered once each, nothing done twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.exts.labs._service import LabService
from bot.store.announcements import AnnouncementRepository
from bot.ui.components import CHANGED_CARD
from tests.bot.forging import Answered, press, rows_of
from tests.bot.page_kit import only_for_one, parts_of, posts, text_of

if TYPE_CHECKING:
    import simcord
    from simcord.results import ResponseMessage

    from tests.bot.conftest import Study

TEA = "demo/01-kettles#making-tea"


def custom_id(card: ResponseMessage, label: str) -> str:
    """Return what a button of a card is known by."""
    return next(str(part["custom_id"]) for part in parts_of(card) if part.get("label") == label)


async def again(
    study: Study,
    who: simcord.MemberActor,
    card: ResponseMessage,
    pressed: str,
    *,
    there: bool,
    **select: Any,
) -> Answered:
    """Press a button as the card had it before: in the same moment, or when it is not ``there``."""
    place = (study.channel.id, card.id)
    answered = await press(study, who, place, pressed, there=there, **select)
    assert (answered.times, answered.private) == (1, True)
    assert "error id" not in answered.text
    return answered


async def start(study: Study) -> ResponseMessage:
    """Return ben's card for the lab."""
    return only_for_one(await study.ben.slash(study.channel, "lab start", lab=TEA))


async def test_next_twice_moves_once(study: Study) -> None:
    card = only_for_one(await study.ben.click(await start(study), label="Start"))
    onward = custom_id(card, "Next")
    await study.ben.click(card, label="Next")
    before = await rows_of(study.bot.database)
    assert (await again(study, study.ben, card, onward, there=False)).text == CHANGED_CARD
    assert await rows_of(study.bot.database) == before
    # A double click: Discord took the second one before the first had changed the card.
    assert "Step 2 of 3" in (await again(study, study.ben, card, onward, there=True)).text
    assert (await study.bot.service(LabService).look(1, study.ben.id, 1)).attempt.step == 2


async def test_finish_twice_finishes_once(study: Study) -> None:
    card = await start(study)
    for label in ("Start", "Next", "Next"):
        card = only_for_one(await study.ben.click(card, label=label))
    finish = custom_id(card, "Finish")
    await study.ben.click(card, label="Finish")
    ended = (await study.bot.service(LabService).look(1, study.ben.id, 3)).attempt.finished_at
    assert ended is not None
    assert "all 3 steps" in (await again(study, study.ben, card, finish, there=True)).text
    assert (await again(study, study.ben, card, finish, there=False)).text == CHANGED_CARD
    assert (
        await study.bot.service(LabService).look(1, study.ben.id, 3)
    ).attempt.finished_at == ended


async def test_finish_after_start_over_on_another_card(study: Study) -> None:
    card = await start(study)
    for label in ("Start", "Next", "Next"):
        card = only_for_one(await study.ben.click(card, label=label))
    await study.ben.click(await start(study), label="Start over")
    after = only_for_one(await study.ben.click(card, label="Finish"))
    assert "started over" in text_of(after)
    assert (await study.bot.service(LabService).go(1, study.ben.id, 0)).attempt.finished_at is None


async def test_post_and_cancel_come_too_late_for_each_other(study: Study) -> None:
    card, other = [
        only_for_one(await study.dana.slash(study.channel, "announce lab", lab=TEA))
        for _ in range(2)
    ]
    post, cancel = custom_id(card, "Post"), custom_id(card, "Cancel")
    await study.dana.click(card, label="Cancel")
    for pressed in (post, cancel):
        assert "draft is gone" in (await again(study, study.dana, card, pressed, there=True)).text
        assert (await again(study, study.dana, card, pressed, there=False)).text == CHANGED_CARD
    assert posts(study.channel) == []
    post, cancel = custom_id(other, "Post"), custom_id(other, "Cancel")
    await study.dana.click(other, label="Post")
    before = await rows_of(study.bot.database)
    said = await again(study, study.dana, other, post, there=True)
    assert "Announced in" in said.text
    said = await again(study, study.dana, other, cancel, there=True)
    assert "Too late" in said.text
    assert await rows_of(study.bot.database) == before
    assert len(posts(study.channel)) == 1
    assert await AnnouncementRepository(study.bot.database).get(1) is None


async def test_a_card_is_shared_once(study: Study) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "concept", query="kettle"))
    share = custom_id(card, "Share")
    await study.ben.click(card, label="Share")
    said = await again(study, study.ben, card, share, there=True)
    assert "shared this already" in said.text
    assert len(posts(study.channel)) == 1


async def test_an_option_that_is_gone_is_not_chosen(study: Study) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "lab list"))
    before = await rows_of(study.bot.database)
    said = await again(study, study.ben, card, "lab:pick", there=True, values=(TEA,))
    assert said.text == CHANGED_CARD
    said = await again(study, study.ben, card, "lab:pick", there=False, values=(TEA,))
    assert said.text == CHANGED_CARD
    assert await rows_of(study.bot.database) == before
