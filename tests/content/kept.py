"""All text that a reading kept, to tell whether a word of the source was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from content.lesson import Reading


def kept(reading: Reading) -> str:
    """Return every text of a lesson one below the other."""
    return "\n".join(text for text in _texts(reading) if text)


def _texts(reading: Reading) -> Iterator[str | None]:
    lesson = reading.lesson
    yield lesson.title
    for section in lesson.sections:
        yield from (section.number, section.title, section.body)
        for concept in section.concepts:
            yield from (concept.title, concept.body)
    for question in lesson.questions:
        yield from (question.stem, question.explanation)
        for option in question.options:
            yield from (option.text, option.reason)
    for lab in lesson.labs:
        yield from (lab.title, lab.task, lab.closing)
        for step in lab.steps:
            yield from (step.instruction, step.command, step.content, step.expected, step.hint)
