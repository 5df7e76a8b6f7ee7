"""Opens lists and quotes with code in them, so that code follows the text that introduces it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.labs.fences import is_code
from content.markdown.blocks import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REMARK = "remark"
"""The kind of a block whose children are said of the code above it."""
_BOXES = frozenset({"bullet_list", "ordered_list", "list_item", "blockquote"})


def unboxed(block: Block, *, inside: bool = False) -> Iterator[Block]:
    """Yield the parts of a block in their order, its code as blocks of their own.

    ``inside`` says that the block stands in another one: a list of one item then stays a list.
    """
    if block.kind not in _BOXES or not any(map(is_code, block.walk())):
        yield block
    elif block.is_list:
        yield from parted(block, _items(block, inside=inside))
    else:
        for child in block.children:
            yield from unboxed(child, inside=inside)


def parted(box: Block, items: Iterable[tuple[Block | None, list[Block]]]) -> Iterator[Block]:
    """Yield the parts of a list: for each item, what stays in a list and what stands behind it.

    Items that stay are in one list up to the next that has something behind it.
    """
    kept: list[Block] = []
    number = box.level
    for place, (item, behind) in enumerate(items):
        if item:
            number = number if kept or box.kind == "bullet_list" else box.level + place
            kept.append(item)
        if behind:
            if kept:
                yield box._replace(children=tuple(kept), level=number)
            yield from behind
            kept = []
    if kept:
        yield box._replace(children=tuple(kept), level=number)


def _items(box: Block, *, inside: bool) -> Iterator[tuple[Block | None, list[Block]]]:
    """Yield each item without its code, and the code with what stands below it."""
    is_first = True
    for item in box.children:
        parts = [part for child in item.children for part in unboxed(child, inside=True)]
        code = next((n for n, part in enumerate(parts) if is_code(part)), len(parts))
        text, behind = parts[:code], _with_remark(parts[code:], last=item is box.children[-1])
        if is_first and behind and not inside and not any(part.is_list for part in text):
            # A bullet adds nothing to the text above a command.
            yield None, [*text, *behind]
        else:
            yield item._replace(children=tuple(text)) if text else None, behind
        is_first = bool(behind)


def _with_remark(parts: list[Block], *, last: bool) -> list[Block]:
    """Return parts of a list item; what stands below its last code is said of that code.

    What ends in a colon introduces something, and the ``last`` item may end the list as well.
    """
    end = max((n for n, part in enumerate(parts) if is_code(part)), default=-1) + 1
    said = parts[end:]
    if not said or last or any(block.text.rstrip().endswith(":") for block in said):
        return parts
    return [*parts[:end], Block(REMARK, said[0].line, said[-1].end, children=tuple(said))]
