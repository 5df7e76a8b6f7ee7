"""A table of people at a quiz in the simulated Discord: what they see, press and wait for."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.exts.quiz._snapshot import from_json
from bot.store.quizzes import QuizRepository

if TYPE_CHECKING:
    import discord
    import simcord

    from bot.exts.quiz._snapshot import Card
    from tests.bot.conftest import Study

LOBBY = 30.0
SECONDS = 20.0
GRACE = 1.0
SETTLE = 1.5
PAUSE = 6.0
PAUSE_UNANSWERED = 6.0


@dataclass
class Table:
    """Drives a quiz in the study server's channel."""

    study: Study

    async def open(self, **options: Any) -> simcord.InteractionResult:
        """Let Dana open a quiz and say what the command answered."""
        return await self.study.dana.slash(self.study.channel, "quiz start", **options)

    async def begin(self, *others: simcord.MemberActor, **options: Any) -> None:
        """Open a quiz, let others join, and start it at once."""
        await self.open(**options)
        for other in others:
            await other.click(self.message(), label="Join")
        await self.study.dana.click(self.message(), label="Start now")

    async def close_alone(self) -> None:
        """Let the first question's time pass, which a host who is alone has to the full."""
        await self.wait(SECONDS + GRACE)

    async def wait(self, seconds: float) -> None:
        """Let time pass, in steps: the simulator bounds how much may happen in one."""
        while seconds > 1:
            await self.study.env.advance_time(1)
            seconds -= 1
        await self.study.env.advance_time(seconds)

    def message(self, back: int = 1) -> discord.Message:
        """Return the channel's last message, or one before it."""
        return self.study.channel.history()[-back]

    def wire(self, back: int = 1) -> str:
        """Return a message's components as JSON, with every character as it is."""
        parts = [part.to_dict() for part in self.message(back).components]
        return json.dumps(parts, ensure_ascii=False)

    def wires(self) -> str:
        """Return the whole channel as JSON."""
        return "\n".join(
            self.wire(back) for back in range(1, len(self.study.channel.history()) + 1)
        )

    async def cards(self) -> tuple[Card, ...]:
        """Return the questions of the open quiz, as only the database knows them."""
        (stored,) = await QuizRepository(self.study.bot.database).open_quizzes()
        return from_json(stored.new.questions)

    async def press(
        self,
        who: simcord.MemberActor,
        *,
        right: bool,
        message: discord.Message | None = None,
    ) -> str:
        """Let somebody press a right or wrong answer of the last question; return the reply."""
        card = (await self.cards())[self.number()]
        place = next(n for n in range(len(card.options)) if (n in card.correct) is right)
        result = await who.click(message or self.message(), label="ABCDEFGH"[place])
        assert result.acknowledged
        said = result.followups[-1] if result.followups else result.response
        return self.notes(who)[-1] if said is None else str(said.content)

    def notes(self, who: simcord.MemberActor) -> list[str]:
        """Return what somebody alone is told in the channel, as it is now."""
        seen = self.study.channel.history(viewer=who)
        return [message.content for message in seen if message.flags.ephemeral]

    def pressable(self, back: int = 1) -> list[str]:
        """Return the custom_ids of a message."""
        return re.findall(r'"custom_id": "([^"]+)"', self.wire(back))

    def number(self) -> int:
        """Return the 0-based number of the question in the last message."""
        found = re.search(r"Question (\d+) of", self.wire())
        assert found, self.wire()
        return int(found[1]) - 1


async def reply(action: Any) -> str:
    """Return what was said in private to somebody who did this."""
    result = await action
    assert result.acknowledged
    said = result.response or result.followups[-1]
    assert said.ephemeral
    return str(said.content)
