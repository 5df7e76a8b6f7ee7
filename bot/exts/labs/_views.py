"""The cards of an attempt and the buttons on them; what may happen is decided by the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.errors import UserError
from bot.exts.labs._service import LabService, Notice, Place
from bot.exts.labs._text import (
    VALUE_LIMIT,
    describe_duration,
    output_pages,
    substitute,
    unfilled,
)
from bot.exts.labs.summary import SHORTENED, lab_summary, shortened
from bot.ui.cards import TEXT_LIMIT, Accent, card, clip, row, rule
from bot.ui.code import code_block
from bot.ui.components import StudyButton, StudyModal
from bot.ui.markdown import escape, paginate, to_discord

if TYPE_CHECKING:
    from bot.ui.components import Interaction, StudyView
    from content.models import LabStep

MOST_INPUTS = 5
"""Inputs in one modal."""

_COMMAND_LIMIT = 1500
_CONTENT_LIMIT = 2200
_SHORTEST_CONTENT = 100
_FILE_HEADING = "**Put this into the file**"
_DIALOG_HEADING = "**Type in the dialog**"
_INSTRUCTION_LIMIT = 800
_HINT_LIMIT = 200
_TASK_LIMIT = 2400
_SHORTEST_OUTPUT = 300
_NAME_LIMIT = 120
_HEADINGS = 250
"""Characters kept free for the words above code and output."""


def place_card(place: Place, *, part: int = 0) -> StudyView:
    """Return the card for where an attempt is; ``part`` is the shown page of output, 0 for none.

    In a lab without steps it is that of the text. Raises UserError for a page that output lacks.
    """
    if place.closed:
        return _closing_card(place)
    if not place.lab.steps:
        return _text_card(place, max(part, 1))
    if place.step is None:
        return _first_card(place)
    return _step_card(place, place.step, part)


def _first_card(place: Place) -> StudyView:
    lab, attempt = place.lab, place.attempt
    count = len(lab.steps)
    return card(
        _notice(place),
        *lab_summary(place.where, lab, _TASK_LIMIT),
        f"-# {count} {'step' if count == 1 else 'steps'}. Your place is kept; only you see this.",
        row(GoTo.make("Start", style=discord.ButtonStyle.primary, attempt=attempt.id, step=1)),
        accent=Accent.LAB,
    )


def _text_card(place: Place, part: int) -> StudyView:
    """Return the card of a lab that has no command: its task and its solution are text to read."""
    lab, attempt = place.lab, place.attempt.id
    heading, _, needs = lab_summary(place.where, lab, _TASK_LIMIT)
    pages = paginate(to_discord("\n\n".join(filter(None, (lab.task, lab.closing)))), _TASK_LIMIT)
    count = len(pages)
    # The text may have got shorter.
    part = min(part, count)
    turns = [
        ShowOutput.make(label, attempt=attempt, step=0, part=to)
        for label, to in (("Previous page", part - 1), ("Next page", part + 1))
        if 1 <= to <= count
    ]
    number = f"Page {part} of {count}. " if count > 1 else ""
    return card(
        _notice(place),
        heading,
        needs,
        pages[part - 1],
        f"-# {number}There is nothing to type here; only you see this.",
        row(
            *turns,
            Finish.make("Finish", style=discord.ButtonStyle.success, attempt=attempt, step=0),
        ),
        accent=Accent.LAB,
    )


def _step_card(place: Place, step: LabStep, part: int) -> StudyView:
    answers = place.attempt.answers
    command = substitute(step.command, answers)
    texts = [
        _notice(place),
        f"### {_name(place.lab.title)}\n"
        f"-# Step {place.number} of {len(place.lab.steps)} · {_name(place.where)}",
        shortened(step.instruction, _INSTRUCTION_LIMIT),
        code_block(command, step.language, _COMMAND_LIMIT),
        f"💡 {escape(clip(step.hint, _HINT_LIMIT))}" if step.hint else "",
    ]
    content = substitute(step.content or "", answers)
    left = TEXT_LIMIT - sum(map(len, texts)) - _SHORTEST_OUTPUT - _HEADINGS
    limit = max(_SHORTEST_CONTENT, min(_CONTENT_LIMIT, left))
    heading = _DIALOG_HEADING if step.dialog else _FILE_HEADING
    file = f"{heading}\n{code_block(content, '', limit)}" if content else ""
    cut = len(command) > _COMMAND_LIMIT or len(content) > limit
    # Between the command and its hint.
    texts[-1:-1] = [file, SHORTENED if cut else ""]
    room = max(TEXT_LIMIT - sum(map(len, texts)) - 100, _SHORTEST_OUTPUT)
    pages = output_pages(step, answers, room)
    if part > len(pages):
        raise UserError("This output has no such part. Show the step again with `/lab start`.")
    shown = ""
    if part:
        of = f" (part {part} of {len(pages)})" if len(pages) > 1 else ""
        shown = f"**Expected output**{of}\n{pages[part - 1]}"
    return card(
        *texts,
        rule() if shown else None,
        shown,
        row(*_moves(place)),
        row(_fill_button(place, step), *_output_buttons(place, part, len(pages))),
        accent=Accent.LAB,
    )


def _closing_card(place: Place) -> StudyView:
    attempt, count = place.attempt, len(place.lab.steps)
    ended = attempt.finished_at or attempt.updated_at
    took = describe_duration(ended - attempt.started_at)
    did = {0: "You read it", 1: "You did its one step"}.get(count, f"You did all {count} steps")
    said = (
        f"You finished this lab {discord.utils.format_dt(ended, 'R')}. Do it again?"
        if place.notice is Notice.RESUMED
        else f"Done! {did} in {took}."
    )
    return card(
        f"## {_name(place.lab.title)}\n-# {_name(place.where)}",
        f"✅ {said}",
        shortened(place.lab.closing, _TASK_LIMIT) if count else "",
        "-# Look anything up with `/concept`; `/lab list` shows the other labs.",
        row(
            StartOver.make("Start over", attempt=attempt.id),
            GoTo.make("Back to the last step", attempt=attempt.id, step=count) if count else None,
        ),
        accent=Accent.GOOD,
    )


def _moves(place: Place) -> list[discord.ui.Item[Any] | None]:
    attempt, number = place.attempt.id, place.number
    forward: StudyButton = (
        Finish.make("Finish", style=discord.ButtonStyle.success, attempt=attempt, step=number)
        if place.is_last
        else GoTo.make("Next", style=discord.ButtonStyle.primary, attempt=attempt, step=number + 1)
    )
    over = StartOver.make("Start over", attempt=attempt) if place.notice is Notice.RESUMED else None
    return [GoTo.make("Back", attempt=attempt, step=number - 1), forward, over]


def _fill_button(place: Place, step: LabStep) -> StudyButton | None:
    if not step.placeholders:
        return None
    missing = unfilled(step.placeholders, place.attempt.answers)
    label = f"Fill in {', '.join(missing)}" if missing else f"Change {', '.join(step.placeholders)}"
    return FillIn.make(clip(label, 80), attempt=place.attempt.id, step=place.number)


def _output_buttons(place: Place, part: int, parts: int) -> list[discord.ui.Item[Any] | None]:
    attempt, step = place.attempt.id, place.number
    if not parts:
        return []
    if not part:
        return [ShowOutput.make("Show expected output", attempt=attempt, step=step, part=1)]
    following = part % parts + 1
    more = ShowOutput.make(
        f"Part {following} of {parts}", attempt=attempt, step=step, part=following
    )
    return [
        ShowOutput.make("Hide expected output", attempt=attempt, step=step, part=0),
        more if parts > 1 else None,
    ]


def _name(title: str) -> str:
    return escape(clip(title, _NAME_LIMIT))


def _notice(place: Place) -> str:
    match place.notice:
        case Notice.RESUMED:
            return "↩️ Welcome back: you are where you left off."
        case Notice.SHORTER:
            return "⚠️ This lab has changed and is shorter now. You are at its last step."
        case Notice.LONGER:
            return "⚠️ This lab has changed and has more steps now. Here is the next one."
        case Notice.RESTARTED:
            return "↩️ You have started over since: this is the beginning."
        case None:
            return ""


async def _show(interaction: Interaction, place: Place, *, part: int = 0) -> None:
    await interaction.response.edit_message(view=place_card(place, part=part))


class GoTo(StudyButton, route="lab:go:{attempt:int}:{step:int}"):
    """Moves to the step that it names, so a double click moves once."""

    async def used(self, interaction: Interaction) -> None:
        """Show that step."""
        service = interaction.client.service(LabService)
        attempt, step = self.values["attempt"], self.values["step"]
        await _show(interaction, await service.go(attempt, interaction.user.id, step))


class Finish(StudyButton, route="lab:finish:{attempt:int}:{step:int}"):
    """Ends the attempt."""

    async def used(self, interaction: Interaction) -> None:
        """Show the closing card."""
        service = interaction.client.service(LabService)
        attempt, step = self.values["attempt"], self.values["step"]
        await _show(interaction, await service.finish(attempt, interaction.user.id, step))


class StartOver(StudyButton, route="lab:over:{attempt:int}"):
    """Begins the lab anew."""

    async def used(self, interaction: Interaction) -> None:
        """Show the first card."""
        service = interaction.client.service(LabService)
        await _show(interaction, await service.restart(self.values["attempt"], interaction.user.id))


class ShowOutput(StudyButton, route="lab:show:{attempt:int}:{step:int}:{part:int}"):
    """Shows a page of the expected output in place, or hides it (page 0); or one of the text."""

    async def used(self, interaction: Interaction) -> None:
        """Show the same step with or without the output, or another page of the text."""
        service = interaction.client.service(LabService)
        attempt, step = self.values["attempt"], self.values["step"]
        place = await service.look(attempt, interaction.user.id, step)
        await _show(interaction, place, part=self.values["part"])


class FillIn(StudyButton, route="lab:fill:{attempt:int}:{step:int}"):
    """Opens the form for a step's placeholders."""

    async def used(self, interaction: Interaction) -> None:
        """Open the form, or show the step when it has no placeholders any more."""
        service = interaction.client.service(LabService)
        attempt, step = self.values["attempt"], self.values["step"]
        place = await service.look(attempt, interaction.user.id, step)
        if place.step is None or not place.step.placeholders:
            await _show(interaction, place)
            return
        await interaction.client.send_modal(interaction, PlaceholderModal(place))


class PlaceholderModal(StudyModal):
    """Asks for the values of a step's placeholders; an empty one is taken away."""

    def __init__(self, place: Place) -> None:
        super().__init__(title=clip(f"Fill in: {place.lab.title}", 45))
        assert place.step is not None
        self._attempt_id, self._number = place.attempt.id, place.number
        answers = place.attempt.answers
        names = place.step.placeholders
        missing = unfilled(names, answers)
        # More than fit are rare: those without a value come first then.
        asked = names if len(names) <= MOST_INPUTS else dict.fromkeys([*missing, *names])
        self._inputs: dict[str, discord.ui.TextInput[Any]] = {}
        for number, name in enumerate(list(asked)[:MOST_INPUTS]):
            text: discord.ui.TextInput[Any] = discord.ui.TextInput(
                custom_id=f"value-{number}",
                default=answers.get(name),
                max_length=VALUE_LIMIT,
                required=False,
            )
            self._inputs[name] = text
            self.add_item(discord.ui.Label(text=clip(name, 45), component=text))

    async def on_submit(self, interaction: Interaction) -> None:  # type: ignore[override]
        """Keep the values and show the step with them."""
        values = {name: text.value for name, text in self._inputs.items()}
        service = interaction.client.service(LabService)
        place = await service.fill(self._attempt_id, interaction.user.id, self._number, values)
        await _show(interaction, place)
