"""What can be wrong with a question, and the question itself where it can be asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from content.models import QUESTION_CHARACTERS, QUESTION_OPTIONS, Option
from content.questions.rules.letters import lettered
from content.questions.rules.repeats import named, places_of, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.ids.names import Attributes
    from content.problems import ProblemSink
    from content.questions.drafts import Draft
    from content.questions.rules.answer_statements import Statement
    from content.questions.rules.options import Option as OptionDraft

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


class Parsed(NamedTuple):
    """A question that can be asked, before it has an id."""

    line: int
    number: int | None
    attributes: Attributes
    stem: str
    options: tuple[Option, ...]
    correct: tuple[int, ...]
    explanation: str | None
    concept: str = ""
    """What it names as its concept, or links to."""


def judge(draft: Draft, sink: ProblemSink) -> Parsed | None:
    """Turn a draft into a question; None, and an error, where it cannot be asked."""
    line, options = draft.header.block.line, draft.options
    if _is_open(draft):
        if draft.header.sure or not options:
            warn_of_open(line, sink)
        return None
    left = [option for option in options if not option.wrong]
    if len(left) == 1 < len(options) and not (left[0].box or draft.answers):
        # All others are marked as wrong.
        left[0].right = True
    marked = {place for place, one in enumerate(options) if one.right}
    known = all(_mark_right(draft, statement, marked, sink) for statement in draft.answers)
    known = known and _is_undisputed(draft, sink)
    right = tuple(place for place, option in enumerate(options) if option.right)
    if len(options) < 2:  # noqa: PLR2004 - a choice needs two
        message = f"a question needs two or more options, this one has {len(options)}"
        sink.error(line, "one-option", message)
        return None
    unequal = _check_options(options, sink)
    names = [option.name for option in options]
    if all(names) and not lettered([f"({name})" for name in names]):
        message = f"the letters of the options are {', '.join(names)}: one repeats or is left out"
        sink.warning(line, "option-letters", message)
    if known and unequal and not right:
        sink.error(line, "no-answer", f"no option is right: {_remedy(draft)}")
    if not (known and unequal and right):
        return None
    if message := _wrong_count(draft, len(right)):
        sink.warning(line, "several-answers", message)
    size = len(draft.stem) + sum(len(option.text) for option in options)
    if len(options) > QUESTION_OPTIONS:
        message = f"at most {QUESTION_OPTIONS} options, this question has {len(options)}"
        sink.warning(line, "long-question", f"a quiz shows {message}")
    elif size > QUESTION_CHARACTERS:
        message = f"at most {QUESTION_CHARACTERS:,} characters, this question has {size:,}"
        sink.warning(line, "long-question", f"a quiz shows {message}")
    return Parsed(
        line=line,
        number=draft.number,
        attributes=draft.header.attributes,
        stem=draft.stem,
        options=tuple(
            Option(text=one.text, reason="\n".join(filter(None, one.reasons)) or None)
            for one in options
        ),
        correct=right,
        explanation="\n\n".join(filter(None, draft.explanation)) or None,
        concept=draft.concept,
    )


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
        sink.error(draft.header.block.line, "unknown-answer", message)
        return False
    if marked:
        if not places <= marked:
            message = "the answer below the options says otherwise than their marks, which count"
            sink.warning(draft.header.block.line, "unused-answer", message)
        return True
    if any(not 0 <= place < size for place in places):
        last = chr(ord("A") + size - 1)
        given = f"A to {last}" if size <= len("ABCDEFGHIJ") else f"1 to {size}"
        message = (
            f"the answer is given as {', '.join(statement.names)}, but the options are {given}"
        )
        sink.error(draft.header.block.line, "unknown-answer", message)
        return False
    for place in places:
        draft.options[place].right = True
    return True


def _is_undisputed(draft: Draft, sink: ProblemSink) -> bool:
    """Return whether no option is marked as wrong and given as the answer."""
    for place, option in enumerate(draft.options, 1):
        if option.right and option.wrong:
            message = f"option {place} is marked as wrong, and given as the answer: take one away"
            sink.error(option.line, "unknown-answer", message)
            return False
    return True


def _remedy(draft: Draft) -> str:
    """Return what to do about a question without an answer."""
    if said := next((one.text for one in draft.answers if one.text), ""):
        return f"the answer is given as {' '.join(said.split())[:40]}, which is none of them"
    if draft.writing == "boxes":
        return "tick one with [x]"
    lettered = ", or write `Answer: B` below the options"
    return "mark one with [correct]" + lettered * (draft.writing in {"letters", "lines"})


def _check_options(options: Sequence[OptionDraft], sink: ProblemSink) -> bool:
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


def _wrong_box(option: OptionDraft, *, boxed: bool) -> str:
    """Return what is wrong where a checkbox is not whole, is missing, or stands in the text."""
    if option.box and not option.box.whole:
        return "write a checkbox as `[ ]` or `[x]`, with a space behind it"
    if boxed and not option.box:
        return "the other options have a checkbox, this one has none: write `- [ ]` in front"
    if _BOX_WITHIN.search(option.text):
        return "a checkbox stands in the text of an option: begin a line of its own with it"
    return ""


def _wrong_count(draft: Draft, right: int) -> str:
    """Compare how many options are right with what the stem asks for."""
    if found := _SEVERAL.search(draft.stem):
        wanted, are = _NUMBERS[found["number"].lower()], "is" if right == 1 else "are"
        asked = f"the stem asks for {wanted} answers, {right} {are} marked"
        return asked if wanted != right else ""
    one = right > 1 and _ONE.search(draft.stem)
    return f"the stem asks for one answer, {right} are marked" if one else ""
