"""Nothing gets out of its code block, by a small model of where Discord begins and ends one."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from discord.ui import TextDisplay
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.exts.courses._views import reload_card
from bot.exts.labs._text import clean_value, substitute
from bot.reload import Reloaded
from bot.ui.code import code_block, code_span
from bot.ui.markdown import escape, paginate, to_discord
from content.library import Library
from content.models import Problem

APART = "\N{ZERO WIDTH SPACE}"
_ESCAPE = re.compile(r"\\[^0-9A-Za-z\s]")
_BLOCK = re.compile(r"```(?:[a-z0-9_+\-.#]+?\n)?\n*([^\n][\s\S]*?)\n*```", re.IGNORECASE)
_SPAN = re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")

TICKS = st.text(alphabet="``` ~a\\\n", max_size=24)
"""Mostly backticks, beside what could make a difference to them."""


@dataclass(frozen=True)
class Piece:
    """A part of a message as Discord shows it: a code block, a span of code, or text."""

    kind: str
    text: str


def shown(message: str) -> list[Piece]:
    """Return the blocks and spans of code in a message, with the text between them."""
    pieces, plain, at = [], "", 0
    while at < len(message):
        escaped, block = _ESCAPE.match(message, at), _BLOCK.match(message, at)
        code = block or (None if escaped else _SPAN.match(message, at))
        if code is None:
            step = escaped[0] if escaped else message[at]
            plain, at = plain + step, at + len(step)
            continue
        if plain:
            pieces.append(Piece("text", plain))
        pieces.append(Piece("block", code[1]) if block else Piece("span", code[2]))
        plain, at = "", code.end()
    return [*pieces, Piece("text", plain)] if plain else pieces


def joined(text: str) -> str:
    """Return text as people read it."""
    return text.replace(APART, "")


def test_the_model_sees_a_block_that_is_left() -> None:
    assert shown("```\na```b\n```") == [
        Piece("block", "a"),
        Piece("text", "b\n```"),
    ]
    assert [piece.kind for piece in shown("\\`\\`\\` `a` ``b`c``")] == [
        "text",
        "span",
        "text",
        "span",
    ]


@given(TICKS, st.sampled_from(["", "bash", "no language!", "`", "x" * 3000]))
@settings(max_examples=60)
def test_nothing_ends_a_code_block_from_inside(text: str, language: str) -> None:
    before, block, after = shown(f"before\n{code_block(text, language)}\nafter")
    assert (before.text, block.kind, after.text) == ("before\n", "block", "\nafter")
    assert joined(block.text).strip() == text.strip()


@given(TICKS, st.integers(min_value=2, max_value=12))
@settings(max_examples=40)
def test_a_block_that_is_cut_stays_closed(text: str, limit: int) -> None:
    block = code_block(text, "", limit)
    assert [piece.kind for piece in shown(block)] == ["block"]
    assert len(block) <= limit + 8


@given(TICKS, st.integers(min_value=64, max_value=90))
@settings(max_examples=40)
def test_each_page_of_a_block_is_closed(text: str, limit: int) -> None:
    pages = paginate(f"before\n{code_block(text * 12, 'bash')}\n\n{code_block('safe')}", limit)
    for page in pages:
        pieces = shown(page)
        assert {piece.kind for piece in pieces} <= {"text", "block"}, page
        assert page.count("```") == 2 * [piece.kind for piece in pieces].count("block")
    assert shown(pages[-1])[-1].text == "safe"


def test_a_long_code_block_is_cut_and_stays_closed() -> None:
    assert code_block("x" * 50, "no language!", 10) == "```\nxxxxxxxxx…\n```"


@given(TICKS)
@settings(max_examples=80)
def test_nothing_ends_a_span_of_code_from_inside(text: str) -> None:
    code = code_span(text)
    pieces = shown(f"before {code} after")
    if not code:
        assert text.strip() == ""
        return
    assert [piece.kind for piece in pieces] == ["text", "span", "text"]
    assert joined(pieces[1].text).split() == text.split()


@given(TICKS)
@settings(max_examples=60)
def test_what_a_person_typed_opens_no_block(text: str) -> None:
    for typed in (text, f"https://example.org/{text}"):
        pieces = shown(f"I know no “{escape(typed)}”.\n```\nsafe\n```")
        assert [piece.text for piece in pieces if piece.kind == "block"] == ["safe"]
        assert not [piece for piece in pieces if piece.kind == "span"]


@given(
    st.lists(
        st.sampled_from(
            [
                *("`", "``", "```", "````", "`````", "~~~", "~~~~", "\n", "\n\n", " ", "\\"),
                *(
                    "a",
                    "**",
                    "*",
                    "[",
                    "](https://example.org/)",
                    "![](x)",
                    "<b>",
                    "> ",
                    "- ",
                    "#### ",
                ),
            ]
        ),
        max_size=20,
    )
)
@settings(max_examples=150)
def test_no_lesson_leaves_a_block_open(parts: list[str]) -> None:
    lesson = "".join(parts)
    pieces = shown(f"{to_discord(lesson)}\n\n{code_block('safe')}")
    assert pieces[-1] == Piece("block", "safe"), lesson


@pytest.mark.parametrize(
    "lesson",
    [
        "``a`b``**`c`**",
        "#### ``a`b``**`c`** x",
        "`` a`b ``![](x)`c`",
        "```` ``` ````",
        "``` `a` ``b`` ```c` `` d",
    ],
)
def test_codes_side_by_side_stay_two(lesson: str) -> None:
    pieces = shown(f"{to_discord(lesson)}\n\n```\nsafe\n```")
    assert [piece.text for piece in pieces if piece.kind == "block"][-1:] == ["safe"]
    assert [piece.kind for piece in pieces].count("block") == 1


@given(st.lists(TICKS, min_size=2, max_size=2))
@settings(max_examples=40)
def test_values_join_their_neighbours_inside_the_block(values: list[str]) -> None:
    answers = dict(zip(("A", "B"), map(clean_value, values), strict=True))
    command = substitute("echo ``<A>`<B>`` '`<A>`'", answers)
    (block,) = shown(code_block(command, "bash"))
    assert joined(block.text).strip() == command.strip()


def test_a_file_with_an_odd_name_stays_in_its_code() -> None:
    path, message = "/lessons/a```\n```b`.md", "```Mend` it"
    problem = Problem(path=path, line=3, severity="error", code="malformed", message=message)
    nothing = Library(courses=(), problems=(), fingerprint="")
    card = reload_card(Reloaded(changed=False, refused="no", errors=(problem,)), nothing)
    texts = [item.content for item in card.walk_children() if isinstance(item, TextDisplay)]
    (line,) = (text for text in texts if text.startswith("- "))
    text, code, rest = shown(line)
    assert (text.text, joined(code.text).strip()) == ("- ", "a``` ```b`.md:3")
    assert rest.text.startswith(" \\`\\`\\`Mend")
