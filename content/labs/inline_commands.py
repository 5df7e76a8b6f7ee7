"""Commands in the text: list items and paragraphs that are one, an editor named above a fence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.labs.editors import is_edit
from content.labs.fences import introduces_file
from content.labs.lists import parted
from content.labs.vocabulary import ARGUMENT
from content.markdown.blocks import Block, text_of
from content.markdown.lines import code_spans

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
_EDITOR = re.compile(r"(?P<command>.+?\S)(?:\s+[-\u2013\u2014:]\s+(?P<rest>\S.*)|\s*:)?", re.DOTALL)
# The name of an editor may begin a sentence, unless a path or a single word follows.
_OPENS = re.compile(r"\S+ \S+|.*(?:[./]|\bedit\b).*", re.DOTALL)


def with_commands(block: Block, knows: Callable[[str], bool]) -> Iterator[Block]:
    """Yield a block, or a block of the kind ``command`` for each of its items that is one.

    ``knows`` says whether a line is typed in this lesson.
    """
    if lists_commands(block, knows):
        commands = [(item, _command(item, knows)) for item in block.children]
        yield from parted(block, ((None, [c]) if c else (item, []) for item, c in commands))
    elif block.kind == "paragraph" and _MARKED.match(block.content) and _typed(block, knows):
        yield _block(block, _typed(block, knows))
    else:
        yield block


def lists_commands(block: Block, knows: Callable[[str], bool]) -> bool:
    """Return whether a block is a list with commands as items; one word alone may be a name."""
    if not (block.is_list and all(item.children for item in block.children)):
        return False
    return any(" " in _typed(item.children[0], knows) for item in block.children)


def asks_for_file(above: Sequence[Block]) -> bool:
    """Return whether the text above asks to write what follows into a file."""
    return bool(above) and introduces_file(text_of(above[-1:]).rpartition("\n")[2])


def find_editor(above: Sequence[Block]) -> tuple[str, list[Block]] | None:
    """Return the editor command in the text above a fence, and what is left of that text."""
    if not above:
        return None
    *left, whole = above
    kept, last = _without_last(whole)
    found = _EDITOR.fullmatch(last.text)
    if found and is_edit(found["command"]) and _OPENS.fullmatch(found["command"]):
        left += [kept] if kept else []
        left += [Block("paragraph", whole.line, whole.end, found["rest"])] if found["rest"] else []
        return found["command"], left
    if asks_for_file(above):
        # It may stand as code in the last two sentences.
        texts = [part.content for block in above[-2:] for part in block.walk() if part.is_text]
        spans = [text[span.start : span.end] for text in texts[-2:] for span in code_spans(text)]
        named = [code for span in spans if is_edit(code := span.strip("`"))]
        return (named[-1], list(above)) if named else None
    return None


def _without_last(block: Block) -> tuple[Block | None, Block]:
    """Split a list into what stands above its last paragraph, and that; None when nothing does."""
    if not (block.children and (block.is_list or block.kind == "list_item")):
        return None, block
    kept, last = _without_last(block.children[-1])
    children = block.children[:-1] + ((kept,) if kept else ())
    return (block._replace(children=children) if children else None), last


def _command(item: Block, knows: Callable[[str], bool]) -> Block | None:
    """Return the command that an item is: beside others, code of several words is one too."""
    text, *below = item.children
    code = _MARKED.fullmatch(text.content.strip())
    command = _typed(text, knows)
    if not command and code and code["mark"][0] == "`" and _SEVERAL.match(code["command"]):
        command = code["command"]
    return _block(text, command, below) if command else None


def _block(text: Block, command: str, below: Iterable[Block] = ()) -> Block:
    return Block(COMMAND, text.line, text.end, command, children=tuple(below))


def _typed(block: Block, knows: Callable[[str], bool]) -> str:
    """Return the command that a text is, and nothing else; an empty text for any other.

    It is marked as bold or code, or says by its arguments that it is no sentence.
    """
    text = block.content.strip() if block.is_text else ""
    found = _MARKED.fullmatch(text)
    command = (found["command"] if found else text).strip().rstrip(";").rstrip()
    if not command or "\n" in command:
        return ""
    sure = is_edit(command) or knows(command)
    if found:
        return command if sure or _OPTION.match(command) else ""
    if text.endswith((".", ":", "?", "!")) or any(mark in text for mark in ("**", "`", "](")):
        return ""
    short = len(command.split()) <= _FEW or ARGUMENT.search(command.partition(" ")[2])
    return command if sure and short else ""
