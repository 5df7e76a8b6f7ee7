"""Why an option is right: ``Explanation: …``, and what speaks of the answer behind it."""

from __future__ import annotations

import re

from content import words
from content.questions.rules.answer_statements import LEAD, balanced, read_statement

_LABEL = re.compile(
    rf"{LEAD}(?:(?:(?:{words.ANSWER})\s)?(?:{words.EXPLANATION})|exp\.?|feedback|justification|note)"
    r"\s*(?:[:\uff1a.\u2013\u2014\u3011]\s*(?:\*\*|__|\*)?|(?:\*\*|__|\*)\s*[:\uff1a.\u2013\u2014]?)"
    r"\s*(?:-\s+)?",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"[\s*_>]*(?:why\b|incorrect|wrong|other\s+(?:options|choices|answers)|distractors|references?\b"
    r"|sources?\b|further\s+reading|(?:learn|read)\s+more|see\s+also)[^:\n]{0,60}:",
    re.IGNORECASE,
)


def explains(content: str) -> str | None:
    """Return the text behind ``Explanation:``; None when ``content`` has no such label."""
    found = _LABEL.match(content)
    return balanced(content[found.end() :]) if found else None


def is_note(content: str) -> bool:
    """Return whether a text speaks of the answer: ``Answer: B`` or ``Explanation: …``."""
    return read_statement(content) is not None or explains(content) is not None


def adds_to_answer(content: str) -> bool:
    """Return whether a text behind the answer speaks of it still: ``Why the others are wrong:``."""
    return bool(_ADDS.match(content))
