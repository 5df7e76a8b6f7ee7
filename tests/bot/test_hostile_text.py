"""What people type into commands, at its worst: one private answer, no failure and no code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from tests.bot.page_kit import message_of, text_of
from tests.bot.test_code import shown

if TYPE_CHECKING:
    from tests.bot.conftest import Study

LAB = "demo/01-kettles#making-tea"
WORST = (
    "`" * 200,
    "a `` b ``` c ```` d",
    "https://example.org/```x",
    "\\```\\",
    "ß" * 200,
    "\x00a\x1b\u2028",
    "\ud800 qqqq",
    "@everyone <@1> <#2> </help:3>",
    "\uff11\u00b2",
    "\n> # " * 30,
)
COMMANDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("concept", "query", {}),
    ("lesson", "lesson", {}),
    ("help", "command", {}),
    ("lab start", "lab", {}),
    ("quiz start", "lesson", {}),
    ("announce lab", "lab", {}),
    ("announce lab", "when", {"lab": LAB}),
    ("announce lab", "note", {"lab": LAB}),
)


@pytest.mark.parametrize(("command", "option", "others"), COMMANDS)
async def test_what_is_typed_is_answered_and_stays_text(
    study: Study, command: str, option: str, others: dict[str, Any]
) -> None:
    with capture_logs() as logs:
        for typed in WORST:
            value = typed[:100]
            result = await study.dana.slash(study.channel, command, **others, **{option: value})
            said = message_of(result)
            assert said.ephemeral, typed
            assert "error id" not in said.content, typed
            if option != "note":
                pieces = shown(said.content or text_of(said))
                assert [piece for piece in pieces if piece.kind == "block"] == [], typed
        await study.env.settle()
    assert [one for one in logs if one["log_level"] == "error"] == []
    bodies = [one.json for one in study.env.http_requests if one.path.endswith("/callback")]
    assert len(bodies) == len(WORST)
    spoken = [body["data"] for body in bodies if isinstance(body, dict) and body["type"] == 4]
    assert spoken
    assert [data for data in spoken if data["allowed_mentions"]["parse"] != []] == []
