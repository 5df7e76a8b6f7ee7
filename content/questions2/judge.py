"""What can be wrong with a question, and the question itself where it can be asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from content.models import QUESTION_CHARACTERS, QUESTION_OPTIONS, Option
from content.questions2.rules.repeats import named, words_of

if TYPE_CHECKING:
    from content.ids.names import Attributes
    from content.problems import ProblemSink
    from content.questions2.drafts import Draft
    from content.questions2.rules.options import Option as OptionDraft

_FEW = 2
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
_NAMES = re.compile(r"(?:[A-J\d](?:\s*(?:,|&|and|or)\s*|$))+", re.IGNORECASE)


class Parsed(NamedTuple):
    """A question that can be asked, before it has an id."""

    line: int
    number: int | None
    attributes: Attributes
    stem: str
    options: tuple[Option, ...]
    correct: tuple[int, ...]
    explanation: str | None


def judge(draft: Draft, sink: ProblemSink) -> Parsed | None:
    """Turn a draft into a question; None, and an error, where it cannot be asked."""
    line = draft.header.block.line
    if _is_open(draft):
        if draft.header.sure or not draft.options:
            message = (
                "a question without options cannot be asked, it stays text: "
                "add a list of options above the answer"
            )
            sink.warning(line, "open-question", message)
        return None
    answered = _mark_answers(draft, sink)
    right = tuple(index for index, option in enumerate(draft.options) if option.right)
    if len(draft.options) < _FEW:
        message = f"a question needs two or more options, this one has {len(draft.options)}"
        sink.error(line, "one-option", message)
        return None
    whole = _check_options(draft, sink)
    if not answered:
        return None
    if not right and whole:
        sink.error(line, "no-answer", f"no option is right: {_no_answer(draft)}")
        return None
    _check_count(draft, len(right), sink)
    parsed = Parsed(
        line=line,
        number=draft.header.number,
        attributes=draft.header.attributes,
        stem=draft.stem,
        options=tuple(
            Option(text=one.text, reason="\n".join(filter(None, one.reasons)) or None)
            for one in draft.options
        ),
        correct=right,
        explanation="\n\n".join(filter(None, draft.explanation)) or None,
    )
    _check_length(parsed, sink)
    return parsed


def _is_open(draft: Draft) -> bool:
    """Return whether a question has an answer, but no options that it could name."""
    if not draft.options:
        return bool(draft.answers or draft.explanation)
    if draft.writing not in {"list", "ordered"} or not draft.answers:
        return False
    # Below "Answer:" stands what to do, not which item of the list is right.
    return not any(map(any, draft.answers))


def _mark_answers(draft: Draft, sink: ProblemSink) -> bool:
    """Mark the options that the draft's statements name; return whether there are such options."""
    whole = True
    for statement in draft.answers:
        places = named(draft.options, statement)
        if not all(0 <= place < len(draft.options) for place in places):
            names = ", ".join(statement.names)
            message = f"the answer is given as {names}, but the options are {_range(draft)}"
            sink.error(draft.header.block.line, "unknown-answer", message)
            whole = False
            continue
        for place in places:
            draft.options[place].right = True
    return whole


def _no_answer(draft: Draft) -> str:
    """Return what to do about a question without an answer."""
    if said := next((one.text for one in draft.answers if one.text), ""):
        short = " ".join(said.split())[:40]
        return f"the answer is given as {short}, which is none of them"
    if draft.writing == "boxes":
        return "tick one with [x]"
    if draft.writing in {"letters", "lines"}:
        return "mark one with [correct], or write `Answer: B` below the options"
    return "mark one with [correct]"


def _check_options(draft: Draft, sink: ProblemSink) -> bool:
    """Note what is wrong with the options; return whether no two of them are equal."""
    boxed = sum(option.box is not None for option in draft.options) > 1
    seen: dict[str, int] = {}
    whole = True
    for index, option in enumerate(draft.options):
        _check_box(option, sink, boxed=boxed)
        words = words_of(option.text)
        if not words:
            sink.warning(option.line, "empty-option", f"option {index + 1} has no text")
        elif words in seen:
            message = f"options {seen[words] + 1} and {index + 1} are equal: {words[:80]}"
            if "\\" in option.text or "\\" in draft.options[seen[words]].text:
                message += " (put what has signs of Markdown in backticks)"
            sink.error(option.line, "equal-options", message)
            whole = False
        seen.setdefault(words, index)
    return whole


def _check_box(option: OptionDraft, sink: ProblemSink, *, boxed: bool) -> None:
    """Warn of checkboxes that are not whole, that are missing, or that stand in the text."""
    if option.box and not option.box.whole:
        message = "write a checkbox as `[ ]` or `[x]`, with a space behind it"
    elif boxed and not option.box:
        message = "the other options have a checkbox, this one has none: write `- [ ]` in front"
    elif "]" in option.text and _BOX_WITHIN.search(option.text):
        message = "a checkbox stands in the text of an option: begin a line of its own with it"
    else:
        return
    sink.warning(option.line, "broken-checkbox", message)


def _check_count(draft: Draft, right: int, sink: ProblemSink) -> None:
    """Compare how many options are right with what the stem asks for."""
    if all(_NAMES.fullmatch(option.text.strip("`*. ")) for option in draft.options):
        # Each option names several of a list in the stem.
        return
    message = ""
    if found := _SEVERAL.search(draft.stem):
        wanted = _NUMBERS[found["number"].lower()]
        if wanted != right:
            are = "is" if right == 1 else "are"
            message = f"the stem asks for {wanted} answers, {right} {are} marked"
    elif right > 1 and _ONE.search(draft.stem):
        message = f"the stem asks for one answer, {right} are marked"
    if message:
        sink.warning(draft.header.block.line, "several-answers", message)


def _check_length(parsed: Parsed, sink: ProblemSink) -> None:
    """Warn of a question that no card of a quiz can hold."""
    count = len(parsed.options)
    size = len(parsed.stem) + sum(len(option.text) for option in parsed.options)
    if count > QUESTION_OPTIONS:
        message = f"a quiz shows at most {QUESTION_OPTIONS} options, this question has {count}"
    elif size > QUESTION_CHARACTERS:
        message = (
            f"a quiz shows at most {QUESTION_CHARACTERS:,} characters, this question has {size:,}"
        )
    else:
        return
    sink.warning(parsed.line, "long-question", message)


def _range(draft: Draft) -> str:
    last = len(draft.options)
    return f"A to {chr(ord('A') + last - 1)}" if last <= len("ABCDEFGHIJ") else f"1 to {last}"
