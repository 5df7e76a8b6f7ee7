"""The headings of a lesson as a tree, with the blocks that stand directly below each of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.identity import Attributes, split_attributes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from content.markdown import Block

_NUMBER = re.compile(
    r"(?P<number>\d{1,9}(?:\.\d{1,9})*)(?:\s*[.):\u00b7\u2022|]\s*|\s+[\u2013\u2014-]\s+|\s+)(?=\S)"
)
_LESSON = re.compile(
    r"(?:Lesson|Module|Chapter|Unit|Week)\s+(?P<number>\d{1,9}(?:\.\d{1,9})*)\s*(?:[:.)\u2013\u2014-]\s*|\s+|$)",
    re.IGNORECASE,
)
_ONE_LINK = re.compile(r"\s*\[[^\[\]]+\]\(#[^()\s]*\)\s*")
_LIST_PARTS = frozenset({"bullet_list", "ordered_list", "list_item"})
_MARKER = re.compile(r"\[?\[_?toc_?\]\]?|\{:\s*toc[^}]*\}", re.IGNORECASE)


@dataclass(slots=True)
class Heading:
    """A heading: ``line`` is its own, ``end`` the last line of all that belongs to it.

    ``full_title`` is the title as written, ``title`` the same without its number.
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

    def flat(self) -> Iterator[Block]:
        """Yield the blocks below this heading, deeper headings included as blocks."""
        yield from self.blocks
        for child in self.children:
            if child.block:
                yield child.block
            yield from child.flat()

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
        else:
            path[-1].blocks.append(block)
        for open_heading in path:
            open_heading.end = block.end
    return root


def is_furniture(block: Block) -> bool:
    """Say whether a block is a table of contents: nothing but links into the page."""
    if block.kind == "paragraph":
        return bool(_MARKER.fullmatch(block.content.strip())) or _links_into_page(block)
    if not block.is_list:
        return False
    paragraphs = (part for part in block.walk() if part.kind not in _LIST_PARTS)
    first = next(paragraphs, None)
    return first is not None and _links_into_page(first) and all(map(_links_into_page, paragraphs))


def lesson_number(title: str) -> tuple[str | None, str]:
    """Split ``Lesson 4: Title`` (or Module, Chapter, ``4. Title`` …) into number and title."""
    found = _LESSON.match(title) or _NUMBER.match(title)
    if not found:
        return None, title
    return found["number"], title[found.end() :].strip() or title


def strip_number(title: str) -> tuple[str | None, str]:
    """Split ``4.1 Title`` into its number and its title."""
    found = _NUMBER.match(title)
    return (found["number"], title[found.end() :]) if found else (None, title)


def _heading(block: Block) -> Heading:
    full, attributes = split_attributes(" ".join(block.text.split()))
    number, title = strip_number(full)
    return Heading(block.level, title, full, number, attributes, block.line, block.end, block)


def _links_into_page(block: Block) -> bool:
    """Say whether a paragraph is made of links to ``#anchors`` and nothing else."""
    if block.kind != "paragraph" or "](#" not in block.content:
        return False
    if _ONE_LINK.fullmatch(block.content):
        return True
    depth, seen = 0, False
    for token in block.inline:
        if token.type == "link_open":
            depth += 1
            seen = True
            if not str(token.attrs.get("href", "")).startswith("#"):
                return False
        elif token.type == "link_close":
            depth -= 1
        elif depth == 0 and (token.content.strip(" |\u00b7\u2022,") or token.type == "image"):
            return False
    return seen
