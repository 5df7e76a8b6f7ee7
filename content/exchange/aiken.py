"""Aiken in and out: a line with the question, one for each option, and ``ANSWER: B``."""

from __future__ import annotations

import re
from string import ascii_uppercase
from typing import TYPE_CHECKING

from content.exchange.drafts import RIGHT, WRONG, Answer, Collector
from content.exchange.models import Written, asked_of, local_name, loss, loss_of
from content.html.escaping import from_plain, normal, words_of
from content.ids.names import digest
from content.markdown.blocks import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.exchange.models import Category, Imported
    from content.models import Problem, Question

_OPTION = re.compile(r"(?P<letter>[A-Za-z])[.)]\s*(?P<text>.*)")
_OPENING = re.compile(r"[A-Z][.)]")
_ANSWER = re.compile(
    r"ANSWERS?\s*:\s*(?P<letters>[A-Za-z](?:\s*[,;&]?\s*[A-Za-z])*)\s*[.)]?", re.IGNORECASE
)
_LESSON = re.compile(r"#{1,6}\s|\*\*|[-*]\s")
_ANNOUNCES = re.compile(r"ANSWERS?\s*:", re.IGNORECASE)
_ENDLESS = "no line `ANSWER: …` ends this question"
_WRAPPED = (
    "this line is no option and no answer: each option stands on one line, and `ANSWER: …` ends"
    " the question"
)
_PARTED = "`{}` became a part of the question below it: take out what does not belong to one"
_BLOCKS = {"fence": "code", "code_block": "code", "table": "a table"}


def looks_like_aiken(text: str) -> bool:
    """Return whether a text has options and an answer as Aiken has them; lessons have marks too."""
    lines = [line.strip() for line in text.split("\n")]
    if not any(line.startswith(("A.", "A)", "a.", "a)")) for line in lines):
        return False
    if any(line.startswith("ANSWER:") for line in lines):
        return True
    return any(map(_ANNOUNCES.match, lines)) and not any(map(_LESSON.match, lines))


def read_aiken(text: str, path: str) -> Imported:
    """Read all questions of an Aiken document."""
    reader = _Reader(path)
    for number, line in enumerate(text.split("\n"), start=1):
        reader.read(number, line.strip())
    return reader.finish()


class _Reader:
    """Reads line by line; a question ends with its answer."""

    def __init__(self, path: str) -> None:
        self._collector = Collector(path)
        self._begin(0)

    def _begin(self, line: int, *, is_rest: bool = False) -> None:
        """Begin a question; ``is_rest`` says that maybe only an error goes on here."""
        self._line = line
        self._stem: list[str] = []
        self._options: list[str] = []
        self._blank = self._parted = False
        self._is_rest = is_rest

    def read(self, number: int, line: str) -> None:
        """Read a line; an empty one only parts those around it."""
        option = _OPTION.fullmatch(line)
        letter = option["letter"].upper() if option else ""
        if not line:
            self._blank = True
            return
        if _ANNOUNCES.match(line):
            self._answer(number, line)
        elif option and self._stem and letter == ascii_uppercase[len(self._options) :][:1]:
            self._options.append(option["text"])
            self._is_rest = False
        elif self._is_rest and option:
            self._stem.clear()
        else:
            self._ask(number, line)
        self._blank = False

    def finish(self) -> Imported:
        """Return what was read."""
        if self._stem and not self._is_rest:
            fault = _ENDLESS if self._options else "this text has no options"
            self._collector.skip(self._line, fault)
        return self._collector.finish()

    def _ask(self, number: int, line: str) -> None:
        """Add a line to the text of a question, or begin one with it."""
        if self._options:
            fault = (self._line, _ENDLESS) if self._blank else (number, _WRAPPED)
            self._collector.skip(*fault)
            self._begin(number, is_rest=not self._blank)
        elif not self._stem:
            self._line = number
        self._parted = self._parted or (bool(self._stem) and self._blank)
        self._stem.append(line)

    def _answer(self, number: int, line: str) -> None:
        found = _ANSWER.fullmatch(line)
        letters = re.findall("[A-Z]", found["letters"].upper()) if found else []
        right = {ascii_uppercase.index(letter) for letter in letters}
        count = len(self._options)
        if self._options and right and max(right) < count:
            if self._parted:
                self._collector.warn(self._line, _PARTED.format(self._stem[0][:40]))
            answers = [
                Answer(from_plain(text), None, RIGHT if place in right else WRONG)
                for place, text in enumerate(self._options)
            ]
            self._collector.add(self._line, from_plain("\n".join(self._stem)), answers)
        elif self._options:
            fault = f"`{line[:40]}` names no option from A to {ascii_uppercase[count - 1]}"
            self._collector.skip(number, fault)
        elif not self._is_rest:
            self._collector.skip(number, f"no option stands above `{line[:40]}`: write `A. …`")
        self._begin(0)


def write_aiken(categories: Sequence[Category]) -> Written:
    """Write the questions that fit: one right option, and texts that can stand on one line."""
    items: list[str] = []
    losses: list[Problem] = []
    if len(categories) > 1:
        first = categories[0]
        message = f"{len(categories)} categories: Aiken has none: all questions stand in one list"
        losses.append(loss(first.path, 1, message))
    for category in categories:
        for question in category.questions:
            refused = _refusal(question)
            if refused:
                losses.append(loss_of(category, question, f"left out: {refused}"))
                continue
            items.append(_written(question))
            losses += (loss_of(category, question, lost) for lost in _lost(question))
    return Written("\n".join(items), tuple(losses), empty=not items)


def _written(question: Question) -> str:
    lines = [words_of(question.stem)]
    for letter, option in zip(ascii_uppercase, question.options, strict=False):
        lines.append(f"{letter}. {words_of(option.text)}")
    return "\n".join([*lines, f"ANSWER: {ascii_uppercase[question.correct[0]]}", ""])


def _refusal(question: Question) -> str | None:
    """Return why a question cannot be written at all."""
    if len(question.correct) > 1:
        return f"Aiken has one right option, this question has {len(question.correct)}"
    if len(question.options) > len(ascii_uppercase):
        return f"Aiken has {len(ascii_uppercase)} options at most"
    for name, text in asked_of(question).items():
        for part in (part for block in parse(text).blocks for part in block.walk()):
            if part.kind in _BLOCKS:
                return f"{name} has {_BLOCKS[part.kind]}, which Aiken cannot hold"
            if any(token.type == "image" for token in part.inline):
                return f"{name} has a picture, which Aiken cannot hold"
        if not words_of(text):
            return f"{name} has no words"
    stem = words_of(question.stem)
    if _OPENING.match(stem) or _ANNOUNCES.match(stem):
        return "its text begins like an option or an answer"
    return None


def _lost(question: Question) -> Iterator[str]:
    """Yield what is left out of a question that is written."""
    plain = [name for name, text in asked_of(question).items() if not _is_plain(text)]
    if plain:
        names = ", ".join(plain)
        yield f"Aiken is plain text on one line: marks and ends of line are lost in {names}"
    if any(option.reason for option in question.options):
        yield "Aiken has no reasons for options"
    if question.explanation:
        yield "Aiken has no explanations"
    stem = " ".join(question.stem.casefold().split())
    if not local_name(question.id).startswith(f"q-{digest(stem)}"):
        yield "Aiken has no ids: it gets one from its text"


def _is_plain(text: str) -> bool:
    return normal(from_plain(words_of(text))) == normal(text)
