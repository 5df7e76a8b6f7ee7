"""Turns a library into what is indexed: concepts, sections and labs, but never a question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

from content.ids.names import slug
from content.models import Frozen

from .abbreviations import Abbreviations
from .models import HitKind
from .names import defined, names_of, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.markdown.blocks import Block
    from content.models import Concept, Lab, Lesson, Section

# What stands out is short; without a limit, every open mark would be looked for to the end.
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,200}?)(?<=\S)\1", re.DOTALL)


class Lessons(Protocol):
    """The part of ``content.library.Library`` that the index needs."""

    @property
    def lessons(self) -> Sequence[Lesson]:
        """Every lesson in teaching order."""


class Document(Frozen):
    """What can be found: ``text`` is plain and is shown, the other texts are searched only.

    ``prose`` is the text without its code, ``bold`` repeats what stands out in it. ``names`` are
    what else it is called ("cni" for "Container Network Interface"), ``written`` those of them that
    the lesson says in its own words, ``numbers`` what names it only as a whole query ("4.2"),
    ``defined`` is the term that its text begins with.
    """

    id: str
    kind: HitKind
    title: str
    course: str
    language: str | None
    lesson: str
    section: str
    text: str
    prose: str
    bold: str
    code: str
    path: str
    line: int
    names: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    defined: str = ""


def documents(library: Lessons) -> tuple[Document, ...]:
    """Return every document of ``library`` with the abbreviations that its texts teach."""
    plain = [found for lesson in library.lessons for found in _of_lesson(lesson)]
    learned = Abbreviations.learn(f"{found.title}\n{found.text}" for found in plain)
    named = names_of([(found.title, found.defined) for found in plain])
    return tuple(
        _with_names(found, [*found.names, *names], learned)
        for found, names in zip(plain, named, strict=True)
    )


def _with_names(found: Document, names: Sequence[str], learned: Abbreviations) -> Document:
    """Return a document with its names and those that the abbreviations in them give it."""
    others = [other for name in names for other in learned.other_names(name)]
    others += [spoken(name) for name in (found.title, *names)]
    unique = tuple(name for name in dict.fromkeys([*names, *others]) if name != found.title)
    written = tuple(name for name in dict.fromkeys(names) if name != found.title)
    prose = " ".join([found.prose, *learned.short_names(found.text)]).strip()
    return found.model_copy(update={"names": unique, "written": written, "prose": prose})


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
    titles = [concept.title for concept in section.concepts]
    own = _Parts.of(section.body.blocks)
    yield _document(
        lesson,
        section,
        kind="section",
        section=section.title,
        text=section.text or "\n".join(titles),
        parts=own._replace(prose="\n".join([own.prose, *titles])),
        number=section.number,
    )
    for concept in section.concepts:
        yield _document(
            lesson,
            concept,
            kind="concept",
            section=section.title,
            text=concept.text,
            parts=_Parts.of(concept.body.blocks),
        )


def _of_lab(lesson: Lesson, lab: Lab) -> Document:
    told = [lab.task, *(step.instruction for step in lab.steps)]
    typed = [part for step in lab.steps for part in (step.command, step.content)]
    steps = (
        part for step in lab.steps for part in (step.instruction.plain, step.command, step.content)
    )
    parts = _Parts.of(block for text in told for block in text.blocks)
    return _document(
        lesson,
        lab,
        kind="lab",
        section="",
        text="\n".join(part for part in (lab.task.plain, *steps) if part),
        parts=parts._replace(code="\n".join(filter(None, [parts.code, *typed]))),
    )


class _Parts(NamedTuple):
    """A text in Markdown sorted into its words, those of them that stand out, and its code."""

    prose: str
    bold: str
    code: str
    defined: str

    @classmethod
    def of(cls, top: Iterable[Block]) -> _Parts:
        blocks = [part for block in top for part in block.walk()]
        texts = [block for block in blocks if block.is_text]
        return cls(
            "\n".join(block.text for block in texts),
            "\n".join(part for block in texts for part in _bold(block)),
            "\n".join(block.shown for block in blocks if block.is_code),
            defined(texts[0].content) if texts else "",
        )


def _bold(block: Block) -> list[str]:
    """Return what stands out in a block; the line that opens a fold does as a whole."""
    if block.kind == "summary":
        return [block.content]
    return [" ".join(found[2].split()) for found in _BOLD.finditer(block.content)]


def _document(
    lesson: Lesson,
    item: Section | Concept | Lab,
    *,
    kind: HitKind,
    section: str,
    text: str,
    parts: _Parts,
    number: str | None = None,
) -> Document:
    given = [title for title in lesson.aka if slug(title) == slug(item.title)]
    return Document(
        id=item.id,
        kind=kind,
        title=item.title,
        course=lesson.course,
        language=lesson.language,
        lesson=lesson.title,
        section=section,
        text=text,
        prose=parts.prose,
        bold=parts.bold,
        code=parts.code,
        path=lesson.path,
        line=item.line,
        names=tuple(one for title in given for one in lesson.aka[title]),
        numbers=(number, f"section {number}", f"{number} {item.title}") if number else (),
        defined=parts.defined,
    )
