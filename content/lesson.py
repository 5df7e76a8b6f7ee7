"""One source becomes one lesson: its headings sorted into concepts, questions and labs."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from content.ids.allocation import IdRequest, Namer
from content.ids.names import IdAllocator, lesson_id, title_names
from content.item_drafts import (
    Part,
    Topic,
    concept_request,
    lab_request,
    question,
    question_request,
    section,
    section_request,
)
from content.labs import LabDraft, LabJoiner
from content.links import dead_links
from content.markdown.blocks import has_content, parse
from content.models import Alias, Lesson, Problem
from content.outline.headings import (
    adopt,
    file_names,
    has_own_words,
    is_part,
    is_title,
    lab_of,
    only_heads_labs,
)
from content.outline.tree import is_contents_title, lesson_number, outline, without_furniture
from content.questions import find_questions, is_key_title, is_questions_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.labs import LabTitle
    from content.markdown.blocks import Block
    from content.models import ProblemCode, Question, SectionKind, Severity
    from content.outline.tree import Heading
    from content.questions import Found
    from content.source import Source


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
    return builder.build(find_questions(source.path, list(without_furniture(document.blocks))))


class _Builder:
    """Walks the headings once and collects what they hold; ids are given at the end."""

    def __init__(self, source: Source, course: str) -> None:
        stem = PurePath(source.path).stem
        self._source = source
        self._course = course
        self._id = lesson_id(course, source.front.id or stem)
        self._file_number, self._file_title = file_names(stem)
        self._namer = Namer(source.path, course, IdAllocator(self._id))
        self._labs = LabJoiner(source.path)
        self._lab_requests: dict[int, IdRequest] = {}
        self._parts: list[Part] = []
        self._opening: list[IdRequest] = []
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
        adopt(root)
        self._asked = found.asked
        number, title, body = self._title(root)
        self._preamble(title, [*root.blocks, *(body.blocks if body else ())])
        others = [node for node in root.children if node is not body]
        for node in [*(body.children if body else ()), *others]:
            self._place(node, None)
        questions, aliases = self._name(found)
        labs = self._labs.finish(front.requires)
        lesson = Lesson(
            id=self._id,
            path=self._source.path,
            course=self._course,
            number=number,
            title=title,
            sections=tuple(map(section, self._parts)),
            questions=questions,
            labs=labs,
            aliases=aliases,
            tags=front.tags,
            difficulty=front.difficulty,
            language=front.language,
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

    def _name(self, found: Found) -> tuple[tuple[Question, ...], tuple[Alias, ...]]:
        """Give every item its id; return the questions with theirs, and all former ids."""
        sections = [part.request for part in self._parts[len(self._opening) :]]
        concepts = [topic.request for part in self._parts for topic in part.topics]
        asked = list(map(question_request, found.questions))
        # People have a history with labs and concepts, which no section may take from them.
        labs = list(self._lab_requests.values())
        kinds = (labs, concepts, sections, self._opening, asked)
        requests = [request for kind in kinds for request in kind]
        self._namer.reserve(requests)
        for kind in kinds:
            self._namer.name(kind)
        for draft in self._labs.drafts:
            draft.identity = self._lab_requests[draft.heading.line].id
        for request in requests:
            for old in request.attributes.aliases:
                self._namer.declare(old, request.id, request.line)
        aliases = (*self._aliases({request.id for request in requests}), *self._namer.aliases())
        return tuple(map(question, asked, found.questions)), aliases

    def _aliases(self, known: set[str]) -> Iterator[Alias]:
        """Yield the lesson's own former ids; declare those of items, whose ids are ``known``."""
        for old, name in self._source.front.aliases.items():
            line = self._source.front_lines.get(f"aliases.{old}", 1)
            new = self._namer.full(name)
            if not name:
                yield Alias(old=self._namer.lesson(old), new=self._id)
            elif new in known:
                self._namer.declare(old, new, line)
            else:
                message = f"the alias {old} leads to {name}, but nothing in this lesson has that id"
                self.note(line, "warning", "unknown-alias", message)

    def _title(self, root: Heading) -> tuple[str | None, str, Heading | None]:
        """Return the lesson's number and title, and the heading that carries them."""
        from_file = self._file_number
        given = self._source.front.title
        first = root.children[0] if root.children else None
        if first and (found := lab_of(first)) and not only_heads_labs(first, found):
            return from_file, given or found.title or first.full_title, None
        alone = len(root.children) == 1 and given is None
        if first and is_title(first, alone=alone):
            if first.attributes.id:
                message = "a lesson is named by its file: write `id` or `aliases` at the top"
                self.note(first.line, "warning", "unused-id", message)
            number, title = lesson_number(first.full_title)
            return number or from_file, given or title or self._file_title, first
        if given is None:
            name = self._file_title
            message = f"no heading names the lesson: begin with `# Title` (until then it is {name})"
            self.note(1, "warning", "no-heading", message)
        return from_file, given or self._file_title, None

    def _preamble(self, title: str, blocks: Sequence[Block]) -> None:
        """Keep what stands before the first section as a section with the lesson's title."""
        if has_content(blocks):
            names, line = title_names(title, None), blocks[0].line
            self._opening.append(IdRequest("section", title, names, line, is_quiet=True))
            self._parts.append(Part(self._opening[0], None, "concepts", blocks, []))

    def _place(self, node: Heading, above: str | None) -> None:
        """Read a heading of the top level and everything below it; ``above`` groups sections."""
        if found := lab_of(node):
            self._lab(node, found)
        elif is_questions_title(node.title) or is_key_title(node.title):
            self._practice(node, above)
        elif is_part(node):
            self._part(node, node.title, node.blocks, above)
            for child in node.children:
                self._place(child, node.title)
        else:
            self._topics(node, above)

    def _topics(self, node: Heading, above: str | None) -> None:
        """Read a section with its concepts; questions and labs below it are taken out first."""
        cut = self._cut(node)
        title = node.title or self._file_title
        topics = [self._topic(child, title) for child in node.children]
        if topics or has_content(node.blocks) or not is_contents_title(title):
            only_asked = node.line in self._asked and not topics and not has_content(node.blocks)
            kind: SectionKind = "questions" if only_asked else "concepts"
            self._part(node, title, node.blocks, above, kind=kind, topics=topics)
        if not topics and not cut and not has_content(node.blocks):
            self._miss(node, "empty-section", title)
        for child in cut:
            self._place(child, title)

    def _topic(self, node: Heading, section: str) -> Topic:
        title = node.title or section
        blocks = list(node.flat())
        if not has_content(blocks):
            self._miss(node, "empty-concept", title)
        return Topic(concept_request(title, node, section), blocks)

    def _miss(self, node: Heading, code: ProblemCode, title: str) -> None:
        """Warn of a heading below which nothing stands, unless questions did."""
        if node.line not in self._asked and not is_contents_title(title):
            self.note(node.line, "warning", code, f"nothing stands below the heading: {title}")

    def _practice(self, node: Heading, above: str | None) -> None:
        cut = self._cut(node)
        rest = list(node.flat())
        if has_content(rest) or has_own_words(node.title):
            self._part(node, node.title, rest, above, kind="questions")
        for child in cut:
            self._place(child, node.title)

    def _lab(self, node: Heading, found: LabTitle) -> None:
        """Read a lab's heading; the labs and the solution below it are taken out first."""
        inside = self._cut(node, found)
        labs = [(one, lab) for one in inside if (lab := lab_of(one))]
        # Behind a task, a solution is that task's.
        own = labs[0][0] if labs and labs[0][1].solution else None
        if own is None and labs and not has_content(node.flat()):
            # It only stands above labs that have names of their own.
            self._part(node, node.title, [], None, kind="lab")
        else:
            draft = self._draft(node, found)
            if own and draft.solution is None:
                draft.solution = own
                self._take_attributes(draft, own)
                inside.remove(own)
        for child in inside:
            self._place(child, node.title)

    def _draft(self, node: Heading, found: LabTitle) -> LabDraft:
        """Return the lab that a heading begins or completes."""
        draft = self._labs.find(found, node.line)
        if draft is None:
            title = found.title or f"Lab {found.number}".rstrip()
            draft = LabDraft(title, "", node, demo=found.demo, number=found.number)
            self._labs.add(draft)
            self._lab_requests[node.line] = lab_request(title, node, found.number)
        else:
            self._take_attributes(draft, node)
        if found.solution:
            draft.solution = node
        else:
            draft.task = node
        return draft

    def _take_attributes(self, draft: LabDraft, node: Heading) -> None:
        """Let the other heading of a lab name it, unless its first one does."""
        request = self._lab_requests[draft.heading.line]
        if request.attributes.id and node.attributes.id:
            message = f"the lab has an id on line {request.line}: write all its names there"
            self.note(node.line, "warning", "unused-id", message)
        elif node.attributes.id:
            request.attributes = node.attributes

    def _cut(self, node: Heading, inside: LabTitle | None = None) -> list[Heading]:
        """Take the labs and questions below ``node`` out of it and return them in order.

        ``inside`` is the lab that ``node`` names: its demos, and parts of its solution, stay.
        """
        found: list[Heading] = []
        kept: list[Heading] = []
        for child in node.children:
            only_asked = child.line in self._asked and not has_content(child.flat())
            lab = lab_of(child)
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
        topics: list[Topic] | None = None,
    ) -> None:
        request = section_request(title, node, above, is_quiet=kind == "questions")
        self._parts.append(Part(request, node.number, kind, blocks, topics or []))
