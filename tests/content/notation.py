"""A lesson as plain text, so that a fixture can show what should be read out of its Markdown.

    lesson 7 "Tides"
    section @9 7.1 "Causes" #causes
      | What moves the sea.
    concept @13 "The Moon" #the-moon
      | - Gravity pulls.
    question @30 What pulls most?
      [ ] The sun
          < It is too far away.
      [x] The moon
      ~ the-moon
      = Because it is near.
    lab @36 "Reading a Gauge" #reading-a-gauge
      task   | - Read the gauge.
      step @44
        say  | Open the gauge.
        $    | gauge open
        file | what is put into the file that the command opens
        type | what is typed into its dialog
        out  | what it prints
        hint | Look for the needle
        fill | GAUGE ID
      end    | Well done.
    warning @40 unclosed-fence

``@`` is the line in the file, ``#`` an id without its lesson, ``~`` the concept that a question
asks about; the ids that questions get from their stems are left out. Text stands behind ``|``, and
what is absent has no line. A section that holds nothing but questions has none either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from content.lesson import Reading
    from content.models import Lab, LabStep, Question, Section

_DERIVED = re.compile(r"q-[0-9a-f]{8}(?:-.*)?")


def describe(reading: Reading) -> str:
    """Return all that was read out of a lesson, in the notation above."""
    return "\n".join(_lines(reading)) + "\n"


def _lines(reading: Reading) -> Iterator[str]:
    lesson = reading.lesson
    yield " ".join(filter(None, ["lesson", lesson.number, f'"{lesson.title}"']))
    for section in lesson.sections:
        yield from _section(section)
    for question in lesson.questions:
        yield from _question(question)
    for lab in lesson.labs:
        yield from _lab(lab)
    for alias in lesson.aliases:
        yield f"alias {_local(alias.old)} -> {_local(alias.new)}"
    for problem in reading.problems:
        yield f"{problem.severity} @{problem.line} {problem.code}"


def _section(section: Section) -> Iterator[str]:
    kind = "section" if section.kind == "concepts" else section.kind
    number = f" {section.number}" if section.number else ""
    yield f'{kind} @{section.line}{number} "{section.title}" #{_local(section.id)}'
    yield from _text("  ", section.body)
    for concept in section.concepts:
        yield f'concept @{concept.line} "{concept.title}" #{_local(concept.id)}'
        yield from _text("  ", concept.body)


def _question(question: Question) -> Iterator[str]:
    identity = _local(question.id)
    chosen = "" if _DERIVED.fullmatch(identity) else f" #{identity}"
    first, *rest = question.stem.split("\n")
    yield f"question @{question.line}{chosen} {first}"
    for line in rest:
        yield f"  | {line}".rstrip()
    for index, option in enumerate(question.options):
        first, *rest = option.text.split("\n")
        yield f"  [{'x' if index in question.correct else ' '}] {first}".rstrip()
        for line in rest:
            yield f"      | {line}".rstrip()
        for line in (option.reason or "").split("\n") if option.reason else ():
            yield f"      < {line}".rstrip()
    if question.concept:
        yield f"  ~ {_local(question.concept)}"
    for line in question.explanation.split("\n") if question.explanation else ():
        yield f"  = {line}".rstrip()


def _lab(lab: Lab) -> Iterator[str]:
    yield f'lab @{lab.line} "{lab.title}" #{_local(lab.id)}'
    yield from _text("  task   ", lab.task)
    for step in lab.steps:
        yield from _step(step)
    yield from _text("  end    ", lab.closing)
    for need in lab.requires:
        yield f"  needs  | {need}"


def _step(step: LabStep) -> Iterator[str]:
    yield f"  step @{step.line}"
    yield from _text("    say  ", step.instruction)
    yield from _text("    $    ", step.command)
    yield from _text("    type " if step.dialog else "    file ", step.content)
    yield from ["    out  |"] if step.expected == "" else _text("    out  ", step.expected)
    yield from _text("    hint ", step.hint)
    for name in step.placeholders:
        yield f"    fill | {name}"


def _text(lead: str, text: str | None) -> Iterator[str]:
    for line in text.split("\n") if text else ():
        yield f"{lead}| {line}".rstrip()


def _local(identity: str) -> str:
    """Return an id without its lesson; a lesson's own id stays whole."""
    return identity.rpartition("#")[2]
