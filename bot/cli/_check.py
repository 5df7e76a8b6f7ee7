"""``syllabot check``: every problem of the lessons, for people, programs and forges."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TYPE_CHECKING, Any

import typer

from bot.cli._foreign import no_lesson
from bot.cli._since import vanished
from bot.errors import StartupError
from content.errors import ContentError
from content.folders import COURSE_FILES, shown
from content.library import Library, load
from content.questions.items import item_problems
from content.report import as_github, as_gitlab, as_json, by_harm, in_order, summary, visible
from content.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from rich.text import Text

    from content.models import Problem

_COLOURS = {"error": "red", "warning": "yellow"}


def check(
    paths: Sequence[Path], form: str, *, strict: bool, since: str | None = None, items: bool = False
) -> int:
    """Print the report and return the exit code: 1 with errors, if ``strict`` with warnings too.

    ``since`` is the commit whose ids must not vanish; ``items`` looks at how questions are written.
    """
    # A course file stands for its folder.
    others = tuple(filter(None, (no_lesson(one) for one in paths if one.name not in COURSE_FILES)))
    names = {one.path for one in others}
    lessons = tuple(path for path in paths if shown(path) not in names)
    try:
        library = load(lessons) if lessons else Library(courses=(), problems=(), fingerprint="")
    except ContentError as exc:
        raise StartupError(str(exc)) from exc
    gone = vanished(paths, since) if since is not None else ()
    style = item_problems(library.lessons) if items else ()
    problems = (*others, *library.problems, *gone, *style)
    library = library.model_copy(update={"problems": problems})
    _write(library, form)
    return 1 if library.errors or (strict and library.problems) else 0


def explain(code: str) -> int:
    """Print what a code means and return 0; refuse an unknown code with those that exist."""
    rule = RULES.get(code)
    if rule is None:
        message = f"no problem has the code {visible(code)}; the codes are {', '.join(RULES)}"
        raise StartupError(message)
    typer.echo(f"{rule.code} ({' or '.join(rule.severities)}): {rule.meaning}")
    typer.echo(f"A wrong and a right example: docs/problems/{rule.code}.md")
    return 0


def _text(library: Library) -> str:
    # Only this form needs rich, which takes longer to load than some lessons to read.
    from rich.console import Console
    from rich.text import Text

    console = Console()
    worst = next((one for one in _COLOURS if _has(library, one)), "")
    with console.capture() as captured:
        for line in (
            *map(_coloured, by_harm(library)),
            Text(summary(library), _COLOURS.get(worst, "green")),
        ):
            # Not wrapped, and with no word taken for markup, an emoji or a number to highlight.
            console.print(line, soft_wrap=True, highlight=False)
    return captured.get()


def _coloured(problem: Problem) -> Text:
    """Return a problem's line; without its colours it is the line of ``content.report``."""
    from rich.text import Text

    return Text.assemble(
        (visible(f"{problem.path}:{problem.line}:"), "cyan"),
        " ",
        (f"{problem.severity}[{problem.code}]:", _COLOURS[problem.severity]),
        visible(f" {problem.message}"),
    )


def _has(library: Library, severity: str) -> bool:
    return any(problem.severity == severity for problem in library.problems)


def _json(library: Library) -> bytes:
    return _as_json(as_json(library))


def _github(library: Library) -> str:
    return "\n".join([*as_github(by_harm(library)), summary(library), ""])


def _gitlab(library: Library) -> bytes:
    return _as_json(as_gitlab(in_order(library)))


_WRITERS: dict[str, Callable[[Library], str | bytes]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "gitlab": _gitlab,
}


def _as_json(document: Any) -> bytes:
    # JSON is UTF-8 whatever the terminal is; a part of a name that is not comes as its escape.
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return f"{text}\n".encode("utf-8", "backslashreplace")


def _write(library: Library, form: str) -> None:
    """Write the report to stdout, what its encoding does not have as escapes.

    Whoever has read enough, as ``head`` has, changes nothing about the lessons. Raises StartupError
    where nothing can be written for another reason.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        typer.echo(_WRITERS[form](library), file=sys.stdout, nl=False, color=True)
    except OSError as exc:
        # What is still in the buffer would fail once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(exc, BrokenPipeError):
            return
        reason = (exc.strerror or "unknown fault").lower()
        raise StartupError(f"the report cannot be written: {reason}") from exc
