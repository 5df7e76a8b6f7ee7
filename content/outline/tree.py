"""The headings of a lesson as a tree, with the blocks that stand directly below each of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.ids.names import NOT_GIVEN, Attributes, split_attributes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.markdown.blocks import Block

_NUMBER = re.compile(
    r"(?P<number>\d{1,9}(?:\.\d{1,9})*)(?:\s*[.):\u00b7\u2022|]\s*|\s+[\u2013\u2014-]\s+|\s+)(?=\S)"
)
_LESSON = re.compile(
    r"(?:Lesson|Module|Chapter|Unit|Week)\s+(?P<number>\d{1,9}(?:\.\d{1,9})*)\s*(?:[:.)\u2013\u2014-]\s*|\s+|$)",
    re.IGNORECASE,
)
_ONE_LINK = re.compile(r"\s*\[[^\[\]]+\]\(#[^()\s]*\)\s*")
_LINKING = frozenset({"paragraph", "td"})
_SURELY = 5
"""So many links into the page in a row are contents wherever they stand."""
_LIST_PARTS = frozenset({"bullet_list", "ordered_list", "list_item"})
_CONTENTS = re.compile(
    r"[\W_]*(?:(?:table of )?contents|toc|index|(?:on|in) this (?:page|lesson|chapter))[\W_]*",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"[\W_]*(?:(?:go |jump |return )?(?:back|up|top|toc|home)|(?:go|return|jump) to|previous|next"
    r"|(?:table of )?contents)\b",
    re.IGNORECASE,
)
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
    for node in root.walk():
        # A rule above the next heading only keeps the two apart.
        while node.blocks and node.blocks[-1].kind == "hr":
            node.blocks.pop()
    return root


def without_furniture(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield all blocks but tables of contents and ways back to them.

    Links into the page are contents before the second heading, below one that says so, and where
    there are many: a lesson that refers to another place has few.
    """
    headings = 0
    in_contents = True
    for block in blocks:
        if block.kind == "heading":
            headings += 1
            in_contents = headings == 1 or is_contents_title(block.text)
        links = _contents(block)
        if not (is_furniture(block) or links >= _SURELY or (links and in_contents)):
            yield block


def is_contents_title(title: str) -> bool:
    """Return whether a heading stands above a table of contents."""
    return bool(_CONTENTS.fullmatch(title))


def is_furniture(block: Block) -> bool:
    """Return whether a paragraph is never content: a mark for contents, a way back."""
    if block.kind != "paragraph":
        return False
    if _MARKER.fullmatch(block.content.strip()):
        return True
    return "](#" in block.content and bool(_BACK.match(block.text)) and _links_into_page(block)


def _contents(block: Block) -> int:
    """Return how many links into the page a block is made of; 0 where it holds anything else."""
    if block.kind == "table":
        rows = [row.children for part in block.children for row in part.children][1:]
        return len(rows) if all(map(_is_entry, rows)) else 0
    if not block.is_list:
        return int(_links_into_page(block))
    texts = [part for part in block.walk() if part.kind not in _LIST_PARTS]
    return len(texts) if all(map(_links_into_page, texts)) else 0


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


def titled(block: Block) -> tuple[str, Attributes]:
    """Return the words of a heading and its attributes; what stands in code is neither's."""
    words = " ".join(block.text.split())
    if block.content.rstrip().endswith("`"):
        return words, NOT_GIVEN
    return split_attributes(words)


def _heading(block: Block) -> Heading:
    full, attributes = titled(block)
    if attributes is not NOT_GIVEN:
        # Deeper headings are shown as they are written, but nobody wants to read an id.
        block = block._replace(content=split_attributes(block.content)[0])
    number, title = strip_number(full)
    return Heading(block.level, title, full, number, attributes, block.line, block.end, block)


def _is_entry(cells: Sequence[Block]) -> bool:
    """Return whether a row of a table holds links into the page, and numbers at most."""
    linked = [_links_into_page(cell) for cell in cells]
    return any(linked) and all(
        link or not cell.content.strip(" .#") or cell.content.strip(" .#").isdigit()
        for link, cell in zip(linked, cells, strict=True)
    )


def _links_into_page(block: Block) -> bool:
    """Return whether a paragraph or cell is made of links to ``#anchors`` and nothing else."""
    if block.kind not in _LINKING or "](#" not in block.content:
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
