"""``syllabot convert``: questions out of lessons and other programs' formats, into any of them."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.clock import SystemClock
from bot.errors import StartupError
from content.errors import NoLessons, UnreadableLesson
from content.exchange import Category, Format, read, tell_format, write
from content.folders import shown
from content.identity import slug
from content.library import load
from content.models import Problem
from content.source import read_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.models import Lesson

_STDOUT = Path("-")


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
class _Gathered:
    """What was read so far."""

    categories: list[Category] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def convert(request: Request) -> int:
    """Write the document and return the exit code: 1 when anything was wrong in the sources."""
    _refuse(request)
    gathered = _gather(request)
    _say(gathered.problems)
    categories = [one for one in gathered.categories if one.questions or _shown(request, one)]
    failed = any(problem.severity == "error" for problem in gathered.problems)
    if not categories:
        if any(problem.code != "unreadable" for problem in gathered.problems) or not failed:
            typer.echo("syllabot: nothing is written, because no question was found", err=True)
        return 1
    when = SystemClock().now().timestamp()
    title = _title(request.paths, categories)
    done = write(request.target, categories, title, when=when, concepts=request.concepts)
    _say([loss.problem for loss in done.losses])
    if isinstance(done.data, str) and request.output == _STDOUT:
        typer.echo(done.data, nl=False)
    else:
        data = done.data.encode() if isinstance(done.data, str) else done.data
        _save(request.output, data)
    return 1 if failed else 0


def _refuse(request: Request) -> None:
    """Raise StartupError for what cannot work, before anything is read."""
    target, output = request.target, request.output
    if request.source is Format.ANKI:
        raise StartupError("decks cannot be read: --from takes markdown, gift, aiken or moodle-xml")
    if request.concepts and target is not Format.ANKI:
        raise StartupError(f"--concepts is for decks: {target} holds questions only")
    if output == _STDOUT:
        if target is Format.ANKI:
            raise StartupError("a deck is no text: name its file with --output deck.apkg")
        return
    if output.is_dir():
        raise StartupError(f"{output} is a folder: name a file in it")
    if output.exists() and not request.force:
        raise StartupError(f"{output} exists: add --force to replace it")


def _gather(request: Request) -> _Gathered:
    """Read all sources; lessons are read together, so that their courses are whole."""
    gathered = _Gathered()
    lessons: list[Path] = []
    for path in request.paths:
        if path.is_dir():
            if request.source not in {None, Format.MARKDOWN}:
                raise StartupError(f"{path} is a folder, which holds lessons: name its files")
            lessons.append(path)
            continue
        try:
            text = read_text(path)
        except UnreadableLesson as exc:
            gathered.problems.append(_unreadable(path, exc.reason))
            continue
        form = request.source or tell_format(path.name, text)
        if form is Format.MARKDOWN:
            lessons.append(path)
            continue
        imported = read(form, text, shown(path))
        gathered.problems += imported.problems
        gathered.categories += _named(imported.categories, path, len(request.paths))
    if lessons:
        _add_lessons(lessons, request, gathered)
    return gathered


def _named(categories: Sequence[Category], path: Path, sources: int) -> list[Category]:
    """Name the questions of a file after it, when several files come together."""
    if sources == 1:
        return list(categories)
    return [Category(one.names or (path.stem,), one.path, one.questions) for one in categories]


def _add_lessons(paths: Sequence[Path], request: Request, gathered: _Gathered) -> None:
    try:
        library = load(tuple(paths))
    except NoLessons as exc:
        raise StartupError(str(exc)) from exc
    gathered.problems += library.problems
    for course in library.courses:
        for lesson in course.lessons:
            concepts = tuple(one for section in lesson.sections for one in section.concepts)
            gathered.categories.append(
                Category(
                    (course.title, lesson.title),
                    lesson.path,
                    lesson.questions,
                    lesson.tags,
                    concepts if request.concepts else (),
                )
            )
            gathered.problems += _left_out(lesson, concepts=request.concepts)


def _left_out(lesson: Lesson, *, concepts: bool) -> list[Problem]:
    """Say what of a lesson is no question."""
    counts = (
        (0 if concepts else sum(len(one.concepts) for one in lesson.sections), "concept"),
        (sum(bool(one.body) for one in lesson.sections), "section text"),
        (len(lesson.labs), "lab"),
    )
    kinds = [f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count]
    if not kinds:
        return []
    message = f"left out: {', '.join(kinds)}: only questions are converted"
    problem = Problem(
        path=lesson.path, line=1, severity="warning", code="not-converted", message=message
    )
    return [problem]


def _shown(request: Request, category: Category) -> bool:
    return request.concepts and bool(category.concepts)


def _title(paths: Sequence[Path], categories: Sequence[Category]) -> str:
    """Return what all categories have in common as a name, or the name of the first source."""
    first = {category.names[:1] for category in categories}
    if len(categories) == 1 and categories[0].names:
        return categories[0].names[-1]
    if len(first) == 1 and (name := first.pop()):
        return name[0]
    return slug(paths[0].resolve().stem).replace("-", " ").capitalize()


def _unreadable(path: Path, reason: str) -> Problem:
    return Problem(path=shown(path), line=1, severity="error", code="unreadable", message=reason)


def _say(problems: Sequence[Problem]) -> None:
    for problem in sorted(problems, key=lambda one: (one.path, one.line)):
        typer.echo(str(problem), err=True)


def _save(path: Path, data: bytes) -> None:
    """Write a whole file or none: a reader never sees half of it."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as exc:
        raise StartupError(f"{path} cannot be written: {exc.strerror}") from exc
    waiting = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp keeps others out, which is not what a document is for.
        waiting.chmod(0o666 & ~_umask())
        waiting.replace(path)
    except OSError as exc:
        waiting.unlink(missing_ok=True)
        raise StartupError(f"{path} cannot be written: {exc.strerror}") from exc


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
