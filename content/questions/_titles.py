"""Which headings announce practice questions."""

from __future__ import annotations

import re

from content import words

_TITLE = re.compile(
    r"(?:practice|review|quiz|exam|test|self-test|sample|mock|knowledge[ -]check|certification"
    r"|assessment|self-assessment|revision|mcq)\b.*\bquestions?"
    rf"|(?:multiple[ -]choice )?(?:{words.QUESTIONS})|(?:multiple[ -]choice|choice) questions?.{{0,20}}"
    r"|(?:(?:practice|pop|mini|short|final|(?:chapter|module|section|lesson|unit|week|part) [\d.]*)\s*)?quiz"
    r"(?: time| \d+)?|knowledge[ -]check|mcqs?|self-assessment(?: quiz)?"
    r"|(?:practice|mock|sample) (?:exam|test)(?: \d+)?",
    re.IGNORECASE,
)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def is_questions_title(title: str) -> bool:
    """Say whether a heading announces practice questions."""
    return bool(_TITLE.fullmatch(_EDGES.sub("", title)))
