"""One source becomes one lesson: its headings sorted into concepts, questions and labs."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from content.identity import IdGiver, lesson_id
from content.labs import LabDraft, LabJoiner, lab_title
from content.links import dead_links
from content.markdown import has_content, parse, text_of
from content.models import Alias, Concept, Lesson, Problem, Question, Section
from content.naming import Claim, Namer
from content.outline import is_furniture, lesson_number, outline
from content.questions import find_questions, is_key_title, is_questions_title
from content.render import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.labs import LabTitle
    from content.markdown import Block
    from content.models import ProblemCode, SectionKind, Severity
    from content.outline import Heading
    from content.questions import Found
    from content.source import Source

_FILE_NUMBER = re.compile(r"0*(?P<number>\d{1,4})(?=[-_ .]|$)[-_ .]*")
_STEP = re.compile(r"(?:task|step|part|exercise)\b", re.IGNORECASE)
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
    for line, anchor in dead_links(document.blocks, source.anchors) if "](#" in source.text else ():
        builder.note(line, "warning", "dead-link", f"nothing in this file has the anchor #{anchor}")
    page = [block for block in document.blocks if not is_furniture(block)]
    return builder.build(find_questions(source.path, page))


class _Topic(NamedTuple):
    """A concept before it has its id."""

    claim: Claim
    blocks: list[Block]


class _Part(NamedTuple):
    """A section before it has its id."""

    claim: Claim
    number: str | None
    kind: SectionKind
    blocks: Sequence[Block]
    topics: list[_Topic]


class _Builder:
    """Walks the headings once and collects what they hold; ids are given at the end."""

    def __init__(self, source: Source, course: str) -> None:
        stem = PurePath(source.path).stem
        self._source = source
        self._course = course
        self._id = lesson_id(course, source.front.id or stem)
        self._file_number = _FILE_NUMBER.match(stem)
        self._namer = Namer(source.path, IdGiver(self._id))
        self._labs = LabJoiner(source.path)
        self._lab_claims: list[Claim] = []
        self._claims: list[Claim] = []
        self._parts: list[_Part] = []
        self._asked: set[int] = set()
        self._problems: list[Problem] = []

    def note(self, line: int, severity: Severity, code: ProblemCode, message: str) -> None:
        """Add a problem of this file."""
        path = self._source.path
        self._problems.append(
            Problem(path=path, line=line, severity=severity, code=code, message=message)
        )

    def build(self, found: Found) -> Reading:
        """Return the lesson of a page whose questions were found."""
        front = self._source.front
        root = outline(found.rest)
        _adopt(root)
        self._asked = found.asked
        number, title, body = self._title(root)
        self._preamble(title, [*root.blocks, *(body.blocks if body else ())])
        for node in [
            *(body.children if body else ()),
            *(n for n in root.children if n is not body),
        ]:
            self._place(node, None)
        questions = self._name(found)
        known = {question.id for question in questions} | {claim.id for claim in self._claims}
        aliases = tuple(self._aliases(known))
        labs = self._labs.finish(front.requires)
        lesson = Lesson(
            id=self._id,
            path=self._source.path,
            course=self._course,
            number=number,
            title=title,
            sections=tuple(map(_section, self._parts)),
            questions=questions,
            labs=labs,
            aliases=aliases,
            tags=front.tags,
            difficulty=front.difficulty,
            authors=front.authors,
            licence=front.licence,
        )
        problems = [
            *self._source.problems,
            *found.problems,
            *self._problems,
            *self._namer.problems,
            *self._labs.problems,
        ]
        return Reading(lesson, tuple(sorted(problems, key=lambda problem: problem.line)))

    def _name(self, found: Found) -> tuple[Question, ...]:
        """Give every item its id and return the questions with theirs."""
        sections = [part.claim for part in self._parts]
        concepts = [topic.claim for part in self._parts for topic in part.topics]
        self._claims = [*sections, *concepts, *self._lab_claims]
        self._namer.reserve(self._claims)
        for claims in (sections, concepts, self._lab_claims):
            self._namer.name(claims)
        for draft, claim in zip(self._labs.drafts, self._lab_claims, strict=True):
            draft.identity = claim.id
        ids = self._namer.questions(found.questions)
        self._namer.former(self._claims, self._course)
        questions = []
        for identity, one in zip(ids, found.questions, strict=True):
            for old in one.attributes.aliases:
                self._namer.declare(old, identity, one.line, self._course)
            questions.append(
                Question(
                    id=identity,
                    line=one.line,
                    stem=one.stem,
                    options=one.options,
                    correct=one.correct,
                    explanation=one.explanation,
                )
            )
        return tuple(questions)

    def _aliases(self, known: set[str]) -> Iterator[Alias]:
        """Yield the former ids of the lesson and of its items, whose ids are ``known``."""
        line = self._source.front_lines.get("aliases", 1)
        for old, name in self._source.front.aliases.items():
            new = self._namer.full(name) if name else self._id
            if not name:
                former = old if "/" in old else lesson_id(self._course, old)
                yield Alias(old=former, new=new)
            elif new in known:
                self._namer.declare(old, new, line, self._course)
            else:
                message = f"the alias {old} leads to {name}, but nothing in this lesson has that id"
                self.note(line, "warning", "unknown-alias", message)
        yield from self._namer.aliases

    def _title(self, root: Heading) -> tuple[str | None, str, Heading | None]:
        """Return the lesson's number and title, and the heading that carries them."""
        from_file = self._file_number["number"] if self._file_number else None
        given = self._source.front.title
        first = root.children[0] if root.children else None
        if first and (found := _lab_of(first)):
            return from_file, given or found.title or first.full_title, None
        alone = len(root.children) == 1 and given is None
        if first and _is_title(first, alone=alone):
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

    def _preamble(self, title: str, blocks: Sequence[Block]) -> None:
        """Keep what stands before the first section as a section with the lesson's title."""
        if has_content(blocks):
            claim = Claim(title, blocks[0].line)
            self._parts.append(_Part(claim, None, "concepts", blocks, []))

    def _place(self, node: Heading, above: str | None) -> None:
        """Read a heading of the top level and everything below it; ``above`` groups sections."""
        if found := _lab_of(node):
            self._lab(node, found)
        elif is_questions_title(node.title) or is_key_title(node.title):
            self._practice(node, above)
        elif _is_part(node):
            self._part(node, node.title, node.blocks, above)
            for child in node.children:
                self._place(child, node.title)
        else:
            self._topics(node, above)

    def _topics(self, node: Heading, above: str | None) -> None:
        """Read a section with its concepts; questions and labs below it are taken out first."""
        cut = self._cut(node)
        title = node.title or self._file_title()
        topics = [self._topic(child, title) for child in node.children]
        if topics or has_content(node.blocks) or not _CONTENTS.fullmatch(title):
            only_asked = node.line in self._asked and not topics and not has_content(node.blocks)
            kind: SectionKind = "questions" if only_asked else "concepts"
            self._part(node, title, node.blocks, above, kind=kind, topics=topics)
        if not topics and not cut and not has_content(node.blocks):
            self._miss(node, "empty-section", title)
        for child in cut:
            self._place(child, title)

    def _topic(self, node: Heading, section: str) -> _Topic:
        title = node.title or section
        blocks = list(node.flat())
        if not has_content(blocks):
            self._miss(node, "empty-concept", title)
        return _Topic(Claim(title, node.line, section, node.attributes), blocks)

    def _miss(self, node: Heading, code: ProblemCode, title: str) -> None:
        """Warn of a heading below which nothing stands, unless questions did."""
        if node.line not in self._asked and not _CONTENTS.fullmatch(title):
            self.note(node.line, "warning", code, f"nothing stands below the heading: {title}")

    def _practice(self, node: Heading, above: str | None) -> None:
        cut = self._cut(node)
        rest = list(node.flat())
        if has_content(rest):
            self._part(node, node.title, rest, above, kind="questions")
        for child in cut:
            self._place(child, node.title)

    def _lab(self, node: Heading, found: LabTitle) -> None:
        """Read a lab's heading; the labs and the solution below it are taken out first."""
        inside = self._cut(node, found)
        own = next((one for one in inside if (lab := _lab_of(one)) and lab.solution), None)
        if own is None and any(map(_lab_of, inside)) and not has_content(node.flat()):
            # It only stands above labs that have names of their own.
            self._part(node, node.title, [], None, kind="lab")
        else:
            draft = self._draft(node, found)
            if own and draft.solution is None:
                draft.solution = own
                inside.remove(own)
        for child in inside:
            self._place(child, node.title)

    def _draft(self, node: Heading, found: LabTitle) -> LabDraft:
        """Return the lab that a heading begins or completes."""
        draft = self._labs.find(found, node.line)
        if draft is None:
            title = found.title or f"Lab {found.number or len(self._labs.drafts) + 1}"
            draft = LabDraft(title, "", node, demo=found.demo, number=found.number)
            self._labs.add(draft)
            self._lab_claims.append(Claim(title, node.line, f"lab {found.number}", node.attributes))
        if found.solution:
            draft.solution = node
        else:
            draft.task = node
        return draft

    def _cut(self, node: Heading, inside: LabTitle | None = None) -> list[Heading]:
        """Take the labs and questions below ``node`` out of it and return them in order.

        ``inside`` is the lab that ``node`` names: its demos, and parts of its solution, stay.
        """
        found: list[Heading] = []
        kept: list[Heading] = []
        for child in node.children:
            only_asked = child.line in self._asked and not has_content(child.flat())
            lab = _lab_of(child)
            if lab and inside and (lab.demo or (lab.solution and inside.solution)):
                lab = None
            if lab or is_questions_title(child.title) or only_asked:
                found.append(child)
            else:
                found += self._cut(child, inside)
                kept.append(child)
        node.children[:] = kept
        return found

    def _part(
        self,
        node: Heading,
        title: str,
        blocks: Sequence[Block],
        above: str | None,
        *,
        kind: SectionKind = "concepts",
        topics: list[_Topic] | None = None,
    ) -> None:
        claim = Claim(title, node.line, above, node.attributes)
        self._parts.append(_Part(claim, node.number, kind, blocks, topics or []))


def _section(part: _Part) -> Section:
    return Section(
        id=part.claim.id,
        number=part.number,
        title=part.claim.title,
        line=part.claim.line,
        kind=part.kind,
        body=render(part.blocks),
        text=text_of(part.blocks),
        concepts=tuple(
            Concept(
                id=topic.claim.id,
                title=topic.claim.title,
                line=topic.claim.line,
                body=render(topic.blocks),
                text=text_of(topic.blocks),
            )
            for topic in part.topics
        ),
    )


def _adopt(node: Heading) -> None:
    """Give an empty heading of a solution the headings of its level that hold the steps."""
    lab = _lab_of(node)
    kept: list[Heading] = []
    for child in node.children:
        above = kept[-1] if kept else None
        if above and _lacks_steps(above) and _holds_steps(child, inside=lab is not None):
            above.children.append(child)
            above.end = child.end
        else:
            kept.append(child)
    node.children[:] = kept
    for child in kept:
        _adopt(child)


def _lacks_steps(node: Heading) -> bool:
    """Say whether a solution has nothing of its own, or steps that it was given."""
    found = _lab_of(node)
    given = all(child.level == node.level for child in node.children)
    return bool(found and found.solution) and given and not has_content(node.blocks)


def _holds_steps(node: Heading, *, inside: bool) -> bool:
    """Say whether a heading is part of the solution above it; ``inside`` of a lab all are."""
    if _lab_of(node) or is_questions_title(node.title):
        return False
    return inside or bool(_STEP.match(node.title))


def _lab_of(node: Heading) -> LabTitle | None:
    """Return what a heading says about a lab, if it names one."""
    return lab_title(node.full_title, node.flat())


def _is_title(first: Heading, *, alone: bool) -> bool:
    """Say whether the first heading names the lesson and not its first section."""
    if alone:
        return True
    return not is_questions_title(first.title) and (
        first.level == 1 and "." not in (first.number or "")
    )


def _is_part(node: Heading) -> bool:
    """Say whether a heading only groups sections: they are numbered ``4.1``, it is not."""
    return "." not in (node.number or "") and any(
        "." in (child.number or "") for child in node.children
    )
