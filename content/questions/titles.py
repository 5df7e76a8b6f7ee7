"""Titles that announce questions, and titles of answer keys."""

from __future__ import annotations

import re
from functools import lru_cache

from content import words

_QUESTIONS = re.compile(
    r"(?:practice|review|quiz|exam|test|self-test|sample|mock|knowledge[ -]check|certification"
    r"|assessment|self-assessment|revision|mcq)\b.*\b(?:questions?|mcqs?)"
    rf"|(?:multiple[ -]choice )?(?:{words.QUESTIONS})"
    r"|(?:multiple[ -]choice|choice) questions?.{0,20}"
    r"|(?:(?:practice|pop|mini|short|final"
    r"|(?:chapter|module|section|lesson|unit|week|part) [\d.]{0,9}) ?)?quiz(?: time| \d+)?"
    r"|mcqs?|(?:practice|mock|sample) (?:exam|test)(?: \d+)?"
    r"|(?:self|quick|concept|knowledge|comprehension|understanding)"
    r"[ -](?:check|quiz|test|assessment)s?(?: quiz)?"
    r"|(?:check|test|quiz|assess) your(?:self|selves| (?:knowledge|understanding|learning|skills))",
    re.IGNORECASE,
)
_PRACTICE = re.compile(
    r"\b(?:exercises?|practice|review|recap|quiz\w*|tests?|checkpoints?|check|comprehension|assessment"
    r"|challenges?|drills?|learn(?:ed|t))\b",
    re.IGNORECASE,
)
_TASKS = re.compile(
    r"(?:[\w'-]+ ){0,3}(?:checklist|(?:packing|shopping|task|to-?do) list)|to[ -]do\b[^?]*"
    r"|before (?:you|we|i) [^?]*"
    r"|(?:am i|are (?:you|we)) (?:all )?(?:set|ready|prepared)\b.*",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"[\W_]*(?:(?:the|all|correct|quiz|test|exam|practice|question|detailed|full|complete|sample|model"
    r"|suggested|final|official|quick)\s+)*"
    rf"(?:(?:{words.ANSWER})(?:[ -]?(?:key|sheet|table|list))?"
    rf"(?:\s+(?:{words.RIGHT}|summary))?|key|{words.KEY})"
    r"(?:\s+(?:and|&|with|to|for)\s+(?:the\s+)?[\w\s&]{1,40})?[\W_]*",
    re.IGNORECASE,
)
_TELLS = re.compile(
    rf"answer|antwort|respuesta|r[ée]ponse|respost|rispost|ответ|答|답|detailed|quiz|question|exam"
    rf"|{words.EXPLANATION}",
    re.IGNORECASE,
)
_ONE_ANSWER = re.compile(
    r"[\W_]*(?:(?:the|correct)\s+)*(?:answer|solution|soluci[óo]n|respuesta|antwort|lösung)[\W_]*",
    re.IGNORECASE,
)
_QUESTION = re.compile(rf"[*_]*(?:{words.QUESTION})[*_:]*", re.IGNORECASE)
_LABEL = re.compile(words.LABEL, re.IGNORECASE)
_ANSWER = re.compile(rf"\b(?:{words.ANSWER})", re.IGNORECASE)
_CONCEPT = re.compile(
    r"[\s*_>]*concept[*_]*:[*_\s]*(?:\[[^\[\]]*\]\(#(?P<anchor>[^()\s]+)\)|#?(?P<name>[^\n]+?))[\s*_.]*",
    re.IGNORECASE,
)
_FAQ = re.compile(r"frequent|common questions|\bfaqs?\b", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)


@lru_cache(512)
def is_questions_title(title: str) -> bool:
    """Return whether a heading announces practice questions."""
    words_only = _WORDS.search(title)
    return bool(words_only and _QUESTIONS.fullmatch(words_only[0]))


def may_announce(title: str) -> bool:
    """Return whether a heading announces questions where ticked boxes stand below it."""
    return is_questions_title(title) or bool(_PRACTICE.search(title))


def is_faq(title: str) -> bool:
    """Return whether the questions below a heading are those that people ask."""
    return bool(_FAQ.search(title))


def announces_tasks(title: str) -> bool:
    """Return whether a heading announces things to do: "Packing list", "Am I ready?"."""
    words_only = _WORDS.search(title)
    return bool(words_only and _TASKS.fullmatch(words_only[0]))


@lru_cache(512)
def is_key_title(title: str) -> bool:
    """Return whether a heading announces the answers to questions above it."""
    return bool(_KEY.fullmatch(title))


def tells_answers(title: str) -> bool:
    """Return whether the title of a key says more than "Solutions", which chapters are called."""
    return bool(_TELLS.search(title))


def is_one_answer_title(title: str) -> bool:
    """Return whether a title announces the answer to one question rather than a key."""
    return bool(_ONE_ANSWER.fullmatch(title))


def is_question_title(content: str) -> bool:
    """Return whether a heading or summary only says that a question follows."""
    return bool(_QUESTION.fullmatch(content))


@lru_cache(512)
def is_label(content: str) -> bool:
    """Return whether a heading or summary only announces the answer, as "Show answer" does."""
    return bool(_LABEL.fullmatch(content))


def named_concept(content: str) -> str:
    """Return which concept a line below a question names: ``Concept: [Tides](#tides)``."""
    found = _CONCEPT.fullmatch(content)
    return (found["anchor"] or found["name"]).strip("*_ ") if found else ""


def announces_answer(content: str) -> bool:
    """Return whether a label announces the answer itself, and not only what explains it."""
    return is_label(content) and bool(_ANSWER.search(content))
