"""Links into the page that lead nowhere, by the anchors that forges make of headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from content.markdown.lines import without_code
from content.outline.tree import titled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from content.markdown.blocks import Block
    from content.problems import ProblemSink
    from content.source import Anchor

_LINK = re.compile(r"\]\(\s*<?#(?P<anchor>[^)\s>]*)")
_COUNTED = re.compile(r"-\d+$")
_NOT_WORD = re.compile(r"[\W_]+")
_MADE = re.compile(r"_.*|[a-z]{0,8}[-_.]?\d[\d._-]*|.*[0-9a-f]{8}.*|[\W\d_]*|.{50,}", re.IGNORECASE)
_TOP = frozenset({"", "top"})


def dead_links(blocks: Sequence[Block], anchors: Iterable[Anchor], problems: ProblemSink) -> None:
    """Warn of each dead link; ``anchors`` are those that the author set by hand.

    Forges disagree on hyphens and signs, so letters and digits alone decide.
    """
    parts = (part for block in blocks for part in block.walk() if part.is_text)
    linking = [part for part in parts if "](" in part.content and "#" in part.content]
    known = {_bare(anchor.name) for anchor in anchors} if linking else set()
    for block in blocks if linking else ():
        if block.kind == "heading":
            title, _, attributes = titled(block)
            known |= {_bare(title), _bare(attributes.id or title), _bare(block.text)}
    for part in linking:
        content = titled(part)[1] if part.kind == "heading" else part.content
        for number, line in enumerate(without_code(content).split("\n")):
            for found in _LINK.finditer(line):
                anchor = unquote(found["anchor"]).removeprefix("user-content-")
                meant = {_bare(anchor), _bare(_COUNTED.sub("", anchor))}
                if anchor.lower() not in _TOP and not meant & known:
                    message = f"nothing in this file has the anchor #{anchor}"
                    problems.warning(min(part.line + number, part.end), "dead-link", message)


def anchors_of_headings(anchors: Iterable[Anchor]) -> dict[int, str]:
    """Return by line what an author calls the heading that stands there.

    Names that programs make, such as ``_Toc12345`` and ``toc-4``, are none.
    """
    return {one.line: one.name for one in anchors if not _MADE.fullmatch(one.name)}


def _bare(text: str) -> str:
    return _NOT_WORD.sub("", text.lower())
