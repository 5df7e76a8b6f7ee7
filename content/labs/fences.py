"""What a fence in a lab is for: commands to type, what they print, or what goes into a file."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from content import words
from content.labs.console import has_prompts, read_console, read_unprompted
from content.labs.editing import is_edit
from content.labs.forms import looks_like_content
from content.labs.powershell import CMD, POWERSHELL, is_powershell, split_cmd, split_powershell
from content.labs.shell import split_commands
from content.labs.vocabulary import looks_like_command
from content.markdown.blocks import Block, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from content.labs.commands import Script

SHELL = (
    frozenset({"bash", "sh", "shell", "zsh", "ksh", "fish", "terminal", "commands", "shellscript"})
    | POWERSHELL
    | CMD
)
CONSOLE = frozenset({"console", "shell-session", "shellsession", "sh-session", "bash-session"})
PRINTED = frozenset({"output", "text", "txt", "plaintext", "plain", "console", "stdout"})
"""The languages of fences that show what a command prints."""
REMARK = "remark"
"""The kind of a block whose children are said of the code above it."""

_BOXES = frozenset({"bullet_list", "ordered_list", "list_item", "blockquote"})
_LONGEST_LEAD = 200
# A sentence that may introduce output; before a file's text it must be one of the second kind.
_MAY_ANNOUNCE = re.compile(
    rf"(?:^|(?<=\W))(?:{words.OUTPUT})\s*[:\uff1a]?\W*$|"
    r"\b(?:outputs?|results?|looks? like|similar to|responses?|printed|displayed|returned"
    r"|(?<!^)(?:prints?|displays?|returns?)"
    r"|(?:should|will|can|now|you|you'll) (?:now )?(?:see|get|look|show|be))\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\b(?:outputs?|responses?|prints|printed|displays|returns"
    r"|(?:should|will|can|now|you|you'll) (?:now )?(?:see|get))\b|^\W*(?:\w+ )?results?\W*$",
    re.IGNORECASE,
)
_PASTE = re.compile(
    r"\b(?:add|append|copy|enter|fill|include|insert|paste|put|type|write)\b[^.]*"
    r"\b(?:below|contents?|file|following|inside|into|lines?|this)\b"
    r"|\bcontents? (?:of|below)\b|\blook like this\b",
    re.IGNORECASE,
)
# The head of a table, such as ``NAME   READY   STATUS``.
_HEAD = re.compile(r"[A-Z][A-Z()%/_-]+(?: [A-Z()%/_-]+)*(?:(?: {2,}| *\t)[A-Z][A-Z()%/_ -]*)+\s*")
# A sentence of these words alone says nothing that the card does not say.
_LABEL = re.compile(
    r"(?:(?:the|your|an?|expected|sample|example|command|following|outputs?|results?|responses?"
    r"|should|will|would|can|is|be|looks?|like|similar|something|to|this|that|it|of|you|see|get|as"
    rf"|follows|below|and|now)\b\W*)+|\W*(?:{words.OUTPUT})\W*",
    re.IGNORECASE,
)


def is_commands(block: Block) -> bool:
    """Return whether a block is code whose lines a learner types."""
    if block.kind == "code_block":
        lines = [line for line in block.content.split("\n") if line.strip()]
        return has_prompts(block.content) or all(map(looks_like_command, lines))
    if block.kind != "fence":
        return False
    if block.language in CONSOLE:
        entries = read_console(block.content)
        return any(entry.command for entry in entries) or bool(
            read_unprompted(block.content, looks_like_command)
        )
    return block.language in SHELL or (not block.language and holds_commands(block.content))


def is_typed_only(block: Block) -> bool:
    """Return whether a fence is marked as a shell's and shows no output between its commands."""
    return block.kind == "fence" and block.language in SHELL and not has_prompts(block.content)


def holds_commands(text: str, knows: Callable[[str], bool] = looks_like_command) -> bool:
    """Return whether the text of a fence without a language is typed: a file's text is not."""
    return has_prompts(text) or not looks_like_content(dedent(text), knows)


def is_typed(block: Block, knows: Callable[[str], bool]) -> bool:
    """Return whether a learner types the lines of a fence without prompts."""
    if block.content.startswith("#!") or is_table(block.content):
        return False
    if not block.language:
        return holds_commands(block.content, knows)
    first = block.content.lstrip("\n").split("\n", 1)[0]
    return block.language in SHELL or is_edit(first)


def shows_prompts(block: Block) -> bool:
    """Return whether prompts show which lines of a fence are typed."""
    if block.language in CONSOLE:
        return any(entry.command for entry in read_console(block.content))
    return (block.language in SHELL or not block.language) and has_prompts(block.content)


def unboxed(blocks: Iterable[Block]) -> Iterator[Block]:
    """Open lists and quotes with commands, so that each follows the text that introduces it."""
    for block in blocks:
        yield from _opened(block, inside=False)


def splitter(block: Block) -> Callable[[Sequence[str], Callable[[str], bool]], Script]:
    """Return what splits the commands of a fence: each shell has rules of its own."""
    if block.language in CMD:
        return split_cmd
    return split_powershell if language_of(block) in POWERSHELL else split_commands


def language_of(block: Block) -> str:
    """Return the language of a fence with commands; most have none because it is a shell's."""
    if block.language:
        return block.language
    return "powershell" if is_powershell(block.content) else "bash"


def announces(above: Block, block: Block) -> bool:
    """Return whether the text above a fence introduces it as what a command prints."""
    said = text_of((above,)).split("\n")[-1]
    if len(said) > _LONGEST_LEAD:
        return False
    if not block.language or block.language in PRINTED:
        clear = said.rstrip().endswith(":") or is_label(said) or not _first_is_command(block)
        return bool(_MAY_ANNOUNCE.search(said)) and clear
    if block.language in SHELL:
        # Marked as commands by mistake, or by habit.
        if is_table(block.content):
            return bool(_MAY_ANNOUNCE.search(said))
        return is_label(said) and not _first_is_command(block)
    return bool(_ANNOUNCES.search(said))


def is_table(text: str) -> bool:
    """Return whether a text begins like a table that a command prints."""
    return bool(_HEAD.fullmatch(text.lstrip("\n").split("\n", 1)[0]))


def introduces_file(said: str) -> bool:
    """Return whether a text asks to write what stands below it into a file."""
    return len(said) <= _LONGEST_LEAD and bool(_PASTE.search(said))


def is_label(said: str) -> bool:
    """Return whether a text only says that output follows, such as ``Expected output:``."""
    return bool(_LABEL.fullmatch(said.strip()))


def _opened(block: Block, *, inside: bool) -> Iterator[Block]:
    """Yield the parts of a block in their order, its code as blocks of their own.

    ``inside`` says that the block stands in another one: a list of one item then stays a list.
    """
    if block.kind not in _BOXES or not any(map(_is_code, block.walk())):
        yield block
    elif not block.is_list:
        for child in block.children:
            yield from _opened(child, inside=inside)
    else:
        yield from _opened_list(block, inside=inside)


def _opened_list(box: Block, *, inside: bool) -> Iterator[Block]:
    """Yield what stands between the code of a list as lists; what goes on behind code as text."""
    kept: list[Block] = []
    number = box.level
    for place, item in enumerate(box.children):
        parts = [part for child in item.children for part in _opened(child, inside=True)]
        code = next((n for n, part in enumerate(parts) if _is_code(part)), len(parts))
        if not kept:
            number = box.level + place if box.kind == "ordered_list" else box.level
        if code:
            kept.append(item._replace(children=tuple(parts[:code])))
        if code < len(parts):
            if len(kept) == 1 and code and not inside and not any(p.is_list for p in parts[:code]):
                # A bullet adds nothing to the text above a command.
                yield from parts[:code]
            elif kept:
                yield box._replace(children=tuple(kept), level=number)
            yield from _with_remarks(parts[code:], last=place == len(box.children) - 1)
            kept = []
    if kept:
        yield box._replace(children=tuple(kept), level=number)


def _with_remarks(parts: list[Block], *, last: bool) -> Iterator[Block]:
    """Yield parts of a list item; what stands below its last code is said of that code.

    What ends in a colon introduces something, and the ``last`` item may end the list as well.
    """
    end = max(n for n, part in enumerate(parts) if _is_code(part)) + 1
    yield from parts[:end]
    said = parts[end:]
    if not said or last or not all(map(_is_remark, said)):
        yield from said
    else:
        yield Block(REMARK, said[0].line, said[-1].end, children=tuple(said))


def _is_remark(block: Block) -> bool:
    return not block.text.rstrip().endswith(":")


def _is_code(block: Block) -> bool:
    return block.kind == "fence" or (block.kind == "code_block" and is_commands(block))


def _first_is_command(block: Block) -> bool:
    first = next((line for line in block.content.split("\n") if line.strip()), "")
    return has_prompts(first) or looks_like_command(first)
