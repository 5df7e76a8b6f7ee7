"""Labs: the headings that name one, a task joined with its solution, and the lab made of both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from content.identity import slug
from content.labs.placeholders import nearest_name, unknown_placeholders
from content.labs.walkthrough import is_commands, read_solution
from content.markdown import Block
from content.models import Lab, Problem
from content.render import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from content.models import ProblemCode
    from content.outline import Heading

_LESSON = r"(?:(?:Lesson|Module|Chapter|Unit|Week)\s+[\d.]+\w?\s*[\u2013\u2014-]?\s*)"
_END = r"\s*[:.\u2013\u2014-]?\s*"
# Some headings have no space behind the word: `Lab SolutionUsing Secrets`.
_SOLVED = r"(?P<solution>\s+Solutions?(?:\b|(?-i:(?=[A-Z]))))?"
_HEADINGS = (
    # `Lesson 4 Lab Title` needs no colon, a bare `Lab` does: "Lab environments" is a concept.
    re.compile(rf"{_LESSON}Lab\b(?:\s+\d[\d.]*\w?\b)?{_SOLVED}{_END}(?P<title>.*)", re.IGNORECASE),
    re.compile(rf"Lab\s+\d[\d.]*\w?\b{_SOLVED}{_END}(?P<title>.*)", re.IGNORECASE),
    re.compile(rf"Lab{_SOLVED}\s*[:\u2013\u2014]\s*(?P<title>.*)", re.IGNORECASE),
    re.compile(r"Lab(?P<solution>\s+Solution)(?P<title>)", re.IGNORECASE),
    re.compile(r"(?P<solution>Solution)\s*:\s*(?P<title>.+)", re.IGNORECASE),
)
_DEMO = re.compile(
    r"Demo\s*(?P<number>\d[\d.]*\w?)?\s*(?:[:\u2013\u2014]|\s-)\s*(?P<title>\S.*)", re.IGNORECASE
)
_BARE_DEMO = re.compile(r"Demo\s+(?P<title>\S.*)", re.IGNORECASE)
_MAY_BE = re.compile(r"lab|solution|demo", re.IGNORECASE)
_PARENTHESES = re.compile(r"\s*\(?\bSolution\)?$", re.IGNORECASE)
_ALIKE = 85
_NEAR = 20
"""How many labs back a solution is looked for by a title that is only like its own."""
_SOLUTION = re.compile(r"(?:the )?(?:solution|steps|walkthrough|step by step)", re.IGNORECASE)
_TASK = re.compile(r"(?:the |your )?(?:task|exercise|goal)", re.IGNORECASE)


class LabTitle(NamedTuple):
    """What a heading says about a lab; ``title`` may be empty. A demo has no task."""

    title: str
    solution: bool
    demo: bool = False
    number: str = ""


def lab_title(heading: str, blocks: Iterable[Block] = ()) -> LabTitle | None:
    """Read a heading such as ``Lesson 4 Lab Solution: Title``; None when it names no lab.

    ``blocks`` are those below it: ``Demo Title`` without a colon needs commands to be one.
    """
    heading = heading.strip()
    if not _MAY_BE.search(heading):
        return None
    for pattern in _HEADINGS:
        if found := pattern.fullmatch(heading):
            title, solution = found["title"].strip(), bool(found["solution"])
            if not solution and (tail := _PARENTHESES.search(title)) and tail.start() > 0:
                return LabTitle(title[: tail.start()].rstrip(" :-\u2013\u2014"), solution=True)
            return LabTitle(title, solution)
    if found := _DEMO.fullmatch(heading):
        number = found["number"] or ""
        return LabTitle(found["title"].strip(), solution=True, demo=True, number=number)
    found = _BARE_DEMO.fullmatch(heading)
    if found and any(is_commands(part) for block in blocks for part in block.walk()):
        return LabTitle(found["title"].strip(), solution=True, demo=True)
    return None


@dataclass
class LabDraft:
    """A lab while its headings are being found; ``identity`` is its id."""

    title: str
    identity: str
    heading: Heading
    task: Heading | None = None
    solution: Heading | None = None
    demo: bool = False


class LabJoiner:
    """Joins tasks and solutions by their titles, in the order of the page."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._by_title: dict[str, list[LabDraft]] = {}
        self.drafts: list[LabDraft] = []
        self.problems: list[Problem] = []

    def add(self, draft: LabDraft) -> None:
        """Take a new lab in."""
        self.drafts.append(draft)
        self._by_title.setdefault(slug(draft.title), []).append(draft)

    def find(self, found: LabTitle, line: int) -> LabDraft | None:
        """Return the draft that this heading completes; None when it begins a new lab."""
        if found.demo:
            return None
        same = self._by_title.get(slug(found.title), ())
        if same and self._fits(same[-1], found):
            return same[-1]
        if not found.solution:
            return None
        waiting = [draft for draft in self.drafts[-_NEAR:] if self._fits(draft, found)]
        nearest = max(waiting, key=lambda draft: _alike(draft.title, found.title), default=None)
        if nearest and found.title and _alike(nearest.title, found.title) >= _ALIKE:
            return nearest
        last = self.drafts[-1] if self.drafts else None
        if last is None or not self._fits(last, found):
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
        return not draft.demo and (draft.solution if found.solution else draft.task) is None

    def _lab(self, draft: LabDraft, requires: dict[str, tuple[str, ...]]) -> Lab:
        task = list(draft.task.flat()) if draft.task else []
        if draft.solution:
            to_do = [*self._other_title(draft, draft.solution), *draft.solution.flat()]
        else:
            task, to_do = _split(task)
        walk = read_solution(self._path, to_do)
        self.problems += walk.problems
        self._check(draft, has_steps=bool(walk.steps))
        known = {name for step in walk.steps for name in step.placeholders}
        for line, name in unknown_placeholders([*task, *to_do], known):
            near = nearest_name(name, known)
            hint = (
                f": did you mean <{near}>?" if near else ": put it into one, or write it otherwise"
            )
            message = f"no command of this lab has the placeholder <{name}>{hint}"
            self._warn(line, "unknown-placeholder", message)
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
            # What has neither a task nor steps is there to be read.
            task=render(task) if task or walk.steps else walk.closing,
            steps=tuple(walk.steps),
            closing=walk.closing if task or walk.steps else "",
            requires=tuple(dict.fromkeys(needs)),
        )

    @staticmethod
    def _other_title(draft: LabDraft, solution: Heading) -> list[Block]:
        """Keep the title of a solution whose task is called something else."""
        found = lab_title(solution.full_title)
        if found is None or not found.title or _alike(draft.title, found.title) >= _ALIKE:
            return []
        return [Block("paragraph", solution.line, solution.line, f"**{found.title}**")]

    def _check(self, draft: LabDraft, *, has_steps: bool) -> None:
        line = draft.heading.line
        if draft.task is None and not draft.demo:
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


def _alike(one: str, other: str) -> float:
    """Return how much two titles are alike, from 0 to 100; case and signs do not count."""
    return fuzz.ratio(slug(one), slug(other))


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
