"""Looking concepts up, sharing them, and everything that can go wrong on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest
import simcord.asserts
from structlog.testing import capture_logs

from bot.catalogue import Catalogue
from bot.loading import load_library
from bot.store.lookups import LookupRepository
from bot.ui.sharing import Shares, why_not
from tests.bot.page_kit import (
    OTHERS,
    RELATED,
    labels_of,
    message_of,
    only_for_one,
    options_of,
    parts_of,
    posts,
    select_of,
    text_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from simcord.results import InteractionResult, ResponseMessage

    from index.models import SearchResult
    from tests.bot.conftest import Study

BOILING = "demo/01-kettles#boiling-point"
KETTLE = "demo/01-kettles#kettle"


async def test_a_chosen_concept_is_shown_whole_and_in_private(study: Study) -> None:
    choices = await study.ben.autocomplete(study.channel, "concept", "query", "boil")
    assert choices[0] == {"name": "Boiling Point", "value": BOILING}
    card = only_for_one(await study.ben.slash(study.channel, "concept", query=BOILING))
    text = text_of(card)
    assert "## Boiling Point" in text
    assert "1. Kettles and Tea › 1.1 Water" in text
    assert "- Higher up it boils earlier.\n  - On a tall mountain" in text
    assert "-# Lesson 1, section 1.1" in text
    assert ".md" not in text
    assert not options_of(card, OTHERS)
    assert posts(study.channel) == []


async def test_free_text_finds_the_best_answer_and_keeps_the_others(study: Study) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "concept", query="kettle"))
    assert "## Kettle\n" in text_of(card)
    assert "```bash\nkettle --on\n```" in text_of(card)
    others = options_of(card, OTHERS)
    assert len(others) > 1
    chosen = next(value for value, label in others.items() if label == "Kubernetes")
    swapped = await study.ben.select(card, [chosen], custom_id=select_of(card, OTHERS))
    after = message_of(swapped)
    assert after.id == card.id
    assert after.ephemeral
    assert "## Kubernetes" in text_of(after)
    assert set(options_of(after, OTHERS)) == {*others, KETTLE} - {chosen}


async def test_a_typo_is_corrected_and_said(study: Study) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "concept", query="kuberentes"))
    assert "Showing results for **kubernetes**" in text_of(card)
    assert "## Kubernetes" in text_of(card)


async def test_sections_and_labs_are_found_too(study: Study) -> None:
    section = only_for_one(await study.ben.slash(study.channel, "concept", query="Tea"))
    assert "## 1.2 Tea" in text_of(section)
    lab = only_for_one(await study.ben.slash(study.channel, "concept", query="Making Tea"))
    assert "## Lab: Making Tea" in text_of(lab)
    assert "Switch the kettle on" in text_of(lab)
    assert "/lab start" in text_of(lab)
    assert "kettle pour" not in text_of(lab)


async def test_nothing_fits_offers_the_nearest_titles(study: Study) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "concept", query="steep boat zzz"))
    assert "Nothing fits “steep boat zzz”" in text_of(card)
    opened = await study.ben.click(card, label="Did you mean Steeping?")
    assert message_of(opened).id == card.id
    assert "Steeping draws flavour" in text_of(message_of(opened))


async def test_nothing_at_all_leads_to_the_lessons(study: Study) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "concept", query="§§§"))
    assert text_of(card) == "Write what you are looking for, such as “Kettle”."
    listed = message_of(await study.ben.click(card, label="All lessons"))
    assert "1. Kettles and Tea" in text_of(listed)


@pytest.mark.parametrize(
    "query",
    ["*", "*" * 200, "@everyone <@1> **x** `y` ||z||", "a:b OR NOT (", "\\", "   ", "x" * 200],
)
async def test_a_hostile_query_is_words_and_no_more(study: Study, query: str) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "concept", query=query))
    assert "@everyone" not in text_of(card)
    assert "<@1>" not in text_of(card).replace("\\<@1>", "")
    assert "**x**" not in text_of(card)


async def test_a_query_has_a_limit(study: Study) -> None:
    command = study.bot.tree.get_command("concept")
    assert command is not None
    (option,) = command.to_dict(study.bot.tree)["options"]
    assert option["max_length"] == 200


async def test_sharing_posts_once_and_says_who(study: Study) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "concept", query="kettle"))
    others = options_of(card, OTHERS)
    await study.ben.click(card, label="Share")
    (post,) = posts(study.channel)
    assert "## Kettle" in text_of(post)
    assert "Shared by ben" in text_of(post)
    assert post.mentions == []
    assert "Share" not in labels_of(card)
    assert any(part.get("label") == "Shared" for part in parts_of(card))
    assert options_of(card, OTHERS) == others
    swapped = message_of(await study.ben.select(card, [BOILING], custom_id=select_of(card, OTHERS)))
    assert "Share" in labels_of(swapped), "another concept can still be shared"


async def test_a_second_press_on_its_way_does_not_post_twice(study: Study) -> None:
    card = message_of(await study.ben.slash(study.channel, "concept", query=BOILING))
    shares = study.bot.service(Shares)
    with shares.once(card.id, BOILING):
        refused = await study.ben.click(card, label="Share")
    assert "shared this already" in message_of(refused).content
    assert posts(study.channel) == []


async def test_a_failed_share_can_be_tried_again(study: Study) -> None:
    card = message_of(await study.ben.slash(study.channel, "concept", query=BOILING))
    study.env.inject_error("POST", "/webhooks/*", status=403, code=50013)
    refused = await study.ben.click(card, label="Share")
    assert "did not let me" in refused.followups[0].content
    assert "Share" in labels_of(card)
    await study.ben.click(card, label="Share")
    assert len(posts(study.channel)) == 1


async def test_a_shared_card_opens_in_private_for_others(study: Study) -> None:
    card = message_of(await study.ben.slash(study.channel, "concept", query=BOILING))
    await study.ben.click(card, label="Share")
    (post,) = posts(study.channel)
    opened = only_for_one(await study.cleo.click(post, label="Open for me"))
    assert "## Boiling Point" in text_of(opened)
    assert len(posts(study.channel)) == 1


async def test_sharing_needs_the_right_to_write(study: Study) -> None:
    silent = discord.PermissionOverwrite(send_messages=False)
    board = study.guild.create_text_channel(
        "read-only", overwrites={study.guild.default_role: silent}
    )
    card = message_of(await study.ben.slash(board, "concept", query=BOILING))
    refused = only_for_one(await study.ben.click(card, label="Share"))
    assert "You may not write in this channel" in refused.content
    assert posts(board) == []
    instructors = message_of(await study.dana.slash(board, "concept", query=BOILING))
    refused = only_for_one(await study.dana.click(instructors, label="Share"))
    assert "I may not write in this channel" in refused.content
    assert posts(board) == []


def thread(*, locked: bool = False) -> discord.Thread:
    """Return a thread of which nothing is known but whether it is locked."""
    made = discord.Thread.__new__(discord.Thread)
    made.locked = locked
    return made


@pytest.mark.parametrize(
    ("person", "app", "channel", "foreign", "reason"),
    [
        ({"send_messages"}, {"send_messages"}, None, False, None),
        ({"send_messages"}, {"send_messages"}, thread(), False, "You may not write"),
        ({"send_messages_in_threads"}, {"send_messages"}, thread(), False, "I may not write"),
        (
            {"send_messages_in_threads"},
            {"send_messages_in_threads"},
            thread(locked=True),
            False,
            "You may not write",
        ),
        ({"send_messages"}, {"send_messages"}, None, True, "people's own apps"),
        ({"send_messages", "use_external_apps"}, {"send_messages"}, None, True, None),
    ],
)
def test_where_sharing_is_allowed(
    person: set[str], app: set[str], channel: object, foreign: bool, reason: str | None
) -> None:
    found = why_not(
        discord.Permissions(view_channel=True, **dict.fromkeys(person, True)),
        discord.Permissions(**dict.fromkeys(app, True)),
        channel,
        foreign=foreign,
    )
    assert found is None if reason is None else reason in (found or "")


async def test_a_restart_changes_nothing_for_the_card(study: Study) -> None:
    card = message_of(await study.ben.slash(study.channel, "concept", query="kettle"))
    others = options_of(card, OTHERS)
    await study.restart()
    swapped = message_of(await study.ben.select(card, [BOILING], custom_id=select_of(card, OTHERS)))
    assert "## Boiling Point" in text_of(swapped)
    assert set(options_of(swapped, OTHERS)) == {*others, KETTLE} - {BOILING}
    await study.ben.click(swapped, label="Share")
    assert len(posts(study.channel)) == 1


async def test_a_concept_that_vanished_is_explained(study: Study, tmp_path: Path) -> None:
    card = message_of(await study.ben.slash(study.channel, "concept", query="kettle"))
    course = tmp_path / "other"
    course.mkdir()
    (course / "01-cups.md").write_text("# Lesson 1: Cups\n\n### 1.1 Cup\n\n#### Mug\n\nA mug.\n")
    study.library = load_library([course])
    await study.restart()
    gone = only_for_one(await study.ben.select(card, [BOILING], custom_id=select_of(card, OTHERS)))
    assert "no longer in the lessons" in gone.content
    refused = only_for_one(await study.ben.click(card, label="Share"))
    assert "no longer in the lessons" in refused.content
    assert posts(study.channel) == []


async def test_it_works_in_a_direct_message_without_sharing(study: Study) -> None:
    card = message_of(await study.ben.user.slash("concept", query="kettle"))
    assert "## Kettle" in text_of(card)
    assert "Share" not in labels_of(card)
    swapped = message_of(
        await study.ben.user.select(card, [BOILING], custom_id=select_of(card, OTHERS))
    )
    assert "## Boiling Point" in text_of(swapped)


async def test_an_unexpected_error_shows_an_id_that_the_log_has(study: Study) -> None:
    study.bot.reloader.catalogue = BrokenCatalogue(study.library, study.searcher)
    with capture_logs() as logs:
        answer = only_for_one(await study.ben.slash(study.channel, "concept", query="kettle"))
    (failure,) = [entry for entry in logs if entry["event"] == "failure"]
    assert f"error id: `{failure['error_id']}`" in answer.content
    assert "disk on fire" not in answer.content
    assert "disk on fire" in repr(failure["exc_info"])
    assert failure["source"] == "/concept"
    simcord.asserts.assert_error(study.env, RuntimeError)


class BrokenCatalogue(Catalogue):
    """A catalogue whose index has failed."""

    async def search(self, *_: object, **__: object) -> SearchResult:
        raise RuntimeError("disk on fire")


async def test_the_neighbours_in_the_lesson_are_one_press_away(study: Study) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "concept", query=KETTLE))
    assert [label for label in labels_of(card) if label[0] in "←↑" or label[-1] == "→"] == [
        "← Boiling Point",
        "↑ 1.1 Water",
        "Kubernetes →",
    ]
    following = message_of(await study.ben.click(card, label="Kubernetes →"))
    assert following.id == card.id
    assert "## Kubernetes" in text_of(following)
    assert "Steeping →" in labels_of(following)


async def test_related_concepts_are_offered(study: Study) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "concept", query=BOILING))
    related = options_of(card, RELATED)
    assert BOILING not in related
    assert "Steeping" in related.values() or "Kettle" in related.values()
    chosen = next(iter(related))
    after = message_of(await study.ben.select(card, [chosen], custom_id=RELATED))
    assert f"## {related[chosen]}" in text_of(after)


async def test_words_that_matched_are_underlined_unless_the_title_says_them(study: Study) -> None:
    card = only_for_one(
        await study.ben.slash(study.channel, "concept", query="boiling point level")
    )
    assert "Water **__boils__** at 100 °C at sea __level__." in text_of(card)
    named = only_for_one(await study.ben.slash(study.channel, "concept", query="steeping"))
    assert "__" not in text_of(named)


async def test_what_a_server_opens_most_is_offered_first(study: Study) -> None:
    before = await study.ben.autocomplete(study.channel, "concept", "query", "")
    assert before[0]["name"] == "Boiling Point"
    for _ in range(2):
        await study.ben.slash(study.channel, "concept", query="steeping")
    card = only_for_one(await study.cleo.slash(study.channel, "concept", query="kettle"))
    other = next(v for v, label in options_of(card, OTHERS).items() if label == "Kubernetes")
    for chosen in (other, KETTLE, other):
        await study.cleo.select(card, [chosen], custom_id=select_of(card, OTHERS))
    await study.env.settle()
    await study.restart()
    offered = await study.ben.autocomplete(study.channel, "concept", "query", "")
    assert offered[0]["name"] == "Steeping"


async def explain(study: Study, message: discord.Message) -> InteractionResult:
    return await study.ben.context_menu(study.channel, "Explain terms", message)


async def test_the_terms_of_a_message_are_explained_in_private(study: Study) -> None:
    said = await study.cleo.send(
        study.channel, "Is the boiling point of a Kettle like Kubernetes'?"
    )
    card = only_for_one(await explain(study, said))
    text = text_of(card)
    assert "## 3 terms in this message" in text
    assert "**Boiling Point**\nWater **boils** at 100 °C at sea level.\n**Kettle**" in text
    assert "**Kettle**\nA kettle heats water." in text
    assert labels_of(card) == ["Open"] * 3
    opened = message_of(await study.ben.click(card, custom_id=f"read:at:{KETTLE}:0:0"))
    assert "## Kettle" in text_of(opened)


async def test_a_single_term_opens_at_once_and_none_is_said(study: Study) -> None:
    one = await study.cleo.send(study.channel, "I like steeping @everyone")
    card = only_for_one(await explain(study, one))
    assert "## Steeping" in text_of(card)
    none = await study.cleo.send(study.channel, "hello there")
    assert "No term of the lessons" in text_of(only_for_one(await explain(study, none)))


async def test_terms_with_typos_are_explained_but_short_words_are_left_alone(study: Study) -> None:
    said = await study.cleo.send(
        study.channel, "does the boilng point matter for kuberentes? a kettel"
    )
    text = text_of(only_for_one(await explain(study, said)))
    assert "## 3 terms in this message" in text
    assert text.index("Boiling Point") < text.index("Kubernetes") < text.index("Kettle")
    none = await study.cleo.send(study.channel, "poiling boint, nettle, settle, a metal")
    assert "No term of the lessons" in text_of(only_for_one(await explain(study, none)))


async def test_what_is_not_surely_meant_is_the_closest_and_counts_as_a_gap(study: Study) -> None:
    card = only_for_one(
        await study.ben.slash(study.channel, "concept", query="leaves heat kettle tea")
    )
    assert "## The closest I have" in text_of(card)
    opened = labels_of(card)
    assert opened[-1] == "All lessons"
    assert 1 <= opened.count("Open") <= 3
    await study.env.settle()
    since = study.bot.clock.now().replace(year=2025)
    (gap,) = await LookupRepository(study.bot.database).in_vain(study.guild.id, since)
    assert gap.query == "leaves heat kettle tea"


async def test_what_is_only_mentioned_says_so(study: Study) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "concept", query="salt"))
    assert "Nothing in the lessons explains “salt”. These mention it in passing." in text_of(card)
    assert "Salt raises the boiling point a little" in text_of(card)


@pytest.mark.parametrize("query", ["kettle vs steeping", "difference between kettle and steeping"])
async def test_two_that_are_compared_stand_side_by_side(study: Study, query: str) -> None:
    card = only_for_one(await study.ben.slash(study.channel, "concept", query=query))
    text = text_of(card)
    assert "**Kettle**\nA kettle heats water." in text
    assert "**Steeping**\nSteeping draws flavour" in text
    assert labels_of(card) == ["Kettle", "Steeping"]
    whole = message_of(await study.ben.click(card, custom_id=f"read:at:{KETTLE}:0:0"))
    assert "## Kettle\n" in text_of(whole)


async def test_three_are_compared_too_and_what_has_no_card_is_said(study: Study) -> None:
    three = text_of(await looked_up(study, "kettle vs steeping vs boiling point"))
    assert [f"**{name}**" in three for name in ("Kettle", "Steeping", "Boiling Point")] == [
        True
    ] * 3
    assert "no card about" not in three
    both = text_of(await looked_up(study, "kettle vs steeping vs a samovar?"))
    assert "**Kettle**" in both
    assert "-# The lessons have no card about **samovar**" in both
    one = text_of(await looked_up(study, "kettle or samovar"))
    assert "## Kettle\n" in one
    assert "-# The lessons have no card about **samovar**" in one


async def test_a_lesson_opens_by_its_number(study: Study) -> None:
    for query in ("lesson 1", "Lesson 1?", "/lesson 1"):
        assert "## 1. Kettles and Tea" in text_of(await looked_up(study, query))
    none = await looked_up(study, "lesson 7")
    assert "## Nothing fits “lesson 7”" in text_of(none)
    assert labels_of(none)[0] == "Did you mean 1. Kettles and Tea?"


async def looked_up(study: Study, query: str) -> ResponseMessage:
    return only_for_one(await study.ben.slash(study.channel, "concept", query=query))
