"""Headings that name a lab, its solution or a demo, and the labs that are made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from content.ids.names import slug
from content.labs.checks import check_placeholders, check_steps
from content.labs.fences import is_commands
from content.labs.lists import lists_commands
from content.labs.programs import Vocabulary
from content.labs.prompts import has_prompts
from content.labs.shells import SHELL
from content.labs.steps import read_steps
from content.markdown.blocks import Block
from content.markdown.render import render
from content.models import Lab

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from content.outline.tree import Heading
    from content.problems import ProblemSink

_DASH = r"\u2010-\u2015\u2212-"
_LESSON = rf"(?:(?:Lesson|Module|Chapter|Unit|Week)\s+[\d.]+\w?\s*[{_DASH}]?\s*)"
_PREFIX = (
    r"(?:(?:Lesson|Module|Chapter|Unit|Week)\s+[\d.]+\w?\s*:\s*|\d{1,4}(?:\.\d{1,4})*[.)]?\s+)?"
)
_NUMBER = r"\d[\d.]*\w?\b"
# Some headings have no space before or behind the word: `Lab SolutionUsing Secrets`.
_SOLVED = (
    r"(?:(?P<solution>\s*Solutions?(?:\b|(?-i:(?=[A-Z]))))"
    rf"(?:\s+(?P<after>{_NUMBER})(?=\s*[:.{_DASH}]|\s*$))?)?"
)
_LAB = r"Lab(?:\b|(?=Solution))"
_END = rf"\s*[:.{_DASH}]?\s*"
# A hyphen without spaces is part of a word: "Lab-based learning".
_MARK = r"(?:\s*[:\u2010-\u2015\u2212]|\s+-(?=\s))\s*"
_HEADINGS = (
    # `Lesson 4 Lab Title` needs no colon, a bare `Lab` does: "Lab environments" is a concept.
    rf"{_LESSON}{_LAB}(?:\s+(?P<number>{_NUMBER}))?{_SOLVED}{_END}(?P<title>.*)",
    rf"{_PREFIX}Lab\s+(?P<number>{_NUMBER}){_SOLVED}{_END}(?P<title>.*)",
    rf"{_PREFIX}{_LAB}(?:\s+(?:Exercise|Task))?(?P<number>){_SOLVED}{_MARK}(?P<title>.*)",
    rf"{_PREFIX}{_LAB}(?P<number>)(?P<solution>\s*Solution)(?P<after>)(?P<title>)",
    r"(?P<number>)(?P<after>)(?P<solution>Solution)\s*:\s*(?P<title>.+)",
    # `Solution to Lab 2 - Title`
    rf"{_PREFIX}(?P<solution>Solution)\s+(?:to|of|for)\s+(?:the\s+)?Lab"
    rf"(?:\s+(?P<number>{_NUMBER}))?(?P<after>)(?:{_MARK}(?P<title>.*))?",
)
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _HEADINGS)
# Without a colon it takes commands below the heading to be a demo.
_DEMO = re.compile(
    rf"(?:{_LESSON}|{_PREFIX})(?P<whole>Demo(?:nstration)?(?:\s+(?:part\s+|step\s+)?"
    rf"(?P<number>{_NUMBER}))?(?:(?P<mark>{_MARK})(?P<title>\S.*)|(?:\s+(?P<bare>\S.*))?))",
    re.IGNORECASE,
)
_PARENTHESES = re.compile(r"\(?\bSolution\)?$", re.IGNORECASE)
_PLURAL = re.compile(r"s(?=-|$)")
_ALIKE = 85
"""How much two titles are alike that differ by a slip of the hand."""
_RELATED = 60
_NEAR = 20
"""How many labs back a solution is looked for by a title that is only like its own."""
_SOLUTION = re.compile(r"(?:the )?(?:solution|steps|walkthrough|step by step)", re.IGNORECASE)
_TASK = re.compile(r"(?:the |your )?(?:task|exercise|goal)", re.IGNORECASE)
_TOLD = frozenset({"ordered_list", "fence", "code_block"})


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
    heading = " ".join(heading.split())
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(heading):
            title, is_solution = (found["title"] or "").strip(), bool(found["solution"])
            number = (found["number"] or found["after"] or "").rstrip(".")
            tail = None if is_solution else _PARENTHESES.search(title)
            if tail and tail.start() > 0:
                title, is_solution = title[: tail.start()].rstrip(" :-\u2013\u2014"), True
            return LabTitle(title, is_solution, number=number)
    found = _DEMO.fullmatch(heading)
    parts = (part for block in blocks for part in block.walk())
    if found is None or not (found["mark"] or any(map(is_commands, parts))):
        return None
    title = (found["title"] or found["bare"] or found["whole"]).strip()
    return LabTitle(title, solution=True, demo=True, number=found["number"] or "")


def _alike(one: str, other: str) -> float:
    """Return how much two titles are alike, from 0 to 100; case, signs and plurals do not count."""
    first, second = (_PLURAL.sub("", slug(title)) for title in (one, other))
    return fuzz.ratio(first, second)


def _is_same(one: str, other: str) -> bool:
    """Return whether two titles differ by no more than a slip of the hand."""
    return one == other or _alike(one, other) >= _ALIKE


@dataclass
class LabDraft:
    """A lab while its headings are being found; ``identity`` is its id."""

    title: str
    identity: str
    heading: Heading
    task: Heading | None = None
    solution: Heading | None = None
    demo: bool = False
    number: str = ""


class LabJoiner:
    """Joins tasks and solutions by their titles, in the order of the page."""

    def __init__(self, sink: ProblemSink) -> None:
        self._sink = sink
        self._by_name: dict[str, list[LabDraft]] = {}
        self.drafts: list[LabDraft] = []

    def add(self, draft: LabDraft) -> None:
        """Take a new lab in."""
        self.drafts.append(draft)
        for name in (slug(draft.title), f"#{draft.number}"):
            self._by_name.setdefault(name, []).append(draft)

    def find(self, found: LabTitle, line: int) -> LabDraft | None:
        """Return the draft that this heading completes; None when it begins a new lab."""
        if found.demo:
            return None
        same = self._by_name.get(slug(found.title), ()) if found.title else ()
        if same and _fits(same[-1], found):
            return same[-1]
        draft = self._nearest(found) if found.solution else None
        if draft and found.title and not _is_same(draft.title, found.title):
            message = f"taken as the solution of the lab above, which is called: {draft.title}"
            self._sink.warning(line, "lab-title", message)
        return draft

    def _nearest(self, found: LabTitle) -> LabDraft | None:
        """Return the lab above whose solution this is, by title, number or place."""
        above = [draft for draft in self.drafts[-_NEAR:] if not draft.demo]
        waiting = (draft for draft in above if draft.solution is None)
        likest = max(waiting, key=lambda draft: _alike(draft.title, found.title), default=None)
        likeness = _alike(likest.title, found.title) if likest and found.title else 0
        if likeness >= _ALIKE:
            return likest
        numbered = self._by_name.get(f"#{found.number}", []) if found.number else []
        near = (draft for draft in (*numbered[-1:], *above[-1:]) if _fits(draft, found))
        return next(near, likest if likeness >= _RELATED else None)

    def finish(
        self, requires: Mapping[str, tuple[str, ...]], blocks: Iterable[Block]
    ) -> tuple[Lab, ...]:
        """Build all labs; ``requires`` is the front matter's: by id or title, ``*`` for all.

        ``blocks`` are the whole lesson.
        """
        vocabulary = Vocabulary(self._scripts)
        labs = tuple(self._lab(draft, requires, vocabulary) for draft in self.drafts)
        check_steps(labs, blocks, self._sink)
        return labs

    def _scripts(self) -> Iterator[str]:
        """Yield the fences of all labs that hold commands only, to learn the lesson's words."""
        headings = (heading for draft in self.drafts for heading in (draft.task, draft.solution))
        for block in (block for heading in headings if heading for block in heading.flat()):
            for part in block.walk():
                if (
                    part.kind == "fence"
                    and part.language in SHELL
                    and not has_prompts(part.content)
                ):
                    yield part.content

    def _lab(
        self, draft: LabDraft, requires: Mapping[str, tuple[str, ...]], vocabulary: Vocabulary
    ) -> Lab:
        task = list(draft.task.flat()) if draft.task else []
        if draft.solution:
            to_do = [*_other_title(draft, draft.solution), *draft.solution.flat()]
        else:
            task, to_do = _split(task, vocabulary)
        steps, closing = read_steps(to_do, vocabulary, self._sink)
        self._check(draft, has_steps=bool(steps))
        check_placeholders([*task, *to_do], steps, self._sink)
        local = draft.identity.rpartition("#")[2]
        names = ("*", draft.identity, local, slug(draft.title), draft.title)
        needs = dict.fromkeys(need for name in names for need in requires.get(name, ()))
        # What has neither a task nor steps is there to be read.
        is_text = not (task or steps)
        return Lab(
            id=draft.identity,
            title=draft.title,
            line=draft.heading.line,
            task=closing if is_text else render(task),
            steps=steps,
            closing="" if is_text else closing,
            requires=tuple(needs),
        )

    def _check(self, draft: LabDraft, *, has_steps: bool) -> None:
        """Warn of a lab whose task, solution or commands are missing."""
        line = draft.heading.line
        if draft.task is None and not draft.demo:
            missing = "above has this title" if len(self.drafts) > 1 else "stands above"
            self._sink.warning(line, "solution-without-task", f"no lab heading {missing}")
        if has_steps:
            return
        if draft.solution:
            message = "no command is read below this, so it is shown as text"
            message += " (a fence marked bash holds commands)"
            self._sink.warning(draft.solution.line, "lab-without-steps", message)
        elif any(other.solution for other in self.drafts) or not _is_told(draft):
            message = "add a heading `Lab Solution` with the same title"
            self._sink.warning(line, "task-without-solution", message)


def _is_told(draft: LabDraft) -> bool:
    """Return whether the task tells each step itself, as it does where one clicks or writes."""
    blocks = draft.task.flat() if draft.task else ()
    return any(part.kind in _TOLD for block in blocks for part in block.walk())


def _fits(draft: LabDraft, found: LabTitle) -> bool:
    """Return whether a lab still lacks what a heading names."""
    return not draft.demo and (draft.solution if found.solution else draft.task) is None


def _other_title(draft: LabDraft, solution: Heading) -> list[Block]:
    """Keep the title of a solution whose task is called something else."""
    found = lab_title(solution.full_title)
    if found is None or not found.title or _is_same(draft.title, found.title):
        return []
    return [Block("paragraph", solution.line, solution.line, f"**{found.title}**")]


def _split(blocks: Sequence[Block], vocabulary: Vocabulary) -> tuple[list[Block], list[Block]]:
    """Split a lab without a solution of its own into its task and what there is to do."""
    task: list[Block] = []
    for index, block in enumerate(blocks):
        title = block.content.strip() if block.kind == "heading" else ""
        if _SOLUTION.fullmatch(title):
            return task, list(blocks[index + 1 :])
        if any(
            is_commands(part) or lists_commands(part, vocabulary.knows) for part in block.walk()
        ):
            return list(blocks[:index]), list(blocks[index:])
        task += [] if _TASK.fullmatch(title) else [block]
    return list(blocks), []
