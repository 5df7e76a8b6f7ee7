"""Markdown in, even Markdown and plain words out."""

from __future__ import annotations

import copy

import pytest
from pydantic import ValidationError

from content.markdown.blocks import parse, plain_text
from content.markdown.render import render
from content.markdown.text import Markdown
from content.models import Option


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("**a** _b_ ~~c~~ `d e`", "a b c d e"),
        ("[link](https://example.org) ![alt](x.png)", "link alt"),
        ("- a\n  - b\n- c", "a\nb\nc"),
        ("| a | b |\n|---|---|\n| c | `d` |", "a  b\nc  d"),
        ("```sh\nls\n\nid\n```", "ls\n\nid"),
        ("<b>x</b> <CONTAINER ID> &amp; \\*", "<b>x</b> <CONTAINER ID> & *"),
        ("a\nb", "a b"),
        ("# T\n\n> q", "T\nq"),
        ("", ""),
    ],
)
def test_plain_text(markdown: str, words: str) -> None:
    assert plain_text(markdown) == words


@pytest.mark.parametrize(
    ("markdown", "even"),
    [
        ("* a\n    * b\n\n* c", "- a\n  - b\n- c"),
        ("3) a\n4) b\n   - c", "3. a\n4. b\n   - c"),
        ("- a\n\n  more\n\n  ```sh\n  x\n  ```", "- a\n\n  more\n  ```sh\n  x\n  ```"),
        ("~~~ sh\n```\n~~~", "````sh\n```\n````"),
        ("    code", "```\ncode\n```"),
        ("a\nb\n2. c", "a b\n2. c"),
        ("a  \nb\\\nc", "a  \nb  \nc"),
        ("| a | b |\n|:--|--:|\n| `x\\|y` | c |", "| a | b |\n| --- | --- |\n| `x\\|y` | c |"),
        ("> a\n>\n> - b", "> a\n>\n> - b"),
        ("T\n===\n\n---", "# T\n\n---"),
        (
            "[a][1] `[a][1]` [1]\n\n[1]: https://e.org 'x'",
            '[a](https://e.org "x") `[a][1]` [1](https://e.org "x")',
        ),
    ],
)
def test_render(markdown: str, even: str) -> None:
    assert render(parse(markdown).blocks) == even
    assert render(parse(even).blocks) == even


def test_lines_of_blocks() -> None:
    blocks = parse("a\n\n- b\n  - c\n\n```\nd\n```\n").blocks
    assert [(block.kind, block.line, block.end) for block in blocks] == [
        ("paragraph", 1, 1),
        ("bullet_list", 3, 5),
        ("fence", 6, 8),
    ]


def test_markdown_keeps_the_blocks_that_it_was_written_from() -> None:
    blocks = parse("*  a\n*  **b**").blocks
    written = render(blocks)
    assert written == "- a\n- **b**"
    assert written.blocks is blocks
    assert written.plain == "a\nb"
    assert Markdown.of(written) is written
    assert copy.deepcopy(written) == written


def test_a_model_takes_any_text_and_keeps_blocks() -> None:
    written = render(parse("**a**").blocks)
    option = Option(text=written, reason="*b*")
    assert option.text.blocks is written.blocks
    assert option == Option(text="**a**", reason=render(parse("*b*").blocks))
    assert option.reason is not None
    assert option.reason.plain == "b"
    assert option.model_dump_json() == '{"text":"**a**","reason":"*b*"}'
    assert Option.model_validate_json(option.model_dump_json()) == option
    with pytest.raises(ValidationError):
        Option(text=1, reason=None)
