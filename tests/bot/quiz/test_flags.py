"""A question that somebody finds wrong: one flag each, for the instructors, until it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.exts.quiz.flags import KNOWN
from bot.store.flags import Flag, FlagRepository
from tests.bot.page_kit import message_of, only_for_one, text_of
from tests.bot.quiz.table import SETTLE, Table, reply

if TYPE_CHECKING:
    import simcord

    from tests.bot.conftest import Study

LABEL = "Something wrong?"


@pytest.fixture
def table(study: Study) -> Table:
    return Table(study)


async def reveal(table: Table) -> None:
    await table.begin(table.study.ben, questions=1, pace="when the host goes on")
    await table.press(table.study.dana, right=True)
    await table.press(table.study.ben, right=True)
    await table.wait(SETTLE)


async def flag(table: Table, who: simcord.MemberActor, reason: str) -> str:
    shown = await who.click(table.message(), label=LABEL)
    assert shown.modal is not None, shown.response
    return await reply(who.submit_modal(shown, {"reason": reason}))


async def problems(study: Study) -> Any:
    return only_for_one(await study.dana.slash(study.channel, "course problems"))


async def test_a_flag_reaches_instructors_with_the_line_and_is_closed(
    study: Study, table: Table
) -> None:
    await reveal(table)
    (card,) = await table.cards()
    known = study.library.question(card.id)
    assert known is not None
    before = table.wires()
    assert "Thank you" in await flag(table, study.ben, "Both *are*\nright")
    assert "Thank you" in await flag(table, study.cleo, "So I think")
    again = await reply(study.ben.click(table.message(), label=LABEL))
    assert again == KNOWN
    assert table.wires() == before, "nobody else is told"
    await study.restart()
    shown = await problems(study)
    assert f"`01-kettles.md:{known[1].line}`" in text_of(shown)
    assert "> Both \\*are\\* right\n> So I think" in text_of(shown)
    assert str(study.ben.id) not in text_of(shown)
    closed = message_of(await study.dana.select(shown, [card.id]))
    assert "Both" not in text_of(closed)
    assert "Nothing is left out" in text_of(closed)
    assert "Both" not in text_of(await problems(study))
    flags = FlagRepository(study.bot.database)
    assert await flags.has(study.guild.id, study.ben.id, card.id), "one flag each, for good"


async def test_a_form_that_is_sent_twice_is_kept_once(study: Study, table: Table) -> None:
    await reveal(table)
    first = await study.ben.click(table.message(), label=LABEL)
    second = await study.ben.click(table.message(), label=LABEL)
    assert "Thank you" in await reply(study.ben.submit_modal(first, {"reason": "wrong"}))
    assert await reply(study.ben.submit_modal(second, {"reason": "wrong"})) == KNOWN


async def test_many_long_reasons_fit_and_what_is_gone_is_named(study: Study) -> None:
    flags = FlagRepository(study.bot.database)
    for number in range(12):
        for user in range(5):
            one = Flag(f"demo/gone#{number}", "*" * 200, study.env.now())
            assert await flags.add(study.guild.id, user, one)
    text = text_of(await problems(study))
    assert "demo/gone#0, which is gone" in text
    assert "-# and 3 more" in text
    assert "more questions, shown as soon as some are closed" in text


async def test_another_server_sees_nothing_of_it(study: Study) -> None:
    flags = FlagRepository(study.bot.database)
    await flags.add(study.guild.id + 1, study.ben.id, Flag("q", "theirs", study.env.now()))
    assert "theirs" not in text_of(await problems(study))
