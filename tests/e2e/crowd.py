"""Many quizzes at once over real sockets in real time, and what the channels then have shown."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.exts.quiz._service import Quiz
from bot.playground import payloads
from bot.playground.component_tree import nested
from bot.store.database import Database, database_url
from bot.store.quizzes import QuizRepository
from bot.ui.letters import letters
from tests.e2e.local_discord import LocalDiscord, Person, text_of
from tests.waiting import CEILING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from datetime import timedelta
    from pathlib import Path

    from bot.playground.world import World

LESSON = "kcna/04-container-orchestration"
EVENING = 3 * CEILING
"""Seconds that no evening takes, however busy the machine is."""

_QUESTION = re.compile(r"### Question (\d+) of (\d+)")
_BARS = re.compile(r"^([✓ ]) ([A-Z]) ▇* (\d+)$", re.MULTILINE)
_RIGHT = re.compile(r"^✅ \*\*([A-Z])\.\*\*", re.MULTILINE)
_STANDING = re.compile(r"\*\*\d+\.\*\* <@(\d+)>: (\d+) of \d+ right")


def people_of(world: World, channels: int, players: int) -> dict[str, list[int]]:
    """Add channels to a world, and people for each; return the people's ids by channel."""
    now = world.clock.now()
    crowd: dict[str, list[int]] = {}
    for place in range(channels):
        name = f"group-{place + 1}"
        channel = payloads.text_channel(world.new_id(), world.guild_id, name, "A group", 50 + place)
        world.channels[int(channel["id"])] = channel
        crowd[name] = []
        for number in range(players):
            person = world.new_id()
            world.users[person] = payloads.user(person, f"p{place}-{number}", f"P{place}-{number}")
            world.people[person] = "student"
            world.members[person] = payloads.member(world.users[person], [], now)
            crowd[name].append(person)
    return crowd


@dataclass
class Group:
    """What happened in one channel, in the order in which its members saw it."""

    name: str
    has_bars: bool = True
    """Whether the cards say how many chose what; alone nobody needs it."""
    cards: dict[int, list[str]] = field(default_factory=dict)
    """The texts of each message, by its id, in order."""
    order: list[tuple[int, str]] = field(default_factory=list)
    chosen: dict[int, dict[int, str]] = field(default_factory=dict)
    """The acknowledged answers: of each question, by person."""
    reveals: int = 0
    """How many questions have shown their answer before the next card."""
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def saw(self, message: dict[str, Any]) -> None:
        """Take a message that is new or was edited."""
        text = text_of(message).strip()
        self.cards.setdefault(int(message["id"]), []).append(text)
        self.order.append((int(message["id"]), text))
        async with self.changed:
            self.changed.notify_all()

    async def until(self, fits: Callable[[str], bool]) -> int:
        """Return the id of the newest message that fits, as soon as there is one."""
        async with self.changed:
            while True:
                for number, texts in reversed(self.cards.items()):
                    if fits(texts[-1]):
                        return number
                await self.changed.wait()

    def faults(self, stored: Mapping[int, Mapping[int, str]]) -> list[str]:
        """Return what the channel has not shown as it should, in words.

        ``stored`` are the answers that the database has: of each question, by person.
        """
        found = []
        revealed: set[int] = set()
        number = 0
        for _, text in self.order:
            if heading := _QUESTION.match(text):
                if int(heading[1]) > number and number and number not in revealed:
                    found.append(f"{self.name}: question {number} was not revealed before the next")
                number = max(number, int(heading[1]))
                if "✅" in text:
                    revealed.add(int(heading[1]))
            elif text.startswith("### Standings") and number not in revealed:
                found.append(f"{self.name}: question {number} was not revealed before the end")
        self.reveals = len(revealed)
        for question, answers in self.chosen.items():
            if lost := answers.items() - stored[question].items():
                found.append(f"{self.name}: acknowledged, but lost in question {question}: {lost}")
        return found + self._wrong_numbers(stored)

    def _wrong_numbers(self, stored: Mapping[int, Mapping[int, str]]) -> list[str]:
        found = []
        right: Counter[int] = Counter()
        final = [texts[-1] for texts in self.cards.values()]
        for text in final:
            if heading := _QUESTION.match(text):
                answers = stored[int(heading[1])]
                options = _BARS.findall(text)
                shown = Counter({letter: int(count) for _, letter, count in options})
                if self.has_bars and +shown != Counter(answers.values()):
                    found.append(f"{self.name}: question {heading[1]}: {shown} of {answers}")
                correct = set(_RIGHT.findall(text))
                if self.has_bars and correct != {
                    letter for mark, letter, _ in options if mark == "✓"
                }:
                    found.append(f"{self.name}: question {heading[1]}: bars of others are marked")
                right.update(person for person, letter in answers.items() if {letter} == correct)
        standings = next(text for text in final if text.startswith("### Standings"))
        told = {int(person): int(count) for person, count in _STANDING.findall(standings)}
        if told != {person: right[person] for person in told}:
            found.append(f"{self.name}: standings {told}, but right were {dict(right)}")
        return found


async def stored_answers(data: Path) -> dict[int, dict[int, dict[int, str]]]:
    """Return the answers that the database has: by channel, question (from 1) and person."""
    database = await Database.open(database_url(None, data))
    repository = QuizRepository(database)
    found = {}
    number = 1
    while (stored := await repository.get(number)) is not None:
        session = Quiz(stored).session
        found[stored.new.channel_id] = {
            question + 1: {user: letters(answer.options) for user, answer in given.items()}
            for question, given in enumerate(session.answers)
        }
        number += 1
    await database.close()
    return found


def turns(here: LocalDiscord) -> list[int]:
    """Return how many turns the task of each quiz took, by the bot's log."""
    lines = map(json.loads, here.log.read_text(encoding="utf-8").splitlines())
    return [line["turns"] for line in lines if line["event"] == "quiz.done"]


@dataclass
class Evening:
    """Some groups that hold a quiz each, at the same time."""

    here: LocalDiscord
    crowd: dict[str, list[int]]
    questions: int
    seconds: int
    rng: random.Random
    seconds_to_think: float = 5.0
    waits: list[timedelta] = field(default_factory=list)
    """How long each press waited for its answer."""
    failed: int = 0
    """Presses that were not answered within the local Discord's limit; people press again."""
    groups: dict[int, Group] = field(default_factory=dict)

    async def hold(self) -> list[str]:
        """Hold all quizzes, then stop the bot; return what was not shown as it should."""
        self.groups = {self.here.channel(name): Group(name) for name in self.crowd}
        async with (
            asyncio.timeout(EVENING),
            self.here.playground.subscribe(self.here.kai.id) as events,
        ):
            watching = asyncio.create_task(self._watch(events))
            try:
                await asyncio.gather(*map(self._quiz, self.groups.values()))
            finally:
                watching.cancel()
        await self.here.stop_bot()
        stored = await stored_answers(self.here.data)
        return [
            fault
            for channel, group in self.groups.items()
            for fault in group.faults(stored[channel])
        ]

    async def _watch(self, events: AsyncIterator[dict[str, Any]]) -> None:
        async for event in events:
            if event["t"] in {"MESSAGE_CREATE", "MESSAGE_UPDATE"}:
                group = self.groups.get(int(event["d"]["channel_id"]))
                if group is not None:
                    await group.saw(event["d"])

    async def _quiz(self, group: Group) -> None:
        members = [Person(self.here, person, "") for person in self.crowd[group.name]]
        lobby = await self._open(group, members[0])
        await asyncio.gather(*(self._press(one, lobby, "Join") for one in members[1:]))
        await self._press(members[0], lobby, "Start now")
        for number in range(1, self.questions + 1):
            start = f"### Question {number} of"
            card = await group.until(lambda text, start=start: text.startswith(start))  # type: ignore[misc]
            answers = await asyncio.gather(*(self._answer(one, card) for one in members))
            group.chosen[number] = {
                one.id: letter for one, letter in zip(members, answers, strict=True) if letter
            }
            await group.until(lambda text, start=start: text.startswith(start) and "✅" in text)  # type: ignore[misc]
            await self._press(members[0], card, "Next")
        await group.until(lambda text: text.startswith("### Standings"))

    async def _open(self, group: Group, host: Person) -> int:
        """Open a quiz, again while the bot says that it cannot, as people do; return its lobby."""
        options = {"lesson": LESSON, "questions": self.questions, "seconds": self.seconds}
        while (await host.use(group.name, "quiz start", **options)).kind == "message":
            if "in this channel" in text_of(host.sees(group.name)[-1]):
                break  # an earlier try was taken after all
        return await group.until(lambda text: text.startswith("### Quiz"))

    async def _answer(self, person: Person, card: int) -> str | None:
        """Answer after some thought; return the letter if it was acknowledged."""
        letter = self.rng.choice("ABC")
        await asyncio.sleep(self.rng.uniform(0.2, self.seconds_to_think))
        said = await self._press(person, card, letter)
        return letter if f"You chose **{letter}**" in said else None

    async def _press(self, person: Person, message: int, label: str) -> str:
        """Press a button, again when nobody answered, as people do; return what was said.

        Returns nothing when the button is gone.
        """
        await asyncio.sleep(self.rng.uniform(0, 1))
        playground = self.here.playground
        while True:
            shown = playground.visibility.message(person.id, message)
            labels = {part.get("label") for part in nested(shown["components"])}
            if label not in labels and not any(self.here.offered(shown, label)):
                return ""
            pressed_at = playground.world.clock.now()
            outcome = await person.press_once(shown, label)
            self.waits.append(playground.world.clock.now() - pressed_at)
            if outcome.kind == "message":
                assert outcome.message_id is not None
                answer = playground.world.message(int(shown["channel_id"]), outcome.message_id)
                return text_of(answer)
            if outcome.kind == "deferred":
                return ""
            self.failed += 1
