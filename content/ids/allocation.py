"""Gives every item of a lesson its id, so that items added, moved or reworded change no other's.

A name that an author chose comes first. An item whose title is its alone is named by the title;
items of one kind that share a title are all named by their section as well, and the plain name
leads to the first of them. Only what even then has the same name is numbered in the order of the
page. What does not get the name of its title is a problem, because the next change may move it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from content.ids.names import NOT_GIVEN, item_id, lesson_id, name_slug, slug
from content.models import Alias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.ids.names import Attributes, Names
    from content.problems import ProblemSink

ItemKind = Literal["section", "concept", "lab", "question"]
_KEPT: frozenset[ItemKind] = frozenset({"concept", "lab"})
"""What people's histories and links lead to by a title."""
_SHOWN = 12


@dataclass(slots=True)
class IdRequest:
    """An item that needs an id; ``is_quiet`` says that nobody asks which one it gets."""

    kind: ItemKind
    title: str
    names: Names
    line: int
    attributes: Attributes = NOT_GIVEN
    is_quiet: bool = False
    anchor: str = ""
    """What links into the page call it; its name unless anything else has that."""
    id: str = ""

    @property
    def name(self) -> str:
        """Return the id without the lesson's."""
        return self.id.partition("#")[2]


class Namer:
    """Names the items of one lesson, and collects aliases on the way."""

    def __init__(self, problems: ProblemSink, course: str, lesson: str) -> None:
        self._problems = problems
        self._course = course
        self._lesson = lesson
        self._holders: dict[str, int] = {}
        """The line of what has each whole id."""
        self._next: dict[str, int] = {}
        self._chosen: set[str] = set()
        self._repeated: list[tuple[int, str]] = []
        self._shared: list[tuple[str, Sequence[IdRequest]]] = []
        self._declared: dict[str, tuple[str, int]] = {}

    def full(self, name: str) -> str:
        """Return the whole id of what has this name in the lesson."""
        return self._full(name_slug(name))

    def name_all(self, kinds: Sequence[Sequence[IdRequest]]) -> set[str]:
        """Name the items of all kinds, the first kind first; return their ids."""
        requests = [request for kind in kinds for request in kind]
        self._reserve(requests)
        for kind in kinds:
            self._name(kind)
        for request in requests:
            for old in request.attributes.aliases:
                self.declare(old, request.id, request.line)
        if self._repeated:
            (line, why), *more = sorted(self._repeated)
            lines = ", ".join(str(other) for other, _ in more[:_SHOWN])
            lines += f" and {len(more) - _SHOWN} more" if len(more) > _SHOWN else ""
            why += f" (the like on line {lines})" if more else ""
            message = f"{why}: give it an id that stays, {{#such-as-this}}"
            self._problems.warning(line, "repeated-title", message)
        return {request.id for request in requests}

    def _reserve(self, requests: Sequence[IdRequest]) -> None:
        """Give the ids that authors chose before any title can take them."""
        for request in requests:
            name = request.attributes.id
            if name is None:
                continue
            request.id, holder = self._take(name, request.line)
            self._chosen.add(request.id)
            if holder:
                message = f"the id {name} is taken by line {holder}: choose another"
                self._problems.error(request.line, "duplicate-id", message)

        titles = {request.names.plain for request in requests if not request.id}
        for request in requests:
            name = name_slug(request.anchor) if request.anchor and not request.id else ""
            if name and name not in titles and self._full(name) not in self._holders:
                request.id, _ = self._take(name, request.line)

    def _name(self, requests: Iterable[IdRequest]) -> None:
        """Name the items of one kind by their titles."""
        groups: dict[str, list[IdRequest]] = {}
        for request in requests:
            if not request.id:
                groups.setdefault(request.names.plain, []).append(request)
        for plain, group in groups.items():
            holder = self._holders.get(self._full(plain))
            if len(group) == 1 and holder is None:
                group[0].id, _ = self._take(plain, group[0].line)
                continue
            leader = next((one for one in group if plain in one.attributes.aliases), group[0])
            for request in sorted(group, key=lambda one: one is not leader):
                self._qualify(request, holder, leader)
            self._shared.append((plain, group))

    def declare(self, old: str, new: str, line: int) -> None:
        """Note that ``new`` was called ``old``: a name in this lesson, or ``lesson#name``."""
        lesson, mark, name = old.rpartition("#")
        former = item_id(self.lesson(lesson), name_slug(name)) if mark else self.full(old)
        if holder := self._holders.get(former):
            message = f"the alias {old} is the id of line {holder}: choose another"
            self._problems.error(line, "duplicate-id", message)
            return
        known, above = self._declared.setdefault(former, (new, line))
        if known != new:
            message = f"the alias {old} is taken by line {above}: only one of them had this id"
            self._problems.error(line, "duplicate-id", message)

    def lesson(self, old: str) -> str:
        """Return the id of a lesson that was called ``old``: a file's name, or ``course/name``."""
        course, mark, stem = old.rpartition("/")
        return lesson_id(slug(course) if mark else self._course, stem)

    def aliases(self) -> Iterator[Alias]:
        """Yield what names led to before; a shared title leads to its first item."""
        for plain, group in self._shared:
            old = self._full(plain)
            if old not in self._declared and old != group[0].id:
                yield Alias(old=old, new=group[0].id)
        for old, (new, _) in self._declared.items():
            yield Alias(old=old, new=new)

    def _qualify(self, request: IdRequest, holder: int | None, first: IdRequest) -> None:
        """Name one of several items; ``holder`` is the line of another kind's with the name."""
        plain, name = request.names
        if holder and name == plain:
            name = f"{request.kind}/{plain}"
        request.id, other = self._take(name, request.line)
        if other and request.kind == "question":
            message = f"this question with these options stands on line {other} too"
            self._problems.warning(request.line, "repeated-question", message)
            return
        # That something else leads to another place does harm where people come back to it.
        matters = request.kind in _KEPT or (holder and self._full(plain) in self._chosen)
        leads = holder or first.line if matters and (holder or request is not first) else None
        if not request.is_quiet and (place := other or leads):
            wanted = name if other else plain
            why = f"{wanted} leads to line {place}, so this is {request.name}"
            self._repeated.append((request.line, why))

    def _full(self, name: str) -> str:
        return item_id(self._lesson, name)

    def _take(self, name: str, line: int) -> tuple[str, int | None]:
        """Return the id for ``name``, numbered when it is taken, and the line of its holder."""
        wanted = self._full(name)
        holder = self._holders.get(wanted)
        if holder is None:
            self._holders[wanted] = line
            return wanted, None
        number = self._next.get(wanted, 2)
        while (candidate := self._full(f"{name}-{number}")) in self._holders:
            number += 1
        self._next[wanted] = number + 1
        self._holders[candidate] = line
        return candidate, holder
