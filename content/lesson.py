"""One source becomes one lesson: its headings sorted into concepts, questions and labs."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from content.identity import IdGiver, lesson_id
from content.labs import LabDraft, LabJoiner, lab_title
from content.markdown import parse, text_of
from content.models import Concept, Lesson, Problem, Section
from content.outline import lesson_number, outline
from content.questions import harvest, is_questions_title
from content.render import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.labs import LabTitle
    from content.markdown import Block
    from content.models import ProblemCode, Question, SectionKind, Severity
    from content.outline import Heading
    from content.source import Source

_FILE_NUMBER = re.compile(r"0*(?P<number>\d{1,4})(?=[-_ .]|$)[-_ .]*")
_CONTENTS = re.compile(r"(?:table of )?contents|toc|on this page", re.IGNORECASE)


class Reading(NamedTuple):
    """A lesson and everything that is wrong in its file, in the order of its lines."""

    lesson: Lesson
    problems: tuple[Problem, ...]


def read_lesson(source: Source, course: str) -> Reading:
    """Read one lesson of ``course``; never fails, because a fault is a problem with its line."""
    document = parse(source.text, source.numbers)
    builder = _Builder(source, course)
    if document.too_deep is not None:
        message = "what is nested deeper than this is left out: use fewer levels"
        builder.note(document.too_deep, "warning", "too-deep", message)
    return builder.build(outline(document.blocks))


class _Builder:
    """Walks the headings once and collects what they hold."""

    def __init__(self, source: Source, course: str) -> None:
        stem = PurePath(source.path).stem
        self._source = source
        self._course = course
        self._id = lesson_id(course, source.front.id or stem)
        self._file_number = _FILE_NUMBER.match(stem)
        self._ids = IdGiver(self._id)
        self._explicit: dict[int, str] = {}
        self._labs = LabJoiner(source.path)
        self._sections: list[Section] = []
        self._questions: list[Question] = []
        self._problems: list[Problem] = []

    def note(self, line: int, severity: Severity, code: ProblemCode, message: str) -> None:
        """Add a problem of this file."""
        path = self._source.path
        self._problems.append(
            Problem(path=path, line=line, severity=severity, code=code, message=message)
        )

    def build(self, root: Heading) -> Reading:
        """Return the lesson below ``root`` with its problems."""
        front = self._source.front
        number, title, body = self._title(root)
        self._reserve(root)
        self._preamble(title, [*root.blocks, *(body.blocks if body else ())])
        for node in [
            *(body.children if body else ()),
            *(n for n in root.children if n is not body),
        ]:
            self._place(node)
        labs = self._labs.finish(front.requires)
        lesson = Lesson(
            id=self._id,
            path=self._source.path,
            course=self._course,
            number=number,
            title=title,
            sections=tuple(self._sections),
            questions=tuple(self._questions),
            labs=labs,
            tags=front.tags,
            difficulty=front.difficulty,
            authors=front.authors,
            licence=front.licence,
        )
        problems = [*self._source.problems, *self._problems, *self._labs.problems]
        return Reading(lesson, tuple(sorted(problems, key=lambda problem: problem.line)))

    def _title(self, root: Heading) -> tuple[str | None, str, Heading | None]:
        """Return the lesson's number and title, and the heading that carries them."""
        from_file = self._file_number["number"] if self._file_number else None
        given = self._source.front.title
        first = root.children[0] if root.children else None
        if first and (found := lab_title(first.full_title)):
            return from_file, given or found.title or first.full_title, None
        if first and _is_title(first, alone=len(root.children) == 1):
            number, title = lesson_number(first.full_title)
            return number or from_file, given or title or self._file_title(), first
        if given is None:
            name = self._file_title()
            message = f"no heading names the lesson: begin with `# Title` (until then it is {name})"
            self.note(1, "warning", "no-heading", message)
        return from_file, given or self._file_title(), None

    def _file_title(self) -> str:
        stem = PurePath(self._source.path).stem
        bare = stem[self._file_number.end() :] if self._file_number else stem
        words = re.sub(r"[-_\s]+", " ", bare or stem).strip()
        return words[:1].upper() + words[1:] or "Lesson"

    def _reserve(self, root: Heading) -> None:
        """Give the ids that authors chose before any slug can take them."""
        for node in root.walk():
            if node.explicit is None:
                continue
            self._explicit[node.line], free = self._ids.explicit(node.explicit)
            if not free:
                message = f"the id {node.explicit} is used twice in this lesson: choose another"
                self.note(node.line, "error", "duplicate-id", message)

    def _give(self, node: Heading, title: str, qualifier: str | None = None) -> str:
        return self._explicit.get(node.line) or self._ids.give(title, qualifier)

    def _preamble(self, title: str, blocks: Sequence[Block]) -> None:
        """Keep what stands before the first section as a section with the lesson's title."""
        rest = self._harvest(blocks, announced=False)
        if text_of(rest).strip():
            self._section(self._ids.give(title), title, rest)

    def _place(self, node: Heading) -> None:
        """Read a heading of the top level and everything below it."""
        if found := lab_title(node.full_title):
            self._lab(node, found)
        elif is_questions_title(node.title):
            self._practice(node)
        elif _is_part(node):
            if text_of(node.blocks).strip():
                body = self._harvest(node.blocks, announced=False)
                self._section(self._give(node, node.title), node.title, body, node=node)
            for child in node.children:
                self._place(child)
        else:
            self._topic(node)

    def _topic(self, node: Heading) -> None:
        """Read a section with its concepts; questions and labs below it are taken out first."""
        cut = _cut(node)
        before = len(self._questions)
        title = node.title or self._file_title()
        identity = self._give(node, title)
        body = self._harvest(node.blocks, announced=False)
        concepts = tuple(self._concept(child, title) for child in node.children)
        if concepts or text_of(body).strip():
            self._section(identity, title, body, node=node, concepts=concepts)
        elif not cut and before == len(self._questions) and not _CONTENTS.fullmatch(title):
            self.note(
                node.line, "warning", "empty-section", f"nothing stands below the heading: {title}"
            )
            self._section(identity, title, body, node=node, concepts=concepts)
        for child in cut:
            self._place(child)

    def _concept(self, node: Heading, section: str) -> Concept:
        title = node.title or section
        identity = self._give(node, title, section)
        blocks = self._harvest(list(node.flat()), announced=False)
        text = text_of(blocks)
        if not text.strip():
            self.note(
                node.line, "warning", "empty-concept", f"nothing stands below the heading: {title}"
            )
        return Concept(id=identity, title=title, line=node.line, body=render(blocks), text=text)

    def _practice(self, node: Heading) -> None:
        cut = _cut(node)
        rest = self._harvest(list(node.flat()), announced=True)
        if text_of(block for block in rest if block.kind != "heading").strip():
            identity = self._give(node, node.title)
            self._section(identity, node.title, rest, node=node, kind="questions")
        for child in cut:
            self._place(child)

    def _harvest(self, blocks: Sequence[Block], *, announced: bool) -> list[Block]:
        """Take the questions out of ``blocks`` and return the rest."""
        found = harvest(self._source.path, blocks, self._ids, announced=announced)
        self._questions += found.questions
        self._problems += found.problems
        return found.rest

    def _lab(self, node: Heading, found: LabTitle) -> None:
        draft = self._labs.find(found, node.line)
        if draft is None:
            title = found.title or f"Lab {len(self._labs.drafts) + 1}"
            draft = LabDraft(title, self._give(node, title), node)
            self._labs.drafts.append(draft)
        if found.solution:
            draft.solution = node
        else:
            draft.task = node

    def _section(
        self,
        identity: str,
        title: str,
        blocks: Sequence[Block],
        *,
        node: Heading | None = None,
        kind: SectionKind = "concepts",
        concepts: tuple[Concept, ...] = (),
    ) -> None:
        """Add a section; without a heading it begins at the first of its blocks."""
        self._sections.append(
            Section(
                id=identity,
                number=node.number if node else None,
                title=title,
                line=node.line if node else blocks[0].line,
                kind=kind,
                body=render(blocks),
                text=text_of(blocks),
                concepts=concepts,
            )
        )


def _is_title(first: Heading, *, alone: bool) -> bool:
    """Say whether the first heading names the lesson and not its first section."""
    if is_questions_title(first.title):
        return False
    return alone or (first.level == 1 and "." not in (first.number or ""))


def _is_part(node: Heading) -> bool:
    """Say whether a heading only groups sections: they are numbered ``4.1``, it is not."""
    return "." not in (node.number or "") and any(
        "." in (child.number or "") for child in node.children
    )


def _cut(node: Heading) -> list[Heading]:
    """Take the labs and practice questions below ``node`` out of it and return them in order."""
    found: list[Heading] = []
    kept: list[Heading] = []
    for child in node.children:
        if lab_title(child.full_title) or is_questions_title(child.title):
            found.append(child)
        else:
            found += _cut(child)
            kept.append(child)
    node.children[:] = kept
    return found
