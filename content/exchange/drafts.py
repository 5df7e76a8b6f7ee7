"""Collects what a reader finds in a document, and makes questions with ids of it at the end."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from content.exchange.escaping import words_of
from content.exchange.models import Category, Imported
from content.ids.allocation import Namer
from content.ids.names import NOT_GIVEN, Attributes, slug
from content.item_drafts import question, question_request
from content.models import Problem, Question
from content.problems import ProblemSink
from content.questions import Parsed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from content.models import Option, ProblemCode, Severity

_ITEM_LIMIT = 50_000
_DATA = re.compile(r"data\\?:[\w/.+-]{1,99};base64,[\w+/=\\\s]+", re.ASCII)
_OPTION_LIMIT = 100
_NAME_LIMIT = 60
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Draft:
    """A question as a document has it; ``identity`` and ``title`` are empty where it has none."""

    line: int
    stem: str
    options: tuple[Option, ...]
    correct: tuple[int, ...]
    explanation: str | None = None
    identity: str = ""
    title: str = ""


class Collector:
    """Keeps the questions and problems of one document in their order."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._names: tuple[str, ...] = ()
        self._drafts: list[tuple[tuple[str, ...], Draft]] = []
        self._problems: list[Problem] = []

    def enter(self, names: Iterable[str]) -> None:
        """Put what follows into the category with these names, the outermost first."""
        self._names = tuple(name.strip() for name in names if name.strip())

    def skip(self, line: int, message: str, code: ProblemCode = "malformed") -> None:
        """Note an item that is no question because something is wrong with it."""
        self._note(line, "error", code, message)

    def leave_out(self, line: int, message: str) -> None:
        """Note something that a question here cannot hold."""
        self._note(line, "warning", "not-converted", message)

    def add(self, draft: Draft) -> None:
        """Keep a question when it can be asked."""
        count = len(draft.options)
        if not draft.stem:
            self.skip(draft.line, "the question has no text")
        elif count < 2:  # noqa: PLR2004 - a choice needs two
            message = f"a question needs two or more options, this one has {count}"
            self.skip(draft.line, message, "one-option")
        elif count > _OPTION_LIMIT:
            self.skip(draft.line, f"{count:,} options are more than anybody can read")
        elif not all(option.text for option in draft.options):
            self.skip(draft.line, "an option has no text")
        elif not draft.correct:
            self.skip(draft.line, "no option is right", "no-answer")
        else:
            self._drafts.append((self._names, draft))
            self._compare(draft)

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
            what = " ".join(raw.split())[:_SHOWN]
            self.leave_out(
                line,
                f"left out: the option {what}, which shows nothing: write &lt; for a < in it",
            )

    def _compare(self, draft: Draft) -> None:
        """Note options that nobody can tell apart; pictures differ by their address."""
        seen: dict[str, int] = {}
        for number, option in enumerate(draft.options, start=1):
            words = option.text if "![" in option.text else words_of(option.text)
            if words in seen:
                message = f"options {seen[words]} and {number} are equal: {words[:_SHOWN]}"
                self.skip(draft.line, message, "equal-options")
            seen.setdefault(words, number)

    def finish(self) -> Imported:
        """Return the questions by category, and the problems in the order of the lines."""
        drafts = [draft for _, draft in self._drafts]
        ids = Counter(name for draft in drafts if (name := _chosen(draft)))
        sink = ProblemSink(self._path)
        namer = Namer(sink, "", slug(PurePath(self._path).stem)[:_NAME_LIMIT])
        parsed = [_parsed(draft, ids) for draft in drafts]
        requests = list(map(question_request, parsed))
        namer.reserve(requests)
        namer.name(requests)
        groups: dict[tuple[str, ...], list[Question]] = {}
        for (names, _), request, one in zip(self._drafts, requests, parsed, strict=True):
            groups.setdefault(names, []).append(question(request, one))
        self._note_names(drafts, ids)
        categories = (
            Category(names, self._path, tuple(questions)) for names, questions in groups.items()
        )
        problems = sorted([*self._problems, *sink.in_order()], key=lambda problem: problem.line)
        return Imported(tuple(categories), tuple(problems))

    def _note_names(self, drafts: Iterable[Draft], ids: Counter[str]) -> None:
        """Say once that titles and other names are lost which are no ids and not in the stem."""
        lost: list[tuple[int, str]] = []
        for draft in drafts:
            name = _chosen(draft)
            kept = name if ids[name] == 1 else ""
            given = dict.fromkeys(one for one in (draft.identity, draft.title) if one != kept)
            lost += ((draft.line, one) for one in given if one and not _repeats(one, draft.stem))
        if lost:
            line, first = lost[0]
            what = f"the title “{first}” is not kept"
            if len(lost) > 1:
                what = f"{len(lost)} titles and id numbers are not kept, “{first}” first"
            message = f"{what}: an id has small letters, digits and hyphens, and is used once"
            self.leave_out(line, message)

    def _note(self, line: int, severity: Severity, code: ProblemCode, message: str) -> None:
        self._problems.append(
            Problem(path=self._path, line=line, severity=severity, code=code, message=message)
        )


def _chosen(draft: Draft) -> str:
    """Return what names a question in a way that may be its id; empty where nothing does."""
    for name in (draft.identity, draft.title):
        if name and len(name) <= _NAME_LIMIT and slug(name) == name:
            return name
    return ""


def _repeats(title: str, stem: str) -> bool:
    """Return whether a title is only the first words of the stem, as Moodle makes them."""
    begin = " ".join(title.removesuffix("...").split())
    return words_of(stem).startswith(begin) or " ".join(stem.split()).startswith(begin)


def _parsed(draft: Draft, ids: Counter[str]) -> Parsed:
    name = _chosen(draft)
    return Parsed(
        line=draft.line,
        number=None,
        attributes=Attributes(name) if ids[name] == 1 else NOT_GIVEN,
        stem=draft.stem,
        options=draft.options,
        correct=draft.correct,
        explanation=draft.explanation,
    )
