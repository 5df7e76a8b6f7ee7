"""The steps of a lab: commands out of shell fences and transcripts, with what belongs to each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.console import read_console
from content.markdown import Block, text_of
from content.models import LabStep, Problem
from content.render import render
from content.shell import placeholders, split_commands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from content.models import ProblemCode

_SHELL = frozenset({"bash", "sh", "shell", "zsh", "ksh", "fish", "terminal", "commands"})
_CONSOLE = frozenset({"console", "shell-session", "shellsession", "sh-session", "bash-session"})
_OUTPUT = frozenset({"output", "text", "txt", "plaintext", "plain", "console", "stdout"})
_PROMPTED = re.compile(r"^\$ ", re.MULTILINE)


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
    return block.language in _SHELL or not block.language


def read_solution(path: str, blocks: Iterable[Block]) -> Walkthrough:
    """Read the steps out of a solution's blocks; nothing of their text is lost."""
    reader = _Reader(path)
    for block in _flatten(blocks):
        reader.take(block)
    return reader.finish()


def _flatten(blocks: Iterable[Block]) -> Iterator[Block]:
    """Open the lists that hold fences, so that each fence follows the text that introduces it."""
    for block in blocks:
        if block.kind in {"bullet_list", "ordered_list", "list_item"} and any(
            part.kind == "fence" for part in block.walk()
        ):
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
        if block.language in _CONSOLE and any(
            entry.command for entry in read_console(block.content)
        ):
            self._console(block)
        elif block.language == "output" and self._steps and self._steps[-1].expected is None:
            self._output_later(block)
        elif follows and self._is_output(block):
            self._expect(len(self._steps) - 1, block.content)
        elif (block.language in _SHELL or not block.language) and not block.content.startswith(
            "#!"
        ):
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

    def _is_output(self, block: Block) -> bool:
        """Say whether a fence directly below a command shows what it prints."""
        if self._steps[-1].expected is not None:
            return False
        if block.language:
            return block.language in _OUTPUT
        return bool(self._fresh) and not _PROMPTED.search(block.content)

    def _commands(self, block: Block) -> None:
        if _PROMPTED.search(block.content):
            self._console(block)
            return
        script = split_commands(block.content.rstrip("\n").split("\n"))
        if script.open_quote is not None:
            message = "a quote, bracket or heredoc that begins here is never closed"
            self._warn(block.line + 1 + script.open_quote, "open-command", message)
        if not script.commands:
            self._pending.append(block)
            return
        self._fresh = []
        for command in script.commands:
            self._add(block, command.offset, command.text, command.hint, None)
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
                self._expect(known[entry.command], entry.output or "")
            return
        self._fresh = []
        for entry in entries:
            if entry.command:
                self._add(block, entry.offset, entry.command, entry.hint, entry.output)
            elif self._steps:
                self._hint(entry.output or "")
            else:
                line = block.line + 1 + entry.offset
                self._pending.append(Block("fence", line, line, entry.output or ""))

    def _add(
        self, block: Block, offset: int, command: str, hint: str | None, output: str | None
    ) -> None:
        step = LabStep(
            line=min(block.line + 1 + offset, block.end),
            instruction=render(self._pending),
            command=command,
            language=block.language or "bash",
            expected=_trimmed(output) if output else None,
            hint=hint,
            placeholders=placeholders(command),
        )
        self._pending = []
        self._fresh.append(len(self._steps))
        self._steps.append(step)

    def _output_later(self, block: Block) -> None:
        """Take output that a sentence introduces: the sentence says what to look for."""
        if self._pending:
            self._hint(text_of(self._pending))
            self._pending = []
        self._expect(len(self._steps) - 1, block.content)

    def _expect(self, index: int, output: str) -> None:
        self._steps[index] = self._steps[index].model_copy(update={"expected": _trimmed(output)})

    def _hint(self, text: str) -> None:
        last = self._steps[-1]
        hint = "\n".join(filter(None, [last.hint, text.strip()]))
        self._steps[-1] = last.model_copy(update={"hint": hint})

    def _warn(self, line: int, code: ProblemCode, message: str) -> None:
        self._problems.append(
            Problem(path=self._path, line=line, severity="warning", code=code, message=message)
        )


def _trimmed(output: str) -> str | None:
    return output.strip("\n") or None
