"""What of a page is never content: tables of contents, marks for them, and ways back to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.markdown.blocks import Block

_LINKING = frozenset({"paragraph", "td"})
_SURELY = 5
"""So many links into the page in a row are contents wherever they stand."""
_LIST_PARTS = frozenset({"bullet_list", "ordered_list", "list_item"})
_LINK = re.compile(
    r"(?<!!)\[(?:[^\[\]]|!?\[[^\[\]]*\](?:\([^()]*\))?)*\]\(#[^()\s]*(?:\s[^()]*)?\)"
)
_CONTENTS = re.compile(
    r"[\W_]*(?:(?:table of )?contents|toc|index|(?:on|in) this (?:page|lesson|chapter))[\W_]*",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"[\W_]*(?:(?:go |jump |return )?(?:back|up|top|toc|home)|(?:go|return|jump) to|previous|next"
    r"|(?:table of )?contents)\b",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\[?\[_?toc_?\]\]?|\{:\s*toc[^}]*\}|\([\w:.-]+\)=", re.IGNORECASE)


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
    """Return whether a paragraph is never content: a mark for contents, a label, a way back."""
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
    return not _LINK.sub("", block.content).strip(" \n|\u00b7\u2022,*_")
