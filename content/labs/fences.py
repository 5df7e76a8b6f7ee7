"""What a fence in a lab is for: commands to type, what they print, or a file's text."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from content.labs.announcements import announces_output, is_label
from content.labs.editors import is_edit
from content.labs.kinds import join
from content.labs.line_forms import Form, form_of
from content.labs.scripts import Script
from content.labs.shells import CONSOLE, SHELL, language_of, shell_of
from content.labs.shells.prompts import has_prompts, label_transcript
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


def is_typed_only(block: Block) -> bool:
    """Return whether a fence is marked as a shell's and shows no output between its commands."""
    return block.kind == "fence" and block.language in SHELL and not has_prompts(block.content)


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
    first = first_line(block, comments=True)
    typed = has_prompts(first) or looks_like_command(first)
    if block.language in SHELL and not is_table(block):
        # Marked as commands by mistake, or by habit.
        return is_label(said) and not typed
    if not block.language or block.language in PRINTED:
        clear = said.rstrip().endswith(":") or is_label(said) or not typed
        return clear and announces_output(said, surely=False)
    return announces_output(said, surely=block.language not in SHELL)


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
