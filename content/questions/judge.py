"""What is wrong with a question, and what gives the answers of a whole lesson away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.models import QUESTION_CHARACTERS, QUESTION_OPTIONS
from content.questions.rules.answer_statements import named, places_of, words_of
from content.questions.rules.letters import lettered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.problems import ProblemSink
    from content.questions.drafts import Draft
    from content.questions.rules.answer_statements import Statement
    from content.questions.rules.options import Option

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}
_CHOOSE = r"(?:choose|select|pick|mark|find|check)"
_SEVERAL = re.compile(
    rf"\b{_CHOOSE}\s+(?:the\s+|any\s+|exactly\s+)?(?P<number>two|three|four|five|[2-5])\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    rf"\b{_CHOOSE}\s+(?:only\s+|exactly\s+)?"
    r"(?:one|1|a single|the (?:best|correct|right|single|one))\b"
    r"(?!\s+(?:or more|answers|options|statements))"
    r"|\bwhich (?:one|single)\b|\bwhich of (?:the following|these|them)(?: \w+)? is\b",
    re.IGNORECASE,
)
# A box with a mark in front of it, or at the end.
_BOX_WITHIN = re.compile(r"\s[-*+] ?\[[ xX]\]\s|\s\[[ xX]\]$")

# "Why is this not a conflict?" turns nothing around.
_NOT = re.compile(r"\b(?:which|what)\b[^.?!]*(?<![*_\w])not(?![*_\w])", re.IGNORECASE)
_OF_THE_ABOVE = re.compile(r"(?:all|none) of (?:the above|these|them|the others)\W*", re.IGNORECASE)
_SET = 4
"""Fewer questions are no set, in which one way of writing says something."""
_MANY = 5
"""From how many questions on it is no chance that the right option stands out."""
_SHOWN = 5
"""How many lines are named."""


def judge(draft: Draft, sink: ProblemSink) -> bool:
    """Mark the right options of a draft; return whether it can be asked, and note what is wrong."""
    line, options = draft.line, draft.options
    if _is_open(draft):
        if draft.header.sure or not options:
            warn_of_open(line, sink)
        return False
    left = [option for option in options if not option.wrong]
    if len(left) == 1 < len(options) and not (left[0].box or draft.answers):
        # All others are marked as wrong.
        left[0].right = True
    marked = set(draft.correct)
    known = all(_mark_right(draft, statement, marked, sink) for statement in draft.answers)
    for place, option in enumerate(options, 1):
        if known and option.right and option.wrong:
            message = f"option {place} is marked as wrong, and given as the answer: take one away"
            sink.error(option.line, "unknown-answer", message)
            known = False
    if len(options) < 2:  # noqa: PLR2004 - a choice needs two
        message = f"a question needs two or more options, this one has {len(options)}"
        sink.error(line, "one-option", message)
        return False
    unequal = _check_options(options, sink)
    names = [option.name for option in options]
    if all(names) and not lettered([f"({name})" for name in names]):
        message = f"the letters of the options are {', '.join(names)}: one repeats or is left out"
        sink.warning(line, "option-letters", message)
    if known and unequal and not draft.correct:
        sink.error(line, "no-answer", f"no option is right: {_remedy(draft)}")
    if not (known and unequal and draft.correct):
        return False
    _check_size(draft, sink)
    return True


def _check_size(draft: Draft, sink: ProblemSink) -> None:
    """Warn where more or fewer options are right than the stem asks for, and of long questions."""
    found, right = _SEVERAL.search(draft.stem), len(draft.correct)
    if found and (wanted := _NUMBERS[found["number"].lower()]) != right:
        message = (
            f"the stem asks for {wanted} answers, {right} {'is' if right == 1 else 'are'} marked"
        )
        sink.warning(draft.line, "several-answers", message)
    elif not found and right > 1 and _ONE.search(draft.stem):
        message = f"the stem asks for one answer, {right} are marked"
        sink.warning(draft.line, "several-answers", message)
    count, size = len(draft.options), len(draft.stem) + sum(len(one.text) for one in draft.options)
    long = count > QUESTION_OPTIONS
    if long or size > QUESTION_CHARACTERS:
        most = f"{QUESTION_OPTIONS} options" if long else f"{QUESTION_CHARACTERS:,} characters"
        message = f"a quiz shows at most {most}, this question has {count if long else size:,}"
        sink.warning(draft.line, "long-question", message)


def warn_of_open(line: int, sink: ProblemSink) -> None:
    """Warn of a question that has no options."""
    message = "a question without options cannot be asked, it stays text: "
    sink.warning(line, "open-question", message + "add a list of options above the answer")


def _is_open(draft: Draft) -> bool:
    """Return whether a question has an answer, but no options that it could name."""
    if not draft.options:
        return bool(draft.answers or draft.explanation) or draft.number is None
    # Below "Answer:" stands what to do, not which item of the list is right.
    plain = draft.writing in {"list", "ordered"} and bool(draft.answers)
    return plain and not any(map(any, draft.answers))


def _mark_right(draft: Draft, statement: Statement, marked: set[int], sink: ProblemSink) -> bool:
    """Mark the options that a statement names; return whether there are such options.

    Those that are ``marked`` as right win over what is said below them.
    """
    places, size = named(draft.options, statement), len(draft.options)
    twice = [one for one in statement.names if len(places_of(draft.options, one)) > 1]
    if twice:
        message = f"the answer is given as {twice[0]}, and two options have that letter"
        sink.error(draft.line, "unknown-answer", message)
        return False
    if marked:
        if not places <= marked:
            message = "the answer below the options says otherwise than their marks, which count"
            sink.warning(draft.line, "unused-answer", message)
        return True
    if any(not 0 <= place < size for place in places):
        last = chr(ord("A") + size - 1)
        given = f"A to {last}" if size <= len("ABCDEFGHIJ") else f"1 to {size}"
        message = (
            f"the answer is given as {', '.join(statement.names)}, but the options are {given}"
        )
        sink.error(draft.line, "unknown-answer", message)
        return False
    for place in places:
        draft.options[place].right = True
    return True


def _remedy(draft: Draft) -> str:
    """Return what to do about a question without an answer."""
    if said := next((one.text for one in draft.answers if one.text), ""):
        return f"the answer is given as {' '.join(said.split())[:40]}, which is none of them"
    if draft.writing == "boxes":
        return "tick one with [x]"
    lettered = ", or write `Answer: B` below the options"
    return "mark one with [correct]" + lettered * (draft.writing in {"letters", "lines"})


def _check_options(options: Sequence[Option], sink: ProblemSink) -> bool:
    """Note what is wrong with the options; return whether no two of them are equal."""
    boxed = sum(option.box is not None for option in options) > 1
    seen: dict[str, int] = {}
    unequal = True
    for place, option in enumerate(options):
        if message := _wrong_box(option, boxed=boxed):
            sink.warning(option.line, "broken-checkbox", message)
        words = words_of(option.text)
        first = seen.setdefault(words, place)
        if not words:
            sink.warning(option.line, "empty-option", f"option {place + 1} has no text")
        elif first != place:
            message = f"options {first + 1} and {place + 1} are equal: {words[:80]}"
            if "\\" in option.text + options[first].text:
                message += " (put what has signs of Markdown in backticks)"
            sink.error(option.line, "equal-options", message)
            unequal = False
    return unequal


def _wrong_box(option: Option, *, boxed: bool) -> str:
    """Return what is wrong where a checkbox is not whole, is missing, or stands in the text."""
    if option.box and not option.box.whole:
        return "write a checkbox as `[ ]` or `[x]`, with a space behind it"
    if boxed and not option.box:
        return "the other options have a checkbox, this one has none: write `- [ ]` in front"
    if _BOX_WITHIN.search(option.text):
        return "a checkbox stands in the text of an option: begin a line of its own with it"
    return ""


def check_style(questions: Sequence[Draft], sink: ProblemSink) -> None:
    """Warn of a lesson whose questions can be answered by how they are written."""
    if len(questions) < _SET:
        return
    found = _lengths(questions)
    stems = [one.line for one in questions if has_bare_not(one.stem)]
    above = [
        one.line for one in questions if any(is_of_the_above(option.text) for option in one.options)
    ]
    found += [f"a bare `not` is overlooked, write NOT ({_lines(stems)})"] * bool(stems)
    found += [f"`all of the above` gives itself away ({_lines(above)})"] * bool(above)
    if found:
        line = min([*stems, *above], default=questions[0].line)
        sink.warning(line, "question-style", "; ".join(found))


def has_bare_not(stem: str) -> bool:
    """Return whether a stem turns round what it asks, with a word that is easily overlooked."""
    return bool(_NOT.search(stem)) and "NOT" not in stem


def is_of_the_above(option: str) -> bool:
    """Return whether an option speaks of all others."""
    return bool(_OF_THE_ABOVE.fullmatch(option))


def _lengths(questions: Sequence[Draft]) -> list[str]:
    """Return what is said where the right option is the longest, or the shortest, of most."""
    longest = shortest = several = 0
    for one in questions:
        sizes = [len(option.text) for option in one.options]
        right = sizes.pop(one.correct[0])
        if len(one.correct) == 1 < len(sizes):
            several += 1
            longest += right > max(sizes)
            shortest += right < min(sizes)
    return [
        f"the right option is the {side} in {count} of {several} questions"
        for side, count in (("longest", longest), ("shortest", shortest))
        if several >= _MANY and count * 3 > several * 2
    ]


def _lines(lines: Sequence[int]) -> str:
    shown = ", ".join(map(str, lines[:_SHOWN])) + ", …" * (len(lines) > _SHOWN)
    return f"line{'s' * (len(lines) > 1)} {shown}"
