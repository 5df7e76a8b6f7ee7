"""What a message asks, read from the gateway's data alone."""

from __future__ import annotations

from typing import Any

import pytest

from bot.exts.concepts._question import QUERY_LIMIT, read_question

ME = 7


def message(content: str, **more: Any) -> dict[str, Any]:
    author = {"id": "3"}
    known = {"id": "1", "channel_id": "2", "guild_id": "4", "type": 0, "author": author}
    return known | {"content": content} | more


@pytest.mark.parametrize(
    ("content", "query"),
    [
        ("<@7> what is etcd?", "what is etcd?"),
        ("what is <@!7> etcd", "what is etcd"),
        ("<@7>", ""),
        ("<@7>\nwhat is\n`etcd`?", "what is `etcd`?"),
        ("<@7> ask <@9> in <#5> <:wave:12> </concept:8> <t:1:R> etcd", "ask in etcd"),
    ],
)
def test_what_is_asked(content: str, query: str) -> None:
    question = read_question(message(content), ME)
    assert question is not None
    assert question.query == query


@pytest.mark.parametrize(
    "data",
    [
        message("etcd"),
        message("<@77> etcd"),
        message("`<@7> etcd`"),
        message("```\n<@7> etcd\n```"),
        message("<@7> etcd", mention_everyone=True),
        message("<@7> etcd", mention_roles=["5"]),
        message("<@7> etcd", author={"id": "3", "bot": True}),
        message("<@7> etcd", webhook_id="6"),
        message("<@7> etcd", type=7),
        message("etcd", mentions=[{"id": "7"}], type=19),
        {"id": "1", "channel_id": "2"},
    ],
)
def test_what_is_not_for_the_bot(data: dict[str, Any]) -> None:
    assert read_question(data, ME) is None


OWN_ROLE = 6


@pytest.mark.parametrize(
    ("content", "roles", "query"),
    [
        ("<@&6> what is etcd?", ["6"], "what is etcd?"),
        ("<@7> <@&6> etcd", ["6"], "etcd"),
        ("", ["6"], ""),
        ("<@&5> <@&6> etcd", ["5", "6"], None),
        ("<@&5> etcd", ["5"], None),
        ("<@&6> etcd", [], None),
    ],
)
def test_the_role_of_the_bot_means_the_bot(
    content: str, roles: list[str], query: str | None
) -> None:
    question = read_question(message(content, mention_roles=roles), ME, OWN_ROLE)
    assert (question and question.query) == query


def test_a_direct_message_is_for_the_bot_as_it_is() -> None:
    direct = message("etcd")
    del direct["guild_id"]
    question = read_question(direct, ME)
    assert question is not None
    assert (question.guild, question.query) == (None, "etcd")


@pytest.mark.parametrize(
    ("text", "length", "is_cut"),
    [
        ("a" * 200, 200, False),
        ("a" * 201, 200, True),
        ("word " * 40, 199, False),
        ("ab " * 67, 200, False),
        ("ab " * 68, 200, True),
    ],
)
def test_a_long_question_is_cut_between_words_and_says_so(
    text: str, length: int, is_cut: bool
) -> None:
    question = read_question(message(f"<@{ME}> {text}"), ME)
    assert question is not None
    assert (len(question.query), question.is_cut) == (length, is_cut)
    assert len(question.query) <= QUERY_LIMIT
