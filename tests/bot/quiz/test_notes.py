"""The private note of each person: changed in place, told the verdict, and never another's."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from bot.exts.quiz import _notes
from bot.exts.quiz._events import Revealed
from bot.exts.quiz._notes import AT_ONCE, Notes
from tests.bot.conftest import Study
from tests.bot.quiz.game import BEN, CLEO, Game
from tests.bot.quiz.table import GRACE, PAUSE, SETTLE, Table, reply

if TYPE_CHECKING:
    from tests.contract.discord_contract import Request


@pytest.fixture
def table(study: Study) -> Table:
    return Table(study)


def edits_of_notes(requests: list[Request]) -> int:
    return sum(method == "PATCH" and "/webhooks/" in path for method, path, _ in requests)


async def test_a_change_is_taken_in_silence_and_the_one_note_says_it(
    study: Study, table: Table, requests: list[Request]
) -> None:
    await table.begin(study.ben, questions=2)
    before = {who.id: table.notes(who) for who in (study.dana, study.ben)}

    def new(who: Any) -> list[str]:
        return table.notes(who)[len(before[who.id]) :]

    card, question = (await table.cards())[0], table.message()
    right, wrong = card.correct[0], 1 - card.correct[0]
    first = await study.ben.click(question, label="ABC"[wrong])
    assert first.response is not None
    assert first.response.ephemeral
    await study.dana.click(question, label="ABC"[right])
    second = await study.ben.click(question, label="ABC"[right])
    assert (second.acknowledged, second.followups) == (True, [])
    assert new(study.ben) == [
        f"You chose **{'ABC'[right]}**. Until the answer is shown, you can choose again."
    ]
    await study.ben.click(question, label="ABC"[right])
    assert edits_of_notes(requests) == 1, "the same again changes nothing"
    await study.dana.click(question, label="ABC"[wrong])
    await table.wait(SETTLE)
    (bens,), (danas,) = new(study.ben), new(study.dana)
    assert bens.startswith(f"**{'ABC'[right]}** – right.")
    assert danas.startswith(f"**{'ABC'[wrong]}** – not quite")
    assert f"**{'ABC'[right]}** is right" in danas
    assert "not quite" not in table.wires(), "the channel sees nobody's answer"
    await table.wait(PAUSE)
    await table.press(study.ben, right=True)
    assert len(new(study.ben)) == 2, "each question has a note of its own"


async def test_a_note_that_cannot_be_edited_gets_another_and_my_answer_tells_the_rest(
    study: Study, table: Table
) -> None:
    await table.begin(study.ben, questions=1)
    await table.press(study.ben, right=False)
    await table.press(study.dana, right=True)
    study.env.inject_error("PATCH", "/webhooks/*", status=401, code=50027)
    count = len(table.notes(study.ben))
    said = await table.press(study.ben, right=True)
    assert said.startswith("You chose **")
    assert len(table.notes(study.ben)) == count + 1, "a press is never met by silence"
    await table.press(study.ben, right=False)
    assert len(table.notes(study.ben)) == count + 1, "and the new one is changed from then on"
    study.env.inject_error("PATCH", "/webhooks/*", status=404, code=10015, times=None)
    await table.wait(SETTLE)
    assert "not quite" not in "".join(table.notes(study.ben))
    told = await reply(study.ben.click(table.message(), label="My answer"))
    assert "– not quite" in told
    study.env.backend.faults.clear()


async def test_nothing_is_asked_of_discord_once_the_token_has_run_out(
    study: Study, table: Table, requests: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    await table.begin(study.ben, questions=1)
    await table.press(study.ben, right=False)
    monkeypatch.setattr(_notes, "TOKEN_SECONDS", 0.0)
    await table.press(study.ben, right=True)
    await table.press(study.dana, right=True)
    await table.wait(SETTLE)
    assert edits_of_notes(requests) == 0


async def test_a_note_is_tried_again_when_discord_is_away(study: Study, table: Table) -> None:
    await table.begin(study.ben, questions=1)
    await table.press(study.ben, right=True)
    await table.press(study.dana, right=True)
    study.env.inject_error("PATCH", "/webhooks/*", status=503, times=4)
    await table.wait(SETTLE)
    assert "✅" in table.wire(), "the card does not wait for the notes"
    assert "– right" not in table.notes(study.ben)[-1]
    await table.wait(60)
    assert "### Standings" in table.wire()
    assert "– right" in table.notes(study.ben)[-1]
    assert "– right" in table.notes(study.dana)[-1]


async def test_my_answer_works_after_a_restart_after_the_end_and_for_those_who_did_not_answer(
    study: Study, table: Table
) -> None:
    await table.begin(study.ben, questions=1)
    await table.press(study.ben, right=False)
    await study.restart()
    await table.wait(20 + GRACE + 1)
    revealed = table.message()
    for _ in range(2):
        assert "– not quite" in await reply(study.ben.click(revealed, label="My answer"))
        assert (await reply(study.cleo.click(revealed, label="My answer"))).startswith(
            "You did not answer. **"
        )
        await table.wait(PAUSE)
    assert "### Standings" in table.wire()
    await study.restart()
    assert "– not quite" in await reply(study.ben.click(table.message(2), label="My answer"))


async def test_a_stopped_question_is_told_not_to_count(study: Study, table: Table) -> None:
    await table.begin(study.ben, questions=2)
    await table.press(study.ben, right=True)
    await study.dana.slash(study.channel, "quiz stop")
    await table.wait(1)
    assert "so this question does not count" in table.notes(study.ben)[-1]


# Races, which the simulator cannot have: here every answer of Discord is held.


@dataclass
class Line:
    """Discord as the notes see it: each request waits until it is let through."""

    open: asyncio.Event = field(default_factory=asyncio.Event)
    under_way: int = 0
    most: int = 0
    said: dict[int, list[str]] = field(default_factory=dict)

    async def request(self, user: int, text: str) -> SimpleNamespace:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await self.open.wait()
        await asyncio.sleep(0)
        self.under_way -= 1
        self.said.setdefault(user, []).append(text)
        return SimpleNamespace(id=user, message_id=user)

    def press(self, user: int) -> Any:
        async def edit_message(_: int, *, content: str, **__: object) -> SimpleNamespace:
            return await self.request(user, content)

        async def send(text: str, **_: object) -> SimpleNamespace:
            return await self.request(user, text)

        async def defer() -> None:
            return None

        return SimpleNamespace(
            user=SimpleNamespace(id=user),
            response=SimpleNamespace(send_message=send, defer=defer, is_done=lambda: False),
            followup=SimpleNamespace(edit_message=edit_message, send=send),
        )


class Spawned:
    """What a bot gives to its notes: a clock, and background work that is awaited at the end."""

    def __init__(self, study: Study) -> None:
        self.clock = study.bot.clock
        self.tasks: list[asyncio.Task[None]] = []

    def spawn(self, work: Any, *, name: str) -> None:
        self.tasks.append(asyncio.create_task(work, name=name))


async def test_a_reveal_while_the_first_note_is_under_way_is_told_last(study: Study) -> None:
    line, bot, game = Line(), Spawned(study), Game()
    notes = Notes(bot)  # type: ignore[arg-type]
    game.advance()
    game.answer(BEN, 0)
    presses = [asyncio.create_task(notes.show(line.press(BEN), 1, 0, game.session))]
    await asyncio.sleep(0)
    game.answer(BEN, 2, seconds=2)
    presses.append(asyncio.create_task(notes.show(line.press(BEN), 1, 0, game.session)))
    await asyncio.sleep(0)
    game.do([Revealed(game.now, 0)])
    notes.tell(1, 0, game.session)
    line.open.set()
    await asyncio.gather(*presses, *bot.tasks)
    assert line.said[BEN][-1] == "**C** – not quite.\n**B** is right: yes"


async def test_many_notes_are_told_a_few_at_a_time_and_nobody_waits_for_them(study: Study) -> None:
    line, bot, game = Line(), Spawned(study), Game()
    notes = Notes(bot)  # type: ignore[arg-type]
    game.advance()
    people = range(CLEO, CLEO + 100)
    line.open.set()
    for user in people:
        game.answer(user, 1)
        await notes.show(line.press(user), 1, 0, game.session)
    game.do([Revealed(game.now, 0)])
    line.open.clear()
    line.most = 0
    notes.tell(1, 0, game.session)
    for _ in range(5):
        await asyncio.sleep(0)
    assert line.most == AT_ONCE
    line.open.set()
    await asyncio.gather(*bot.tasks)
    assert line.most == AT_ONCE
    assert all(line.said[user][-1] == "**B** – right. yes" for user in people)


async def test_only_so_many_notes_are_remembered(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_notes, "MOST", 10)
    line, game = Line(), Game()
    notes = Notes(Spawned(study))  # type: ignore[arg-type]
    line.open.set()
    game.advance()
    for user in range(CLEO, CLEO + 6):
        game.answer(user, 1)
        for quiz in range(5):
            await notes.show(line.press(user), quiz, 0, game.session)
    assert sum(map(len, notes._notes.values())) <= 10
