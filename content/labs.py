"""Labs: the headings that name one, a task joined with its solution, and the lab made of both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from content.identity import slug
from content.models import Lab, Problem
from content.render import render
from content.walkthrough import is_commands, read_solution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown import Block
    from content.models import ProblemCode
    from content.outline import Heading

_LESSON = r"(?:(?:Lesson|Module|Chapter|Unit|Week)\s+[\d.]+\w?\s*[\u2013\u2014-]?\s*)"
_END = r"\s*[:.\u2013\u2014-]?\s*"
_HEADINGS = (
    # `Lesson 4 Lab Title` needs no colon, a bare `Lab` does: "Lab environments" is a concept.
    re.compile(
        rf"{_LESSON}Lab\b(?:\s+\d[\d.]*\w?\b)?(?P<solution>\s+Solution\b)?{_END}(?P<title>.*)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"Lab\s+\d[\d.]*\w?\b(?P<solution>\s+Solution\b)?{_END}(?P<title>.*)", re.IGNORECASE
    ),
    re.compile(r"Lab(?P<solution>\s+Solution\b)?\s*[:\u2013\u2014]\s*(?P<title>.*)", re.IGNORECASE),
    re.compile(r"Lab(?P<solution>\s+Solution)(?P<title>)", re.IGNORECASE),
    re.compile(r"(?P<solution>Solution)\s*:\s*(?P<title>.+)", re.IGNORECASE),
)
_PARENTHESES = re.compile(r"\s*\(?\bSolution\)?$", re.IGNORECASE)
_SOLUTION = re.compile(r"(?:the )?(?:solution|steps|walkthrough|step by step)", re.IGNORECASE)
_TASK = re.compile(r"(?:the |your )?(?:task|exercise|goal)", re.IGNORECASE)


class LabTitle(NamedTuple):
    """What a heading says about a lab; ``title`` may be empty."""

    title: str
    solution: bool


def lab_title(heading: str) -> LabTitle | None:
    """Read a heading such as ``Lesson 4 Lab Solution: Title``; None when it names no lab."""
    for pattern in _HEADINGS:
        if found := pattern.fullmatch(heading.strip()):
            title, solution = found["title"].strip(), bool(found["solution"])
            if not solution and (tail := _PARENTHESES.search(title)) and tail.start() > 0:
                return LabTitle(title[: tail.start()].rstrip(" :-\u2013\u2014"), solution=True)
            return LabTitle(title, solution)
    return None


@dataclass
class LabDraft:
    """A lab while its headings are being found; ``identity`` is its id."""

    title: str
    identity: str
    heading: Heading
    task: Heading | None = None
    solution: Heading | None = None


class LabJoiner:
    """Joins tasks and solutions by their titles, in the order of the page."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.drafts: list[LabDraft] = []
        self.problems: list[Problem] = []

    def find(self, found: LabTitle, line: int) -> LabDraft | None:
        """Return the draft that this heading completes; None when it begins a new lab."""
        for draft in self.drafts:
            if slug(draft.title) == slug(found.title) and self._fits(draft, found):
                return draft
        last = self.drafts[-1] if self.drafts else None
        if last is None or not found.solution or not self._fits(last, found):
            return None
        if found.title:
            message = f"taken as the solution of the lab above, which is called: {last.title}"
            self._warn(line, "lab-title", message)
        return last

    def finish(self, requires: dict[str, tuple[str, ...]]) -> tuple[Lab, ...]:
        """Build all labs; ``requires`` is the front matter's: by id or title, ``*`` for all."""
        return tuple(self._lab(draft, requires) for draft in self.drafts)

    @staticmethod
    def _fits(draft: LabDraft, found: LabTitle) -> bool:
        return draft.solution is None if found.solution else draft.task is None

    def _lab(self, draft: LabDraft, requires: dict[str, tuple[str, ...]]) -> Lab:
        task = list(draft.task.flat()) if draft.task else []
        if draft.solution:
            to_do = list(draft.solution.flat())
        else:
            task, to_do = _split(task)
        walk = read_solution(self._path, to_do)
        self.problems += walk.problems
        self._check(draft, has_steps=bool(walk.steps))
        names = (
            "*",
            draft.identity,
            draft.identity.rpartition("#")[2],
            slug(draft.title),
            draft.title,
        )
        needs = [need for name in names for need in requires.get(name, ())]
        return Lab(
            id=draft.identity,
            title=draft.title,
            line=draft.heading.line,
            task=render(task),
            steps=tuple(walk.steps),
            closing=walk.closing,
            requires=tuple(dict.fromkeys(needs)),
        )

    def _check(self, draft: LabDraft, *, has_steps: bool) -> None:
        line = draft.heading.line
        if draft.task is None:
            self._warn(line, "solution-without-task", "no lab heading above has this title")
        if has_steps:
            return
        if draft.solution:
            self._warn(
                draft.solution.line, "lab-without-steps", "put the commands in a fence marked bash"
            )
        else:
            self._warn(
                line, "task-without-solution", "add a heading `Lab Solution` with the same title"
            )

    def _warn(self, line: int, code: ProblemCode, message: str) -> None:
        self.problems.append(
            Problem(path=self._path, line=line, severity="warning", code=code, message=message)
        )


def _split(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Split a lab without a solution of its own into its task and what there is to do."""
    for index, block in enumerate(blocks):
        if block.kind == "heading" and _SOLUTION.fullmatch(block.content.strip()):
            before = [part for part in blocks[:index] if not _is_task_heading(part)]
            return before, list(blocks[index + 1 :])
        if any(map(is_commands, block.walk())):
            return list(blocks[:index]), list(blocks[index:])
    return list(blocks), []


def _is_task_heading(block: Block) -> bool:
    return block.kind == "heading" and bool(_TASK.fullmatch(block.content.strip()))
