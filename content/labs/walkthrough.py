"""The steps of a lab: commands out of shell fences and transcripts, with what belongs to each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from textwrap import dedent
from typing import TYPE_CHECKING

from content.labs.commands import Command
from content.labs.console import has_prompts, read_console, read_unprompted
from content.labs.editing import is_edit
from content.labs.fences import (
    CONSOLE,
    PRINTED,
    REMARK,
    SHELL,
    announces,
    holds_commands,
    is_commands,
    is_label,
    is_table,
    is_typed,
    language_of,
    shows_prompts,
    splitter,
    unboxed,
)
from content.labs.leads import asks_for_file, find_editor
from content.labs.listed import is_command, with_commands
from content.labs.placeholders import placeholders
from content.labs.waiting import Waiting
from content.markdown.blocks import Block, text_of
from content.markdown.render import render
from content.models import LabStep, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from content.labs.console import Entry
    from content.labs.vocabulary import Vocabulary
    from content.models import ProblemCode

# What a cluster says when its editor is closed.
_EDITED = re.compile(r"\b(?:edited|unchanged|cancelled, no changes made\.?)$", re.IGNORECASE)
_LONGEST_LEAD = 200
_MOST_LEADS = 3


@dataclass
class Walkthrough:
    """The steps read from a solution and the text after the last command."""

    steps: list[LabStep] = field(default_factory=list)
    closing: str = ""
    problems: list[Problem] = field(default_factory=list)


def read_solution(path: str, blocks: Iterable[Block], vocabulary: Vocabulary) -> Walkthrough:
    """Read the steps out of a solution's blocks; nothing of their text is lost."""
    reader = _Reader(path, vocabulary)
    for block in with_commands(unboxed(blocks), vocabulary.knows):
        reader.take(block)
    return reader.finish()


class _Reader:
    """Collects steps; text waits in ``pending`` until the command that it introduces."""

    def __init__(self, path: str, vocabulary: Vocabulary) -> None:
        self._path = path
        self._knows = vocabulary.knows
        self._pending: list[Block] = []
        self._steps: list[LabStep] = []
        self._fresh = Waiting()
        self._problems: list[Problem] = []

    def take(self, block: Block) -> None:
        """Read one block that is no list around a fence."""
        if block.kind == "code_block" and self._is_announced(block):
            self._output_later(block)
        elif is_command(block):
            self._listed(block)
        elif block.kind == REMARK:
            self._remark(block)
        elif self._is_text(block):
            self._pending.append(block)
        elif self._content(block):
            pass
        elif shows_prompts(block):
            self._console(block, read_console(block.content))
        elif self._is_announced(block):
            self._output_later(block)
        elif self._is_output(block):
            self._expect(len(self._steps) - 1, block.content)
        elif block.language in CONSOLE:
            self._console(block, read_unprompted(block.content, self._knows))
        elif is_typed(block, self._knows):
            self._commands(block)
        else:
            if block.language == "output":
                message = "no command stands before this output"
                self._warn(block.line, "output-without-command", message)
            self._pending.append(block)

    def _remark(self, block: Block) -> None:
        """Take what is said of the code above it: below a command it is a hint."""
        if self._steps and not self._pending:
            self._hint(text_of(block.children))
        else:
            self._pending += block.children

    def _listed(self, block: Block) -> None:
        """Take a command that stands in the text."""
        self._fresh = Waiting()
        self._add(block, -1, Command(0, block.content, None))
        self._hint(text_of(block.children))

    def finish(self) -> Walkthrough:
        """Return all steps; text that is still waiting closes the lab."""
        return Walkthrough(self._steps, render(self._pending), self._problems)

    def _content(self, block: Block) -> bool:
        """Take a fence as what goes into the file of the editor command above it."""
        if not self._may_be_content(block):
            return False
        opening = find_editor(self._pending)
        if opening is not None:
            command, self._pending = opening
            self._fresh = Waiting()
            self._add(block, -1, Command(0, command, None))
        elif not self._is_open_edit(block):
            return False
        if self._pending:
            self._hint(text_of(self._pending))
            self._pending = []
        content = block.content.strip("\n") or None
        names = placeholders(f"{self._steps[-1].command}\n{content or ''}")
        self._change(len(self._steps) - 1, content=content, placeholders=names)
        return True

    def _may_be_content(self, block: Block) -> bool:
        if block.content.startswith("#!"):
            return block.kind == "fence"
        if asks_for_file(self._pending) and block.language not in CONSOLE | {"output", "stdout"}:
            return not (has_prompts(block.content) or self._knows(_first_typed(block)))
        if not block.language:
            return block.kind == "fence" and not holds_commands(block.content, self._knows)
        return block.language not in SHELL and block.language not in CONSOLE | {"output", "stdout"}

    def _is_open_edit(self, block: Block) -> bool:
        """Return whether the last command opened an editor, and nothing long stands between."""
        if not self._steps or not is_edit(self._steps[-1].command):
            return False
        last, above = self._steps[-1], self._pending
        if last.content is not None or last.expected is not None or len(above) > _MOST_LEADS:
            return False
        said = bool(above) and announces(above[-1], block)
        if said and (block.language in PRINTED or is_label(text_of(above))):
            return False
        return len(text_of(above)) <= _LONGEST_LEAD

    def _is_announced(self, block: Block) -> bool:
        """Return whether a fence is output because its language or the sentence above says so."""
        if not self._steps or self._steps[-1].expected is not None:
            return False
        if block.language == "output":
            return True
        return bool(self._pending) and announces(self._pending[-1], block)

    def _is_output(self, block: Block) -> bool:
        """Return whether a fence directly below a command shows what it prints."""
        if not self._steps or self._pending or self._steps[-1].expected is not None:
            return False
        if block.language:
            return block.language in PRINTED or (
                block.language in SHELL and is_table(block.content)
            )
        first = block.content.lstrip("\n").split("\n", 1)[0]
        return bool(self._fresh) and not self._knows(first)

    def _is_text(self, block: Block) -> bool:
        """Return whether a block is text, or more output of a command that has its own already."""
        if block.kind != "fence" and not is_commands(block):
            return True
        has_own = bool(self._steps) and self._steps[-1].expected is not None
        if not has_own or not self._pending or self._knows(_first_typed(block)):
            return False
        return announces(self._pending[-1], block)

    def _commands(self, block: Block) -> None:
        text = block.content.rstrip("\n")
        if text.lstrip("\n")[:1].isspace():
            # Notes indent a whole script.
            text = dedent(text)
        script = splitter(block)(text.split("\n"), self._knows)
        if script.open_quote is not None:
            message = "a quote, bracket or heredoc that begins here is never closed"
            line = min(_first_line(block) + script.open_quote, block.end)
            self._warn(line, "open-command", message)
        if not script.commands:
            self._pending.append(block)
            return
        self._fresh = Waiting()
        language = language_of(block)
        for command in script.commands:
            if command.text:
                self._add(block, command.offset, command, command.output, language)
            else:
                self._untypable(block, command)
        if script.rest and self._steps:
            self._hint(script.rest)
        elif script.rest:
            self._pending.append(Block("paragraph", block.end, block.end, script.rest))

    def _untypable(self, block: Block, command: Command) -> None:
        """Show lines that are no command with the next step, and say so."""
        line = min(_first_line(block) + command.offset, block.end)
        first = (command.content or "").split("\n", 1)[0].strip()
        message = f"this is no command: {first}"
        message += " (put what belongs into a file below its editor, such as `vim FILE`)"
        self._warn(line, "no-command", message)
        if command.hint:
            self._pending.append(Block("paragraph", line, line, command.hint))
        self._pending.append(Block("fence", line, line, command.content or ""))

    def _console(self, block: Block, entries: Sequence[Entry]) -> None:
        """Read prompts with output between them; known commands only get their output."""
        if not entries:
            self._pending.append(block)
            return
        language = language_of(block)
        announced = len(self._pending) == 1 and announces(self._pending[0], block)
        commands = [entry.command for entry in entries]
        places = self._fresh.take(commands, self._has_output)
        if places and (announced or not self._pending):
            if announced:
                self._announcement()
            for entry, index in zip(entries, places, strict=True):
                if index is None:
                    self._entry(block, entry, language)
                    continue
                if entry.hint:
                    self._hint(entry.hint, index)
                if entry.output:
                    self._expect(index, entry.output)
            return
        self._fresh = Waiting()
        for entry in entries:
            if entry.command:
                self._entry(block, entry, language)
            elif self._fresh:
                self._hint(entry.output or "")
            else:
                line = min(_first_line(block) + entry.offset, block.end)
                self._pending.append(Block("fence", line, line, entry.output or ""))

    def _has_output(self, index: int) -> bool:
        return self._steps[index].expected is not None

    def _entry(self, block: Block, entry: Entry, language: str) -> None:
        """Add a command of a transcript; what stands below an editor goes into the file."""
        output, content = entry.output, None
        if output and is_edit(entry.command) and not _EDITED.search(output.rstrip()):
            output, content = None, output
        command = Command(entry.offset, entry.command, entry.hint, content)
        self._add(block, entry.offset, command, output, entry.language or language)

    def _add(
        self,
        block: Block,
        offset: int,
        command: Command,
        output: str | None = None,
        language: str = "bash",
    ) -> None:
        step = LabStep(
            line=max(min(_first_line(block) + offset, block.end), block.line),
            instruction=render(self._pending) if self._pending else "",
            command=command.text,
            language=language,
            expected=output.strip("\n") if output else None,
            hint=command.hint,
            placeholders=placeholders(f"{command.text}\n{command.content or ''}"),
            content=command.content,
        )
        self._pending = []
        self._fresh.add(command.text, len(self._steps))
        self._steps.append(step)

    def _output_later(self, block: Block) -> None:
        """Take output that a sentence introduces: the sentence says what to look for."""
        self._announcement()
        self._expect(len(self._steps) - 1, block.content)

    def _announcement(self) -> None:
        said = text_of(self._pending)
        self._hint("" if is_label(said) else said)
        self._pending = []

    def _expect(self, index: int, output: str) -> None:
        self._change(index, expected=output.strip("\n"))

    def _hint(self, text: str, index: int = -1) -> None:
        hint = "\n".join(filter(None, [self._steps[index].hint, text.strip()])) or None
        self._change(index, hint=hint)

    def _change(self, index: int, **changes: object) -> None:
        self._steps[index] = self._steps[index].model_copy(update=changes)

    def _warn(self, line: int, code: ProblemCode, message: str) -> None:
        self._problems.append(
            Problem(path=self._path, line=line, severity="warning", code=code, message=message)
        )


def _first_line(block: Block) -> int:
    """Return the line of the first character of code: below the marks of a fence."""
    return block.line + (block.kind == "fence")


def _first_typed(block: Block) -> str:
    """Return the first line of code that is neither empty nor a comment."""
    lines = (line.strip() for line in block.content.split("\n"))
    return next((line for line in lines if line and line[0] != "#"), "")
