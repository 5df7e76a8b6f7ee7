"""What ``syllabot convert`` reads: lessons, folders of them, question banks, and what is piped."""

from __future__ import annotations

import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli._foreign import foreign
from bot.errors import StartupError
from content.errors import NoLessons, UnreadableLesson
from content.exchange import Category, Format, read, tell_format
from content.exchange.lesson_reading import categories_of
from content.folders import ENDINGS, Inside, lesson_files, shown
from content.lesson import read_lesson
from content.library import load
from content.models import Problem
from content.problems import ProblemSink
from content.source import (
    BANK_LIMIT,
    WORK_LIMIT,
    decode,
    from_text,
    read_bytes,
    read_text,
    refuse_too_much,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.models import Lesson, ProblemCode, Severity

_PIPES = frozenset({Path("-"), Path("/dev/stdin")})
_BANKS = frozenset({".gift", ".xml", ".csv", ".tsv", ".txt"})


@dataclass(frozen=True, slots=True)
class Request:
    """What to convert, and how; ``source`` is told by each file's name and text when it is None."""

    paths: tuple[Path, ...]
    target: Format
    source: Format | None
    output: Path
    force: bool
    concepts: bool


@dataclass(slots=True)
class Gathered:
    """What was read so far."""

    categories: list[Category] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def gather(request: Request) -> Gathered:
    """Read all sources; lessons are read together, so that their courses are whole."""
    gathered = Gathered()
    lessons: list[Path] = []
    for path in request.paths:
        if path.is_dir():
            if request.source not in {None, Format.MARKDOWN}:
                raise StartupError(f"{path} is a folder, which holds lessons: name its files")
            lessons += _lessons_in(path, gathered)
            continue
        try:
            text, form = _text(path, request.source)
            limit = WORK_LIMIT if form is Format.MARKDOWN else BANK_LIMIT
            refuse_too_much(path, text, limit)
        except UnreadableLesson as exc:
            problem = _problem(path, "error", "unreadable", exc.reason, exc.line)
            gathered.problems.append(problem)
            continue
        if form is not Format.MARKDOWN:
            imported = read(form, text, shown(origin(path)))
            gathered.problems += imported.problems
            gathered.categories += _named(imported.categories, path, len(request.paths))
        elif path in _PIPES:
            lesson = read_lesson(from_text(shown(origin(path)), text), "")
            gathered.problems += lesson.problems
            _add(lesson.lesson, text, (), request, gathered)
        else:
            lessons.append(path)
    if lessons:
        _add_lessons(lessons, request, gathered)
    return gathered


def origin(path: Path) -> Path:
    """Return the path that names a source; what is piped in has none of its own."""
    return Path("stdin") if path in _PIPES else path


def _text(path: Path, source: Format | None) -> tuple[str, Format]:
    """Return the text of a source and its format; raises UnreadableLesson where it has none."""
    data = sys.stdin.buffer.read() if path in _PIPES else read_bytes(path)
    name = "" if path in _PIPES else path.name
    said = foreign(name, data)
    if said and (source is None or b"\0" in data[:8192]):
        raise UnreadableLesson(path, said)
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        # What Excel calls Unicode text.
        data = data.decode("utf-16", "replace").encode("utf-8", "surrogatepass")
    text = decode(path, data)
    form = source or tell_format(name, text)
    if form is Format.MARKDOWN and not source and Path(name).suffix.lower() not in {"", *ENDINGS}:
        reason = "its format is not known by its name or its text: say with --from which it is"
        raise UnreadableLesson(path, reason)
    return text, form


def _lessons_in(folder: Path, gathered: Gathered) -> list[Path]:
    """Return the lessons in a folder, and say which banks in it are not read."""
    banks = list(_banks_in(folder))
    names = f"{len(banks)} question bank{'' if len(banks) == 1 else 's'}"
    sink = ProblemSink(shown(folder))
    lessons = [path for path in lesson_files((folder,), sink) if path not in banks]
    problems = sink.in_order()
    gathered.problems += problems
    if not lessons and banks:
        raise StartupError(f"no lessons in {folder}, but {names}: name each, as in {banks[0]}")
    if not lessons and not problems:
        raise StartupError(str(NoLessons((folder,))))
    if banks:
        message = f"left out: {names}, {banks[0].name} first: name each that is to be read"
        gathered.problems.append(_problem(folder, "warning", "not-converted", message))
    return lessons


def _banks_in(folder: Path) -> Iterator[Path]:
    inside, sink = Inside((folder,)), ProblemSink(shown(folder))
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in _BANKS and not hidden and inside.holds(path, sink):
            try:
                text = read_text(path)
            except UnreadableLesson:
                continue
            if path.suffix.lower() == ".gift" or tell_format("", text) is not Format.MARKDOWN:
                yield path


def _named(categories: Sequence[Category], path: Path, sources: int) -> list[Category]:
    """Name the questions of a file after it, when several files come together."""
    if sources == 1:
        return list(categories)
    return [replace(one, names=one.names or (origin(path).stem,)) for one in categories]


def _add_lessons(paths: Sequence[Path], request: Request, gathered: Gathered) -> None:
    try:
        library = load(tuple(paths))
    except NoLessons as exc:
        raise StartupError(str(exc)) from exc
    gathered.problems += library.problems
    # A lesson that becomes a lesson does not need the name of the folder that it is in.
    alone = request.target is Format.MARKDOWN and len(library.lessons) == 1
    for course in library.courses:
        for lesson in course.lessons:
            try:
                text = read_text(Path(lesson.path))
            except UnreadableLesson:
                text = ""
            # What the course was called once is no former id of each lesson.
            own = [one for one in lesson.aliases if one.old.split("/")[0] not in course.aliases]
            alike = lesson.model_copy(update={"aliases": tuple(own)})
            _add(alike, text, () if alone else (course.title,), request, gathered)


def _add(
    lesson: Lesson, text: str, above: tuple[str, ...], request: Request, gathered: Gathered
) -> None:
    """Add a lesson's questions, and its concepts where they are wanted."""
    concepts = tuple(one for section in lesson.sections for one in section.concepts)
    wanted = concepts if request.concepts else ()
    source = from_text(lesson.path, text)
    gathered.categories += categories_of(lesson, source, above, wanted)
    tags = request.target is Format.ANKI
    gathered.problems += _left_out(lesson, concepts=bool(wanted), tags=tags)


def _left_out(lesson: Lesson, *, concepts: bool, tags: bool) -> Iterator[Problem]:
    """Yield what of a lesson is no question; concepts and tags, where they are not written."""
    counts = (
        (0 if concepts else sum(len(one.concepts) for one in lesson.sections), "concept"),
        (sum(bool(one.body) for one in lesson.sections), "section text"),
        (len(lesson.labs), "lab"),
        (sum(map(len, lesson.aka.values())), "other name"),
        (0 if tags else len(lesson.tags), "tag"),
        (len(lesson.authors), "author"),
        (len(lesson.aliases), "former id"),
    )
    kinds = [f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count]
    kinds += (
        f"the {name}"
        for name, value in (("difficulty", lesson.difficulty), ("licence", lesson.licence))
        if value
    )
    if kinds:
        message = f"left out: {', '.join(kinds)}: only questions are converted"
        yield Problem(
            path=lesson.path, line=1, severity="warning", code="not-converted", message=message
        )


def _problem(
    path: Path, severity: Severity, code: ProblemCode, message: str, line: int = 1
) -> Problem:
    name = shown(origin(path))
    return Problem(path=name, line=line, severity=severity, code=code, message=message)
