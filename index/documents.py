"""Turns a library into what is indexed: concepts, sections and labs, but never a question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from content.markdown import plain_text
from content.models import Frozen

from .abbreviations import Abbreviations
from .models import HitKind
from .words import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.models import Lab, Lesson, Section


_LEAD = re.compile(
    r"(?:understanding|introducing|introduction to|overview of|what (?:is|are)|about)\s+"
    r"(?:an?\s+|the\s+)?",
    re.IGNORECASE,
)


class Lessons(Protocol):
    """The part of ``content.library.Library`` that the index needs."""

    @property
    def lessons(self) -> Sequence[Lesson]:
        """Every lesson in teaching order."""


class Document(Frozen):
    """What can be found: ``text`` is plain and is shown, ``extra`` is searched only.

    ``names`` are other spellings of the title, folded ("cni" for "Container Network Interface").
    """

    id: str
    kind: HitKind
    title: str
    lesson: str
    section: str
    text: str
    extra: str
    path: str
    line: int
    names: tuple[str, ...] = ()


def documents(library: Lessons) -> tuple[Document, ...]:
    """Return every document of ``library`` with the abbreviations that its texts teach."""
    plain = [found for lesson in library.lessons for found in _of_lesson(lesson)]
    learned = Abbreviations.learn(f"{found.title}\n{found.text}" for found in plain)
    return tuple(
        found.model_copy(
            update={
                "names": tuple(
                    dict.fromkeys([*_without_lead(found.title), *learned.other_names(found.title)])
                ),
                "extra": " ".join([found.extra, *learned.short_names(found.text)]).strip(),
            }
        )
        for found in plain
    )


def _without_lead(title: str) -> tuple[str, ...]:
    """Return "service mesh" for "Understanding Service Mesh": people ask for the thing itself."""
    match = _LEAD.match(title)
    return (plain(title[match.end() :]),) if match else ()


def _of_lesson(lesson: Lesson) -> Iterator[Document]:
    lab_lines = {lab.line for lab in lesson.labs}
    for section in lesson.sections:
        # A lab's own section says the same as its lab; one that gave no lab is still worth finding.
        if section.kind == "questions" or section.line in lab_lines:
            continue
        yield from _of_section(lesson, section)
    for lab in lesson.labs:
        yield _of_lab(lesson, lab)


def _of_section(lesson: Lesson, section: Section) -> Iterator[Document]:
    yield Document(
        id=section.id,
        kind="section",
        title=section.title,
        lesson=lesson.title,
        section=section.title,
        text=section.text or "\n".join(concept.title for concept in section.concepts),
        extra=" ".join([section.number or "", *(c.title for c in section.concepts)]).strip(),
        path=lesson.path,
        line=section.line,
    )
    for concept in section.concepts:
        yield Document(
            id=concept.id,
            kind="concept",
            title=concept.title,
            lesson=lesson.title,
            section=section.title,
            text=concept.text,
            extra="",
            path=lesson.path,
            line=concept.line,
        )


def _of_lab(lesson: Lesson, lab: Lab) -> Document:
    steps = (
        part
        for step in lab.steps
        for part in (plain_text(step.instruction), step.command, step.content)
    )
    return Document(
        id=lab.id,
        kind="lab",
        title=lab.title,
        lesson=lesson.title,
        section="",
        text="\n".join(part for part in (plain_text(lab.task), *steps) if part),
        extra="",
        path=lesson.path,
        line=lab.line,
    )
