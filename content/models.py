"""The frozen models that a course is made of once its Markdown has been read."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from content.markdown.render import Markdown

Severity = Literal["error", "warning"]
ProblemCode = Literal[
    "broken-checkbox",
    "course-file",
    "dead-link",
    "duplicate-id",
    "empty-concept",
    "empty-option",
    "empty-section",
    "equal-options",
    "front-matter",
    "item-style",
    "lab-title",
    "lab-without-steps",
    "left-out",
    "long-question",
    "lost-id",
    "malformed",
    "missing-picture",
    "no-answer",
    "no-command",
    "no-heading",
    "not-converted",
    "nothing-to-write",
    "one-option",
    "open-command",
    "open-question",
    "option-letters",
    "output-without-command",
    "outside-link",
    "question-number",
    "question-style",
    "repeated-question",
    "repeated-title",
    "several-answers",
    "solution-without-task",
    "swallowed-heading",
    "task-without-solution",
    "too-deep",
    "unclosed-fence",
    "unknown-alias",
    "unknown-answer",
    "unknown-command",
    "unknown-placeholder",
    "unread-formula",
    "unread-question",
    "unreadable",
    "unused-answer",
    "unused-id",
    "wrong-fence-close",
]
"""Every code that `check` can print; content.rules explains each."""
SectionKind = Literal["concepts", "questions", "lab"]


class Frozen(BaseModel):
    """Base of every model: immutable, and strict about what it is given."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Problem(Frozen):
    """One thing that is wrong in a lesson, where it is, and what it means.

    ``path`` is as the caller named it; ``line`` counts from 1 and lies inside the file.
    """

    path: str
    line: int
    severity: Severity
    code: ProblemCode
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.severity}[{self.code}]: {self.message}"


class Concept(Frozen):
    """One thing that can be looked up: a heading and the text below it.

    ``id`` is unique in the library and at most ``content.ids.names.ID_LIMIT`` characters.
    ``body`` is Markdown whose lists, code and tables are whole; ``text`` is the same without marks.
    """

    id: str
    title: str
    line: int
    body: Markdown

    @cached_property
    def text(self) -> str:
        """Return the words of the body."""
        return self.body.plain


class Section(Frozen):
    """A numbered part of a lesson with its concepts; ``body`` is Markdown before them."""

    id: str
    number: str | None
    title: str
    line: int
    kind: SectionKind
    body: Markdown
    concepts: tuple[Concept, ...]

    @cached_property
    def text(self) -> str:
        """Return the words of the body."""
        return self.body.plain


QUESTION_OPTIONS = 20
"""The most options that a quiz can show: they are buttons on a card beside other components."""
QUESTION_CHARACTERS = 2600
"""The most characters of stem and options together that leave room on a card for all else."""


class Option(Frozen):
    """One answer to choose from; ``reason`` says why it is right or wrong."""

    text: Markdown
    reason: Markdown | None


class Question(Frozen):
    """A practice question; ``correct`` holds the 0-based indices of the right options."""

    id: str
    line: int
    stem: Markdown
    options: tuple[Option, ...]
    correct: tuple[int, ...]
    explanation: Markdown | None
    concept: str | None = None
    """The id of the concept that it asks about, if it names one of its lesson."""


class LabStep(Frozen):
    """One command of a lab.

    ``instruction`` is Markdown to read before it (may be empty), ``expected`` the text that should
    appear, ``hint`` what to look for in it, ``placeholders`` the names in angle brackets that the
    learner fills (``docker inspect <CONTAINER ID>`` has ``("CONTAINER ID",)``).
    ``content`` is what the learner puts into the file that the command opens in an editor, or types
    into its ``dialog``.
    """

    line: int
    instruction: Markdown
    command: str
    language: str
    expected: str | None
    hint: str | None
    placeholders: tuple[str, ...]
    content: str | None = None
    dialog: bool = False


class Lab(Frozen):
    """A practical exercise: ``task`` is Markdown that sets it, ``steps`` its solution in order.

    ``closing`` is Markdown after the last command; ``requires`` names what a machine needs.
    """

    id: str
    title: str
    line: int
    task: Markdown
    steps: tuple[LabStep, ...]
    closing: Markdown
    requires: tuple[str, ...]


class Picture(Frozen):
    """A picture in a lesson; ``path`` is as written: from the lesson's folder, or an address."""

    path: str
    alt: str
    line: int


class Link(Frozen):
    """A link from a lesson to another file; ``target`` is as written, with its ``#anchor``."""

    target: str
    line: int


class Alias(Frozen):
    """An id that something had before it was renamed, and the id that it has now."""

    old: str
    new: str


class Lesson(Frozen):
    """One Markdown file; ``path`` is as the caller named it and ``course`` the id of its course.

    ``tags``, ``difficulty``, ``language``, ``authors`` and ``licence`` are its front matter's;
    ``aliases`` are the former ids of the lesson and of what it holds, ``aka`` the other names of
    what has a title. ``links`` are those to other
    files, ``anchors`` what links to this one may name, without signs. ``url`` is where people read
    the lesson, with ``{line}`` for a line of it, if its course says so.
    """

    id: str
    path: str
    course: str
    number: str | None
    title: str
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    labs: tuple[Lab, ...]
    aliases: tuple[Alias, ...] = ()
    aka: dict[str, tuple[str, ...]] = {}
    tags: tuple[str, ...] = ()
    difficulty: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    licence: str | None = None
    pictures: tuple[Picture, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()
    url: str | None = None


class Course(Frozen):
    """The lessons of one course in teaching order; ``aliases`` are its former ids."""

    id: str
    title: str
    lessons: tuple[Lesson, ...]
    aliases: tuple[str, ...] = ()
