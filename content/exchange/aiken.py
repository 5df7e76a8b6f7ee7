"""Aiken in and out: a line with the question, one for each option, and ``ANSWER: B``."""

from __future__ import annotations

import re
from string import ascii_uppercase
from typing import TYPE_CHECKING

from content.exchange.drafts import Collector, plain_answers
from content.exchange.models import Written, asked_of, in_order, local_name, loss, losses_of
from content.html.escaping import from_plain, normal, words_of
from content.ids.names import digest
from content.markdown.blocks import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.exchange.models import Category, Imported
    from content.models import Question

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
        if _ANNOUNCES.match(line):
            self._answer(number, line)
        elif option and self._stem and letter == ascii_uppercase[len(self._options) :][:1]:
            self._options.append(option["text"])
            self._is_rest = False
        elif option and self._is_rest:
            self._stem.clear()
        elif line:
            self._ask(number, line)
        self._blank = not line

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
        elif self._blank:
            self._parted = True
        self._stem.append(line)

    def _answer(self, number: int, line: str) -> None:
        found = _ANSWER.fullmatch(line)
        letters = re.findall("[A-Z]", found["letters"].upper()) if found else []
        right = {ascii_uppercase.index(letter) for letter in letters}
        count = len(self._options)
        if self._options and right and max(right) < count:
            if self._parted:
                self._collector.warn(self._line, _PARTED.format(self._stem[0][:40]))
            stem = from_plain("\n".join(self._stem))
            self._collector.add(self._line, stem, plain_answers(self._options, right))
        elif self._options:
            fault = f"`{line[:40]}` names no option from A to {ascii_uppercase[count - 1]}"
            self._collector.skip(number, fault)
        elif not self._is_rest:
            self._collector.skip(number, f"no option stands above `{line[:40]}`: write `A. …`")
        self._begin(0)


def write_aiken(categories: Sequence[Category]) -> Written:
    """Write the questions that fit: one right option, and texts that can stand on one line."""
    fit = [question for _, question in in_order(categories) if not _refusal(question)]
    losses = losses_of(categories, _lost)
    if len(categories) > 1:
        message = f"{len(categories)} categories: Aiken has none: all questions stand in one list"
        losses.insert(0, loss(categories[0].path, 1, message))
    return Written("\n".join(map(_written, fit)), losses, empty=not fit)


def _written(question: Question) -> str:
    options = [
        f"{letter}. {words_of(option.text)}"
        for letter, option in zip(ascii_uppercase, question.options, strict=False)
    ]
    answer = f"ANSWER: {ascii_uppercase[question.correct[0]]}"
    return "\n".join([words_of(question.stem), *options, answer, ""])


def _refusal(question: Question) -> str | None:
    """Return why a question cannot be written at all."""
    if len(question.correct) > 1:
        return f"Aiken has one right option, this question has {len(question.correct)}"
    if len(question.options) > len(ascii_uppercase):
        return f"Aiken has {len(ascii_uppercase)} options at most"
    for name, text in asked_of(question).items():
        for part in (part for block in parse(text).blocks for part in block.walk()):
            is_picture = any(token.type == "image" for token in part.inline)
            if what := "a picture" if is_picture else _BLOCKS.get(part.kind):
                return f"{name} has {what}, which Aiken cannot hold"
        if not words_of(text):
            return f"{name} has no words"
    stem = words_of(question.stem)
    if _OPENING.match(stem) or _ANNOUNCES.match(stem):
        return "its text begins like an option or an answer"
    return None


def _lost(question: Question) -> Iterator[str]:
    """Yield why a question is left out, or what is left out of it."""
    if refused := _refusal(question):
        yield f"left out: {refused}"
        return
    marked = [
        name
        for name, text in asked_of(question).items()
        if normal(from_plain(words_of(text))) != normal(text)
    ]
    if marked:
        names = ", ".join(marked)
        yield f"Aiken is plain text on one line: marks and ends of line are lost in {names}"
    if any(option.reason for option in question.options):
        yield "Aiken has no reasons for options"
    if question.explanation:
        yield "Aiken has no explanations"
    stem = " ".join(question.stem.casefold().split())
    if not local_name(question.id).startswith(f"q-{digest(stem)}"):
        yield "Aiken has no ids: it gets one from its text"
