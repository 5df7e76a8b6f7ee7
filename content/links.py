"""Links into the page that lead nowhere, by the anchors that forges make of headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from content.markdown.code_spans import without_code
from content.outline.tree import titled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from content.markdown.blocks import Block

_LINK = re.compile(r"\]\(\s*<?#(?P<anchor>[^)\s>]*)")
_COUNTED = re.compile(r"-\d+$")
_NOT_WORD = re.compile(r"[\W_]+")
_TOP = frozenset({"", "top"})


class DeadLink(NamedTuple):
    """A link to ``#anchor`` on a line, where no heading has that anchor."""

    line: int
    anchor: str


def dead_links(blocks: Iterable[Block], anchors: Iterable[str]) -> Iterator[DeadLink]:
    """Yield each dead link; ``anchors`` are those that the author set by hand.

    Forges disagree on hyphens and signs, so letters and digits alone decide.
    """
    blocks = list(blocks)
    linking = [
        part
        for block in blocks
        for part in _parts(block)
        if "](" in part.content and "#" in part.content
    ]
    if not linking:
        return
    known = {_bare(anchor) for anchor in anchors}
    for block in blocks:
        if block.kind == "heading":
            title, attributes = titled(block)
            known |= {_bare(title), _bare(attributes.id or title)}
    for part in linking:
        for number, line in enumerate(without_code(part.content).split("\n")):
            for found in _LINK.finditer(line):
                anchor = unquote(found["anchor"]).removeprefix("user-content-")
                if (
                    anchor.lower() not in _TOP
                    and not {_bare(anchor), _bare(_COUNTED.sub("", anchor))} & known
                ):
                    yield DeadLink(min(part.line + number, part.end), anchor)


def _parts(block: Block) -> Iterator[Block]:
    """Yield the blocks with inline Markdown."""
    if block.is_text:
        yield block
    for child in block.children:
        yield from _parts(child)


def _bare(text: str) -> str:
    return _NOT_WORD.sub("", text.lower())
