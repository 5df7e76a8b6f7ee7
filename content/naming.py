"""Gives every item of a lesson its id, so that items added, moved or reworded change no other's.

A name that an author chose comes first. An item whose title is its alone is named by the title;
items of one kind that share a title are all named by their section as well. Only what even then has
the same name is numbered in the order of the page, and that is a problem. The plain name stays an
alias.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.identity import NOT_GIVEN, digest, slug
from content.models import Alias, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from content.identity import Attributes, IdGiver
    from content.models import ProblemCode, Severity
    from content.questions import Parsed


@dataclass(slots=True)
class Claim:
    """An item that needs an id; ``qualifier`` tells it from others of its kind with its title."""

    title: str
    line: int
    qualifier: str | None = None
    attributes: Attributes = NOT_GIVEN
    id: str = ""


class Namer:
    """Names the items of one lesson, and collects aliases and problems on the way."""

    def __init__(self, path: str, ids: IdGiver) -> None:
        self._path = path
        self._ids = ids
        self.aliases: list[Alias] = []
        self.problems: list[Problem] = []

    def full(self, name: str) -> str:
        """Return the whole id of what has this name in the lesson."""
        return self._ids.full(slug(name))

    def reserve(self, claims: Iterable[Claim]) -> None:
        """Give the ids that authors chose before any title can take them."""
        for claim in claims:
            if claim.attributes.id is None:
                continue
            claim.id, free = self._ids.take(claim.attributes.id)
            if not free:
                message = (
                    f"the id {claim.attributes.id} is used twice in this lesson: choose another"
                )
                self._note(claim.line, "error", "duplicate-id", message)

    def name(self, claims: Sequence[Claim]) -> None:
        """Name the items of one kind by their titles."""
        groups: dict[str, list[Claim]] = {}
        for claim in claims:
            if not claim.id:
                groups.setdefault(slug(claim.title), []).append(claim)
        for plain, group in groups.items():
            if len(group) == 1 and self._ids.is_free(plain):
                group[0].id, _ = self._ids.take(plain)
                continue
            for claim in group:
                self._qualify(claim, plain)
            self._alias(plain, group[0].id)

    def questions(self, parsed: Sequence[Parsed]) -> list[str]:
        """Return the ids of questions: by their stems, and by their options where stems repeat."""
        claims = [Claim(one.stem, one.line, None, one.attributes) for one in parsed]
        self.reserve(claims)
        groups: dict[str, list[int]] = {}
        for index, one in enumerate(parsed):
            if not claims[index].id:
                groups.setdefault(f"q-{_of_words(one.stem)}", []).append(index)
        for plain, group in groups.items():
            if len(group) == 1:
                claims[group[0]].id, _ = self._ids.take(plain)
                continue
            for index in group:
                texts = sorted(option.text for option in parsed[index].options)
                claims[index].id, free = self._ids.take(f"{plain}-{_of_words(' '.join(texts))}")
                if not free:
                    message = "this question with these options stands in the lesson twice"
                    self._note(parsed[index].line, "warning", "repeated-question", message)
            self._alias(plain, claims[group[0]].id)
        return [claim.id for claim in claims]

    def former(self, claims: Iterable[Claim], course: str) -> None:
        """Note the ids that items had before, as their authors say."""
        for claim in claims:
            for old in claim.attributes.aliases:
                self.declare(old, claim.id, claim.line, course)

    def declare(self, old: str, new: str, line: int, course: str) -> None:
        """Note that ``new`` was called ``old``: a name in this lesson, or ``lesson#name``."""
        lesson, mark, name = old.rpartition("#")
        if mark:
            former = f"{lesson if '/' in lesson else f'{course}/{lesson}'}#{slug(name)}"
        else:
            former = self._ids.full(slug(old))
        if not mark and not self._ids.is_free(slug(old)):
            message = f"the alias {old} is the id of something in this lesson: choose another"
            self._note(line, "error", "duplicate-id", message)
            return
        self.aliases.append(Alias(old=former, new=new))

    def _qualify(self, claim: Claim, plain: str) -> None:
        name = f"{slug(claim.qualifier)}/{plain}" if claim.qualifier else plain
        claim.id, free = self._ids.take(name)
        if not free:
            message = f"the id {name} is taken: give this heading one of its own, {{#such-as-this}}"
            self._note(claim.line, "warning", "repeated-title", message)

    def _alias(self, plain: str, new: str) -> None:
        old = self._ids.full(plain)
        if old != new:
            self.aliases.append(Alias(old=old, new=new))

    def _note(self, line: int, severity: Severity, code: ProblemCode, message: str) -> None:
        self.problems.append(
            Problem(path=self._path, line=line, severity=severity, code=code, message=message)
        )


def _of_words(text: str) -> str:
    """Return a digest that case and spacing do not change."""
    return digest(" ".join(text.casefold().split()))
