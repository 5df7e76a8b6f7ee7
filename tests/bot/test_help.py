"""Help is made from the commands, so that it can neither lie nor lag behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from discord import app_commands

from bot.exts.help._service import Described, Option, details, overview
from bot.exts.help._views import overview_card
from tests.bot.page_kit import labels_of, message_of, only_for_one, refusal, text_of

if TYPE_CHECKING:
    from tests.bot.conftest import Study


async def test_every_command_is_listed_and_can_be_clicked(study: Study) -> None:
    card = only_for_one(await study.dana.slash(study.channel, "help"))
    ids = {command.name: command.id for command in await study.bot.tree.fetch_commands()}
    texts = text_of(card)
    while "Next" in labels_of(card):
        card = message_of(await study.ben.click(card, label="Next"))
        texts += text_of(card)
    for command in study.bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            name = command.qualified_name
            assert f"</{name}:{ids[name.split()[0]]}>" in texts
            assert command.description in texts


async def test_commands_for_instructors_are_below_a_heading_that_says_so(study: Study) -> None:
    text = text_of(only_for_one(await study.dana.slash(study.channel, "help")))
    everyone, instructors = text.split("### For instructors")
    assert "</concept:" in everyone
    for name in ("settings show", "course gaps", "course reload", "announce lab"):
        assert f"</{name}:" in instructors
        assert f"</{name}:" not in everyone
    assert "(instructors)" not in text, "the heading says it"


async def test_students_see_what_students_can_use(study: Study) -> None:
    role = study.guild.create_role("Teachers")
    text = text_of(only_for_one(await study.ben.slash(study.channel, "help")))
    assert "</quiz start:" in text
    assert "### For instructors" not in text
    assert "</announce lab:" not in text
    await study.bot.guild_choices.set_instructor_role(study.guild.id, role.id)
    iris = study.guild.add_member(study.env.create_user("iris"), roles=[role])
    text = text_of(only_for_one(await iris.slash(study.channel, "help")))
    assert "</announce lab:" in text


async def test_the_menu_of_messages_is_listed(study: Study) -> None:
    text = text_of(only_for_one(await study.ben.slash(study.channel, "help")))
    assert "### On a message" in text
    assert "- **Explain terms**\n  Show the concepts that are named in a message" in text


async def test_one_command_is_explained_with_its_limits(study: Study) -> None:
    text = text_of(only_for_one(await study.ben.slash(study.channel, "help", command="/concept")))
    assert "</concept:" in text
    assert "`query` (required, up to 200 characters): A concept, or" in text
    text = text_of(
        only_for_one(
            await study.ben.slash(study.channel, "help", command="settings instructor-role")
        )
    )
    assert "Only instructors can use it." in text
    assert "It works in servers only." in text
    assert "`role` (optional, a role)" in text


async def test_commands_are_suggested(study: Study) -> None:
    choices = await study.ben.autocomplete(study.channel, "help", "command", "sett")
    names = ["instructor-role", "mentions", "show"]
    assert [choice["value"] for choice in choices] == [f"settings {name}" for name in names]


@pytest.mark.parametrize(
    ("typed", "hint"), [("conzept", "Did you mean `/concept`?"), ("qqqqq *x*", "with `/help`")]
)
async def test_an_unknown_command_names_the_nearest(study: Study, typed: str, hint: str) -> None:
    answer = refusal(study, await study.ben.slash(study.channel, "help", command=typed))
    assert "There is no command" in answer
    assert hint in answer
    assert "*x*" not in answer.replace("\\*x\\*", "")


async def test_without_ids_the_names_are_plain_and_the_next_try_links(study: Study) -> None:
    study.env.inject_error("GET", "/applications/*/commands")
    plain = text_of(only_for_one(await study.ben.slash(study.channel, "help")))
    assert "`/concept`" in plain
    linked = text_of(only_for_one(await study.ben.slash(study.channel, "help")))
    assert "</concept:" in linked


async def test_it_works_in_a_direct_message(study: Study) -> None:
    card = message_of(await study.ben.user.slash("help"))
    assert "</lesson:" in text_of(card)
    assert "</settings" not in text_of(card)


def test_many_commands_are_paged() -> None:
    many = [
        Described(f"study part{n}", "Do it. " * 10, "For everyone", (), False, False)
        for n in range(90)
    ]
    text = overview(many, {"study": 5})
    assert text.count("</study part") == 90
    view = overview_card(text)
    assert view.content_length() <= 4000
    assert view.total_children_count <= 40


def test_details_of_a_command_without_an_id() -> None:
    option = Option("seconds", "How long", False, "3 to 120")
    text = details(Described("quiz start", "Start.", "", (option,), False, True), {})
    assert text.split("\n") == [
        "`/quiz start`",
        "Start.",
        "It works in servers only.",
        "### Options",
        "- `seconds` (optional, 3 to 120): How long",
    ]
