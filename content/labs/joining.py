"""Labs: a task joined with its solution, and the lab made of both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.ids.names import slug
from content.labs.fences import is_commands, is_typed_only
from content.labs.listed import lists_commands
from content.labs.placeholders import nearest_name, unknown_names, unknown_placeholders
from content.labs.titles import alike, is_same, lab_title
from content.labs.vocabulary import Vocabulary
from content.labs.walkthrough import read_solution
from content.markdown.blocks import Block
from content.markdown.render import render
from content.models import Lab, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.labs.titles import LabTitle
    from content.models import LabStep, ProblemCode
    from content.outline.tree import Heading

_RELATED = 60
_NEAR = 20
"""How many labs back a solution is looked for by a title that is only like its own."""
_SOLUTION = re.compile(r"(?:the )?(?:solution|steps|walkthrough|step by step)", re.IGNORECASE)
_TASK = re.compile(r"(?:the |your )?(?:task|exercise|goal)", re.IGNORECASE)
_TOLD = frozenset({"ordered_list", "fence", "code_block"})


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

    def __init__(self, path: str) -> None:
        self._path = path
        self._by_name: dict[str, list[LabDraft]] = {}
        self.drafts: list[LabDraft] = []
        self.problems: list[Problem] = []

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
        if same and self._fits(same[-1], found):
            return same[-1]
        if not found.solution:
            return None
        draft = self._nearest(found)
        if draft and found.title and not is_same(draft.title, found.title):
            message = f"taken as the solution of the lab above, which is called: {draft.title}"
            self._warn(line, "lab-title", message)
        return draft

    def _nearest(self, found: LabTitle) -> LabDraft | None:
        """Return the lab above whose solution this is, by title, number or place."""
        above = [draft for draft in self.drafts[-_NEAR:] if not draft.demo]
        waiting = [draft for draft in above if self._fits(draft, found)]
        likeness = [(alike(draft.title, found.title), draft) for draft in waiting]
        most, nearest = max(likeness, key=lambda pair: pair[0], default=(0.0, None))
        if nearest and found.title and is_same(nearest.title, found.title):
            return nearest
        numbered = self._by_name.get(f"#{found.number}", ()) if found.number else ()
        if numbered and self._fits(numbered[-1], found):
            return numbered[-1]
        if above and self._fits(above[-1], found):
            return above[-1]
        return nearest if found.title and most >= _RELATED else None

    def finish(self, requires: dict[str, tuple[str, ...]]) -> tuple[Lab, ...]:
        """Build all labs; ``requires`` is the front matter's: by id or title, ``*`` for all."""
        vocabulary = Vocabulary(self._fences)
        return tuple(self._lab(draft, requires, vocabulary) for draft in self.drafts)

    def _fences(self) -> Iterator[Block]:
        """Yield the fences of all labs that hold commands only, to learn the lesson's words."""
        for draft in self.drafts:
            for heading in filter(None, (draft.task, draft.solution)):
                for block in heading.flat():
                    yield from filter(is_typed_only, block.walk())

    @staticmethod
    def _fits(draft: LabDraft, found: LabTitle) -> bool:
        return not draft.demo and (draft.solution if found.solution else draft.task) is None

    def _lab(
        self, draft: LabDraft, requires: dict[str, tuple[str, ...]], vocabulary: Vocabulary
    ) -> Lab:
        task = list(draft.task.flat()) if draft.task else []
        if draft.solution:
            to_do = [*self._other_title(draft, draft.solution), *draft.solution.flat()]
        else:
            task, to_do = _split(task, vocabulary)
        walk = read_solution(self._path, to_do, vocabulary)
        self.problems += walk.problems
        self._check(draft, has_steps=bool(walk.steps))
        self._check_names([*task, *to_do], walk.steps)
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
        if found is None or not found.title or is_same(draft.title, found.title):
            return []
        return [Block("paragraph", solution.line, solution.line, f"**{found.title}**")]

    def _check_names(self, blocks: Sequence[Block], steps: Sequence[LabStep]) -> None:
        """Warn once of each placeholder in the text of a lab that none of its commands has."""
        known = {name for step in steps for name in step.placeholders}
        hints = ((step.line, name) for step in steps for name in unknown_names(step.hint, known))
        unknown: dict[str, int] = {}
        for line, name in [*unknown_placeholders(blocks, known), *hints]:
            unknown.setdefault(name, line)
        for name, line in unknown.items():
            near = nearest_name(name, known)
            advice = (
                f": did you mean <{near}>?" if near else ": put it into one, or write it otherwise"
            )
            message = f"no command of this lab has the placeholder <{name}>{advice}"
            self._warn(line, "unknown-placeholder", message)

    def _check(self, draft: LabDraft, *, has_steps: bool) -> None:
        line = draft.heading.line
        if draft.task is None and not draft.demo:
            missing = "above has this title" if len(self.drafts) > 1 else "stands above"
            self._warn(line, "solution-without-task", f"no lab heading {missing}")
        if has_steps:
            return
        if draft.solution:
            message = (
                "no command is read below this, so it is shown as text"
                " (a fence marked bash holds commands)"
            )
            self._warn(draft.solution.line, "lab-without-steps", message)
        elif not self._is_followed(draft):
            self._warn(
                line, "task-without-solution", "add a heading `Lab Solution` with the same title"
            )

    def _is_followed(self, draft: LabDraft) -> bool:
        """Return whether the task tells each step itself, as it does where one clicks or writes."""
        if any(other.solution for other in self.drafts) or draft.task is None:
            return False
        parts = (part for block in draft.task.flat() for part in block.walk())
        return any(part.kind in _TOLD for part in parts)

    def _warn(self, line: int, code: ProblemCode, message: str) -> None:
        self.problems.append(
            Problem(path=self._path, line=line, severity="warning", code=code, message=message)
        )


def _split(blocks: Sequence[Block], vocabulary: Vocabulary) -> tuple[list[Block], list[Block]]:
    """Split a lab without a solution of its own into its task and what there is to do."""
    for index, block in enumerate(blocks):
        if block.kind == "heading" and _SOLUTION.fullmatch(block.content.strip()):
            before = [part for part in blocks[:index] if not _is_task_heading(part)]
            return before, list(blocks[index + 1 :])
        if any(map(is_commands, block.walk())) or lists_commands(block, vocabulary.knows):
            return list(blocks[:index]), list(blocks[index:])
    return list(blocks), []


def _is_task_heading(block: Block) -> bool:
    return block.kind == "heading" and bool(_TASK.fullmatch(block.content.strip()))
