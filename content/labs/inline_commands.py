"""Commands in the text: list items and paragraphs that are one, an editor named above a fence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.labs.announcements import introduces_file
from content.labs.editors import is_edit
from content.labs.lists import parted
from content.labs.vocabulary import has_arguments
from content.markdown.blocks import Block, text_of
from content.repair.lines import code_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

COMMAND = "command"
"""The kind of a block that is a command: its children are what explains it."""
_MARKED = re.compile(
    r"(?P<mark>\*\*|__|`{1,9}(?!`))(?P<command>(?:(?!(?P=mark)).)+)(?P=mark)[;.]?", re.DOTALL
)
_OPTION = re.compile(r"[^a-z]*[a-z].* --?[a-z]")
_SEVERAL = re.compile(r"[a-z][\w.-]* \S")
_FEW = 3
"""Words of a line that can hardly be a sentence."""
_MARKS = ("*", "_", "`")
_EDITOR = re.compile(r"(?P<command>.+?\S)(?:\s+[-\u2013\u2014:]\s+(?P<rest>\S.*)|\s*:)?", re.DOTALL)
_PATH = re.compile(r"[./]|\bedit\b")
_BARE = 2
"""Words of a command that names nothing but a file."""


def with_commands(blocks: Iterable[Block], knows: Callable[[str], bool]) -> Iterator[Block]:
    """Yield blocks, with a block of the kind ``command`` for each item that is one.

    Beside a command, code of several words is one too, whatever its first word is. ``knows`` says
    whether a line is typed in this lesson.
    """

    def split(item: Block) -> tuple[Block | None, list[Block]]:
        command = _command(item.children[0], item.children[1:], knows, beside=True)
        return (None, [command]) if command else (item, [])

    for block in blocks:
        if lists_commands(block, knows):
            yield from parted(block, map(split, block.children))
        elif block.kind == "paragraph" and block.content.startswith(_MARKS):
            yield _command(block, (), knows) or block
        else:
            yield block


def lists_commands(block: Block, knows: Callable[[str], bool]) -> bool:
    """Return whether a block is a list with commands as items; one word alone may be a name."""
    if not (block.is_list and all(item.children for item in block.children)):
        return False
    texts = (_typed(item.children[0], knows) for item in block.children)
    return any(text is not None and " " in text for text in texts)


def asks_for_file(above: Sequence[Block]) -> bool:
    """Return whether the text above asks to write what follows into a file."""
    return bool(above) and introduces_file(text_of((above[-1],)).rpartition("\n")[2])


def find_editor(above: Sequence[Block]) -> tuple[str, list[Block]] | None:
    """Return the editor command in the text above a fence, and what is left of that text."""
    if not above:
        return None
    whole = above[-1]
    kept, last = _without_last(whole)
    found = _EDITOR.fullmatch(last.text)
    command = found["command"] if found else ""
    if not is_edit(command) or not (_PATH.search(command) or len(command.split()) == _BARE):
        named = _editor_in_code(above)
        return (named, list(above)) if named else None
    left = [*above[:-1], *([kept] if kept else [])]
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
    kept, last = _without_last(block.children[-1])
    children = block.children[:-1] + ((kept,) if kept else ())
    return (block._replace(children=children) if children else None), last


def _command(
    text: Block, below: tuple[Block, ...], knows: Callable[[str], bool], *, beside: bool = False
) -> Block | None:
    command = _typed(text, knows, beside=beside)
    return Block(COMMAND, text.line, text.end, command, children=below) if command else None


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
    sure = is_edit(command) or knows(command)
    if found:
        sure = sure or bool(_OPTION.match(command))
        return command if sure or (beside and text[0] == "`" and _SEVERAL.match(command)) else None
    if text.endswith((".", ":", "?", "!")) or any(mark in text for mark in ("**", "`", "](")):
        return None
    short = len(command.split()) <= _FEW or has_arguments(command)
    return command if sure and short else None
