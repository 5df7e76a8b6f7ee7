"""Practice questions out of the blocks of a lesson, in every dialect that people write them in.

_leads      what begins a question
_options    what can be chosen, and what stands in a list without being an option
_letters    options that letters name, in lists and in lines
_marks      what an option wears: a checkbox, a letter, a sign that it is right
_answers    a sentence that names the right options
_repeats    an answer in the words of an option
_notes      what stands behind the options: the answer and what explains it
_draft      one question's blocks sorted into stem, options and notes
_keys       the answers of many questions in one place
_titles     headings that announce questions
_spots      options in a document, and the text above them that asks
_places     answer keys in a document
_path       the headings that are open at a place of a document
_items      questions that are items of one list
_matching   the entries of keys given to the questions above them
_scan       finds all of these in a document
_found      what it finds
_unread     what looks like a question but is none
_faults     what is wrong with a question, and the question where it can be asked
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.models import Problem
from content.questions._faults import Fault, Judged, Parsed, judge
from content.questions._found import Candidate, Key, Numbered
from content.questions._keys import is_key_title
from content.questions._matching import match_keys
from content.questions._scan import Scanner
from content.questions._titles import is_questions_title
from content.questions._unread import unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.markdown.blocks import Block
    from content.questions._draft import Draft
    from content.questions._found import Found as Scanned

__all__ = ["Found", "Parsed", "find_questions", "is_key_title", "is_questions_title"]


@dataclass(slots=True)
class Found:
    """The questions of a document, the blocks that belong to none, and what is wrong.

    ``asked`` has the lines of the headings below which questions were found.
    """

    questions: list[Parsed] = field(default_factory=list)
    rest: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)


def find_questions(path: str, blocks: Sequence[Block]) -> Found:
    """Take the questions out of the blocks of a whole document.

    What cannot be asked stays among the blocks, so that nothing is lost, and is a problem.
    """
    scanner = Scanner(blocks)
    scanned = scanner.run()
    faults = list(match_keys(scanned))
    candidates = [one for one in scanned if isinstance(one, Candidate)]
    found = Found()
    taken: set[int] = set()
    left: dict[int, Sequence[Block]] = {}
    for group in _together(candidates):
        if group[0].left and not any(one.draft.is_answered for one in group):
            # Letters below some of many items are steps.
            continue
        judged = [_judge(candidate) for candidate in group]
        faults += [fault for one in judged for fault in one.faults]
        questions = [one.question for one in judged if one.question]
        if len(questions) < len(group):
            # A list of questions is taken whole or stays whole; its good ones are asked anyway.
            found.questions += [] if group[0].left is None else questions
            continue
        found.questions += questions
        for one in group:
            one.asked = True
        taken.update(range(group[0].start, group[0].end))
        left[group[0].start] = group[0].left or ()
        taken -= {id_ for one in group for id_ in _kept(blocks, one)}
        found.asked.update(blocks[place].line for one in group for place in one.parents)
    for key in scanned:
        if isinstance(key, Key) and key.is_used_up:
            taken.update(range(key.start, key.end))
            taken.difference_update(key.kept)
            above = [*key.parents[-1:], *(place for place in key.kept)]
            found.asked.update(blocks[place].line for place in above)
    faults += _numbers(scanned)
    covered = {
        place
        for one in scanned
        if isinstance(one, Candidate | Key)
        for place in range(one.start, one.end)
    }
    boxes = any(one.asked and one.draft.chosen == "boxes" for one in candidates)
    faults += unread(blocks, covered, scanner.spots, boxes=boxes)
    for place, block in enumerate(blocks):
        if place in taken:
            found.rest += left.get(place, ())
        # A line between questions parts nothing once they are gone.
        elif not (block.kind == "hr" and (place - 1 in taken or place + 1 in taken)):
            found.rest.append(block)
    found.problems = [
        Problem(path=path, line=line, severity=severity, code=code, message=message)
        for line, severity, code, message in faults
    ]
    return found


def _together(candidates: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """Yield candidates one by one, but those that share their blocks together."""
    group: list[Candidate] = []
    for candidate in candidates:
        if group and candidate.start != group[0].start:
            yield group
            group = []
        group.append(candidate)
    if group:
        yield group


def _kept(blocks: Sequence[Block], candidate: Candidate) -> Iterator[int]:
    """Yield the places of the blocks inside a question that are not part of it."""
    rest = {id(block) for block in candidate.draft.rest}
    for place in range(candidate.start, candidate.end) if rest else ():
        if id(blocks[place]) in rest:
            yield place


def _judge(candidate: Candidate) -> Judged:
    draft = candidate.draft
    if not draft.options and (draft.answers or draft.explanation):
        return _open(draft)
    if draft.chosen in {"list", "ordered"} and draft.answers and not any(map(any, draft.answers)):
        # Below "Answer:" stands what to do, not which item of the list is right.
        return _open(draft) if draft.lead.sure else Judged(None, ())
    return judge(draft)


def _open(draft: Draft) -> Judged:
    message = (
        "a question without options cannot be asked, it stays text: "
        "add a list of options above the answer"
    )
    return Judged(None, (Fault(draft.lead.block.line, "warning", "open-question", message),))


def _numbers(scanned: Iterable[Scanned]) -> Iterator[Fault]:
    """Warn of gaps and repeats in the numbers of the questions below one heading."""
    last: dict[tuple[int, ...], int] = {}
    for one in scanned:
        if isinstance(one, Key | Numbered):
            continue
        lead = one.draft.lead if isinstance(one, Candidate) else None
        number = one.number
        if number is None:
            continue
        before = last.get(one.parents)
        last[one.parents] = number
        if lead is None or before is None or number in {1, before + 1}:
            continue
        what = "repeats" if number <= before else "skips"
        message = f"question {number} stands behind question {before}: the numbering {what}"
        yield Fault(lead.block.line, "warning", "question-number", message)
