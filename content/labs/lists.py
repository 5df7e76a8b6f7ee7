"""Opens lists and quotes, and finds in texts what is a command or said of the file above."""

from __future__ import annotations

import re
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from content.labs.fences import is_code
from content.labs.lines import is_saved
from content.labs.programs import ALONE, ARGUMENT, is_edit
from content.markdown.blocks import Block, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from content.labs.programs import Opening

COMMAND = "command"
"""The kind of a block that is a command: its children are what explains it."""
REMARK = "remark"
"""The kind of a block whose children are said of the code above it."""
_BOXES = frozenset({"bullet_list", "ordered_list", "list_item", "blockquote"})
_MARKED = re.compile(
    r"(?P<mark>\*\*|__|`{1,9}(?!`))(?P<command>(?:(?!(?P=mark)).)+)(?P=mark)[;.]?"
    r"(?:\{\{[\w ]{1,20}\}\})?",
    re.DOTALL,
)
_OPTION = re.compile(r"[^a-z]*[a-z].* --?[a-z]")
_SEVERAL = re.compile(r"[a-z][\w.-]* \S")
_FEW = 3
"""Words of a line that can hardly be a sentence."""
# What parts an editor from what explains it.
_ASIDE = re.compile(r"\s+[-\u2013\u2014:]\s+(?=\S)|\s*:\Z")
# The name of an editor may begin a sentence, unless a path follows.
_FILE = re.compile(r"[./]|\bedit\b")

_SENTENCE_END = re.compile(r"(?<=[.!])\s+")
# What to do in the editor that is open.
_IN_FILE = re.compile(
    r"(?:(?:then|now|next|please)\W+)?(?:add|append|change|comment out|delete|edit|insert|modify"
    r"|paste|put|remove|replace|set|type|uncomment|update|write|under|in the (?:file|editor))\b",
    re.IGNORECASE,
)


def unboxed(block: Block, knows: Callable[[str], bool], *, inside: bool = False) -> Iterator[Block]:
    """Yield the parts of a block in their order, its code and commands as blocks of their own.

    ``knows`` says whether a line is typed in this lesson. ``inside`` says that the block stands in
    another one: a list of one item then stays a list.
    """
    parts = block.walk() if block.kind in _BOXES else ()
    if any(is_code(part) or lists_commands(part, knows) for part in parts):
        if block.is_list:
            yield from _opened(block, knows, inside=inside)
        else:
            for child in block.children:
                yield from unboxed(child, knows, inside=inside)
    elif block.kind == "paragraph":
        yield _command(block, knows) or block
    else:
        yield block


def lists_commands(block: Block, knows: Callable[[str], bool]) -> bool:
    """Return whether a block is a list with commands as items; most words alone may be names."""
    if not (block.is_list and all(item.children for item in block.children)):
        return False
    typed = {_typed(item.children[0], knows) for item in block.children}
    return set() < typed <= ALONE or any(" " in command for command in typed)


def said_of_dialog(block: Block, opening: Opening) -> tuple[list[Block], list[Block]]:
    """Split a list below a dialog: up to the last item that shows what is typed, and the rest."""
    count = 0
    for place, item in enumerate(block.children, 1):
        texts = (part.children[0].content for part in item.walk() if part.children)
        shown = (found["command"].strip() for text in texts if (found := _MARKED.match(text)))
        count = place if any(opening.owns(command, 0) for command in shown) else count
    return _split(block, count)


def _split(block: Block, count: int) -> tuple[list[Block], list[Block]]:
    """Split a list behind its first items."""
    level = block.level + count * (block.level > 0)
    left = block._replace(children=block.children[count:], level=level)
    return list(block.children[:count]), list(_left(left))


def _left(block: Block) -> tuple[Block, ...]:
    """Return what is left of a list: a bullet or a number adds nothing to an item that is alone."""
    return (block,) if len(block.children) > 1 else block.children and block.children[0].children


def said_of_file(block: Block, *, waits: bool) -> tuple[list[Block], list[Block]]:
    """Split a text below an editor: what it says of the file first, and what is left of it.

    Those are list items or sentences that tell to save it, and in one that ``waits`` what to do.
    """
    if block.kind == "paragraph":
        sentences = _SENTENCE_END.split(block.content)
        parts = tuple(block._replace(content=sentence) for sentence in sentences)
    else:
        parts = block.children if block.is_list else ()
    said = list(takewhile(partial(_is_of_file, waits=waits), parts))
    if block.is_list:
        return _split(block, len(said))
    left = " ".join(part.content for part in parts[len(said) :])
    rest = [block._replace(content=left)] if left else []
    return (said, rest) if said else ([], [block])


def _is_of_file(block: Block, *, waits: bool) -> bool:
    said = text_of([block]).strip()
    is_told = waits and bool(_IN_FILE.match(said)) and not said.endswith(":")
    return is_told or (bool(said) and all(map(is_saved, said.split("\n"))))


def _opened(box: Block, knows: Callable[[str], bool], *, inside: bool) -> Iterator[Block]:
    """Yield the parts of a list: for each item, what stays in a list and what stands behind it.

    Items that stay are in one list up to the next that has something behind it.
    """
    has_commands = lists_commands(box, knows)
    kept: list[Block] = []
    number = box.level
    for place, item in enumerate(box.children):
        command = _command(item.children[0], knows, listed=True) if has_commands else None
        below = item.children[1:] if command else item.children
        parts = [part for child in below for part in unboxed(child, knows, inside=True)]
        code = next((n for n, part in enumerate(parts) if _is_typed(part)), len(parts))
        text, behind = parts[:code], _with_remark(parts[code:], last=item is box.children[-1])
        if command:
            behind = [command._replace(children=(*command.children, *text)), *behind]
        elif text:
            number = number if kept or box.kind == "bullet_list" else box.level + place
            kept.append(item._replace(children=tuple(text)))
        if kept and (behind or item is box.children[-1]):
            left = box._replace(children=tuple(kept), level=number)
            yield from (left,) if inside else _left(left)
            kept = []
        yield from behind


def _is_typed(part: Block) -> bool:
    return part.kind == COMMAND or is_code(part)


def _with_remark(parts: list[Block], *, last: bool) -> list[Block]:
    """Return parts of a list item; what stands below its last code is said of that code.

    What ends in a colon introduces something, and the ``last`` item may end the list as well.
    """
    end = max((n for n, part in enumerate(parts) if _is_typed(part)), default=-1) + 1
    said = parts[end:]
    if not said or last or any(block.text.rstrip().endswith(":") for block in said):
        return parts
    return [*parts[:end], Block(REMARK, said[0].line, said[-1].end, children=tuple(said))]


def _command(text: Block, knows: Callable[[str], bool], *, listed: bool = False) -> Block | None:
    """Return the command that a text is; in a list of them, code of several words is one too."""
    code = _MARKED.fullmatch(text.content.strip())
    editor = _editor(text)
    command = _typed(text, knows) if listed or code or editor else ""
    if listed and not command and code and code["mark"][0] == "`":
        command = code["command"] if _SEVERAL.match(code["command"]) else ""
    said = editor[1] if editor else "" if code else text.content.partition(" # ")[2].strip()
    below = (Block("paragraph", text.line, text.end, said),) if said else ()
    # One bold word alone may be the label of a tab.
    sure = listed or " " in command or command in ALONE
    if not command or (code and code["mark"][0] != "`" and not sure):
        return None
    return Block(COMMAND, text.line, text.end, command, children=below)


def _editor(block: Block) -> tuple[str, str] | None:
    """Return the editor command that a text is, and what explains it."""
    command, *rest = _ASIDE.split(block.text, maxsplit=1)
    return (command, "".join(rest)) if is_edit(command) and _FILE.search(command) else None


def _typed(block: Block, knows: Callable[[str], bool]) -> str:
    """Return the command that a text is, and nothing else; an empty text for any other.

    It is marked as bold or code, or says by its arguments that it is no sentence.
    """
    if editor := _editor(block):
        return editor[0]
    text = block.content.strip() if block.is_text else ""
    found = _MARKED.fullmatch(text)
    text = text if found else text.partition(" # ")[0].rstrip()
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
