"""Which headings announce practice questions."""

from __future__ import annotations

import re
from functools import lru_cache

from content import words
from content.outline.tree import strip_number

_TITLE = re.compile(
    r"(?:practice|review|quiz|exam|test|self-test|sample|mock|knowledge[ -]check|certification"
    r"|assessment|self-assessment|revision|mcq)\b.*\b(?:questions?|mcqs?)"
    rf"|(?:multiple[ -]choice )?(?:{words.QUESTIONS})"
    r"|(?:multiple[ -]choice|choice) questions?.{0,20}"
    r"|(?:(?:practice|pop|mini|short|final"
    r"|(?:chapter|module|section|lesson|unit|week|part) [\d.]{0,9}) ?)?quiz(?: time| \d+)?"
    r"|knowledge[ -]check|mcqs?|self-assessment(?: quiz)?"
    r"|(?:practice|mock|sample) (?:exam|test)(?: \d+)?",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)


@lru_cache(512)
def is_questions_title(title: str) -> bool:
    """Return whether a heading announces practice questions."""
    words_only = _WORDS.search(title)
    return bool(words_only and _TITLE.fullmatch(words_only[0]))


def is_numbered_title(title: str) -> bool:
    """Return whether a title with a number announces questions instead of asking one."""
    name = strip_number(title)[1]
    return is_questions_title(name) and name.lower() != "question"
