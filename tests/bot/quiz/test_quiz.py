"""Quizzes as people in a channel live through them."""

from __future__ import annotations

import json

import discord
import pytest
import simcord

from bot.exts.quiz._events import Ended, from_stored, to_stored
from bot.store.quizzes import QuizRepository
from tests.bot.conftest import Study
from tests.bot.quiz.table import GRACE, LOBBY, PAUSE, PAUSE_UNANSWERED, SETTLE, Table, reply


@pytest.fixture
def table(study: Study) -> Table:
    return Table(study)


async def test_a_whole_quiz(study: Study, table: Table) -> None:
    assert "is open" in await reply(table.open(questions=2, seconds=20))
    assert "2 questions, 20 seconds each" in table.wire()
    assert f"<@{study.dana.id}>" in table.wire()
    assert (await reply(study.ben.click(table.message(), label="Join"))).startswith("You are in.")
    await table.wait(2)
    assert "Joined (2)" in table.wire()
    await table.wait(LOBBY)
    assert "Question 1 of 2" in table.wire()
    assert "The quiz has begun" in table.wire(2)
    assert "custom_id" not in table.wire(2)

    assert "You chose **" in await table.press(study.dana, right=True)
    assert "You chose **" in await table.press(study.ben, right=False)
    await table.wait(SETTLE)
    assert "✅" in table.wire()
    assert f"**Right:** <@{study.dana.id}>" in table.wire()
    assert table.wire().count("▇ 1\\n") == 2
    assert "quiz:answer" not in table.wire()

    await table.wait(PAUSE)
    assert "Question 2 of 2" in table.wire()
    assert table.pressable(2) == ["quiz:mine:1:0"]
    await table.press(study.ben, right=True)
    await table.wait(20 + GRACE)
    await table.wait(PAUSE)
    standings = table.wire()
    assert f"**1.** <@{study.dana.id}>: 1 of 2 right" in standings
    assert f"**1.** <@{study.ben.id}>: 1 of 2 right" in standings
    assert await QuizRepository(study.bot.database).open_quizzes() == []
    assert len(study.channel.history()) == 4


async def test_nothing_tells_the_answer_before_the_reveal(study: Study, table: Table) -> None:
    await table.begin(study.ben, lesson="Kettles and Tea", questions=3)
    for _ in range(3):
        card = (await table.cards())[table.number()]
        await table.press(study.dana, right=True)
        await table.wait(0)
        wire = table.wire()
        assert "✅" not in wire
        assert "correct" not in wire
        assert "▇" not in wire
        for secret in (card.explanation, *(option.reason for option in card.options)):
            assert secret is None or secret not in wire
        ids = [part for part in wire.split('"') if part.startswith("quiz:answer:")]
        places = [custom_id.rsplit(":", 1)[1] for custom_id in ids]
        assert places == [str(number) for number in range(len(card.options))]
        await table.press(study.ben, right=False)
        await table.wait(SETTLE)
        assert "✅" in table.wire()
        await table.wait(PAUSE)


async def test_the_reveal_explains(study: Study, table: Table) -> None:
    await table.begin(study.ben, questions=3)
    seen = ""
    for _ in range(3):
        await table.press(study.dana, right=True)
        await table.press(study.ben, right=True)
        await table.wait(SETTLE)
        seen += table.wire()
        await table.wait(PAUSE)
    assert "Sea level pressure is 1013 hPa." in seen
    assert "> Only on a tall mountain." in seen


async def test_an_answer_can_be_changed_and_the_last_counts(study: Study, table: Table) -> None:
    await table.begin(study.ben, questions=1)
    await table.press(study.dana, right=False)
    await table.press(study.dana, right=True)
    await table.press(study.ben, right=True)
    await table.wait(0.5)
    await table.press(study.ben, right=False)
    await table.wait(0.5)
    assert "✅" not in table.wire(), "a change gives everybody the full pause again"
    await table.wait(1)
    assert f"**Right:** <@{study.dana.id}>" in table.wire()


async def test_a_press_after_the_deadline_is_refused(study: Study, table: Table) -> None:
    await table.begin(study.ben, questions=1, seconds=10)
    await table.press(study.ben, right=True)
    await table.wait(10.5)
    assert "✅" not in table.wire(), "the reveal waits for presses that are under way"
    said = await table.press(study.dana, right=True)
    assert "Question 1 is closed" in said
    said = await table.press(study.ben, right=False)
    assert "Your answer **" in said
    await table.wait(GRACE)
    assert f"**Right:** <@{study.ben.id}>" in table.wire()


async def test_old_buttons_say_that_they_are_old(study: Study, table: Table) -> None:
    await table.begin(questions=2)
    old = table.message()
    button = f"quiz:answer:1:0:{0}"
    await table.press(study.dana, right=True)
    await table.close_alone()
    await table.wait(PAUSE)
    stored = study.env.backend.get_message(study.channel.id, old.id)
    stored.components = study.env.backend.get_message(
        study.channel.id, table.message().id
    ).components
    text = json.dumps(stored.components).replace("quiz:answer:1:1:", "quiz:answer:1:0:")
    stored.components = json.loads(text)
    said = await reply(study.ben.click(old, custom_id=button))
    assert "Question 1 is closed" in said
    await study.dana.slash(study.channel, "quiz stop")
    assert "This quiz is over" in await reply(study.ben.click(old, custom_id=button))


async def test_somebody_joins_late_by_answering(study: Study, table: Table) -> None:
    await table.begin(questions=2)
    await table.press(study.dana, right=True)
    await table.close_alone()
    await table.wait(PAUSE)
    await table.press(study.cleo, right=True)
    await table.press(study.dana, right=True)
    await table.wait(SETTLE + PAUSE)
    assert f"**1.** <@{study.dana.id}>: 2 of 2 right" in table.wire()
    assert f"**2.** <@{study.cleo.id}>: 1 of 1 right" in table.wire()


async def test_three_questions_without_an_answer_end_the_quiz(study: Study, table: Table) -> None:
    await table.begin(questions=3, seconds=5)
    for _ in range(3):
        await table.wait(5 + GRACE)
        assert "Nobody answered." in table.wire()
        await table.wait(PAUSE_UNANSWERED)
    assert "Nobody answered the last three questions" in table.wire()
    assert f"<@{study.dana.id}>: 0 of 3 right" in table.wire()


async def test_an_empty_lobby_is_cancelled(study: Study, table: Table) -> None:
    await table.open()
    assert "You left" in await reply(study.dana.click(table.message(), label="Leave"))
    said = await reply(study.dana.click(table.message(), label="Start now"))
    assert "Nobody has joined yet" in said
    await table.wait(LOBBY)
    assert "did not start" in table.wire()
    assert len(study.channel.history()) == 1
    await table.open()


async def test_only_the_host_starts_early(study: Study, table: Table) -> None:
    await table.open()
    said = await reply(study.ben.click(table.message(), label="Start now"))
    assert f"Only <@{study.dana.id}>" in said
    assert "can start it now. It starts by itself" in said


async def test_only_the_host_and_instructors_stop(study: Study, table: Table) -> None:
    await study.ben.slash(study.channel, "quiz start", questions=2)
    said = await reply(study.cleo.slash(study.channel, "quiz stop"))
    assert f"Only <@{study.ben.id}>" in said
    assert "stopped" in await reply(study.dana.slash(study.channel, "quiz stop"))
    assert "stopped before it began" in table.wire()
    said = await reply(study.ben.slash(study.channel, "quiz stop"))
    assert "No quiz is running" in said


async def test_stopping_shows_the_standings(study: Study, table: Table) -> None:
    await table.begin(study.ben, questions=3)
    await table.press(study.dana, right=True)
    await table.press(study.ben, right=True)
    await table.wait(SETTLE + PAUSE)
    await table.press(study.ben, right=True)
    assert "standings follow" in await reply(study.dana.slash(study.channel, "quiz stop"))
    assert "does not count" in table.wire(2)
    assert [table.pressable(back) for back in range(2, 5)] == [[], ["quiz:mine:1:0"], []]
    assert f"<@{study.ben.id}>: 1 of 1 right" in table.wire()
    assert f"<@{study.dana.id}>: 1 of 1 right" in table.wire()


async def test_one_quiz_in_a_channel(study: Study, table: Table) -> None:
    await table.begin(questions=2)
    said = await reply(study.ben.slash(study.channel, "quiz start"))
    assert "already running in this channel: **1. Kettles and Tea** (question 1 of 2)" in said
    await study.ben.slash(study.board, "quiz start")
    assert len(study.board.history()) == 1


async def test_a_restart_gives_the_question_its_whole_time_again(
    study: Study, table: Table
) -> None:
    await table.begin(study.ben, questions=2, seconds=10)
    await table.press(study.dana, right=True)
    await table.wait(8)
    before = table.message()
    await study.restart()
    assert table.message().id == before.id
    assert "I was away" in table.wire()
    assert "Answered: 1 of 2" in table.wire()
    await table.wait(8)
    assert "You chose" in await table.press(study.ben, right=True, message=before)
    await table.wait(SETTLE)
    assert f"**Right:** <@{study.dana.id}>, <@{study.ben.id}>" in table.wire()
    await table.wait(PAUSE)
    assert "Question 2 of 2" in table.wire()
    assert "I was away" not in table.wire()


async def test_a_restart_in_the_lobby(study: Study, table: Table) -> None:
    await table.open(questions=1)
    lobby = table.message()
    await table.wait(LOBBY - 5)
    await study.restart()
    assert (await reply(study.cleo.click(lobby, label="Join"))).startswith("You are in.")
    await table.wait(LOBBY)
    assert "Question 1 of 1" in table.wire()


async def test_a_restart_after_a_reveal_goes_on(study: Study, table: Table) -> None:
    await table.begin(questions=2)
    await table.press(study.dana, right=True)
    await table.close_alone()
    await study.restart()
    await table.wait(PAUSE + 1)
    assert "✅" in table.wire(2)
    assert "Question 2 of 2" in table.wire()


async def test_a_kill_before_the_standings_still_tells_them(study: Study, table: Table) -> None:
    await table.begin(questions=2)
    quizzes = QuizRepository(study.bot.database)
    (stored,) = await quizzes.open_quizzes()
    ended = Ended(study.env.now(), "stopped")
    await quizzes.append(stored.id, len(stored.events), to_stored([ended]))
    await study.restart()
    assert "Standings" in table.wire()
    assert "does not count" in table.wire(2)
    assert await QuizRepository(study.bot.database).open_quizzes() == []


async def test_a_deleted_card_is_sent_again(study: Study, table: Table) -> None:
    await table.begin(study.ben, questions=1)
    await study.dana.delete(table.message())
    await table.wait(2)
    await study.restart()
    assert "Question 1 of 1" in table.wire()
    await table.press(study.dana, right=True)
    await study.dana.delete(table.message())
    await table.wait(20 + GRACE)
    assert "✅" in table.wire()
    await table.wait(PAUSE)
    assert f"<@{study.dana.id}>: 1 of 1 right" in table.wire()


async def test_answers_do_not_flood_the_channel(study: Study, table: Table) -> None:
    await table.begin(study.ben, study.cleo, questions=1)
    await table.wait(2)
    start = len(study.env.http_requests)
    for _ in range(3):
        await table.press(study.dana, right=True)
        await table.press(study.dana, right=False)
    edits = [
        request
        for request in study.env.http_requests[start:]
        if request.method == "PATCH" and "/channels/" in request.path
    ]
    assert len(edits) == 1
    await table.press(study.ben, right=True)
    await table.wait(1.5)
    assert "Answered: 2 of 3" in table.wire()


async def test_losing_the_channel_ends_the_quiz(study: Study, table: Table) -> None:
    await table.begin(study.ben, questions=2)
    await table.press(study.dana, right=True)
    await table.press(study.ben, right=True)
    study.env.inject_error("PATCH", "/channels/*", status=403, code=50013, times=None)
    study.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
    (stored,) = await QuizRepository(study.bot.database).open_quizzes()
    await table.wait(SETTLE + PAUSE)
    kept = await QuizRepository(study.bot.database).get(stored.id)
    assert kept is not None
    assert kept.ended_at is not None
    assert "Answered" in [type(event).__name__ for event in from_stored(kept.events)]
    study.env.backend.faults.clear()
    await table.open()


async def test_missing_permissions_are_named(study: Study) -> None:
    quiet = study.guild.create_text_channel(
        "quiet",
        overwrites={study.guild.default_role: discord.PermissionOverwrite(send_messages=False)},
    )
    said = await reply(study.dana.slash(quiet, "quiz start"))
    assert "**Send Messages**" in said


async def test_nobody_is_ever_pinged(study: Study, table: Table) -> None:
    await table.begin(study.ben, questions=1)
    await table.press(study.ben, right=True)
    await table.wait(20 + GRACE + PAUSE)
    sent = [
        request.json
        for request in study.env.http_requests
        if "message" in request.path or request.path.endswith("/callback")
    ]
    bodies = [body.get("data") or body for body in sent if isinstance(body, dict)]
    with_text = [body for body in bodies if body.get("components") or body.get("content")]
    assert with_text
    assert [body for body in with_text if body.get("allowed_mentions", {}).get("parse") != []] == []
    assert "users" not in json.dumps([body["allowed_mentions"] for body in with_text])


async def test_lessons_are_offered_and_free_text_is_understood(study: Study, table: Table) -> None:
    (offer,) = await study.ben.autocomplete(study.channel, "quiz start", "lesson", "ket")
    assert offer["name"] == "Lesson 1. Kettles and Tea"
    await table.open(lesson="tea", questions=25)
    assert "3 questions" in table.wire()
    await study.dana.slash(study.channel, "quiz stop")
    said = await reply(study.ben.slash(study.channel, "quiz start", lesson="*quantum* zebra"))
    assert "I know no lesson called" in said
    assert "Kettles and Tea" in said


async def test_a_quiz_alone_in_direct_messages(study: Study) -> None:
    user: simcord.UserHandle = study.ben.user
    await user.slash("quiz start", questions=1)
    await study.env.advance_time(0)
    assert user.dm_channel.last_message is not None
    answered = await user.click(user.dm_channel.last_message, label="A")
    assert answered.response is not None
    await study.env.advance_time(SETTLE + PAUSE)
    assert "Standings" in str([c.to_dict() for c in user.dm_channel.last_message.components])
