"""An instructor answers what is looked for in vain with a card, for their server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.bot.courses.two_courses import CUPS, look_up, write_courses
from tests.bot.forging import press
from tests.bot.page_kit import message_of, only_for_one, options_of, select_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.conftest import Study


async def taught(study: Study, topic: str, **filled: Any) -> Any:
    """Answer a topic as the instructor does: choose it, fill in the form, send it."""
    card = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    form = await study.dana.select(card, [topic], custom_id=select_of(card, "course:answer"))
    assert form.modal is not None
    return await study.dana.submit_modal(form, filled)


async def test_an_instructor_says_which_card_answers_a_gap(study: Study) -> None:
    await look_up(study, study.ben, "samovar", "samovars", "zither", "zithers")
    after = message_of(await taught(study, "samovar", name="Kettle"))
    lacking, _, answered = text_of(after).partition("**Answered by instructors**")
    assert "zither" in lacking
    assert "samovar" not in lacking
    assert "samovar: **Kettle**" in answered
    await study.restart()
    for query in ("samovar", "What is a Samovar?", "samowars"):
        card = only_for_one(await study.ben.slash(study.channel, "concept", query=query))
        assert "## Kettle" in text_of(card), query
        assert "An instructor of this server chose this answer" in text_of(card)
    # Another server goes on without it, and so does what the lessons surely answer.
    assert study.bot.guild_choices.taught(study.guild.id + 1) == {}
    other = only_for_one(await study.ben.slash(study.channel, "concept", query="steeping"))
    assert "instructor" not in text_of(other)
    await study.env.settle()
    later = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    back = message_of(
        await study.dana.select(later, ["samovar"], custom_id=select_of(later, "course:unteach"))
    )
    assert "samovar" in text_of(back)
    assert "Kettle" not in text_of(back)
    card = only_for_one(await study.ben.slash(study.channel, "concept", query="samovar"))
    assert "## Kettle" not in text_of(card)


async def test_one_of_the_closest_cards_answers_a_gap(study: Study) -> None:
    await look_up(study, study.ben, "heat leaves quickly somehow", "heat leaves quickly somehow")
    card = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    (asked,) = options_of(card, "course:answer")
    form = await study.dana.select(card, [asked], custom_id=select_of(card, "course:answer"))
    assert form.modal is not None
    closest = form.modal["components"][0]["component"]["options"]
    steeping = next(one["value"] for one in closest if one["label"] == "Steeping")
    after = message_of(await study.dana.submit_modal(form, {"closest": [steeping]}))
    assert f"{asked}: **Steeping**" in text_of(after)


@pytest.mark.parametrize("filled", [{"name": "xylophone"}, {}])
async def test_a_name_that_no_card_has_answers_nothing(
    study: Study, filled: dict[str, str]
) -> None:
    await look_up(study, study.ben, "samovar", "samovars")
    told = await taught(study, "samovar", **filled)
    assert "choose one of the closest" in only_for_one(told).content
    assert study.bot.guild_choices.taught(study.guild.id) == {}


async def test_what_was_answered_with_a_card_that_is_gone_is_a_gap_again(
    study: Study, tmp_path: Path
) -> None:
    lesson = await write_courses(study, tmp_path)
    await look_up(study, study.ben, "samovar", "samovars")
    await taught(study, "samovar", name="Handle")
    lesson.write_text(CUPS.replace("Handle", "Spout"), encoding="utf-8")
    await study.dana.slash(study.channel, "course reload")
    card = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    assert "samovar" in options_of(card, "course:answer")
    assert "Answered" not in text_of(card)
    await study.bot.guild_choices.set_courses(study.guild.id, ["demo"])
    await taught(study, "samovar", name="Kettle")
    await study.bot.guild_choices.set_courses(study.guild.id, ["cups"])
    shown = only_for_one(await study.ben.slash(study.channel, "concept", query="samovar"))
    assert "Kettle" not in text_of(shown)


async def test_only_instructors_answer_and_take_back(study: Study) -> None:
    await look_up(study, study.ben, "samovar", "samovars")
    card = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    place, offered = (study.channel.id, card.id), {"options": [{"label": "s", "value": "samovar"}]}
    for route in ("course:answer:30", "course:unteach:30"):
        told = await press(study, study.ben, place, route, values=["samovar"], select=offered)
        assert "Manage Server" in told.text


async def test_long_topics_have_room_on_the_card(study: Study) -> None:
    await look_up(study, study.ben, *(letter * 199 + "*" for letter in "abcdefghijklm" * 2))
    card = only_for_one(await study.dana.slash(study.channel, "course gaps"))
    assert "more" in text_of(card)
    assert len(text_of(card)) < 4000
