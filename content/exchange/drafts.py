"""Collects what a reader finds in a document, and makes questions with ids of it at the end."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from content.exchange.models import Category, Imported
from content.html.escaping import from_plain, words_of
from content.ids.allocation import IdRequest, Namer
from content.ids.names import Attributes, question_names, slug
from content.models import Option, Question
from content.problems import ProblemSink

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from content.models import ProblemCode

RIGHT, WRONG = 100.0, 0.0
_CLOSE = 0.51
_ITEM_LIMIT = 50_000
_OPTION_LIMIT = 100
_NAME_LIMIT = 60
_SHOWN = 80
_LISTED = 10
_DATA = re.compile(r"data\\?:[\w/.+-]{1,99};base64,[\w+/=\\\s]+", re.ASCII)


class Answer(NamedTuple):
    """An option as a document has it; ``weight`` is its share of the mark in percent."""

    text: str
    reason: str | None
    weight: float


def plain_answers(texts: Iterable[str], right: Container[int]) -> list[Answer]:
    """Return the options of a document that has plain texts and no reasons."""
    weights = {True: RIGHT, False: WRONG}
    return [
        Answer(from_plain(text), None, weights[place in right]) for place, text in enumerate(texts)
    ]


class Collector:
    """Keeps the questions and problems of one document in their order."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._names: tuple[str, ...] = ()
        self._drafts: list[tuple[tuple[str, ...], Question, list[str]]] = []
        """Of each question its category, itself, and what the document calls it, ids first."""
        self._problems = ProblemSink(path)

    def enter(self, names: Iterable[str]) -> None:
        """Put what follows into the category with these names, the outermost first."""
        self._names = tuple(name.strip() for name in names if name.strip())

    def skip(self, line: int, message: str, code: ProblemCode = "malformed") -> None:
        """Note an item that is no question because something is wrong with it."""
        self._problems.error(line, code, message)

    def warn(self, line: int, message: str) -> None:
        """Note something that becomes another thing here."""
        self._problems.warning(line, "not-converted", message)

    def leave_out(self, line: int, *what: str) -> None:
        """Note what a question here cannot hold."""
        for one in dict.fromkeys(what):
            self.warn(line, f"left out: {one}")

    def add(
        self,
        line: int,
        stem: str,
        answers: Sequence[Answer],
        *,
        single: bool = False,
        advice: str = "",
        explanation: str = "",
        titles: Sequence[str] = (),
    ) -> None:
        """Keep a question when it can be asked; ``single`` allows a person to choose only one.

        ``advice`` says what may help where the weights of the answers cannot be kept; ``titles``
        are what the document calls the question, the id first.
        """
        weights = [one.weight for one in answers]
        whole = [place for place, weight in enumerate(weights) if weight >= RIGHT - _CLOSE]
        correct = whole or [place for place, weight in enumerate(weights) if weight > 0]
        if lost := _lost_of_weights(weights, correct, single=single):
            self.leave_out(line, lost + advice)
        if fault := _fault(stem, answers, correct):
            self.skip(line, *fault)
            return
        self._compare(line, answers)
        question = Question(
            id="",
            line=line,
            stem=stem,
            options=tuple(Option(text=one.text, reason=one.reason or None) for one in answers),
            correct=tuple(correct),
            explanation=explanation or None,
        )
        called = [" ".join(title.split()) for title in titles if title.strip()]
        self._drafts.append((self._names, question, called))

    def is_too_long(self, line: int, text: str) -> bool:
        """Note an item that is slow to read, and the fault of a file; pictures in it are free."""
        size = len(_DATA.sub("", text))
        if size > _ITEM_LIMIT:
            limit = f"one question has {_ITEM_LIMIT:,} at most"
            self.skip(line, f"{size:,} characters: {limit}, so look for where it should end")
        return size > _ITEM_LIMIT

    def check_option(self, line: int, raw: str, markdown: str) -> None:
        """Note an option of which nothing is left, though something stood there."""
        if raw.strip() and not markdown:
            what = f"the option {' '.join(raw.split())[:_SHOWN]}, which shows nothing"
            self.leave_out(line, f"{what}: write &lt; for a < in it")

    def finish(self) -> Imported:
        """Return the questions by category, and the problems in the order of the lines."""
        names = [next(filter(_is_id, titles), None) for _, _, titles in self._drafts]
        repeated = {name for name, count in Counter(names).items() if count > 1}
        requests = [
            IdRequest(
                "question",
                one.stem,
                question_names(one.stem, (option.text for option in one.options)),
                one.line,
                Attributes(None if name in repeated else name),
            )
            for name, (_, one, _) in zip(names, self._drafts, strict=True)
        ]
        stem = slug(PurePath(self._path).stem)[:_NAME_LIMIT]
        Namer(self._problems, "", stem).name_all([requests])
        groups: dict[tuple[str, ...], list[Question]] = {}
        lost: list[tuple[int, str]] = []
        for request, (category, one, titles) in zip(requests, self._drafts, strict=True):
            groups.setdefault(category, []).append(one.model_copy(update={"id": request.id}))
            others = (title for title in dict.fromkeys(titles) if title != request.attributes.id)
            lost += ((one.line, title) for title in others if not _repeats(title, one.stem))
        if lost:
            line, first = lost[0]
            what = f"the title “{first}” is not kept"
            if len(lost) > 1:
                what = f"{len(lost)} titles and id numbers are not kept, “{first}” first"
            rule = "an id has small letters, digits and hyphens, and is used once"
            self.warn(line, f"{what}: {rule}")
        categories = (Category(category, self._path, tuple(of)) for category, of in groups.items())
        return Imported(tuple(categories), self._problems.in_order())

    def _compare(self, line: int, answers: Sequence[Answer]) -> None:
        """Note options that nobody can tell apart; pictures differ by their address."""
        seen: dict[str, int] = {}
        for number, one in enumerate(answers, start=1):
            words = one.text if "![" in one.text else words_of(one.text)
            if (first := seen.setdefault(words, number)) != number:
                message = f"options {first} and {number} are equal: {words[:_SHOWN]}"
                self.skip(line, message, "equal-options")


def _is_id(title: str) -> bool:
    return len(title) <= _NAME_LIMIT and slug(title) == title


def _lost_of_weights(weights: Sequence[float], correct: Sequence[int], *, single: bool) -> str:
    """Return what of the weights a question cannot hold; empty where that is nothing."""
    if single and len(correct) > 1:
        return "that any one of the right options is enough: all are needed here"
    shares = [weights[place] for place in correct]
    others = {weight for place, weight in enumerate(weights) if place not in set(correct)}
    whole = all(share >= RIGHT - _CLOSE for share in shares)
    even = whole or all(abs(share - RIGHT / len(shares)) <= _CLOSE for share in shares)
    # A penalty that is the same for every wrong option of several is what "all or nothing" says.
    penalty = len(others) > 1 or (len(correct) == 1 and any(weight < 0 for weight in others))
    if even and not penalty and not any(weight > 0 for weight in others):
        return ""
    listed = ", ".join(f"{weight:g}" for weight in weights[:_LISTED])
    return f"the weights {listed}: an answer here is right or wrong"


def _fault(
    stem: str, answers: Sequence[Answer], correct: Sequence[int]
) -> tuple[str, ProblemCode] | None:
    """Return why a question cannot be asked; None where it can."""
    count = len(answers)
    if not stem:
        return "the question has no text", "malformed"
    if count < 2:  # noqa: PLR2004 - a choice needs two
        return f"a question needs two or more options, this one has {count}", "one-option"
    if count > _OPTION_LIMIT:
        return f"{count:,} options are more than anybody can read", "malformed"
    if not all(one.text for one in answers):
        return "an option has no text", "malformed"
    return None if correct else ("no option is right", "no-answer")


def _repeats(title: str, stem: str) -> bool:
    """Return whether a title is only the first words of the stem, as Moodle makes them."""
    begin = " ".join(title.removesuffix("...").split())
    return words_of(stem).startswith(begin) or " ".join(stem.split()).startswith(begin)
