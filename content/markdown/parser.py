"""The Markdown parser of the project: CommonMark with tables and strikethrough."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from typing import Any

    from markdown_it.token import Token

# Deep enough for any lesson, shallow enough for Python's stack: a level costs two or three frames.
NESTING = 100


def block_tokens(text: str, env: dict[str, Any]) -> list[Token]:
    """Return the tokens of blocks; ``env`` is given the targets of references."""
    return parser().parse(text, env)


@cache
def parser() -> MarkdownIt:
    """Return the parser; it leaves what stands inside of a block to ``content.markdown.inline``.

    HTML stays text, so that `<CONTAINER ID>` reads the same everywhere.
    """
    options = {"html": False, "maxNesting": NESTING}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"]).disable("inline")
