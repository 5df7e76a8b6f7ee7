"""Over real sockets: each person's note becomes their own verdict, and survives in "My answer"."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.playground.interactions import TOKEN_SECONDS
from bot.playground.payloads import snowflake_ms
from tests.e2e.local_discord import LocalDiscord, text_of
from tests.waiting import until

if TYPE_CHECKING:
    from tests.e2e.local_discord import Person

LESSON = "kcna/04-container-orchestration"


async def opened(here: LocalDiscord) -> dict[str, object]:
    """Let Ines hold a quiz without playing fast; return its first question, which Sam plays too."""
    await here.ines.use("quiz", "quiz start", lesson=LESSON, questions=1, seconds=60)
    lobby = await here.sam.waits_for("quiz", "Starts")
    await here.sam.press(lobby, "Join")
    await here.ines.press(lobby, "Start now")
    return await here.sam.waits_for("quiz", "### Question 1")


def notes(person: Person) -> list[str]:
    """Return what a person alone sees of their answers."""
    seen = [text_of(one).strip() for one in person.sees("quiz") if one["ephemeral"]]
    return [text for text in seen if text.startswith(("You chose", "**", "You did not"))]


async def test_each_sees_their_own_verdict_in_the_note_that_they_had(here: LocalDiscord) -> None:
    question = await opened(here)
    await asyncio.gather(here.sam.press(question, "A"), here.ines.press(question, "B"))
    assert [notes(here.sam)[0][:12], notes(here.ines)[0][:12]] == ["You chose **"] * 2
    changes = await asyncio.gather(here.sam.press(question, "C"), here.ines.press(question, "A"))
    assert [outcome.kind for outcome in changes] == ["deferred"] * 2
    await until(lambda: "**C**" in notes(here.sam)[0] and "**A**" in notes(here.ines)[0])
    await here.kai.waits_for("quiz", "✅")
    await until(lambda: "right" in notes(here.sam)[0] and "right" in notes(here.ines)[0])
    assert [len(notes(one)) for one in (here.sam, here.ines, here.kai)] == [1, 1, 0]
    assert notes(here.sam)[0].startswith("**C** – ")
    assert notes(here.ines)[0].startswith("**A** – ")


async def test_after_a_crash_my_answer_tells_the_verdict(here: LocalDiscord) -> None:
    question = await opened(here)
    await here.sam.press(question, "A")
    await here.kill_bot()
    await here.start_bot()
    question = await here.sam.waits_for("quiz", "I was away for a moment")
    await here.ines.press(question, "B")
    card = await here.kai.waits_for("quiz", "✅")
    for person, start in ((here.sam, "**A** – "), (here.ines, "**B** – "), (here.kai, "You did")):
        assert (await person.press(card, "My answer")).kind == "message"
        assert notes(person)[-1].startswith(start)
        assert "right" in notes(person)[-1]
    assert notes(here.sam)[0].startswith("You chose **A**"), "its token died with the process"


async def test_a_note_whose_token_has_run_out_is_followed_by_another(here: LocalDiscord) -> None:
    question = await opened(here)
    await here.sam.press(question, "A")
    _age_tokens(here)
    assert (await here.sam.press(question, "B")).kind == "deferred"
    await until(lambda: len(notes(here.sam)) == 2)
    assert [text[:15] for text in notes(here.sam)] == ["You chose **A**", "You chose **B**"]
    _age_tokens(here)
    await here.ines.press(question, "A")
    card = await here.kai.waits_for("quiz", "✅")
    await until(lambda: "right" in notes(here.ines)[0])
    assert [text[:12] for text in notes(here.sam)] == ["You chose **"] * 2
    await here.sam.press(card, "My answer")
    assert notes(here.sam)[-1].startswith("**B** – ")


def _age_tokens(here: LocalDiscord) -> None:
    """Let the local Discord think that all interactions so far were a quarter of an hour ago."""
    world = here.playground.world
    earlier = (TOKEN_SECONDS + 1) * 1000 << 22
    for interaction in world.interactions.values():
        interaction.id -= earlier
        assert snowflake_ms(interaction.id) / 1000 < world.clock.now().timestamp() - TOKEN_SECONDS
