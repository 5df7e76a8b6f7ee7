 Lesson 1: Files\n\n""Walking labs in a simulated Discord: cards, buttons, the form, restarts, changed lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from simcord import assert_error

from bot.errors import UserError
from bot.exts.labs._service import LabService
from bot.exts.labs._views import place_card
from content.library import load
from tests.bot.reading_kit import labels_of, only_for_one, options_of, parts_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from simcord.results import InteractionResult, ResponseMessage

    from tests.bot.conftest import Study

TEA =  Lesson 1: Files\n\ndemo/01-kettles#making-tea"


async def start(study: Study, name: str = TEA) -> ResponseMessage:
     Lesson 1: Files\n\n""Return ben's card for a lab."""
    return only_for_one(await study.ben.slash(study.channel,  Lesson 1: Files\n\nlab start", lab=name))


async def press(study: Study, message: ResponseMessage, label: str) -> ResponseMessage:
     Lesson 1: Files\n\n""Return the card after ben's press, which stays the same message."""
    after = only_for_one(await study.ben.click(message, label=label))
    assert after.id == message.id
    return after


async def at_step(study: Study, number: int) -> ResponseMessage:
    message = await press(study, await start(study),  Lesson 1: Files\n\nStart")
    for _ in range(number - 1):
        message = await press(study, message,  Lesson 1: Files\n\nNext")
    return message


def said(result: InteractionResult) -> str:
     Lesson 1: Files\n\n""Return a refusal, which only the person who caused it sees."""
    return only_for_one(result).content


async def test_a_lab_is_walked_to_its_end(study: Study) -> None:
    message = await start(study)
    assert  Lesson 1: Files\n\n## Making Tea" in text_of(message)
    assert  Lesson 1: Files\n\nSwitch the kettle on and make a cup" in text_of(message)
    assert  Lesson 1: Files\n\n3 steps" in text_of(message)
    message = await press(study, message,  Lesson 1: Files\n\nStart")
    assert  Lesson 1: Files\n\nStep 1 of 3" in text_of(message)
    assert  Lesson 1: Files\n\n```bash\nkettle list\n```" in text_of(message)
    assert  Lesson 1: Files\n\n💡 Look for your kettle" in text_of(message)
    assert  Lesson 1: Files\n\ncold" not in text_of(message)
    message = await press(study, message,  Lesson 1: Files\n\nShow expected output")
    assert  Lesson 1: Files\n\n```\nID      STATE\n[..]    cold\n```" in text_of(message)
    message = await press(study, message,  Lesson 1: Files\n\nHide expected output")
    assert  Lesson 1: Files\n\ncold" not in text_of(message)
    message = await press(study, message,  Lesson 1: Files\n\nNext")
    assert  Lesson 1: Files\n\n<KETTLE ID>" in text_of(message)
    message = await press(study, await press(study, message,  Lesson 1: Files\n\nBack"), "Next")
    message = await press(study, message,  Lesson 1: Files\n\nNext")
    assert  Lesson 1: Files\n\nStep 3 of 3" in text_of(message)
    await study.env.advance_time(720)
    message = await press(study, message,  Lesson 1: Files\n\nFinish")
    assert  Lesson 1: Files\n\nall 3 steps in 12 min" in text_of(message)
    assert  Lesson 1: Files\n\n`/concept`" in text_of(message)


async def test_names_are_offered_and_free_text_is_understood(study: Study) -> None:
    choices = await study.ben.autocomplete(study.channel,  Lesson 1: Files\n\nlab start", "lab", "making")
    assert choices == [{ Lesson 1: Files\n\nname": "Making Tea", "value": TEA}]
    for typed in ( Lesson 1: Files\n\nmaking tea", "tea", "Makin Tee"):
        assert  Lesson 1: Files\n\nMaking Tea" in text_of(await start(study, typed))
    refused = await study.ben.slash(study.channel,  Lesson 1: Files\n\nlab start", lab="@everyone zzz")
    assert  Lesson 1: Files\n\nI know no lab called" in said(refused)
    assert  Lesson 1: Files\n\n**Making Tea**" in said(refused)
    assert_error(study.env, UserError)


async def test_placeholders_are_filled_once_and_shown_in_later_commands(study: Study) -> None:
    message = await at_step(study, 2)
    shown = await study.ben.click(message, label= Lesson 1: Files\n\nFill in KETTLE ID")
    assert shown.modal is not None
    message = only_for_one(await study.ben.submit_modal(shown, { Lesson 1: Files\n\nvalue-0": "  kettle-7 "}))
    assert  Lesson 1: Files\n\nkettle on kettle-7" in text_of(message)
    assert  Lesson 1: Files\n\nChange KETTLE ID" in labels_of(message)
    message = await press(study, message,  Lesson 1: Files\n\nNext")
    assert  Lesson 1: Files\n\nkettle pour kettle-7 <CUP>" in text_of(message)
    assert  Lesson 1: Files\n\nFill in CUP" in labels_of(message)
    await study.restart()
    shown = await study.ben.click(message, label= Lesson 1: Files\n\nFill in CUP")
    message = only_for_one(
        await study.ben.submit_modal(shown, { Lesson 1: Files\n\nvalue-0": "kettle-8", "value-1": "```<@1> @everyone"})
    )
    command = next(part for part in text_of(message).split( Lesson 1: Files\n\n\n") if "pour" in part)
    assert command.startswith( Lesson 1: Files\n\nkettle pour kettle-8 `")
    assert  Lesson 1: Files\n\n```" not in command
    message = await press(study, message,  Lesson 1: Files\n\nBack")
    assert  Lesson 1: Files\n\nkettle on kettle-8" in text_of(message)


async def test_the_form_remembers_what_was_typed_and_an_empty_value_is_taken_away(
    study: Study,
) -> None:
    message = await at_step(study, 2)
    shown = await study.ben.click(message, label= Lesson 1: Files\n\nFill in KETTLE ID")
    message = only_for_one(await study.ben.submit_modal(shown, { Lesson 1: Files\n\nvalue-0": "k1"}))
    shown = await study.ben.click(message, label= Lesson 1: Files\n\nChange KETTLE ID")
    assert shown.modal is not None
    assert shown.modal[ Lesson 1: Files\n\ncomponents"][0]["component"]["value"] == "k1"
    message = only_for_one(await study.ben.submit_modal(shown, { Lesson 1: Files\n\nvalue-0": ""}))
    assert  Lesson 1: Files\n\nkettle on <KETTLE ID>" in text_of(message)


async def test_a_double_click_never_skips_a_step(study: Study) -> None:
    message = await at_step(study, 1)
    onward = next(part for part in parts_of(message) if part.get( Lesson 1: Files\n\nlabel") == "Next")
    after = await press(study, message,  Lesson 1: Files\n\nNext")
    assert  Lesson 1: Files\n\nStep 2 of 3" in text_of(after)
    place = await study.bot.service(LabService).go(1, study.ben.id, 2)
    assert onward[ Lesson 1: Files\n\ncustom_id"].endswith(f":{place.number}")
    assert  Lesson 1: Files\n\nStep 2 of 3" in text_of(await start(study))


async def test_a_restart_of_the_bot_loses_nothing(study: Study) -> None:
    message = await at_step(study, 1)
    await study.restart()
    message = await press(study, message,  Lesson 1: Files\n\nNext")
    await study.restart()
    resumed = await start(study)
    assert  Lesson 1: Files\n\nStep 2 of 3" in text_of(resumed)
    assert  Lesson 1: Files\n\nyou left off" in text_of(resumed)
    message = await press(study, resumed,  Lesson 1: Files\n\nStart over")
    assert  Lesson 1: Files\n\nStart" in labels_of(message)
    assert  Lesson 1: Files\n\nyou left off" not in text_of(await start(study))


async def test_a_finished_lab_offers_to_start_over(study: Study) -> None:
    await press(study, await at_step(study, 3),  Lesson 1: Files\n\nFinish")
    again = await start(study)
    assert  Lesson 1: Files\n\nYou finished this lab" in text_of(again)
    assert  Lesson 1: Files\n\nStep 3 of 3" in text_of(await press(study, again, "Back to the last step"))
    assert  Lesson 1: Files\n\nStart" in labels_of(await press(study, await start(study), "Start over"))


async def test_the_list_shows_progress_and_opens_labs(study: Study) -> None:
    listed = only_for_one(await study.ben.slash(study.channel,  Lesson 1: Files\n\nlab list"))
    assert  Lesson 1: Files\n\n⬜ **Making Tea**" in text_of(listed)
    assert options_of(listed,  Lesson 1: Files\n\nlab:pick") == {TEA: "Making Tea"}
    opened = only_for_one(await study.ben.select(listed, [TEA], custom_id= Lesson 1: Files\n\nlab:pick"))
    assert opened.id != listed.id
    await press(study, opened,  Lesson 1: Files\n\nStart")
    listed = only_for_one(await study.ben.slash(study.channel,  Lesson 1: Files\n\nlab list"))
    assert  Lesson 1: Files\n\nat step 1 of 3" in text_of(listed)


async def test_someone_elses_walk_is_refused_in_private(study: Study) -> None:
    await start(study)
    place = await study.bot.service(LabService).go(1, study.ben.id, 1)
    channel = study.bot.get_channel(study.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send(view=place_card(place))
    public = study.channel.last_message
    assert public is not None
    for label in ( Lesson 1: Files\n\nNext", "Back", "Show expected output"):
        assert  Lesson 1: Files\n\nsomeone else’s lab" in said(await study.cleo.click(public, label=label))
    assert  Lesson 1: Files\n\nStep 1 of 3" in text_of(study.channel.last_message)


async def test_labs_work_in_direct_messages(study: Study) -> None:
    message = only_for_one(await study.ben.user.slash( Lesson 1: Files\n\nlab start", lab=TEA))
    message = only_for_one(await study.ben.user.click(message, label= Lesson 1: Files\n\nStart"))
    assert  Lesson 1: Files\n\nStep 1 of 3" in text_of(message)
    assert  Lesson 1: Files\n\nStep 1 of 3" in text_of(await start(study))


async def test_a_lab_that_changed_or_went_is_said_and_nothing_breaks(
    study: Study, tmp_path: Path, lessons: Path
) -> None:
    message = await at_step(study, 3)
    text = (lessons /  Lesson 1: Files\n\ndemo" / "01-kettles.md").read_text(encoding="utf-8")
    lesson = tmp_path /  Lesson 1: Files\n\nchanged" / "demo" / "01-kettles.md"
    lesson.parent.mkdir(parents=True)
    lesson.write_text(text[: text.index( Lesson 1: Files\n\nThen switch it on")], encoding="utf-8")
    study.library = load([lesson.parents[1]])
    await study.restart()
    message = await press(study, message,  Lesson 1: Files\n\nBack")
    assert  Lesson 1: Files\n\nshorter now" in text_of(message)
    assert  Lesson 1: Files\n\nStep 1 of 1" in text_of(message)

    lesson.write_text(text[: text.index( Lesson 1: Files\n\n### Lesson 1 Lab")], encoding="utf-8")
    study.library = load([lesson.parents[1]])
    await study.restart()
    assert  Lesson 1: Files\n\nno longer part of the course" in said(await study.ben.click(message, label="Finish"))
    assert  Lesson 1: Files\n\nno labs yet" in said(await study.ben.slash(study.channel, "lab start", lab=TEA))
    assert_error(study.env, UserError)
    listed = only_for_one(await study.ben.slash(study.channel,  Lesson 1: Files\n\nlab list"))
    assert  Lesson 1: Files\n\nno labs yet" in text_of(listed)


async def test_long_texts_stay_within_a_card(study: Study, tmp_path: Path) -> None:
    lines =  Lesson 1: Files\n\n\n".join(f"line {number} of much output" for number in range(400))
    lesson = tmp_path /  Lesson 1: Files\n\nlong" / "01-long.md"
    lesson.parent.mkdir()
    lesson.write_text(
         Lesson 1: Files\n\n# Lesson 1: Long\n\n### Lesson 1 Lab: Long Lab\n\n"
        +  Lesson 1: Files\n\nMany words. " * 600
        +  Lesson 1: Files\n\n\n\n### Lesson 1 Lab Solution: Long Lab\n\n"
        +  Lesson 1: Files\n\nMore words here. " * 600
        + f Lesson 1: Files\n\n\n\n```bash\necho {'x' * 3000} <NAME>\n```\n\n```output\n{lines}\n```\n",
        encoding= Lesson 1: Files\n\nutf-8",
    )
    study.library = load([lesson.parent])
    await study.restart()
    message = await start(study,  Lesson 1: Files\n\nLong Lab")
    assert  Lesson 1: Files\n\nShortened" in text_of(message)
    message = await press(study, message,  Lesson 1: Files\n\nStart")
    message = await press(study, message,  Lesson 1: Files\n\nShow expected output")
    assert  Lesson 1: Files\n\n(part 1 of" in text_of(message)
    assert  Lesson 1: Files\n\nline 0 of" in text_of(message)
    following = next(label for label in labels_of(message) if label.startswith( Lesson 1: Files\n\nPart 2"))
    message = await press(study, message, following)
    assert  Lesson 1: Files\n\n(part 2 of" in text_of(message)
    assert len(text_of(message)) <= 4000


async def test_more_placeholders_than_a_form_holds_are_asked_for_in_turn(
    study: Study, tmp_path: Path
) -> None:
    lesson = tmp_path /  Lesson 1: Files\n\nmany" / "01-many.md"
    lesson.parent.mkdir()
    names = [f Lesson 1: Files\n\nCUP {letter}" for letter in "ABCDEF"]
    command =  Lesson 1: Files\n\n ".join(f"<{name}>" for name in names)
    lesson.write_text(
         Lesson 1: Files\n\n# Lesson 1: Many\n\n### Lesson 1 Lab: Many Cups\n\nFill them.\n\n"
        f Lesson 1: Files\n\n### Lesson 1 Lab Solution: Many Cups\n\n```bash\npour {command}\n```\n",
        encoding= Lesson 1: Files\n\nutf-8",
    )
    study.library = load([lesson.parent])
    await study.restart()
    message = await press(study, await start(study,  Lesson 1: Files\n\nMany Cups"), "Start")
    onward = next(label for label in labels_of(message) if label.startswith( Lesson 1: Files\n\nFill in"))
    shown = await study.ben.click(message, label=onward)
    assert shown.modal is not None
    assert [part[ Lesson 1: Files\n\nlabel"] for part in shown.modal["components"]] == names[:5]
    values = {f Lesson 1: Files\n\nvalue-{number}": f"c{number}" for number in range(5)}
    message = only_for_one(await study.ben.submit_modal(shown, values))
    assert  Lesson 1: Files\n\npour c0 c1 c2 c3 c4 <CUP F>" in text_of(message)
    shown = await study.ben.click(message, label= Lesson 1: Files\n\nFill in CUP F")
    assert shown.modal is not None
    assert shown.modal[ Lesson 1: Files\n\ncomponents"][0]["label"] == "CUP F"


async def test_what_goes_into_a_file_stands_below_its_command(study: Study, tmp_path: Path) -> None:
    lesson = tmp_path /  Lesson 1: Files\n\nfiles" / "01-files.md"
    lesson.parent.mkdir()
    lesson.write_text(
         Lesson 1: Files\n\n# Lesson 1: Files\n\n### Demo: Writing a File\n\n```bash\nvim cup.yml\ncup:\n  tea: <TEA>\n\n"
         Lesson 1: Files\n\ncat cup.yml\n```\n\n```output\n```\n\n### Demo: Reading\n\n- Open the cup.\n",
        encoding= Lesson 1: Files\n\nutf-8",
    )
    study.library = load([lesson.parent])
    await study.restart()
    message = await press(study, await start(study,  Lesson 1: Files\n\nWriting a File"), "Start")
    assert  Lesson 1: Files\n\n```bash\nvim cup.yml\n```" in text_of(message)
    assert  Lesson 1: Files\n\n**Put this into the file**\n```\ncup:\n  tea: <TEA>\n```" in text_of(message)
    assert  Lesson 1: Files\n\nFill in TEA" in labels_of(message)
    message = await press(study, message,  Lesson 1: Files\n\nNext")
    message = await press(study, message,  Lesson 1: Files\n\nShow expected output")
    assert  Lesson 1: Files\n\nNothing: when all is well" in text_of(message)
    message = await start(study,  Lesson 1: Files\n\nReading")
    assert  Lesson 1: Files\n\nOpen the cup." in text_of(message)
    message = await press(study, message,  Lesson 1: Files\n\nFinish")
    assert  Lesson 1: Files\n\nYou read it" in text_of(message)
