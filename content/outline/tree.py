"""The headings of a lesson as a tree, with the blocks that stand directly below each of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from content.ids.names import NOT_GIVEN, Attributes, split_attributes
from content.markdown.inline import inline_words
from content.outline.numbers import number_headings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from content.labs import LabTitle
    from content.markdown.blocks import Block

_PERMALINK = re.compile(
    r"(?:\s*\[(?:(?:[^\w\[\]]|_)*|(?:perma)?link|anchor)\]\(#[^()\s]*(?:\s[^()]*)?\)|(?<=\s)(?:\u00b6|\\#))\s*$",
    re.IGNORECASE,
)
"""The sign behind a title that links to the title itself."""
_PERMALINK_BEFORE = re.compile(r"\s*\[(?:[^\w\[\]]|_)*\]\(#[^()\s]*\)\s*(?=\S)")
_FOOTNOTE = re.compile(r"(?<=[^\s\\])\[\^[\w-]+\]$")
"""A reference behind a title to a note at the end of the page."""
_BELOW = re.compile(r"(?P<list>\{:[^{}\n]*\})[ \t]*(?:\n|$)")
_HASHES = re.compile(r"\s+#+$|(?<=[^\s#\\])#{2,}$")
# `:leaves:` and pictures, which may stand before the words of a title or behind them.
_ICON = re.compile(
    r"^(?:(?::[a-z][\w+-]*:|!\[[^\[\]]*\]\([^()]*\))\s+)+(?=.*\w)"
    r"|(?<=\w)(?:\s+(?::[a-z][\w+-]*:|!\[[^\[\]]*\]\([^()]*\)))+$"
)

HeadingKind = Literal[
    "title",
    "group",
    "section",
    "concept",
    "text",
    "questions",
    "key",
    "lab",
    "solution",
    "demo",
    "contents",
]
"""What a heading is: it names the lesson, groups sections, begins one, is part of a text …"""


@dataclass(slots=True)
class Heading:
    """A heading: ``line`` is its own, ``end`` the last line of all that belongs to it.

    ``full_title`` is the title as written, ``title`` the same without its number. ``kind`` is what
    ``content.outline.headings`` says that it is, ``reason`` why, and ``lab`` what it says of a lab.
    """

    level: int
    title: str
    full_title: str
    number: str | None
    attributes: Attributes
    line: int
    end: int
    block: Block | None = None
    blocks: list[Block] = field(default_factory=list)
    children: list[Heading] = field(default_factory=list)
    apart: list[Heading] = field(default_factory=list)
    """What stands below it and is no part of it: labs, questions, the sections of a group."""
    kind: HeadingKind = "text"
    reason: str = ""
    lab: LabTitle | None = None

    def flat(self) -> Iterator[Block]:
        """Yield the blocks below this heading, deeper headings included as blocks."""
        yield from self.blocks
        for child in self.children:
            if child.block:
                yield child.block
            yield from child.flat()

    def take(self, kind: HeadingKind) -> list[Heading]:
        """Take out and return the headings right below this one that are of a kind."""
        taken = [child for child in self.children if child.kind == kind]
        self.children = [child for child in self.children if child.kind != kind]
        return taken

    def walk(self) -> Iterator[Heading]:
        """Yield this heading and all below it in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def outline(blocks: Iterable[Block]) -> Heading:
    """Return a nameless root whose children are the top headings; levels are relative.

    What stands before the first heading is in the root's ``blocks``.
    """
    root = Heading(0, "", "", None, Attributes(), 1, 1)
    path = [root]
    for block in blocks:
        if block.kind == "heading":
            node = _heading(block)
            while path[-1].level >= node.level:
                path.pop()
            path[-1].children.append(node)
            path.append(node)
        elif found := not path[-1].blocks and _BELOW.match(block.content):
            # kramdown's way: the list of attributes stands on the line below the heading.
            path[-1].attributes = split_attributes(f"a {found['list']}")[1]
            if rest := block.content[found.end() :]:
                path[-1].blocks.append(block._replace(content=rest, line=block.line + 1))
        else:
            path[-1].blocks.append(block)
        for open_heading in path:
            open_heading.end = block.end
    number_headings(root)
    for node in root.walk():
        # A rule above the next heading only keeps the two apart.
        while node.blocks and node.blocks[-1].kind == "hr":
            node.blocks.pop()
    return root


# A heading's title is asked for by the outline and by the links that lead to it.
@lru_cache(1024)
def titled(written: str) -> tuple[str, str, Attributes]:
    """Return the words of a heading's Markdown, the same as Markdown, and its attributes.

    What stands in code is a title's, and so is what would be all of it.
    """
    content = " ".join(written.split())
    attributes = NOT_GIVEN
    before = ""
    while content and content != before:
        before = content
        content = _PERMALINK_BEFORE.sub("", _PERMALINK.sub("", content)) or content
        content, more = split_attributes(content)
        attributes = Attributes(attributes.id or more.id, (*more.aliases, *attributes.aliases))
        content = _FOOTNOTE.sub("", content)
        content = _ICON.sub("", _HASHES.sub("", content) or content) or content
    words = " ".join(inline_words(content).split())
    if words.endswith("}") and not content.endswith("`"):
        # `**Title {#id}**`
        words, more = split_attributes(words)
        attributes = Attributes(attributes.id or more.id, (*more.aliases, *attributes.aliases))
    return words, content, attributes


def _heading(block: Block) -> Heading:
    full, content, attributes = titled(block.content)
    # Deeper headings are shown as they are written, but nobody wants to read an id.
    block = block._replace(content=content)
    return Heading(block.level, full, full, None, attributes, block.line, block.end, block)
