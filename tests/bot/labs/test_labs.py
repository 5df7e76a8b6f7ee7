"""Walking labs in a simulated Discord: cards, buttons, the form, restarts, changed lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.error_handler import unwrap
from bot.errors import UserError
from bot.exts.labs._service import LabService
from bot.exts.labs._views import place_card
from content.library import load
from tests.bot.page_kit import labels_of, only_for_one, options_of, parts_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from simcord.results import InteractionResult, ResponseMessage

    from tests.bot.conftest import Study

TEA = "demo/01-kettles#making-tea"


async def start(study: Study, name: str = TEA) -> ResponseMessage:
    """Return ben's card for a lab."""
    return only_for_one(await study.ben.slash(study.channel, "lab start", lab=name))


async def press(study: Study, message: ResponseMessage, label: str) -> ResponseMessage:
    """Return the card after ben's press, which stays the same message."""
    after = only_for_one(await study.ben.click(message, label=label))
    assert after.id == message.id
    return after


async def at_step(study: Study, number: int) -> ResponseMessage:
    message = await press(study, await start(study), "Start")
    for _ in range(number - 1):
        message = await press(study, message, "Next")
    return message


def said(result: InteractionResult) -> str:
    """Return a refusal, which only the person who caused it sees."""
    return only_for_one(result).content


async def test_a_lab_is_walked_to_its_end(study: Study) -> None:
    message = await start(study)
    assert "## Making Tea" in text_of(message)
    assert "Switch the kettle on and make a cup" in text_of(message)
    assert "3 steps" in text_of(message)
    message = await press(study, message, "Start")
    assert "Step 1 of 3" in text_of(message)
    assert "```bash\nkettle list\n```" in text_of(message)
    assert "💡 Look for your kettle" in text_of(message)
    assert "cold" not in text_of(message)
    message = await press(study, message, "Show expected output")
    assert "```\nID      STATE\n[..]    cold\n```" in text_of(message)
    message = await press(study, message, "Hide expected output")
    assert "cold" not in text_of(message)
    message = await press(study, message, "Next")
    assert "<KETTLE ID>" in text_of(message)
    message = await press(study, await press(study, message, "Back"), "Next")
    message = await press(study, message, "Next")
    assert "Step 3 of 3" in text_of(message)
    await study.env.advance_time(720)
    message = await press(study, message, "Finish")
    assert "all 3 steps in 12 min" in text_of(message)
    assert "`/concept`" in text_of(message)


async def test_names_are_offered_and_free_text_is_understood(study: Study) -> None:
    choices = await study.ben.autocomplete(study.channel, "lab start", "lab", "making")
    assert choices == [{"name": "Making Tea", "value": TEA}]
    for typed in ("making tea", "tea", "Makin Tee"):
        assert "Making Tea" in text_of(await start(study, typed))
    refused = await study.ben.slash(study.channel, "lab start", lab="@everyone zzz")
    assert "I know no lab called" in said(refused)
    assert "**Making Tea**" in said(refused)
    assert isinstance(unwrap(study.env.errors[-1]), UserError)


async def test_placeholders_are_filled_once_and_shown_in_later_commands(study: Study) -> None:
    message = await at_step(study, 2)
    shown = await study.ben.click(message, label="Fill in KETTLE ID")
    assert shown.modal is not None
    message = only_for_one(await study.ben.submit_modal(shown, {"value-0": "  kettle-7 "}))
    assert "kettle on kettle-7" in text_of(message)
    assert "Change KETTLE ID" in labels_of(message)
    message = await press(study, message, "Next")
    assert "kettle pour kettle-7 <CUP>" in text_of(message)
    assert "Fill in CUP" in labels_of(message)
    await study.restart()
    shown = await study.ben.click(message, label="Fill in CUP")
    message = only_for_one(
        await study.ben.submit_modal(shown, {"value-0": "kettle-8", "value-1": "```<@1> @everyone"})
    )
    command = next(part for part in text_of(message).split("\n") if "pour" in part)
    assert command.startswith("kettle pour kettle-8 `")
    assert "```" not in command
    message = await press(study, message, "Back")
    assert "kettle on kettle-8" in text_of(message)


async def test_the_form_remembers_what_was_typed_and_an_empty_value_is_taken_away(
    study: Study,
) -> None:
    message = await at_step(study, 2)
    shown = await study.ben.click(message, label="Fill in KETTLE ID")
    message = only_for_one(await study.ben.submit_modal(shown, {"value-0": "k1"}))
    shown = await study.ben.click(message, label="Change KETTLE ID")
    assert shown.modal is not None
    assert shown.modal["components"][0]["component"]["value"] == "k1"
    message = only_for_one(await study.ben.submit_modal(shown, {"value-0": ""}))
    assert "kettle on <KETTLE ID>" in text_of(message)


async def test_a_double_click_never_skips_a_step(study: Study) -> None:
    message = await at_step(study, 1)
    onward = next(part for part in parts_of(message) if part.get("label") == "Next")
    after = await press(study, message, "Next")
    assert "Step 2 of 3" in text_of(after)
    place = await study.bot.service(LabService).go(1, study.ben.id, 2)
    assert onward["custom_id"].endswith(f":{place.number}")
    assert "Step 2 of 3" in text_of(await start(study))


async def test_a_restart_of_the_bot_loses_nothing(study: Study) -> None:
    message = await at_step(study, 1)
    await study.restart()
    message = await press(study, message, "Next")
    await study.restart()
    resumed = await start(study)
    assert "Step 2 of 3" in text_of(resumed)
    assert "you left off" in text_of(resumed)
    message = await press(study, resumed, "Start over")
    assert "Start" in labels_of(message)
    assert "you left off" not in text_of(await start(study))


async def test_a_finished_lab_offers_to_start_over(study: Study) -> None:
    await press(study, await at_step(study, 3), "Finish")
    again = await start(study)
    assert "You finished this lab" in text_of(again)
    assert "Step 3 of 3" in text_of(await press(study, again, "Back to the last step"))
    assert "Start" in labels_of(await press(study, await start(study), "Start over"))


async def test_the_list_shows_progress_and_opens_labs(study: Study) -> None:
    listed = only_for_one(await study.ben.slash(study.channel, "lab list"))
    assert "⬜ **Making Tea**" in text_of(listed)
    assert options_of(listed, "lab:pick") == {TEA: "Making Tea"}
    opened = only_for_one(await study.ben.select(listed, [TEA], custom_id="lab:pick"))
    assert opened.id != listed.id
    await press(study, opened, "Start")
    listed = only_for_one(await study.ben.slash(study.channel, "lab list"))
    assert "at step 1 of 3" in text_of(listed)


async def test_someone_elses_walk_is_refused_in_private(study: Study) -> None:
    await start(study)
    place = await study.bot.service(LabService).go(1, study.ben.id, 1)
    channel = study.bot.get_channel(study.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send(view=place_card(place))
    public = study.channel.last_message
    assert public is not None
    for label in ("Next", "Back", "Show expected output"):
        assert "someone else’s lab" in said(await study.cleo.click(public, label=label))
    assert "Step 1 of 3" in text_of(study.channel.last_message)


async def test_labs_work_in_direct_messages(study: Study) -> None:
    message = only_for_one(await study.ben.user.slash("lab start", lab=TEA))
    message = only_for_one(await study.ben.user.click(message, label="Start"))
    assert "Step 1 of 3" in text_of(message)
    assert "Step 1 of 3" in text_of(await start(study))


async def test_a_lab_that_changed_or_went_is_said_and_nothing_breaks(
    study: Study, tmp_path: Path, lessons: Path
) -> None:
    message = await at_step(study, 3)
    text = (lessons / "demo" / "01-kettles.md").read_text(encoding="utf-8")
    lesson = tmp_path / "changed" / "demo" / "01-kettles.md"
    lesson.parent.mkdir(parents=True)
    lesson.write_text(text[: text.index("Then switch it on")], encoding="utf-8")
    study.library = load([lesson.parents[1]])
    await study.restart()
    message = await press(study, message, "Back")
    assert "shorter now" in text_of(message)
    assert "Step 1 of 1" in text_of(message)

    lesson.write_text(text[: text.index("### Lesson 1 Lab")], encoding="utf-8")
    study.library = load([lesson.parents[1]])
    await study.restart()
    assert "no longer part of the course" in said(await study.ben.click(message, label="Finish"))
    assert "no labs yet" in said(await study.ben.slash(study.channel, "lab start", lab=TEA))
    assert isinstance(unwrap(study.env.errors[-1]), UserError)
    listed = only_for_one(await study.ben.slash(study.channel, "lab list"))
    assert "no labs yet" in text_of(listed)


async def test_long_texts_stay_within_a_card(study: Study, tmp_path: Path) -> None:
    lines = "\n".join(f"line {number} of much output" for number in range(400))
    lesson = tmp_path / "long" / "01-long.md"
    lesson.parent.mkdir()
    lesson.write_text(
        "# Lesson 1: Long\n\n### Lesson 1 Lab: Long Lab\n\n"
        + "Many words. " * 600
        + "\n\n### Lesson 1 Lab Solution: Long Lab\n\n"
        + "More words here. " * 600
        + f"\n\n```bash\necho {'x' * 3000} <NAME>\n```\n\n```output\n{lines}\n```\n",
        encoding="utf-8",
    )
    study.library = load([lesson.parent])
    await study.restart()
    message = await start(study, "Long Lab")
    assert "Shortened" in text_of(message)
    message = await press(study, message, "Start")
    message = await press(study, message, "Show expected output")
    assert "(part 1 of" in text_of(message)
    assert "line 0 of" in text_of(message)
    following = next(label for label in labels_of(message) if label.startswith("Part 2"))
    message = await press(study, message, following)
    assert "(part 2 of" in text_of(message)
    assert len(text_of(message)) <= 4000


async def test_more_placeholders_than_a_form_holds_are_asked_for_in_turn(
    study: Study, tmp_path: Path
) -> None:
    lesson = tmp_path / "many" / "01-many.md"
    lesson.parent.mkdir()
    names = [f"CUP {letter}" for letter in "ABCDEF"]
    command = " ".join(f"<{name}>" for name in names)
    lesson.write_text(
        "# Lesson 1: Many\n\n### Lesson 1 Lab: Many Cups\n\nFill them.\n\n"
        f"### Lesson 1 Lab Solution: Many Cups\n\n```bash\npour {command}\n```\n",
        encoding="utf-8",
    )
    study.library = load([lesson.parent])
    await study.restart()
    message = await press(study, await start(study, "Many Cups"), "Start")
    onward = next(label for label in labels_of(message) if label.startswith("Fill in"))
    shown = await study.ben.click(message, label=onward)
    assert shown.modal is not None
    assert [part["label"] for part in shown.modal["components"]] == names[:5]
    values = {f"value-{number}": f"c{number}" for number in range(5)}
    message = only_for_one(await study.ben.submit_modal(shown, values))
    assert "pour c0 c1 c2 c3 c4 <CUP F>" in text_of(message)
    shown = await study.ben.click(message, label="Fill in CUP F")
    assert shown.modal is not None
    assert shown.modal["components"][0]["label"] == "CUP F"


async def test_what_goes_into_a_file_stands_below_its_command(study: Study, tmp_path: Path) -> None:
    lesson = tmp_path / "files" / "01-files.md"
    lesson.parent.mkdir()
    lesson.write_text(
        "# Lesson 1: Files\n\n### Demo: Writing a File\n\n"
        "```bash\nvim cup.yml\ncup:\n  tea: <TEA>\n\ncat cup.yml\n```\n\n```output\n```\n\n"
        "### Demo: Reading\n\n- Open the cup.\n",
        encoding="utf-8",
    )
    study.library = load([lesson.parent])
    await study.restart()
    message = await press(study, await start(study, "Writing a File"), "Start")
    assert "```bash\nvim cup.yml\n```" in text_of(message)
    assert "**Put this into the file**\n```\ncup:\n  tea: <TEA>\n```" in text_of(message)
    assert "Fill in TEA" in labels_of(message)
    message = await press(study, message, "Next")
    message = await press(study, message, "Show expected output")
    assert "Nothing: when all is well" in text_of(message)
    listed = text_of(only_for_one(await study.ben.slash(study.channel, "lab list")))
    assert "to read, without steps" in listed
    message = await start(study, "Reading")
    assert "Open the cup." in text_of(message)
    assert "nothing to type" in text_of(message)
    message = await press(study, message, "Finish")
    assert "You read it" in text_of(message)


async def test_a_lab_without_commands_shows_its_solution_before_it_is_done(
    study: Study, tmp_path: Path
) -> None:
    lesson = tmp_path / "teas" / "01-teas.md"
    lesson.parent.mkdir()
    said = "\n\n".join(f"Pour cup {number}. {'Wait. ' * 100}" for number in range(6))
    lesson.write_text(
        "# Lesson 1: Teas\n\n### Lesson 1 Lab: Pouring\n\nFill cups.\n\n"
        f"### Lesson 1 Lab Solution: Pouring\n\n{said}\n",
        encoding="utf-8",
    )
    study.library = load([lesson.parent])
    await study.restart()
    message = await start(study, "Pouring")
    assert "Fill cups." in text_of(message)
    assert "Pour cup 0." in text_of(message)
    assert "Pour cup 5." not in text_of(message)
    assert labels_of(message) == ["Next page", "Finish"]
    message = await press(study, message, "Next page")
    assert "Pour cup 5." in text_of(message)
    assert "Page 2 of 2. There is nothing to type here" in text_of(message)
    message = await press(study, message, "Previous page")
    assert "Pour cup 0." in text_of(message)
    message = await press(study, message, "Finish")
    assert "You read it" in text_of(message)
    assert "Pour cup" not in text_of(message)


async def test_what_is_typed_into_a_dialog_is_called_so(study: Study, tmp_path: Path) -> None:
    lesson = tmp_path / "disks" / "01-disks.md"
    lesson.parent.mkdir()
    lesson.write_text(
        "# Lesson 1: Disks\n\n### Demo: Parting\n\n```bash\nfdisk /dev/sdb\nn\nw\nlsblk\n```\n",
        encoding="utf-8",
    )
    study.library = load([lesson.parent])
    await study.restart()
    message = await press(study, await start(study, "Parting"), "Start")
    assert "```bash\nfdisk /dev/sdb\n```" in text_of(message)
    assert "**Type in the dialog**\n```\nn\nw\n```" in text_of(message)


async def test_a_long_file_stays_within_a_card(study: Study, tmp_path: Path) -> None:
    title, row = "*" * 120, "key: " + "`" * 40
    lesson = tmp_path / "files" / "01-files.md"
    lesson.parent.mkdir()
    lesson.write_text(
        f"# Lesson 1: Files\n\n### Demo: Rows {title}\n\n"
        + "Many words. " * 300
        + f"\n\n```bash\nvim {'x' * 1400}.yml # {'_' * 400}\n"
        + f"{row}\n" * 300
        + "```\n\n```output\n"
        + "shown\n" * 900
        + "```\n",
        encoding="utf-8",
    )
    study.library = load([lesson.parent])
    await study.restart()
    message = await press(study, await start(study, "Rows"), "Start")
    assert "**Put this into the file**\n```\nkey:" in text_of(message)
    assert "Shortened" in text_of(message)
    message = await press(study, message, "Show expected output")
    assert "shown" in text_of(message)
    assert len(text_of(message)) <= 4000
