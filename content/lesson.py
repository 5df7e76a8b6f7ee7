"""One source becomes one lesson: each heading read as what it was classified to be."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from content.front_titles import check_titles
from content.ids.allocation import IdRequest, Namer
from content.ids.names import lesson_id, title_names
from content.item_drafts import (
    Part,
    Topic,
    concept_ids,
    concept_of,
    heading_request,
    question,
    question_request,
    section,
)
from content.labs import LabDraft, LabJoiner, lab_title
from content.links import anchors_of_headings, read_links
from content.markdown.blocks import has_content, parse
from content.markdown.formulas import unreadable
from content.models import Alias, Lesson, Problem
from content.outline.furniture import is_contents_title, without_furniture
from content.outline.headings import TitleReaders, classify
from content.outline.numbers import file_names, lesson_number, strip_number
from content.outline.tree import outline
from content.questions import find_questions, is_questions_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.labs import LabTitle
    from content.links import Links
    from content.markdown.blocks import Block
    from content.models import ProblemCode, Question, SectionKind
    from content.outline.tree import Heading
    from content.problems import ProblemSink
    from content.questions import Found
    from content.source import Source

_SAID = {"aka", "tags", "difficulty", "language", "authors", "licence"}
_TITLES = TitleReaders(lab_title, is_questions_title)


class Reading(NamedTuple):
    """A lesson and everything that is wrong in its file, in the order of its lines."""

    lesson: Lesson
    problems: tuple[Problem, ...]


def read_lesson(source: Source, course: str, former: Sequence[str] = ()) -> Reading:
    """Read one lesson of ``course``; never fails, because a fault is a problem with its line.

    ``former`` are the ids that the course had before. Nothing but these arguments counts, so that a
    reading can be kept: what depends on other files is found out in ``content.library``.
    """
    document = parse(source.text, source.numbers)
    found = find_questions(list(without_furniture(document.blocks)), source.problems)
    if document.too_deep is not None:
        message = "what is nested deeper than this is left out: use fewer levels"
        source.problems.warning(document.too_deep, "too-deep", message)
    parts = [part for block in document.blocks for part in block.walk()]
    _check_formulas(parts, source.problems)
    links = read_links(parts, source.anchors, source.problems)
    lesson = _Builder(source, course, former, found, links).build()
    return Reading(lesson, source.problems.in_order())


def _check_formulas(parts: Sequence[Block], problems: ProblemSink) -> None:
    """Warn of each formula that text cannot show."""
    for part in parts:
        for line, latex in part.formulas():
            if fault := unreadable(latex):
                message = f"nothing in text is like {fault} in this formula, so it stays in LaTeX"
                problems.warning(line, "unread-formula", message)


class _Builder:
    """Walks the headings once and collects what they hold; ids are given at the end."""

    def __init__(
        self, source: Source, course: str, former: Sequence[str], found: Found, links: Links
    ) -> None:
        stem = PurePath(source.path).stem
        self._source = source
        self._course = course
        self._former = former
        self._found = found
        self._links = links
        self._problems = source.problems
        self._id = lesson_id(course, source.front.id or stem)
        self._file_number, self._file_title = file_names(stem)
        self._labs = LabJoiner(source.problems)
        self._lab_requests: dict[int, IdRequest] = {}
        self._anchors = anchors_of_headings(source.anchors)
        self._parts: list[Part] = []
        self._opening: list[IdRequest] = []

    def build(self) -> Lesson:
        """Return the lesson."""
        front = self._source.front
        root = outline(self._found.rest)
        has_title = front.title is not None
        first = classify(root, _TITLES, self._found, has_title=has_title)
        number, title = self._title(first)
        own = first.blocks if first and first.kind == "title" else ()
        self._preamble(title, [*root.blocks, *own])
        for node in root.apart:
            self._place(node, None)
        questions, aliases = self._name()
        labs = self._labs.finish(front.requires, self._found.rest)
        sections = tuple(map(section, self._parts))
        check_titles(self._source, sections, labs)
        return Lesson(
            id=self._id,
            path=self._source.path,
            course=self._course,
            number=number,
            title=title,
            sections=sections,
            questions=questions,
            labs=labs,
            aliases=aliases,
            **front.model_dump(include=_SAID),
            **self._links._asdict(),
        )

    def _name(self) -> tuple[tuple[Question, ...], tuple[Alias, ...]]:
        """Give every item its id; return the questions with theirs, and all former ids."""
        namer = Namer(self._problems, self._course, self._id)
        sections = [part.request for part in self._parts[len(self._opening) :]]
        concepts = [topic.request for part in self._parts for topic in part.topics]
        asked = list(map(question_request, self._found.questions))
        # People have a history with labs and concepts, which no section may take from them.
        labs = list(self._lab_requests.values())
        for request in (*sections, *concepts, *labs):
            request.anchor = self._anchors.get(request.line, "")
        known = namer.name_all([labs, concepts, sections, self._opening, asked])
        for draft in self._labs.drafts:
            draft.identity = self._lab_requests[draft.heading.line].id
        aliases = (*self._aliases(namer, known), *namer.aliases())
        ids = concept_ids(topic for part in self._parts for topic in part.topics)
        questions = (
            question(request, one, concept_of(one, ids, self._problems))
            for request, one in zip(asked, self._found.questions, strict=True)
        )
        return tuple(questions), aliases

    def _aliases(self, namer: Namer, known: set[str]) -> Iterator[Alias]:
        """Yield the lesson's own former ids; declare those of items, whose ids are ``known``."""
        own = self._source.front.id or PurePath(self._source.path).stem
        for course in self._former:
            yield Alias(old=lesson_id(course, own), new=self._id)
        for old, name in self._source.front.aliases.items():
            line = self._source.line_of("aliases", old)
            new = namer.full(name)
            if not name:
                yield Alias(old=namer.lesson(old), new=self._id)
                for course in self._former if "/" not in old else ():
                    yield Alias(old=lesson_id(course, old), new=self._id)
            elif new in known:
                namer.declare(old, new, line)
            else:
                message = f"the alias {old} leads to {name}, but nothing in this lesson has that id"
                self._problems.warning(line, "unknown-alias", message)

    def _title(self, first: Heading | None) -> tuple[str | None, str]:
        """Return the lesson's number and title; ``first`` is the heading that names it."""
        given = self._source.front.title
        if first and first.kind == "title":
            if first.attributes.id:
                message = "a lesson is named by its file: write `id` or `aliases` at the top"
                self._problems.warning(first.line, "unused-id", message)
            number, title = lesson_number(first.full_title)
            if number is None:
                bare = strip_number(first.full_title)
                by_file = bare[0] is not None and bare[0] == self._file_number
                number, title = bare if by_file else (first.number, first.title)
            return number or self._file_number, given or title or self._file_title
        if first and first.lab:
            return self._file_number, given or first.lab.title or first.full_title
        if given is None:
            name = self._file_title
            message = f"no heading names the lesson: begin with `# Title` (until then it is {name})"
            self._problems.warning(1, "no-heading", message)
        return self._file_number, given or self._file_title

    def _preamble(self, title: str, blocks: Sequence[Block]) -> None:
        """Keep what stands before the first section as a section with the lesson's title."""
        if has_content(blocks):
            names, line = title_names(title, None), blocks[0].line
            self._opening.append(IdRequest("section", title, names, line, is_quiet=True))
            self._parts.append(Part(self._opening[0], None, "concepts", blocks, []))

    def _place(self, node: Heading, above: str | None) -> None:
        """Read a heading that stands for itself, then those below it; ``above`` groups sections."""
        if node.lab and node.kind in {"lab", "solution", "demo"}:
            self._lab(node, node.lab)
        elif node.kind in {"questions", "key"}:
            topics = [self._topic(one, node.title) for one in node.take("concept")]
            rest = list(node.flat())
            if topics or has_content(rest):
                self._part(node, rest, above, "questions", topics)
        elif node.kind == "group":
            self._part(node, node.blocks, above)
        elif node.kind == "section":
            self._section(node, above)
        for child in node.apart:
            self._place(child, self._name_of(node))

    def _name_of(self, node: Heading) -> str:
        return node.title or self._file_title

    def _section(self, node: Heading, above: str | None) -> None:
        topics = [self._topic(child, self._name_of(node)) for child in node.children]
        self._part(node, node.blocks, above, topics=topics)
        if not topics and not node.apart and not has_content(node.blocks):
            self._miss(node, "empty-section", self._name_of(node))

    def _topic(self, node: Heading, section: str) -> Topic:
        title = node.title or section
        blocks = list(node.flat())
        if not has_content(blocks):
            self._miss(node, "empty-concept", title)
        return Topic(heading_request("concept", title, node, section), blocks)

    def _miss(self, node: Heading, code: ProblemCode, title: str) -> None:
        """Warn of a heading below which nothing stands, unless questions did."""
        if node.line not in self._found.asked and not is_contents_title(title):
            self._problems.warning(node.line, code, f"nothing stands below the heading: {title}")

    def _lab(self, node: Heading, found: LabTitle) -> None:
        """Read a lab's heading; behind a task, a solution below it is that task's."""
        below = next((one for one in node.apart if one.lab), None)
        own = below if below and below.kind == "solution" else None
        if below and own is None and not has_content(node.flat()):
            # It only stands above labs that have names of their own.
            self._part(node, [], None, "lab")
            return
        draft = self._draft(node, found)
        if own and draft.solution is None:
            draft.solution = own
            self._take_attributes(draft, own)
            place = node.apart.index(own)
            node.apart[place : place + 1] = own.apart

    def _draft(self, node: Heading, found: LabTitle) -> LabDraft:
        """Return the lab that a heading begins or completes."""
        draft = self._labs.find(found, node.line)
        if draft is None:
            title = found.title or f"Lab {found.number}".rstrip()
            draft = LabDraft(title, "", node, demo=found.demo, number=found.number)
            self._labs.add(draft)
            number = f"lab {found.number}"
            self._lab_requests[node.line] = heading_request("lab", title, node, number)
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
            self._problems.warning(node.line, "unused-id", message)
        elif node.attributes.id:
            request.attributes = node.attributes

    def _part(
        self,
        node: Heading,
        blocks: Sequence[Block],
        above: str | None,
        kind: SectionKind = "concepts",
        topics: list[Topic] | None = None,
    ) -> None:
        title, is_quiet = self._name_of(node), kind == "questions"
        request = heading_request("section", title, node, above, is_quiet=is_quiet)
        self._parts.append(Part(request, node.number, kind, blocks, topics or []))
