"""What is wrong with the steps of labs: programs, placeholders, editors with nothing to write."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.labs.lines import VERBS
from content.labs.programs import FAMILIES, PROGRAMS, bare, is_edit
from content.labs.shells import CONSOLE, SHELL
from content.markdown.lines import code_spans, without_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.markdown.blocks import Block
    from content.models import Lab, LabStep
    from content.problems import ProblemSink

# What no shell looks up: a path, a variable, a file that is run by its ending.
_NO_NAME = re.compile(
    r"[^\w+>-]|.*[/\\$(){}\[\]`'\"<=*~:!,]|.*\.(?:sh|py|pl|rb|js|jar|exe|ps1|bat|cmd|msc|run|bin)$"
    r"|(?i:get|set|new|remove|add|test|start|stop|invoke|import|export|install|enable|select|where)-"
    r"[A-Za-z]+$|[A-Z][A-Za-z]+-\w+$|[_A-Z][_A-Z0-9]*$"
)
_VERSION = re.compile(r"[-.\d]+$")
_INSTALLS = re.compile(
    r"\b(?:apt|apt-get|aptitude|apk|brew|cargo|choco|conda|dnf|gem|git|go|helm|krew|npm|pacman|pip3?"
    r"|pipx|pnpm|scoop|snap|uv|winget|yarn|yum|zypper)\b.{0,60}?\s"
    r"(?:add|build|clone|get|i|install|-S\w*|tap)\s(?P<names>.*)"
)
_MAKES = re.compile(
    r"\balias\s+([\w.-]+)=|\bfunction\s+([\w.-]+)|^\s*([\w.-]+)\s*\(\)"
    r"|(?:\s-o|\s-O|>|--name|--output|\bchmod\s+\S+|\bmv\s+\S+|\bcp\s+\S+|-s\s+\S+)[\s=]*([\w.-]+)"
    r"|[/\\]([\w.+-]+)",
    re.MULTILINE,
)
_WORDS = re.compile(r"[\w.+-]+")
_SHORT = 5
"""The letters of a word of which one slip is the most."""
_TOLD = re.compile(
    rf"\b(?:{VERBS}|create|enter|type|define|configure|enable|disable)\b", re.IGNORECASE
)


def check_steps(labs: Iterable[Lab], blocks: Iterable[Block], sink: ProblemSink) -> None:
    """Warn of commands without a known program, and of editors that are opened for nothing.

    ``blocks`` are the whole lesson: a program that it installs, makes or names is known in it.
    """
    labs = list(labs)
    steps = [step for lab in labs for step in lab.steps]
    filled = {step.command for step in steps if step.content or step.hint or step.expected}
    for step in steps:
        said = step.command in filled or _TOLD.search(step.instruction)
        if is_edit(step.command) and not said:
            message = "nothing says what to write: put it below the editor, or say it in a comment"
            sink.warning(step.line, "nothing-to-write", message)
    typed = (step for step in steps if step.language in SHELL | CONSOLE)
    doubtful = [(step, word) for step in typed if (word := _unknown(step.command))]
    if not doubtful:
        return
    introduced = _introduced(blocks)
    uses = Counter(word for word, _ in {(word, step.command) for step, word in doubtful})
    likest = {word: _near(word) for word in uses.keys() - introduced}
    for step, word in doubtful:
        near = likest.get(word)
        is_used = uses[word] > 1 and word.islower() and len(word) > 1
        if word in likest and (near or not is_used):
            advice = (
                f"did you mean {near}?" if near else "name it in the text, or write it otherwise"
            )
            sink.warning(step.line, "unknown-command", f"no program is known as {word}: {advice}")


def _unknown(command: str) -> str | None:
    """Return the word that a command begins with when no program is known by it."""
    words = bare(command.split("\n", 1)[0]).split(None, 1)
    word = words[0].rstrip(";&|") if words else ""
    if not word or _NO_NAME.match(word) or word.startswith(FAMILIES):
        return None
    names = {word, word.lower(), _VERSION.sub("", word)}
    return None if names & PROGRAMS else word


def _near(word: str) -> str | None:
    most = 1 if len(word) <= _SHORT else 2
    if len(word) < _SHORT - 1:
        return None
    found = process.extractOne(word.lower(), PROGRAMS, scorer=OSA.distance, score_cutoff=most)
    return found[0] if found and len(found[0]) >= _SHORT - 2 else None


def _introduced(blocks: Iterable[Block]) -> set[str]:
    """Return the words that a lesson's code installs or makes, and those that its text shows."""
    words: set[str] = set()
    for part in (part for block in blocks for part in block.walk()):
        if part.is_code:
            for line in part.content.split("\n"):
                installs = _INSTALLS.search(line)
                words.update(_WORDS.findall(installs["names"]) if installs else ())
            words.update(word for found in _MAKES.findall(part.content) for word in found if word)
        elif part.is_text:
            spans = code_spans(part.content)
            shown = (part.content[span.start : span.end].strip("` ") for span in spans)
            words.update(code.split()[0] for code in shown if code)
    return words


_PLACEHOLDER = re.compile(r"(?<![<$])<(?P<name>[A-Za-z][A-Za-z0-9]*(?:[ _-][A-Za-z0-9]+)*)>")
# In small letters it may be `<in>out` instead.
_INSIDE = re.compile(r"\w<|>[\w&]")
_CLOSED = re.compile(r"</([^<>]+)>")
# `List<STRING>` is a type.
_TYPE = re.compile(r"(?<=[A-Za-z])<")
_OUTPUT = frozenset({"output", "text", "txt", "console"})
# Keys to press, then marks of a page, and what commands print as they are.
_KEYBOARD = re.compile(
    r"ENTER|RETURN|EOT|ESC|ESCAPE|TAB|SPACE|BACKSPACE|UP|DOWN|LEFT|RIGHT|F\d+|(?:CTRL|ALT|SHIFT|CMD)\b.*"
)
_PRINTED = re.compile(r"EOF|EOL|DEL|DELETE|[A-Z]|BR|HR|DIR|NONE|NULL|UNKNOWN|UNSET")
_LIKE = 70
_MANY = 100


def placeholders(command: str) -> tuple[str, ...]:
    """Return the names in angle brackets that a learner fills, each once, in order.

    ``docker inspect <CONTAINER ID>`` has ``("CONTAINER ID",)``; redirections have none.
    """
    names: dict[str, None] = {}
    closed = set(_CLOSED.findall(command))
    for found in _PLACEHOLDER.finditer(command):
        name, around = found["name"], command[max(found.start() - 1, 0) : found.end() + 1]
        is_tag = not name.isupper() and (name in closed or _INSIDE.search(around))
        if not (is_tag or _KEYBOARD.fullmatch(name)):
            names[name] = None
    return tuple(names)


def check_placeholders(
    blocks: Iterable[Block], steps: Sequence[LabStep], sink: ProblemSink
) -> None:
    """Warn once of each placeholder in the text of a lab that none of its commands has.

    Only names in capitals count; ``<none>`` is what a command prints.
    """
    known = sorted({name for step in steps for name in step.placeholders})
    hints = [(step.line, step.hint) for step in steps if step.hint and "<" in step.hint]
    told = set(known)
    for line, text in [*_lines(blocks, with_output=bool(known)), *hints]:
        for name in placeholders(_TYPE.sub("", text)):
            if name in told or not name.isupper() or _PRINTED.fullmatch(name):
                continue
            told.add(name)
            near = process.extractOne(name, known[:_MANY], score_cutoff=_LIKE)
            advice = (
                f"did you mean <{near[0]}>?" if near else "put it into one, or write it otherwise"
            )
            message = f"no command of this lab has the placeholder <{name}>: {advice}"
            sink.warning(line, "unknown-placeholder", message)


def _lines(blocks: Iterable[Block], *, with_output: bool) -> Iterator[tuple[int, str]]:
    """Yield the lines of text with names, without its code, and those of output on demand."""
    for part in (part for block in blocks for part in block.walk()):
        is_output = with_output and part.is_code and part.language in _OUTPUT
        if "<" in part.content and (part.is_text or is_output):
            text = part.content if is_output else without_code(part.content)
            for offset, line in enumerate(text.split("\n"), part.line + is_output):
                yield min(offset, part.end), line
