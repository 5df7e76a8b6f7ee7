"""What can be read in the library as pages with an id: courses, lessons, sections, concepts, labs.

Everything is plain data, so the extensions that look things up and that browse show the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from bot.lab_section import section_of
from bot.labels import counted, lesson_label, section_label
from bot.pictures import pictures_in
from bot.recent import Recent
from bot.ui.markdown import escape, paginate, to_discord
from bot.ui.sentences import first_sentence
from content.library import ConceptPlace, SectionPlace
from content.models import Lesson
from content.questions.titles import is_key_title

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from bot.pictures import Picture
    from content.library import Library
    from content.models import Concept, Course, Lab, Section

HOME = "/"
"""The id of the list of all lessons; a lesson's own is ``course/name``."""

PRACTISE = "ask:open:{concept}:{number:int}"
"""The route of a button that asks a question about a concept; the quiz extension answers it."""

BACK = "ask:back:{concept}:{number:int}"
"""The route of a button that leads back to that question, in place of the card that has it."""

MISSED = "quiz:missed:{quiz:int}:{number:int}"
"""The route of a button that leads back to a question that somebody missed in a quiz."""

PART = 2800
"""Characters of a page on one card; the rest of Discord's 4,000 is for title, path and notes."""

_KEPT = 2000
"""Pages that stay written out."""

Kind = Literal["home", "lesson", "section", "concept", "lab"]


@dataclass(frozen=True, slots=True)
class PageLink:
    """Something that another page leads to; ``detail`` says what or where it is, in plain words."""

    id: str
    title: str
    detail: str


class Source(NamedTuple):
    """Where a page is in its course, in plain words, and its address if the course has any."""

    words: str
    address: str | None


@dataclass(frozen=True)
class Page:
    """One thing to read: ``title`` and ``path`` are plain words, ``text`` is Discord's Markdown.

    ``links`` lead on, ``parent`` leads back, ``theory`` to the section that a lab practises,
    ``before`` and ``after`` to the neighbours in the lesson. ``practise`` says that the lesson has
    questions to practise.
    """

    id: str
    kind: Kind
    title: str
    path: str
    text: str
    source: Source | None = None
    links: tuple[PageLink, ...] = ()
    parent: PageLink | None = None
    theory: PageLink | None = None
    before: PageLink | None = None
    after: PageLink | None = None
    practise: bool = False
    pictures: tuple[Picture, ...] = ()

    @property
    def link(self) -> PageLink:
        """Return what leads to this page."""
        return PageLink(self.id, self.title, self.path)

    @cached_property
    def parts(self) -> list[str]:
        """The text as cards show it, one part each."""
        return paginate(self.text, PART)

    @cached_property
    def sentence(self) -> str:
        """What this is, in a sentence; empty when the text has none."""
        return first_sentence(self.text)


class Pages:
    """Opens pages by their ids, former ones too; what is gone from the lessons is None."""

    def __init__(self, library: Library) -> None:
        self._library = library
        languages = Counter(lesson.language for lesson in library.lessons)
        # None is what most lessons are in that say nothing.
        self._language = max(languages, key=lambda one: (languages[one], one is None), default=None)
        # The library never changes, newer lessons come in another: a page is written out once.
        self._opened: Recent[Page] = Recent(_KEPT)

    def open(self, page_id: str) -> Page | None:
        """Return the page with this id, or None."""
        if (known := self._opened.get(page_id)) is not None:
            return known
        page = self._make(page_id)
        return page and self._opened.put(page_id, page)

    def mark(self, course_id: str, language: str | None) -> str:
        """Return what tells a lesson from those of other courses and languages; mostly nothing."""
        course = self._library.course(course_id) if len(self._library.courses) > 1 else None
        unusual = language if language != self._language else None
        return " · ".join(filter(None, [course.title if course else "", unusual]))

    def has(self, page_id: str) -> bool:
        """Return whether a concept, lab or section has this id, without writing it out."""
        return not isinstance(self._library.anything(page_id), Lesson | None)

    def path_of(self, page_id: str) -> str:
        """Return the path of a concept, lab or section, without writing it out."""
        match self._library.anything(page_id):
            case ConceptPlace(lesson=lesson, section=section):
                path = f"{lesson_label(lesson)} › {section_label(section)}"
            case SectionPlace(lesson=lesson) | (lesson, _):
                path = lesson_label(lesson)
            case _:
                return ""
        return self._marked(lesson, path)

    def _make(self, page_id: str) -> Page | None:
        if page_id == HOME:
            return self.home(None)
        match self._library.anything(page_id):
            case ConceptPlace(lesson=lesson, section=section, concept=concept):
                page = _concept(lesson, section, concept)
            case SectionPlace(course=course, lesson=lesson, section=section):
                page = _section(course, lesson, section)
            case Lesson() as lesson:
                above = self._library.course(lesson.course)
                return _lesson(above, lesson) if above else None
            case (lesson, lab):
                page = _lab(lesson, lab)
            case _:
                return None
        return replace(page, path=self._marked(lesson, page.path))

    def _marked(self, lesson: Lesson, path: str) -> str:
        mark = self.mark(lesson.course, lesson.language)
        return f"{mark} › {path}" if mark else path

    def home(self, wanted: Collection[str] | None) -> Page:
        """Return the list of all lessons of the ``wanted`` courses, None being all."""
        shown = [one for one in self._library.courses if wanted is None or one.id in wanted]
        courses = []
        links = []
        for course in shown:
            lines = [f"- {escape(lesson_label(lesson))}" for lesson in course.lessons]
            courses.append("\n".join([f"### {escape(course.title)}", *lines]))
            links += [
                PageLink(lesson.id, lesson_label(lesson), course.title) for lesson in course.lessons
            ]
        return Page(HOME, "home", "Lessons", "", "\n".join(courses), links=tuple(links))


def _lesson(course: Course, lesson: Lesson) -> Page:
    lines = []
    links = []
    for section in _readable(lesson):
        titles = ", ".join(concept.title for concept in section.concepts)
        lines.append(f"**{escape(section_label(section))}**")
        lines += [escape(titles)] if titles else []
        detail = titles or "Section"
        links.append(PageLink(section.id, section_label(section), detail))
    for lab in lesson.labs:
        lines.append(f"**Lab: {escape(lab.title)}**")
        lines.append(f"{counted(len(lab.steps), 'step')}, start with `/lab start`")
        links.append(PageLink(lab.id, lab.title, "Lab"))
    if lesson.questions:
        lines.append("**Practice**")
        lines.append(f"{counted(len(lesson.questions), 'question')}, start with `/quiz start`")
    return Page(
        lesson.id,
        "lesson",
        lesson_label(lesson),
        course.title,
        "\n".join(lines),
        _source(lesson, 1),
        tuple(links),
        PageLink(HOME, "All lessons", ""),
    )


def _section(course: Course, lesson: Lesson, section: Section) -> Page:
    place = lesson_label(lesson)
    if section.kind == "lab":
        # The lab itself says the same and more.
        lab = next((lab for lab in lesson.labs if lab.line == section.line), None)
        if lab is not None:
            return _lab(lesson, lab)
    text = to_discord(section.body) if _is_readable(section) else ""
    if section.kind == "questions":
        text = "\n\n".join(filter(None, [_practice(lesson) if lesson.questions else "", text]))
    if not text:
        text = "\n".join(map(_in_short, section.concepts))
    path = f"{place} › {section_label(section)}"
    return Page(
        section.id,
        "section",
        section_label(section),
        place,
        text,
        _source(lesson, section.line, section),
        tuple(PageLink(concept.id, concept.title, path) for concept in section.concepts),
        PageLink(lesson.id, place, course.title),
        pictures=pictures_in(section.body, lesson.path),
    )


def _concept(lesson: Lesson, section: Section, concept: Concept) -> Page:
    place = lesson_label(lesson)
    every = [one for other in lesson.sections for one in other.concepts]
    at = next(n for n, one in enumerate(every) if one.id == concept.id)
    before, after = every[at - 1 : at] if at else [], every[at + 1 : at + 2]
    return Page(
        concept.id,
        "concept",
        concept.title,
        f"{place} › {section_label(section)}",
        to_discord(concept.body),
        _source(lesson, concept.line, section),
        parent=PageLink(section.id, section_label(section), place),
        before=next((PageLink(one.id, one.title, place) for one in before), None),
        after=next((PageLink(one.id, one.title, place) for one in after), None),
        practise=bool(lesson.questions),
        pictures=pictures_in(concept.body, lesson.path),
    )


def _lab(lesson: Lesson, lab: Lab) -> Page:
    needs = f" · needs {', '.join(map(escape, lab.requires))}" if lab.requires else ""
    hint = f"{counted(len(lab.steps), 'step')}{needs}. Walk through it with `/lab start`."
    theory, place = section_of(lab, lesson), lesson_label(lesson)
    return Page(
        lab.id,
        "lab",
        f"Lab: {lab.title}",
        place,
        "\n\n".join(filter(None, (to_discord(lab.task), hint))),
        _source(lesson, lab.line),
        parent=PageLink(lesson.id, place, ""),
        theory=PageLink(theory.id, section_label(theory), place) if theory else None,
        pictures=pictures_in(lab.task, lesson.path),
    )


def _readable(lesson: Lesson) -> Iterator[Section]:
    """Yield the sections to read: labs have their own entries."""
    return filter(_is_readable, lesson.sections)


def _is_readable(section: Section) -> bool:
    """Return whether a section has something to read.

    Questions are for the quiz. One that cannot be asked is text, but a key to others never is.
    """
    if section.kind == "questions":
        return bool(section.body) and not is_key_title(section.title)
    return section.kind == "concepts"


def _practice(lesson: Lesson) -> str:
    return f"{counted(len(lesson.questions), 'question')}. Answer them with `/quiz start`."


def _in_short(concept: Concept) -> str:
    """Return a concept's title with what it is, in a sentence."""
    said = first_sentence(to_discord(concept.body))
    return f"- **{escape(concept.title)}**" + f": {said}" * bool(said)


def _source(lesson: Lesson, line: int, section: Section | None = None) -> Source | None:
    """Return the place by its numbers, or by the lesson's title where only the link says more."""
    numbers = [f"Lesson {lesson.number}"] if lesson.number else []
    numbers += [f"section {section.number}"] if section and section.number else []
    address = lesson.url.replace("{line}", str(line)) if lesson.url else None
    words = ", ".join(numbers) or (lesson.title if address else "")
    return Source(words[:1].upper() + words[1:], address) if words else None
