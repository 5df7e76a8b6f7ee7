"""What a fence in a lab is for, by its looks and by the sentence above it."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from content import words
from content.labs.lines import Command, Kind, join
from content.labs.programs import is_edit, looks_like_command, may_be_command
from content.labs.prompts import has_prompts, is_inner, label_dialog, label_transcript
from content.labs.scripts import Script
from content.labs.shells import CONSOLE, DATABASE, OUTPUT, PRINTED, PROGRAMMING, SHELL, shell_of
from content.markdown.blocks import Block, text_of
from content.markdown.lines import code_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from content.labs.programs import Opening

# The head of a table, such as ``NAME   READY   STATUS``.
_HEAD = re.compile(r"[A-Z][A-Z()%/_-]+(?: [A-Z()%/_-]+)*(?:(?: {2,}| *\t)[A-Z][A-Z()%/_ -]*)+\s*")

# The line that a database draws above or below the head of a table.
_RULE = re.compile(r" ?(?:\+[-=+]+\+|-+(?:[+|]-+)+|-{3,}(?: -{3,})+)\s*(?:\n|$)")
# The prompt of a client that nothing else looks like.
_CLIENT = re.compile(r"(?:mysql|MariaDB \[[^\]\n]{0,40}\]|sqlite|s?ftp|mongosh|postgres=?)[>#] ")
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
    r"\b(?:add|append|copy|enter|fill|include|insert|paste|put|save|type|write)\b[^.]*"
    r"\b(?:below|contents?|file|following|inside|into|lines?|this)\b"
    r"|\bcontents? (?:of|below)\b|\blook like this\b",
    re.IGNORECASE,
)
_FILE = re.compile(r"\b(?:file|script|module)\b|[\w/-]\.(?:sql|py|js|ts|rb|php|txt|lua|R)\b")
# A sentence of these words alone says nothing that the card does not say.
_LABEL = re.compile(
    r"(?:(?:the|your|an?|expected|sample|example|command|following|outputs?|results?|responses?"
    r"|should|will|would|can|is|be|looks?|like|similar|something|to|this|that|it|of|you|see|get|as"
    rf"|follows|below|and|now)\b\W*)+|\W*(?:{words.OUTPUT})\W*",
    re.IGNORECASE,
)


def prompted(block: Block) -> list[Command]:
    """Return the commands of a fence behind prompts, with what they print; none where none are."""
    is_shell = not block.language or block.language in SHELL
    if block.language not in CONSOLE and not (is_shell and has_prompts(block.content)):
        return []
    return _with_commands(join(label_transcript(block.content)))


def typed(block: Block, knows: Callable[[str], bool]) -> tuple[list[Command], int | None]:
    """Return the commands of a fence without prompts, and the line of what is never closed.

    In a transcript what they print is between them; one without commands gives none.
    """
    transcript = block.language in CONSOLE
    may_be = not block.language or block.language in SHELL or _is_marked_wrongly(block, knows)
    is_other = block.content.startswith("#!") or is_table(block)
    is_other = is_other or not (block.language or _may_be_typed(block, knows))
    if not transcript and (is_other or not may_be):
        return [], None
    text = block.content.rstrip("\n")
    if text.lstrip("\n")[:1].isspace():
        # Notes indent a whole script.
        text = dedent(text)
    read = Script(text.split("\n"), shell_of(block), knows, transcript=transcript)
    commands = join(read.labelled)
    return _with_commands(commands) if transcript else commands, read.open


def _with_commands(commands: list[Command]) -> list[Command]:
    return commands if any(command.text for command in commands) else []


def _is_marked_wrongly(block: Block, knows: Callable[[str], bool]) -> bool:
    """Return whether a fence in some language begins with an editor, or holds commands alone."""
    lines = [line for line in block.content.split("\n") if line.strip() and line[0] not in "# \t"]
    may_be = block.language not in PRINTED | PROGRAMMING and bool(lines)
    is_heredoc = may_be and "<<" in lines[0] and knows(lines[0])
    return is_edit(first_line(block)) or is_heredoc or (may_be and all(map(knows, lines)))


def _may_be_typed(block: Block, knows: Callable[[str], bool]) -> bool:
    return any(knows(line) or may_be_command(line) for line in block.content.split("\n"))


def is_commands(block: Block) -> bool:
    """Return whether a block is code with commands that a learner types."""
    if block.kind == "code_block":
        lines = [line for line in block.content.split("\n") if line.strip()]
        return has_prompts(block.content) or all(map(looks_like_command, lines))
    is_typed = block.language in DATABASE or prompted(block) or typed(block, looks_like_command)[0]
    return block.kind == "fence" and bool(is_typed)


def is_code(block: Block) -> bool:
    """Return whether a block is a fence, or indented code whose lines a learner types."""
    return block.kind == "fence" or (block.kind == "code_block" and is_commands(block))


def is_table(block: Block) -> bool:
    """Return whether code begins like a table that a command or a database prints."""
    first, _, rest = block.content.lstrip("\n").partition("\n")
    return bool(_HEAD.fullmatch(first) or _RULE.match(first) or _RULE.match(rest))


def in_dialog(block: Block, opening: Opening | None) -> bool:
    """Return whether a fence is typed into a dialog, which may be open."""
    if block.kind != "fence" or block.language in SHELL | CONSOLE | OUTPUT or is_table(block):
        return False
    first = first_line(block)
    if block.language in DATABASE or (not block.language and _CLIENT.match(first)):
        return True
    own = bool(opening and opening.own and (opening.own.match(first) or is_inner(first)))
    is_code = bool(block.language) and block.language not in PRINTED
    return own or (is_code and opening is not None and opening.own is not None)


def dialog_of(block: Block) -> Command:
    """Return what is typed of a fence in a dialog, and what is printed, as one command."""
    lines = block.content.strip("\n").split("\n")
    if not any(map(is_inner, lines)):
        return Command(0, block.content.strip("\n"))
    labelled = list(label_dialog(lines, 0, len(lines)))
    typed, printed = (
        "\n".join(line.text for line in labelled if line.kind is kind).strip("\n")
        for kind in (Kind.CONTENT, Kind.OUTPUT)
    )
    return Command(0, typed, output=printed or None)


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


def is_label(said: str) -> bool:
    """Return whether a text only says that output follows, such as ``Expected output:``."""
    return bool(_LABEL.fullmatch(said.strip()))


def asks_for_file(above: Sequence[Block]) -> bool:
    """Return whether the text above asks to write what follows into a file."""
    said = text_of(above[-1:]).rpartition("\n")[2]
    return len(said) <= LONGEST_LEAD and bool(_PASTE.search(said))


def names_file(above: Sequence[Block]) -> bool:
    """Return whether the text above a fence says that it is a file, or names one."""
    return bool(_FILE.search(text_of(above[-1:]).rpartition("\n")[2]))


def named_editor(above: Sequence[Block]) -> str | None:
    """Return the editor command that stands as code in the last two texts above a fence."""
    texts = [part.content for block in above[-2:] for part in block.walk() if part.is_text]
    spans = [text[span.start : span.end] for text in texts[-2:] for span in code_spans(text)]
    return next((code for span in reversed(spans) if is_edit(code := span.strip("`"))), None)
