"""Forged presses are refused in private, once, without an error id, and change nothing.

With ``pytest -s`` the tables are printed: the route, what was forged, and what it was told.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.store.announcements import AnnouncementRepository
from bot.store.labs import LabAttemptRepository
from bot.ui.components import CHANGED_CARD, OLD_BUTTON, StudySelect
from tests.bot.forging import Answered, press, rows_of
from tests.bot.page_kit import only_for_one

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.ui.components import StudyButton
    from tests.bot.conftest import Study

TEA = "demo/01-kettles#making-tea"
KETTLE = "demo/01-kettles#kettle"
LARGEST = str(2**63 - 1)
GENUINE = {"page": KETTLE, "concept": KETTLE, "lab": TEA, "check": "abcd"} | {
    "slot": "here",
    "offer": "abcd",
    "what": "begin",
}
"""Fields that fit their route; numbers are 1."""

NO_NUMBERS = (
    "x",
    "",
    "-1",
    str(2**63),
    str(10**30),
    "\uff11",
    "\u00b2",
    "1:1",
    "1\n",
    "01",
    "+1",
    " 1",
)
NO_TEXTS = ("", "a:b", "a\n", "\x00", "\ud800")
UNKNOWN_ATTEMPT = "I no longer know this attempt"
NO_STEP = "no such step"
ELSEWHERE = "quiz in another channel"
FOREIGN = "someone else’s lab"


@dataclass(frozen=True)
class Forged:
    """A press that fits its route; ``who`` and ``where`` say whose it is, ``said`` its refusal."""

    custom_id: str
    said: str
    who: str = "ben"
    values: tuple[str, ...] | None = None
    select: tuple[tuple[str, Any], ...] = ()
    where: str = "channel"


class Scene:
    """Attempt 1 of ben, 2 of cleo; drafts 1 here and 2 of another server, quiz 1 in the board."""

    def __init__(self, study: Study, messages: dict[str, Any]) -> None:
        self._study = study
        self._messages = messages

    @classmethod
    async def set(cls, study: Study) -> Scene:
        """Bring it about by commands."""
        for who in (study.ben, study.cleo):
            card = only_for_one(await who.slash(study.channel, "lab start", lab=TEA))
            await who.click(card, label="Start")
        other = study.env.create_guild("Other Hall", owner=study.dana.user)
        yard, abroad = other.create_text_channel("yard"), other.add_member(study.dana.user)
        await study.dana.slash(study.channel, "announce lab", lab=TEA)
        await abroad.slash(yard, "announce lab", lab=TEA)
        await study.dana.slash(study.board, "quiz start", questions=1)
        attempts = LabAttemptRepository(study.bot.database)
        drafts = AnnouncementRepository(study.bot.database)
        owners = [attempt.user_id for number in (1, 2) if (attempt := await attempts.get(number))]
        homes = [draft.guild_id for number in (1, 2) if (draft := await drafts.get(number))]
        assert owners == [study.ben.id, study.cleo.id]
        assert homes == [study.guild.id, other.id]
        direct = await study.dana.user.slash("help")
        messages: dict[str, Any] = {"direct": direct.response}
        for name in ("channel", "board"):
            channel = study.bot.get_channel(getattr(study, name).id)
            assert isinstance(channel, discord.TextChannel)
            messages[name] = await channel.send("Forge here")
        return cls(study, messages)

    async def press(self, forged: Forged, *, there: bool = True) -> Answered:
        """Press on one of the messages, which has the control unless it is not ``there``."""
        who: Any = getattr(self._study, forged.who)
        message = self._messages[forged.where]
        return await press(
            self._study,
            who.user if forged.where == "direct" else who,
            (message.channel_id if forged.where == "direct" else message.channel.id, message.id),
            forged.custom_id,
            values=forged.values,
            select=dict(forged.select),
            there=there,
        )


def malformed(kind: type[StudyButton] | type[StudySelect]) -> list[Forged]:
    """Return presses in which one field of a route, each in its turn, is none of its type."""
    route = kind.route.text
    fields = [(name, form) for _, name, form, _ in string.Formatter().parse(route) if name]
    plain = route.replace(":int}", "}").replace(":word}", "}")
    genuine = {name: "1" if form == "int" else GENUINE[name] for name, form in fields}
    assert kind.route.fits(plain.format(**genuine))
    forged = [form.format(plain.format(**genuine)) for form in ("x{}", "{}\n", "{}:1")]
    forged += [
        plain.format(**genuine | {name: wrong})
        for name, form in fields
        for wrong in (NO_NUMBERS if form == "int" else NO_TEXTS)
    ]
    values = ("0",) if issubclass(kind, StudySelect) else None
    return [Forged(custom_id, OLD_BUTTON, values=values) for custom_id in forged]


def table(rows: Iterable[tuple[Forged, Answered]]) -> str:
    """Return what was forged and what it was told, for people to read."""
    lines = []
    for forged, answered in rows:
        values = "" if forged.values is None else f" = {','.join(forged.values)}"
        what = ascii(f"{forged.custom_id}{values}")
        lines.append(f"{forged.who:5} {forged.where:8} {what:62} {answered.text}")
    return "\n".join(lines)


async def refused(study: Study, rows: Iterable[Forged], scene: Scene | None = None) -> None:
    """Press everything, print the table, and fail unless each is refused and nothing changes."""
    scene = scene or await Scene.set(study)
    before = await rows_of(study.bot.database)
    answers = [(forged, await scene.press(forged)) for forged in rows]
    shown = f"\n{table(answers)}\n{len(answers)} forged presses"
    print(shown)  # noqa: T201  (the table is for people to read)
    for forged, answered in answers:
        assert answered.times == 1, forged
        assert answered.private, forged
        assert forged.said in answered.text, (forged, answered)
        assert "error id" not in answered.text, forged
    assert await rows_of(study.bot.database) == before


async def test_what_does_not_fit_a_route_is_of_an_older_version(study: Study) -> None:
    rows = [(kind, forged) for kind in study.bot._components for forged in malformed(kind)]
    assert [forged for kind, forged in rows if kind.route.fits(forged.custom_id)] == []
    assert len(rows) >= 400
    # Each press takes the simulator a moment: the worst for each route, and of the others a part.
    worst = ("", "x", "-1", str(2**63))
    pressed = [
        forged
        for number, (_, forged) in enumerate(rows)
        if number % 7 == 0 or forged.custom_id.rpartition(":")[2] in worst
    ]
    assert len(pressed) >= 100
    await refused(study, pressed)


OVER = (("min_values", 0), ("max_values", 2))
LABS = (("options", [{"label": "Tea", "value": TEA}]),)
FITTING = [
    # Another person's attempt, and attempts and steps that there are not.
    Forged("lab:go:2:1", FOREIGN),
    Forged("lab:go:1:4", NO_STEP),
    Forged(f"lab:go:1:{LARGEST}", NO_STEP),
    Forged(f"lab:go:{LARGEST}:1", UNKNOWN_ATTEMPT),
    Forged("lab:go:0:1", UNKNOWN_ATTEMPT),
    Forged("lab:finish:2:3", FOREIGN),
    Forged("lab:finish:1:4", NO_STEP),
    Forged("lab:finish:99:3", UNKNOWN_ATTEMPT),
    Forged("lab:over:2", FOREIGN),
    Forged(f"lab:over:{LARGEST}", UNKNOWN_ATTEMPT),
    Forged("lab:show:2:1:1", FOREIGN),
    Forged("lab:show:1:0:1", NO_STEP),
    Forged("lab:show:1:4:1", NO_STEP),
    Forged("lab:show:1:1:2", "no such part"),
    Forged(f"lab:show:1:1:{LARGEST}", "no such part"),
    Forged("lab:fill:2:2", FOREIGN),
    Forged("lab:fill:1:0", NO_STEP),
    Forged(f"lab:fill:1:{LARGEST}", NO_STEP),
    Forged("lab:start:demo/nothing", "no longer part of the course"),
    # Options that the list does not have, or not so many of them.
    Forged("lab:pick", CHANGED_CARD, values=("demo/nothing",), select=LABS),
    Forged("lab:pick", CHANGED_CARD, values=(), select=LABS),
    Forged("lab:pick", CHANGED_CARD, values=(TEA, TEA), select=LABS),
    Forged("lab:pick", "no longer part of the course", values=("0",)),
    # Another server's draft, another person's, and none.
    Forged("announce:post:2", "belongs to another server", who="dana"),
    Forged("announce:cancel:2", "belongs to another server", who="dana"),
    Forged("announce:cancel:1", "belongs to another server", who="dana", where="direct"),
    Forged("announce:cancel:2", "belongs to another server", who="dana", where="direct"),
    Forged("announce:post:1", "works in a server only", who="dana", where="direct"),
    Forged("announce:post:1", "Only instructors"),
    Forged("announce:cancel:1", "Only the person who wrote this draft"),
    Forged(f"announce:post:{LARGEST}", "This draft is gone", who="dana"),
    Forged(f"announce:cancel:{LARGEST}", "This draft is gone", who="dana"),
    # The choice of courses.
    Forged("course:choose", "Only members with **Manage Server**", values=("0",)),
    Forged("course:choose", CHANGED_CARD, who="dana", values=("2",)),
    Forged("course:choose", CHANGED_CARD, who="dana", values=("0", "0"), select=OVER),
    Forged("course:choose", CHANGED_CARD, who="dana", values=("0", "1")),
    Forged("course:choose", "courses have changed", who="dana", values=("0",)),
    Forged("course:choose", "works in a server only", who="dana", values=("0",), where="direct"),
    # What people said of questions.
    Forged("course:close", "Only instructors", values=("0",)),
    Forged("course:close", CHANGED_CARD, who="dana", values=("2",)),
    Forged("course:close", "works in a server only", who="dana", values=("0",), where="direct"),
    # Quizzes that there are not, questions, options, and several where one is right.
    Forged(f"quiz:join:{LARGEST}", "This quiz is over", where="board"),
    Forged("quiz:leave:99", "This quiz is over", where="board"),
    Forged("quiz:begin:99", "This quiz is over", where="board"),
    Forged("quiz:begin:1", "can start it now", where="board"),
    Forged("quiz:host:99:0:begin", "This quiz is over", where="board"),
    Forged("quiz:host:1:0:begin", "can start it now", where="board"),
    Forged("quiz:host:1:0:end", "can do this", where="board"),
    Forged("quiz:host:1:0:rule", OLD_BUTTON, who="dana", where="board"),
    Forged("quiz:host:1:1:skip", "has gone on since", who="dana", where="board"),
    Forged(f"quiz:host:1:{LARGEST}:end", "has gone on since", who="dana", where="board"),
    Forged("quiz:host:1:0:skip", "closed already", who="dana", where="board"),
    Forged("quiz:host:1:0:next", "not shown yet", who="dana", where="board"),
    Forged("quiz:join:1", "joined already", who="dana", where="board"),
    Forged("quiz:leave:1", "You have not joined", where="board"),
    Forged("quiz:answer:99:0:0", "This quiz is over", where="board"),
    Forged("quiz:answer:1:1:0", "not part of the quiz", where="board"),
    Forged(f"quiz:answer:1:{LARGEST}:0", "not part of the quiz", where="board"),
    Forged("quiz:answer:1:0:0", "not been asked yet", where="board"),
    Forged("quiz:answer:1:0:99", "not been asked yet", where="board"),
    Forged("quiz:several:1:0", CHANGED_CARD, values=("x",), where="board"),
    Forged("quiz:several:1:0", CHANGED_CARD, values=(LARGEST + "0",), where="board"),
    Forged("quiz:several:1:0", CHANGED_CARD, values=("0", "0"), select=OVER, where="board"),
    Forged("quiz:several:1:0", CHANGED_CARD, values=("0", "1"), where="board"),
    Forged("quiz:several:1:0", CHANGED_CARD, values=("-1",), where="board"),
    Forged(f"quiz:mine:{LARGEST}:0", "no longer know this quiz", where="board"),
    Forged("quiz:mine:1:0", "not shown yet", where="board"),
    Forged(f"quiz:mine:1:{LARGEST}", "not part of the quiz", where="board"),
    Forged("quiz:read:demo/nothing", "no longer in the lessons", where="board"),
    Forged("quiz:mine:1:0", ELSEWHERE),
    Forged("quiz:flag:99:0", "This quiz is over", where="board"),
    Forged("quiz:flag:1:0", "not shown yet", where="board"),
    Forged(f"quiz:flag:1:{LARGEST}", "not shown yet", where="board"),
    # Another channel's quiz, and from direct messages.
    Forged("quiz:flag:1:0", ELSEWHERE),
    Forged("quiz:join:1", ELSEWHERE),
    Forged("quiz:leave:1", ELSEWHERE, who="dana"),
    Forged("quiz:host:1:0:begin", ELSEWHERE, who="dana"),
    Forged("quiz:answer:1:0:0", ELSEWHERE),
    Forged("quiz:several:1:0", ELSEWHERE, values=("0",)),
    Forged("quiz:join:1", ELSEWHERE, who="dana", where="direct"),
    # What follows a quiz: one that is not over, none, another channel's, and who may not see it.
    Forged("quiz:missed:1:0", "not over yet", where="board"),
    Forged("quiz:read:1:0", "not over yet", where="board"),
    Forged("quiz:practise:1", "not over yet", where="board"),
    Forged("quiz:again:1", "not over yet", where="board"),
    Forged("quiz:report:1:0", "not over yet", who="dana", where="board"),
    Forged("quiz:sheet:1", "not over yet", who="dana", where="board"),
    Forged(f"quiz:places:1:{LARGEST}", "not over yet", where="board"),
    Forged("quiz:again:99", "no longer know this quiz"),
    Forged(f"quiz:report:{LARGEST}:0", "no longer know this quiz", who="dana"),
    # Leaderboards of no month, and from direct messages.
    Forged("quiz:board:13:0", OLD_BUTTON),
    Forged(f"quiz:board:{LARGEST}:0", OLD_BUTTON),
    Forged("quiz:board:202613:0", OLD_BUTTON),
    Forged("quiz:listed:202600:0", OLD_BUTTON),
    Forged("quiz:share:999912:0", OLD_BUTTON),
    Forged("quiz:listed:0:0", "those of servers", who="dana", where="direct"),
    Forged("quiz:board:0:0", "those of servers", who="dana", where="direct"),
    # Practice: another question than was asked, options that it does not have.
    Forged("ask:open:demo/nothing:0", "lessons have changed"),
    Forged(f"ask:read:{KETTLE}:{LARGEST}", "lessons have changed"),
    Forged(f"ask:back:{KETTLE}:{LARGEST}", "lessons have changed"),
    Forged(f"ask:one:{KETTLE}:0:none:0", "lessons have changed"),
    Forged(f"ask:all:{KETTLE}:0:none", "lessons have changed", values=("0",)),
    Forged(f"ask:all:{KETTLE}:0:none", CHANGED_CARD, values=()),
    # Lessons.
    Forged("read:at:demo/nothing:0:0", "no longer in the lessons"),
    Forged("read:share:demo/nothing:0", "no longer in the lessons"),
    Forged("read:open:here", CHANGED_CARD, values=("demo/nothing",)),
    Forged("read:open:here", "no longer in the lessons", values=("0",)),
    Forged("read:open:others-1", CHANGED_CARD, values=("0", "1")),
    Forged("read:open:others-1", "no longer in the lessons", values=("1",)),
]


async def test_what_fits_a_route_and_is_not_theirs_is_refused(study: Study) -> None:
    assert len(FITTING) >= 60
    await refused(study, FITTING)


async def test_a_question_takes_its_own_options_only(study: Study) -> None:
    scene = await Scene.set(study)
    await scene.press(Forged("quiz:host:1:0:begin", "", who="dana", where="board"))
    await study.env.advance_time(0)
    rows = [
        Forged("quiz:answer:1:0:99", "not one of the options", where="board"),
        Forged(f"quiz:answer:1:0:{LARGEST}", "not one of the options", where="board"),
        Forged("quiz:several:1:0", CHANGED_CARD, values=("99",), where="board"),
        Forged("quiz:several:1:0", CHANGED_CARD, values=(), where="board"),
        Forged("quiz:several:1:0", "not one of the", values=("0", "1"), select=OVER, where="board"),
        Forged("quiz:answer:1:0:0", ELSEWHERE),
        Forged("quiz:join:1", "has begun", where="board"),
        Forged("quiz:mine:1:0", "not shown yet", where="board"),
        Forged("quiz:host:1:0:begin", "has gone on since", who="dana", where="board"),
        Forged("quiz:host:1:1:begin", "has begun already", who="dana", where="board"),
    ]
    await refused(study, rows, scene)


@pytest.mark.parametrize("forms", [("\uff11",), ("\u00b2",), ("1\n",), ("1_0",), (str(2**63),)])
async def test_options_that_are_no_numbers_are_refused_though_the_card_has_them(
    study: Study, forms: tuple[str, ...]
) -> None:
    options = (("options", [{"label": "An option", "value": form} for form in forms]),)
    routes = ("quiz:several:1:0", f"ask:all:{KETTLE}:0:none")
    rows = [Forged(route, CHANGED_CARD, values=forms, select=options) for route in routes]
    await refused(study, rows)


async def test_a_control_that_its_message_does_not_have_does_nothing(study: Study) -> None:
    rows = [
        Forged("lab:go:1:2", CHANGED_CARD),
        Forged("lab:over:1", CHANGED_CARD),
        Forged("lab:finish:1:3", CHANGED_CARD),
        Forged("announce:post:1", CHANGED_CARD, who="dana"),
        Forged("announce:cancel:1", CHANGED_CARD, who="dana"),
        Forged("course:choose", CHANGED_CARD, who="dana", values=("0",)),
        Forged("quiz:host:1:0:begin", CHANGED_CARD, who="dana", where="board"),
        Forged(f"read:share:{KETTLE}:0", CHANGED_CARD),
    ]
    scene = await Scene.set(study)
    before = await rows_of(study.bot.database)
    for forged in rows:
        answered = await scene.press(forged, there=False)
        assert (answered.times, answered.private) == (1, True)
        assert answered.text == forged.said
    assert await rows_of(study.bot.database) == before
    assert [message.content for message in study.channel.history()][1:] == []
