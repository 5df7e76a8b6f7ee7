"""What a fence in a lab is for, by its looks and by the sentence above it."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from content import words
from content.labs.editors import is_edit
from content.labs.kinds import join
from content.labs.line_forms import Form, form_of
from content.labs.scripts import Script
from content.labs.shells import CONSOLE, SHELL, language_of, shell_of
from content.labs.prompts import has_prompts, label_transcript
from content.labs.vocabulary import looks_like_command

if TYPE_CHECKING:
    from collections.abc import Callable

    from content.labs.kinds import Command
    from content.markdown.blocks import Block

OUTPUT = frozenset({"output", "stdout"})
"""The languages of fences that show what a command prints, and nothing else."""
PRINTED = OUTPUT | {"text", "txt", "plaintext", "plain", "console"}
"""The languages of fences that may show what a command prints."""
_IN_FILES = frozenset({Form.LOOSE, Form.SECTION, Form.ITEM, Form.BRACED, Form.COUNTED, Form.TOLD})
# The head of a table, such as ``NAME   READY   STATUS``.
_HEAD = re.compile(r"[A-Z][A-Z()%/_-]+(?: [A-Z()%/_-]+)*(?:(?: {2,}| *\t)[A-Z][A-Z()%/_ -]*)+\s*")

LONGEST_LEAD = 200
"""The most characters of a text that introduces a fence."""
_SURELY = (
    r"\b(?:outputs?|responses?|prints|printed|displays|returns"
    r"|(?:should|will|can|now|you|you'll) (?:now )?(?:see|get))\b|^\W*(?:\w+ )?results?\W*$"
)
_CLEAR = re.compile(_SURELY, re.IGNORECASE)
_VAGUE = re.compile(
    rf"{_SURELY}|(?:^|(?<=\W))(?:{words.OUTPUT})\s*[:\uff1a]?\W*$"
    r"|\b(?:results?|looks? like|similar to|displayed|returned|(?<!^)(?:print|display|return)"
    r"|(?:should|will|can|now|you|you'll) (?:now )?(?:look|show|be))\b",
    re.IGNORECASE,
)
_PASTE = re.compile(
    r"\b(?:add|append|copy|enter|fill|include|insert|paste|put|type|write)\b[^.]*"
    r"\b(?:below|contents?|file|following|inside|into|lines?|this)\b"
    r"|\bcontents? (?:of|below)\b|\blook like this\b",
    re.IGNORECASE,
)
# A sentence of these words alone says nothing that the card does not say.
_LABEL = re.compile(
    r"(?:(?:the|your|an?|expected|sample|example|command|following|outputs?|results?|responses?"
    r"|should|will|would|can|is|be|looks?|like|similar|something|to|this|that|it|of|you|see|get|as"
    rf"|follows|below|and|now)\b\W*)+|\W*(?:{words.OUTPUT})\W*",
    re.IGNORECASE,
)


def is_commands(block: Block) -> bool:
    """Return whether a block is code with commands that a learner types."""
    if block.kind == "code_block":
        lines = [line for line in block.content.split("\n") if line.strip()]
        return has_prompts(block.content) or all(map(looks_like_command, lines))
    return block.kind == "fence" and bool(
        is_typed(block, looks_like_command)
        or prompted(block)
        or (block.language in CONSOLE and script(block, looks_like_command)[0])
    )


def is_code(block: Block) -> bool:
    """Return whether a block is a fence, or indented code whose lines a learner types."""
    return block.kind == "fence" or (block.kind == "code_block" and is_commands(block))


def is_typed(block: Block, knows: Callable[[str], bool]) -> bool:
    """Return whether a learner types the lines of a fence without prompts."""
    if block.content.startswith("#!") or is_table(block):
        return False
    if not block.language:
        return not is_file(block, knows)
    return block.language in SHELL or is_edit(first_line(block))


def is_file(block: Block, knows: Callable[[str], bool]) -> bool:
    """Return whether a fence without a language can only be what a file holds."""
    first = dedent(block.content).strip("\n").split("\n", 1)[0]
    unsure = not first or first[0] in "#< \t" or knows(first) or has_prompts(block.content)
    return not unsure and form_of(first, knows) in _IN_FILES


def is_table(block: Block) -> bool:
    """Return whether code begins like a table that a command prints."""
    return bool(_HEAD.fullmatch(block.content.lstrip("\n").split("\n", 1)[0]))


def first_line(block: Block, *, comments: bool = False) -> str:
    """Return the first line of code that says something; ``comments`` count on demand."""
    lines = (line.strip() for line in block.content.split("\n"))
    return next((line for line in lines if line and (comments or line[0] != "#")), "")


def announces(said: str, block: Block) -> bool:
    """Return whether the text above a fence introduces it as what a command prints."""
    said = said.rpartition("\n")[2]
    table = block.language in SHELL and is_table(block)
    if len(said) > LONGEST_LEAD:
        return False
    if block.language in SHELL and not table:
        # Marked as commands by mistake, or by habit.
        return is_label(said) and not _begins_typed(block)
    if table or not block.language or block.language in PRINTED:
        clear = table or said.rstrip().endswith(":") or is_label(said) or not _begins_typed(block)
        return clear and bool(_VAGUE.search(said))
    return bool(_CLEAR.search(said))


def _begins_typed(block: Block) -> bool:
    first = first_line(block, comments=True)
    return has_prompts(first) or looks_like_command(first)


def introduces_file(said: str) -> bool:
    """Return whether a text asks to write what stands below it into a file."""
    return len(said) <= LONGEST_LEAD and bool(_PASTE.search(said))


def is_label(said: str) -> bool:
    """Return whether a text only says that output follows, such as ``Expected output:``."""
    return bool(_LABEL.fullmatch(said.strip()))


def prompted(block: Block) -> list[Command]:
    """Return the commands of a fence behind prompts, with what they print; none where none are."""
    is_shell = not block.language or block.language in SHELL
    if block.language not in CONSOLE and not (is_shell and has_prompts(block.content)):
        return []
    commands = join(label_transcript(block.content))
    return commands if any(command.text for command in commands) else []


def script(block: Block, knows: Callable[[str], bool]) -> tuple[list[Command], int | None]:
    """Return the commands of a fence without prompts, and the line of what is never closed.

    In a transcript what they print is between them; one without commands gives none.
    """
    text = block.content.rstrip("\n")
    if text.lstrip("\n")[:1].isspace():
        # Notes indent a whole script.
        text = dedent(text)
    shell, transcript = shell_of(language_of(block)), block.language in CONSOLE
    read = Script(text.split("\n"), shell, knows, transcript=transcript)
    commands = join(read.labelled)
    has_command = not transcript or any(command.text for command in commands)
    return commands if has_command else [], read.open
