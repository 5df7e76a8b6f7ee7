"""Sentences above a fence that open an editor, or ask to write what follows into a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.labs.editing import is_edit
from content.labs.fences import introduces_file
from content.markdown.blocks import Block, text_of
from content.repair.lines import code_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

_EDIT_IN_TEXT = re.compile(
    r"(?P<command>.+?\S)(?:\s+[-\u2013\u2014:]\s+(?P<rest>\S.*)|\s*:)?", re.DOTALL
)
_PATH = re.compile(r"[./]|\bedit\b")
_BARE = 2
"""Words of a command that names nothing but a file."""
_NOTHING = Block("paragraph", 0, 0)


def asks_for_file(above: Sequence[Block]) -> bool:
    """Return whether the text above asks to write what follows into a file."""
    return bool(above) and introduces_file(text_of((above[-1],)).rpartition("\n")[2])


def find_editor(above: Sequence[Block]) -> tuple[str, list[Block]] | None:
    """Return the editor command in the text above a fence, and what is left of that text."""
    whole = above[-1] if above else _NOTHING
    rest, last = _without_last(whole)
    found = _EDIT_IN_TEXT.fullmatch(last.text)
    command = found["command"] if found else ""
    if not is_edit(command) or not (_PATH.search(command) or len(command.split()) == _BARE):
        named = _editor_in_code(above)
        return (named, list(above)) if named else None
    left = [*above[:-1], *((rest,) if rest else ())]
    if found and found["rest"]:
        left.append(Block("paragraph", whole.line, whole.end, found["rest"]))
    return command, left


def _editor_in_code(above: Sequence[Block]) -> str | None:
    """Return the editor command that stands as code in the last two sentences."""
    if not asks_for_file(above):
        return None
    texts = [part.content for block in above[-2:] for part in block.walk() if part.is_text]
    spans = [text[span.start : span.end] for text in texts[-2:] for span in code_spans(text)]
    return next((code for span in reversed(spans) if is_edit(code := span.strip("`"))), None)


def _without_last(block: Block) -> tuple[Block | None, Block]:
    """Split a list into what stands above its last paragraph, and that; None when nothing does."""
    if not (block.children and (block.is_list or block.kind == "list_item")):
        return None, block
    rest, last = _without_last(block.children[-1])
    kept = block.children[:-1] + ((rest,) if rest else ())
    return (block._replace(children=kept) if kept else None), last
