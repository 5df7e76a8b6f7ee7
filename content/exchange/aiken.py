"""Aiken in and out: a line with the question, one for each option, and ``ANSWER: B``."""

from __future__ import annotations

import re
from string import ascii_uppercase
from typing import TYPE_CHECKING

from content.exchange.drafts import Collector, Draft
from content.exchange.escaping import from_plain, normal, words_of
from content.exchange.models import Loss, Written, local_name, loss_of
from content.identity import digest
from content.markdown import parse
from content.models import Option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.exchange.models import Category, Imported
    from content.models import Question

_OPTION = re.compile(r"(?P<letter>[A-Za-z])[.)](?:\s+|$)(?P<text>.*)")
_ANSWER = re.compile(
    r"ANSWERS?\s*:\s*(?P<letters>[A-Za-z](?:\s*[,;&]?\s*[A-Za-z])*)\s*", re.IGNORECASE
)
_ANNOUNCES = re.compile(r"ANSWERS?\s*:", re.IGNORECASE)
_BLOCKS = {
    "fence": "code",
    "code_block": "code",
    "table": "a table",
}


def looks_like_aiken(text: str) -> bool:
    """Say whether a text has options and an answer as Aiken has them."""
    lines = [line.strip() for line in text.split("\n")]
    options = any(line.startswith(("A.", "A)", "a.", "a)")) for line in lines)
    return options and any(line.startswith("ANSWER:") for line in lines)


def read_aiken(text: str, path: str) -> Imported:
    """Read all questions of an Aiken document."""
    reader = _Reader(path)
    for number, line in enumerate(text.split("\n"), start=1):
        if bare := line.strip():
            reader.read(number, bare)
    return reader.finish()


class _Reader:
    """Reads line by line; a question ends with its answer."""

    def __init__(self, path: str) -> None:
        self._collector = Collector(path)
        self._clear()

    def _clear(self) -> None:
        self._line = 0
        self._stem: list[str] = []
        self._options: list[str] = []

    def read(self, number: int, line: str) -> None:
        """Read a line that is not empty."""
        self._line = self._line or number
        option = _OPTION.fullmatch(line)
        if _ANNOUNCES.match(line):
            self._answer(line)
        elif option and self._stem and option["letter"].upper() == self._next_letter:
            self._options.append(option["text"])
        elif self._options:
            self._collector.skip(self._line, "no line `ANSWER: …` ends this question")
            self._clear()
            self._line = number
            self._stem.append(line)
        else:
            self._stem.append(line)

    def finish(self) -> Imported:
        """Return what was read."""
        if self._options:
            self._collector.skip(self._line, "no line `ANSWER: …` ends this question")
        elif self._stem:
            self._collector.skip(self._line, "this text has no options")
        return self._collector.finish()

    @property
    def _next_letter(self) -> str:
        count = len(self._options)
        return ascii_uppercase[count] if count < len(ascii_uppercase) else ""

    def _answer(self, line: str) -> None:
        found = _ANSWER.fullmatch(line)
        letters = re.findall("[A-Z]", found["letters"].upper()) if found else []
        places = sorted({ascii_uppercase.index(letter) for letter in letters})
        if not places or places[-1] >= len(self._options):
            last = self._options and ascii_uppercase[len(self._options) - 1]
            message = f"`{line[:40]}` names no option" + (f" from A to {last}" if last else "")
            self._collector.skip(self._line, message)
        else:
            options = tuple(Option(text=from_plain(text), reason=None) for text in self._options)
            stem = from_plain("\n".join(self._stem))
            self._collector.add(Draft(self._line, stem, options, tuple(places)))
        self._clear()


def write_aiken(categories: Sequence[Category]) -> Written:
    """Write the questions that fit: one right option, and texts that can stand on one line."""
    items: list[str] = []
    losses: list[Loss] = []
    if len(categories) > 1:
        first = categories[0]
        message = "Aiken has no categories: all questions stand in one list"
        losses.append(Loss(first.path, 1, f"{len(categories)} lessons", message))
    for category in categories:
        for question in category.questions:
            refused = _refusal(question)
            if refused:
                losses.append(loss_of(category, question, f"left out: {refused}"))
                continue
            items.append(_written(question))
            losses += (loss_of(category, question, lost) for lost in _lost(question))
    return Written("\n".join(items), tuple(losses))


def _written(question: Question) -> str:
    lines = [words_of(question.stem)]
    for letter, option in zip(ascii_uppercase, question.options, strict=False):
        lines.append(f"{letter}. {words_of(option.text)}")
    return "\n".join([*lines, f"ANSWER: {ascii_uppercase[question.correct[0]]}", ""])


def _refusal(question: Question) -> str | None:
    """Say why a question cannot be written at all."""
    if len(question.correct) > 1:
        return f"Aiken has one right option, this question has {len(question.correct)}"
    if len(question.options) > len(ascii_uppercase):
        return f"Aiken has {len(ascii_uppercase)} options at most"
    for name, text in _texts(question):
        for part in (part for block in parse(text).blocks for part in block.walk()):
            if part.kind in _BLOCKS:
                return f"{name} has {_BLOCKS[part.kind]}, which Aiken cannot hold"
            if any(token.type == "image" for token in part.inline):
                return f"{name} has a picture, which Aiken cannot hold"
        if not words_of(text):
            return f"{name} has no words"
    stem = words_of(question.stem)
    if _OPTION.fullmatch(stem) or _ANNOUNCES.match(stem):
        return "its text begins like an option or an answer"
    return None


def _lost(question: Question) -> Iterator[str]:
    """Say what is left out of a question that is written."""
    plain = [name for name, text in _texts(question) if not _is_plain(text)]
    if plain:
        yield f"Aiken is plain text on one line: marks and ends of line are lost in {_list(plain)}"
    if any(option.reason for option in question.options):
        yield "Aiken has no reasons for options"
    if question.explanation:
        yield "Aiken has no explanations"
    if not local_name(question.id).startswith(f"q-{digest(_folded(question.stem))}"):
        yield "Aiken has no ids: it gets one from its text"


def _texts(question: Question) -> Iterator[tuple[str, str]]:
    yield "the stem", question.stem
    for number, option in enumerate(question.options, start=1):
        yield f"option {number}", option.text


def _is_plain(text: str) -> bool:
    return normal(from_plain(words_of(text))) == normal(text)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _list(names: Sequence[str]) -> str:
    return ", ".join(names)
