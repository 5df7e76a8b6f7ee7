"""What can be wrong with a question, and the question itself where it can be asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from content.models import QUESTION_CHARACTERS, QUESTION_OPTIONS, Option
from content.questions._draft import explanation_of
from content.questions._repeats import named, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from content.ids.names import Attributes
    from content.models import ProblemCode, Severity
    from content.questions._answers import Statement
    from content.questions._draft import Draft
    from content.questions._options import Draft as OptionDraft

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


class Fault(NamedTuple):
    """One thing that is wrong with a question."""

    line: int
    severity: Severity
    code: ProblemCode
    message: str


class Parsed(NamedTuple):
    """A question that can be asked, before it has an id."""

    line: int
    number: int | None
    attributes: Attributes
    stem: str
    options: tuple[Option, ...]
    correct: tuple[int, ...]
    explanation: str | None


class Judged(NamedTuple):
    """A question, None where it cannot be asked, and what is wrong with it."""

    question: Parsed | None
    faults: tuple[Fault, ...]


def judge(draft: Draft) -> Judged:
    """Turn a draft into a question, or into errors where it cannot be asked."""
    faults = [*_answer(draft), *_options(draft)]
    right = tuple(index for index, option in enumerate(draft.options) if option.right)
    if not right and not any(fault.severity == "error" for fault in faults):
        faults.append(_no_answer(draft))
    if any(fault.code in {"one-option", "no-answer", "unknown-answer"} for fault in faults):
        return Judged(None, tuple(faults))
    faults += _counts(draft, len(right))
    parsed = Parsed(
        line=draft.lead.block.line,
        number=draft.lead.number,
        attributes=draft.lead.attributes,
        stem=draft.stem,
        options=tuple(_option(option.text, option.reasons) for option in draft.options),
        correct=right,
        explanation=explanation_of(draft),
    )
    faults += _length(parsed)
    return Judged(parsed, tuple(faults))


def _answer(draft: Draft) -> Iterator[Fault]:
    """Mark the options that the draft's statements name."""
    for statement in draft.answers:
        places = _places(draft, statement)
        if places is None:
            names = ", ".join(statement.names)
            message = f"the answer is given as {names}, but the options are {_range(draft)}"
            yield Fault(draft.lead.block.line, "error", "unknown-answer", message)
            continue
        for place in places:
            draft.options[place].right = True


def _places(draft: Draft, statement: Statement) -> list[int] | None:
    """Return which options a statement names; None when one of them does not exist."""
    places = named(draft.options, statement)
    return sorted(places) if all(0 <= place < len(draft.options) for place in places) else None


def _no_answer(draft: Draft) -> Fault:
    if said := next((one.text for one in draft.answers if one.text), ""):
        short = " ".join(said.split())[:40]
        message = f"no option is right: the answer is given as {short}, which is none of them"
        return Fault(draft.lead.block.line, "error", "no-answer", message)
    how = {"boxes": "tick one with [x]", "marked": "mark one with [correct]"}.get(
        draft.chosen, "mark one with [correct], or write `Answer: B` below the options"
    )
    if draft.chosen in {"ordered", "list"}:
        how = "mark one with [correct]"
    return Fault(draft.lead.block.line, "error", "no-answer", f"no option is right: {how}")


def _options(draft: Draft) -> Iterator[Fault]:
    line, count = draft.lead.block.line, len(draft.options)
    if count < 2:  # noqa: PLR2004 - a choice needs two
        message = f"a question needs two or more options, this one has {count}"
        yield Fault(line, "error", "one-option", message)
    boxed = sum(option.box is not None for option in draft.options) > 1
    seen: dict[str, int] = {}
    for index, option in enumerate(draft.options):
        yield from _box(option, boxed=boxed)
        words = words_of(option.text)
        if not words:
            message = f"option {index + 1} has no text"
            yield Fault(option.line, "warning", "empty-option", message)
        elif words in seen:
            message = f"options {seen[words] + 1} and {index + 1} are equal: {words[:80]}"
            if "\\" in option.text or "\\" in draft.options[seen[words]].text:
                message += " (put what has signs of Markdown in backticks)"
            yield Fault(option.line, "error", "equal-options", message)
        seen.setdefault(words, index)


def _box(option: OptionDraft, *, boxed: bool) -> Iterator[Fault]:
    """Warn of checkboxes that are not whole, that are missing, or that stand in the text."""
    message = ""
    if option.box and not option.box.whole:
        message = "write a checkbox as `[ ]` or `[x]`, with a space behind it"
    elif boxed and not option.box:
        message = "the other options have a checkbox, this one has none: write `- [ ]` in front"
    elif "]" in option.text and _BOX_WITHIN.search(option.text):
        message = "a checkbox stands in the text of an option: begin a line of its own with it"
    if message:
        yield Fault(option.line, "warning", "broken-checkbox", message)


def _counts(draft: Draft, right: int) -> Iterator[Fault]:
    """Compare how many options are right with what the stem asks for."""
    line = draft.lead.block.line
    if all(_NAMES.fullmatch(option.text.strip("`*. ")) for option in draft.options):
        # Each option names several of a list in the stem.
        return
    if found := _SEVERAL.search(draft.stem):
        wanted = _NUMBERS[found["number"].lower()]
        if wanted != right:
            message = f"the stem asks for {wanted} answers, {right} {_is(right)} marked"
            yield Fault(line, "warning", "several-answers", message)
    elif right > 1 and _ONE.search(draft.stem):
        message = f"the stem asks for one answer, {right} are marked"
        yield Fault(line, "warning", "several-answers", message)


def _length(parsed: Parsed) -> Iterator[Fault]:
    """Warn of a question that no card of a quiz can hold."""
    if len(parsed.options) > QUESTION_OPTIONS:
        count = len(parsed.options)
        message = f"a quiz shows at most {QUESTION_OPTIONS} options, this question has {count}"
        yield Fault(parsed.line, "warning", "long-question", message)
        return
    size = len(parsed.stem) + sum(len(option.text) for option in parsed.options)
    if size > QUESTION_CHARACTERS:
        message = (
            f"a quiz shows at most {QUESTION_CHARACTERS:,} characters, this question has {size:,}"
        )
        yield Fault(parsed.line, "warning", "long-question", message)


def _option(text: str, reasons: list[str]) -> Option:
    reason = "\n".join(filter(None, reasons))
    return Option(text=text, reason=reason or None)


def _range(draft: Draft) -> str:
    last = len(draft.options)
    return f"A to {chr(ord('A') + last - 1)}" if last <= len("ABCDEFGHIJ") else f"1 to {last}"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
