"""The steps of a lab: commands out of fences and text, with what belongs to each of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.labs import fences
from content.labs.checks import placeholders
from content.labs.lines import Command
from content.labs.lists import COMMAND, REMARK, said_of_dialog, said_of_file, unboxed
from content.labs.programs import is_edit, opened
from content.labs.prompts import has_prompts
from content.labs.shells import CONSOLE, OUTPUT, PRINTED, SHELL, language_of
from content.markdown.blocks import Block, text_of
from content.markdown.render import render
from content.models import LabStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from content.labs.programs import Opening, Vocabulary
    from content.problems import ProblemSink

_MOST_LEADS = 3


def read_steps(
    blocks: Iterable[Block], vocabulary: Vocabulary, sink: ProblemSink
) -> tuple[tuple[LabStep, ...], str]:
    """Return the steps in a solution's blocks, and the Markdown behind the last of them."""
    reader = _Reader(vocabulary, sink)
    for block in blocks:
        for part in unboxed(block, vocabulary.knows):
            reader.take(part)
    return tuple(step.build() for step in reader.steps), render(reader.pending)


@dataclass
class _Step:
    """A step while what belongs to its command is being found."""

    line: int
    instruction: str
    command: str
    language: str
    expected: str | None = None
    content: str | None = None
    hints: list[str] = field(default_factory=list)

    def add(self, more: Command) -> None:
        """Take in what else is said of the command, typed into it or printed by it."""
        self.expected = self.expected if more.output is None else more.output
        self.content = "\n".join(filter(None, [self.content, more.content])) or None
        self.hint(more.hint or "")

    def hint(self, text: str) -> None:
        """Take in what a text says of the command."""
        self.hints += [text.strip()] if text.strip() else []

    def build(self) -> LabStep:
        """Return the step."""
        opening = opened(self.command)
        is_file = opening is not None and opening.file is not None
        return LabStep(
            line=self.line,
            instruction=self.instruction,
            command=self.command,
            language=self.language,
            expected=self.expected,
            hint="\n".join(self.hints) or None,
            placeholders=placeholders(f"{self.command}\n{self.content or ''}"),
            content=self.content,
            dialog=bool(self.content) and not is_file,
        )


class _Reader:
    """Collects steps; text waits in ``pending`` until the command that it introduces."""

    def __init__(self, vocabulary: Vocabulary, sink: ProblemSink) -> None:
        self._knows = vocabulary.knows
        self._sink = sink
        self.pending: list[Block] = []
        self.steps: list[_Step] = []
        self._first = 0
        """The first step of the last block: a transcript may show what its commands print."""
        self._language = ""
        self._open: Opening | None = None
        """The dialog that the last command opened."""
        self._listed = False
        """Whether the last block was a command in a list."""

    @property
    def _last(self) -> _Step:
        """The last step; where there is none, one that takes nothing more."""
        return self.steps[-1] if self.steps else _Step(0, "", "", "", expected="")

    def take(self, block: Block) -> None:
        """Read one block that is no list around a fence."""
        last = self._last
        if block.kind == COMMAND:
            self._language = language_of(block)
            first = self._first if self._listed and not self.pending else len(self.steps)
            self._begin(block, [Command(-1, block.content)])
            self._last.hint(text_of(block.children))
            self._first, self._listed = first, True
        elif block.kind == REMARK:
            # Below a command, what is said of the code above is a hint.
            if self.steps and not self.pending:
                last.hint(text_of(block.children))
            else:
                self.pending += block.children
        elif block.is_code:
            self._language = language_of(block)
            self._code(block)
            self._listed = False
        elif self._open and self._open.own and block.is_list and not last.content:
            said, left = said_of_dialog(block, self._open)
            last.hint(text_of([*self.pending, *said]) if said else "")
            self.pending = [*([] if said else self.pending), *left]
        elif not self.pending and (last.content or is_edit(last.command)):
            said, self.pending = said_of_file(block, waits=not last.content)
            last.hint(text_of(said))
        else:
            self.pending.append(block)

    def _code(self, block: Block) -> None:
        """Read code by its own looks, what stands above it, and whether the last step waits."""
        waits = self._last.expected is None
        announced = bool(self.pending) and fences.announces(text_of(self.pending[-1:]), block)
        is_output = waits and (announced or block.language == "output")
        # More output of a command that has its own already is text.
        is_more = (
            announced
            and bool(self.steps)
            and not waits
            and not self._knows(fences.first_line(block))
        )
        if block.kind == "code_block" and is_output:
            self._output(block)
        elif is_more or not fences.is_code(block):
            self.pending.append(block)
        elif self._is_content(block):
            self._content(block)
        elif fences.in_dialog(block, self._open) and not fences.names_file(self.pending):
            self._dialog(block)
        elif prompted := fences.prompted(block):
            self._transcript(block, prompted)
        elif is_output or (waits and not self.pending and self._looks_printed(block)):
            self._output(block)
        else:
            self._typed(block)

    def _looks_printed(self, block: Block) -> bool:
        """Return whether a fence directly below a command shows what it prints."""
        if not block.language:
            return self._first < len(self.steps) and not self._knows(
                fences.first_line(block, comments=True)
            )
        return block.language in PRINTED or (block.language in SHELL and fences.is_table(block))

    def _is_content(self, block: Block) -> bool:
        """Return whether a fence can be what goes into a file, and an editor stands above it."""
        if block.kind != "fence" or block.language in CONSOLE | OUTPUT:
            return False
        asked = fences.asks_for_file(self.pending)
        may_be = block.content.startswith("#!") or block.language not in SHELL or asked
        if asked or not block.language:
            may_be = may_be and not (
                has_prompts(block.content) or self._knows(fences.first_line(block))
            )
        named = may_be and asked and fences.named_editor(self.pending)
        return may_be and (bool(named) or self._is_editing(block))

    def _is_editing(self, block: Block) -> bool:
        """Return whether the last command opened an editor, and nothing long stands between."""
        last, said = self._last, text_of(self.pending)
        is_filled = last.content is not None or last.expected is not None
        if is_filled or not is_edit(last.command) or len(self.pending) > _MOST_LEADS:
            return False
        may_be_output = block.language in PRINTED or fences.is_label(said)
        is_output = may_be_output and fences.announces(said, block)
        return len(said) <= fences.LONGEST_LEAD and not is_output

    def _content(self, block: Block) -> None:
        """Take a fence as what goes into the file of the editor command above it."""
        asked = fences.asks_for_file(self.pending)
        if command := fences.named_editor(self.pending) if asked else None:
            self.take(block._replace(kind=COMMAND, info="", content=command))
        self._last.hint(text_of(self.pending))
        self.pending = []
        self.steps[-1].add(Command(0, "", content=block.content.strip("\n") or None))

    def _dialog(self, block: Block) -> None:
        """Take a fence as what is typed into the dialog that is open, or in a step of its own."""
        command, opening, last = fences.dialog_of(block), self._open, self._last
        is_its = opening is not None and opened(last.command) is opening and last.expected is None
        if is_its and opening and (opening.keys or not last.content):
            self._announcement()
            last.add(command._replace(content=command.text))
        else:
            self._begin(block, [command])
        self._open = opening if _goes_on(opening, command.text) else None

    def _output(self, block: Block) -> None:
        self._announcement()
        self.steps[-1].add(Command(0, "", output=block.content.strip("\n")))

    def _announcement(self) -> None:
        """Take what stands above output as a hint, unless it only says that output follows."""
        said = text_of(self.pending)
        self._last.hint("" if fences.is_label(said) else said)
        self.pending = []

    def _typed(self, block: Block) -> None:
        """Read code without prompts; what holds no command stays text."""
        commands, is_open = fences.typed(block, self._knows)
        if block.language in CONSOLE:
            self._transcript(block, commands)
            return
        if block.language == "output":
            message = "no command stands before this output"
            self._sink.warning(block.line, "output-without-command", message)
        if is_open is not None:
            message = "a quote, bracket or heredoc that begins here is never closed"
            self._sink.warning(_line(block, is_open), "open-command", message)
        for command in commands:
            if command.content and not command.text:
                first = command.content.split("\n", 1)[0].strip()
                message = f"this is no command: {first}"
                message += " (put what belongs into a file below its editor, such as `vim FILE`)"
                self._sink.warning(_line(block, command.offset), "no-command", message)
        texts = [command.text for command in commands]
        same = texts == [step.command for step in self.steps[self._first :]]
        if self._listed and same and (len(texts) > 1 or not self.pending):
            # What the list above says, once more to copy.
            self._announcement()
            for step, command in zip(self.steps[self._first :], commands, strict=True):
                step.add(command)
        else:
            self._begin(block, commands)

    def _transcript(self, block: Block, commands: Sequence[Command]) -> None:
        """Read prompts with output between them; known commands only get their output."""
        announced = len(self.pending) == 1 and fences.announces(text_of(self.pending), block)
        waiting: defaultdict[str, list[_Step]] = defaultdict(list)
        for step in reversed(self.steps[self._first :]):
            waiting[step.command] += [step] if step.expected is None else []
        repeats = all(command.text in waiting for command in commands)
        waits = any(waiting[command.text] for command in commands)
        if not (repeats and waits and (announced or not self.pending)):
            self._begin(block, commands)
            return
        self._announcement()
        for command in commands:
            if steps := waiting[command.text]:
                steps.pop().add(command)
            else:
                # The transcript shows it more often than it stands above.
                self._add(block, command)

    def _begin(self, block: Block, commands: Sequence[Command]) -> None:
        """Add the commands of a block: from here on, transcripts are about these."""
        if not any(command.text or command.content for command in commands):
            self.pending.append(block)
            return
        self._first = len(self.steps)
        for command in commands:
            self._add(block, command)

    def _add(self, block: Block, command: Command) -> None:
        """Add a command as a step; what is none stays text, or is said of the last step."""
        line = _line(block, command.offset)
        hint = [Block("paragraph", line, line, command.hint)] if command.hint else []
        if command.text:
            opening = opened(command.text)
            self._open = opening if _goes_on(opening, command.content) else None
            step = _Step(line, render(self.pending), command.text, self._language)
            step.add(command)
            self.steps.append(step)
            self.pending = []
        elif command.content:
            self.pending += [*hint, Block("fence", line, line, command.content)]
        elif self.steps and not self.pending:
            self._last.hint(command.hint or "")
        else:
            self.pending += hint


def _goes_on(opening: Opening | None, typed: str | None) -> bool:
    """Return whether a dialog is still open behind what was typed."""
    last = (typed or "").rpartition("\n")[2].strip()
    return opening is not None and not (opening.ends and opening.ends.fullmatch(last))


def _line(block: Block, offset: int) -> int:
    """Return the line in the file of a line of code, which stands below the marks of a fence."""
    return max(block.line, min(block.line + (block.kind == "fence") + offset, block.end))
