"""The steps of a lab: commands out of shell fences and transcripts, with what belongs to each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.labs.console import has_prompts, read_console
from content.labs.editing import is_edit, looks_like_command, looks_like_data
from content.labs.placeholders import placeholders
from content.labs.powershell import CMD, POWERSHELL, split_cmd, split_powershell
from content.labs.shell import Command, split_commands
from content.markdown import Block, text_of
from content.models import LabStep, Problem
from content.render import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from content.labs.shell import Script
    from content.models import ProblemCode

_SHELL = frozenset({"bash", "sh", "shell", "zsh", "ksh", "fish", "terminal", "commands"})
_WINDOWS = POWERSHELL | CMD
_CONSOLE = frozenset({"console", "shell-session", "shellsession", "sh-session", "bash-session"})
_OUTPUT = frozenset({"output", "text", "txt", "plaintext", "plain", "console", "stdout"})
_ANNOUNCED = re.compile(
    r"\b(?:outputs?|results?|looks? like|similar to|responses?|prints?|displays?|returns?"
    r"|(?:should|will|can|now|to|you|you'll) (?:see|get|look|show|be))\b",
    re.IGNORECASE,
)
# A sentence of these words alone says nothing that the card does not say.
_LABEL = re.compile(
    r"(?:(?:the|your|an?|expected|sample|example|command|following|outputs?|results?|responses?"
    r"|should|will|would|can|is|be|looks?|like|similar|something|to|this|that|it|of|you|see|get|as"
    r"|follows|below|and|now)\b\W*)+",
    re.IGNORECASE,
)
_EDIT_IN_TEXT = re.compile(
    r"(?P<command>.+?\S)(?:\s+[-\u2013\u2014:]\s+(?P<rest>\S.*)|\s*:)?", re.DOTALL
)
_PATH = re.compile(r"[./]|\bedit\b")
_LONGEST_LEAD = 200
_NOTHING = Block("paragraph", 0, 0)


_BOXES = frozenset({"bullet_list", "ordered_list", "list_item", "blockquote"})


@dataclass
class Walkthrough:
    """The steps read from a solution and the text after the last command."""

    steps: list[LabStep] = field(default_factory=list)
    closing: str = ""
    problems: list[Problem] = field(default_factory=list)


def is_commands(block: Block) -> bool:
    """Say whether a block is a fence whose lines a learner types."""
    if block.kind != "fence":
        return False
    if block.language in _CONSOLE:
        return any(entry.command for entry in read_console(block.content))
    if block.language:
        return block.language in _SHELL or block.language in _WINDOWS
    return _holds_commands(block)


def _holds_commands(block: Block) -> bool:
    """Say whether a fence without a language is typed, and is not what a file holds."""
    first = next((line for line in block.content.split("\n") if line.strip()), "")
    return looks_like_command(first.strip()) or not looks_like_data(first)


def read_solution(path: str, blocks: Iterable[Block]) -> Walkthrough:
    """Read the steps out of a solution's blocks; nothing of their text is lost."""
    reader = _Reader(path)
    for block in _flatten(blocks):
        reader.take(block)
    return reader.finish()


def _flatten(blocks: Iterable[Block]) -> Iterator[Block]:
    """Open lists and quotes with fences, so that each follows the text that introduces it."""
    for block in blocks:
        if block.kind in _BOXES and any(part.kind == "fence" for part in block.walk()):
            yield from _flatten(block.children)
        else:
            yield block


class _Reader:
    """Collects steps; text waits in ``pending`` until the command that it introduces."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._pending: list[Block] = []
        self._steps: list[LabStep] = []
        self._fresh: list[int] = []
        self._problems: list[Problem] = []

    def take(self, block: Block) -> None:
        """Read one block that is no list around a fence."""
        if block.kind != "fence":
            self._pending.append(block)
            return
        follows = bool(self._steps) and not self._pending
        if self._content(block):
            return
        if block.language in _CONSOLE and any(
            entry.command for entry in read_console(block.content)
        ):
            self._console(block)
        elif self._is_announced(block):
            self._output_later(block)
        elif follows and self._is_output(block):
            self._expect(len(self._steps) - 1, block.content)
        elif is_commands(block) and not block.content.startswith("#!"):
            self._commands(block)
        else:
            if block.language == "output":
                self._warn(
                    block.line, "output-without-command", "no command stands before this output"
                )
            self._pending.append(block)

    def finish(self) -> Walkthrough:
        """Return all steps; text that is still waiting closes the lab."""
        return Walkthrough(self._steps, render(self._pending), self._problems)

    def _content(self, block: Block) -> bool:
        """Take a fence as what goes into the file of the editor command above it."""
        if block.language in _SHELL or block.language in _OUTPUT or block.language in _WINDOWS:
            return False
        plain = not block.language and _holds_commands(block)
        command = None if plain else self._edit_in_text()
        if command is not None:
            self._fresh = []
            self._add(block, -1, Command(0, command, None), None)
        elif not self._is_open_edit(block):
            return False
        if self._pending:
            self._hint(text_of(self._pending))
            self._pending = []
        content = block.content.strip("\n")
        self._steps[-1] = self._steps[-1].model_copy(update={"content": content or None})
        return True

    def _is_open_edit(self, block: Block) -> bool:
        """Say whether the last command opened an editor, and nothing long stands between."""
        if not self._steps or self._steps[-1].content or not is_edit(self._steps[-1].command):
            return False
        return len(text_of(self._pending)) <= _LONGEST_LEAD and (
            bool(block.language) or not _holds_commands(block)
        )

    def _edit_in_text(self) -> str | None:
        """Take an editor command out of the sentence or list item that introduces a fence."""
        above = self._pending[-1] if self._pending else None
        items = above.children if above and above.is_list else ()
        text = (items[-1].children[0] if items and items[-1].children else above or _NOTHING).text
        found = _EDIT_IN_TEXT.fullmatch(text)
        if (
            not above
            or not found
            or not is_edit(found["command"])
            or not _PATH.search(found["command"])
        ):
            return None
        self._pending.pop()
        if items[:-1]:
            self._pending.append(above._replace(children=items[:-1]))
        if found["rest"]:
            self._pending.append(Block("paragraph", above.line, above.end, found["rest"]))
        return found["command"]

    def _is_announced(self, block: Block) -> bool:
        """Say whether a fence is output because its language or the sentence above says so."""
        if not self._steps or self._steps[-1].expected is not None:
            return False
        if block.language == "output":
            return True
        if not self._pending or block.language in _SHELL or block.language in _WINDOWS:
            return False
        above = text_of(self._pending[-1:]).split("\n")[-1]
        return len(above) <= _LONGEST_LEAD and bool(_ANNOUNCED.search(above))

    def _is_output(self, block: Block) -> bool:
        """Say whether a fence directly below a command shows what it prints."""
        if self._steps[-1].expected is not None:
            return False
        if block.language:
            return block.language in _OUTPUT
        return bool(self._fresh) and not has_prompts(block.content)

    def _commands(self, block: Block) -> None:
        if has_prompts(block.content):
            self._console(block)
            return
        script = _splitter(block)(block.content.rstrip("\n").split("\n"))
        if script.open_quote is not None:
            message = "a quote, bracket or heredoc that begins here is never closed"
            self._warn(block.line + 1 + script.open_quote, "open-command", message)
        if not script.commands:
            self._pending.append(block)
            return
        self._fresh = []
        for command in script.commands:
            self._add(block, command.offset, command, None)
        if script.rest:
            self._hint(script.rest)

    def _console(self, block: Block) -> None:
        """Read prompts with output between them; known commands only get their output."""
        entries = read_console(block.content)
        known = {
            self._steps[index].command: index
            for index in self._fresh
            if self._steps[index].expected is None
        }
        if not self._pending and all(entry.command in known for entry in entries):
            for entry in entries:
                if entry.output:
                    self._expect(known[entry.command], entry.output)
            return
        self._fresh = []
        for entry in entries:
            if entry.command:
                command = Command(entry.offset, entry.command, entry.hint)
                self._add(block, entry.offset, command, entry.output)
            elif self._steps:
                self._hint(entry.output or "")
            else:
                line = block.line + 1 + entry.offset
                self._pending.append(Block("fence", line, line, entry.output or ""))

    def _add(self, block: Block, offset: int, command: Command, output: str | None) -> None:
        step = LabStep(
            line=min(block.line + 1 + offset, block.end),
            instruction=render(self._pending),
            command=command.text,
            language=block.language if offset >= 0 and block.language else "bash",
            expected=output.strip("\n") if output else None,
            hint=command.hint,
            placeholders=placeholders(f"{command.text}\n{command.content or ''}"),
            content=command.content,
        )
        self._pending = []
        self._fresh.append(len(self._steps))
        self._steps.append(step)

    def _output_later(self, block: Block) -> None:
        """Take output that a sentence introduces: the sentence says what to look for."""
        if self._pending:
            said = text_of(self._pending)
            self._hint("" if _LABEL.fullmatch(said) else said)
            self._pending = []
        self._expect(len(self._steps) - 1, block.content)

    def _expect(self, index: int, output: str) -> None:
        expected = output.strip("\n")
        self._steps[index] = self._steps[index].model_copy(update={"expected": expected})

    def _hint(self, text: str) -> None:
        last = self._steps[-1]
        hint = "\n".join(filter(None, [last.hint, text.strip()])) or None
        self._steps[-1] = last.model_copy(update={"hint": hint})

    def _warn(self, line: int, code: ProblemCode, message: str) -> None:
        self._problems.append(
            Problem(path=self._path, line=line, severity="warning", code=code, message=message)
        )


def _splitter(block: Block) -> Callable[[Sequence[str]], Script]:
    if block.language in POWERSHELL:
        return split_powershell
    return split_cmd if block.language in CMD else split_commands
