"""List items and paragraphs that are a command as a whole: steps without a fence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.labs.editing import is_edit
from content.labs.vocabulary import has_arguments
from content.markdown.blocks import Block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_MARKED = re.compile(
    r"(?P<mark>\*\*|__|`{1,9}(?!`))(?P<command>(?:(?!(?P=mark)).)+)(?P=mark)[;.]?", re.DOTALL
)
_OPTION = re.compile(r"[^a-z]*[a-z].* --?[a-z]")
_SEVERAL = re.compile(r"[a-z][\w.-]* \S")
_FEW = 3
"""Words of a line that can hardly be a sentence."""
_MARKS = ("*", "_", "`")
_TYPED = "command"


def with_commands(blocks: Iterable[Block], knows: Callable[[str], bool]) -> Iterator[Block]:
    """Yield blocks, with a block of the kind ``command`` for each item that is one.

    Its ``content`` is the command, its ``children`` are what explains it. ``knows`` says whether a
    line is typed in this lesson.
    """
    for block in blocks:
        if lists_commands(block, knows):
            yield from _items(block, knows)
        elif block.kind == "paragraph" and block.content.startswith(_MARKS):
            yield _command(block, (), knows) or block
        else:
            yield block


def is_command(block: Block) -> bool:
    """Return whether a block is a command that ``with_commands`` found."""
    return block.kind == _TYPED


def _items(block: Block, knows: Callable[[str], bool]) -> Iterator[Block]:
    """Yield the commands of a list, and the items between them as lists.

    Beside a command, code of several words is one too, whatever its first word is.
    """
    kept: list[Block] = []
    number = block.level
    for place, item in enumerate(block.children):
        command = _command(item.children[0], item.children[1:], knows, beside=True)
        if command is None:
            if not kept and block.kind == "ordered_list":
                number = block.level + place
            kept.append(item)
            continue
        if kept:
            yield block._replace(children=tuple(kept), level=number)
            kept = []
        yield command
    if kept:
        yield block._replace(children=tuple(kept), level=number)


def lists_commands(block: Block, knows: Callable[[str], bool]) -> bool:
    """Return whether a block is a list with commands as items; one word alone may be a name."""
    if not (block.is_list and all(item.children for item in block.children)):
        return False
    texts = (_typed(item.children[0], knows) for item in block.children)
    return any(text is not None and " " in text for text in texts)


def _command(
    text: Block, below: tuple[Block, ...], knows: Callable[[str], bool], *, beside: bool = False
) -> Block | None:
    command = _typed(text, knows, beside=beside)
    return (command and Block(_TYPED, text.line, text.end, command, children=below)) or None


def _typed(block: Block, knows: Callable[[str], bool], *, beside: bool = False) -> str | None:
    """Return the command that a text is, and nothing else; None for any other.

    It is marked as bold or code, or says by its arguments that it is no sentence. ``beside``
    another command less will do.
    """
    text = block.content.strip() if block.is_text else ""
    found = _MARKED.fullmatch(text)
    command = (found["command"] if found else text).strip().rstrip(";").rstrip()
    if not command or "\n" in command:
        return None
    if found:
        plain = bool(_OPTION.match(command)) or is_edit(command) or knows(command)
        plain = plain or (beside and found["mark"][0] == "`" and bool(_SEVERAL.match(command)))
        return command if plain else None
    if text.endswith((".", ":", "?", "!")) or any(mark in text for mark in ("**", "`", "](")):
        return None
    if not (is_edit(command) or knows(command)):
        return None
    return command if len(command.split()) <= _FEW or has_arguments(command) else None
