"""The Markdown parser of the project: CommonMark with tables and strikethrough."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt

# Deep enough for any lesson, shallow enough for Python's stack: a level costs two or three frames.
NESTING = 100


@cache
def parser() -> MarkdownIt:
    """Return the parser; it leaves what stands inside of a block to ``content.markdown.inline``.

    HTML stays text, so that `<CONTAINER ID>` reads the same everywhere.
    """
    options = {"html": False, "maxNesting": NESTING}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"]).disable("inline")
