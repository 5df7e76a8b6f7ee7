"""Finds items by an id that they have, that they had, or that their titles stand for.

An item that has its title for itself is named by it, else by its section too, so the one name turns
into the other when an item with the same title comes or goes. Here both lead to it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from content.ids.names import canonical_key, item_id, question_names, title_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from content.models import Alias, Question

Item_co = TypeVar("Item_co", covariant=True)


class Table(Generic[Item_co]):
    """The items of one kind by id; ``others`` gives the ids that an item's title stands for."""

    def __init__(
        self, items: Iterable[tuple[str, Item_co]], others: Callable[[Item_co], Iterable[str]]
    ) -> None:
        self._items = dict(items)
        self._others = others

    def get(self, identity: str) -> Item_co | None:
        """Return what has this id."""
        return self._items.get(identity)

    def by_title(self, identity: str) -> Item_co | None:
        """Return the only item that this id can have meant, however much of a name was cut."""
        return self._meant.get(canonical_key(identity))

    @cached_property
    def _meant(self) -> dict[str, Item_co | None]:
        found: dict[str, Item_co | None] = {}
        for identity, item in self._items.items():
            for name in {canonical_key(one) for one in (identity, *self._others(item))}:
                found[name] = None if name in found else item
        return found


class Renamings:
    """What was called otherwise before, as lessons say."""

    def __init__(self, aliases: Iterable[Alias]) -> None:
        self._new: dict[str, list[str]] = {}
        for alias in aliases:
            self._new.setdefault(canonical_key(alias.old), []).append(alias.new)

    def names(self, identity: str) -> tuple[str, ...]:
        """Return an id and all that it became; two kinds may have had the same one."""
        names = [identity]
        seen = {identity}
        for name in names:
            lesson, mark, rest = name.partition("#")
            of_lesson = self._new.get(lesson, ()) if mark else ()
            for new in (
                *self._new.get(canonical_key(name), ()),
                *(f"{one}#{rest}" for one in of_lesson),
            ):
                if new not in seen:
                    seen.add(new)
                    names.append(new)
        return tuple(names)


def title_ids(lesson: str, titles: Iterable[str], qualifier: str) -> Iterator[str]:
    """Yield what may be the id of an item with one of these titles: alone, and by what it is in."""
    return (item_id(lesson, name) for title in titles for name in title_names(title, qualifier))


def question_ids(lesson: str, question: Question) -> Iterator[str]:
    """Yield what may be the id of a question: by its stem, and by its options as well."""
    names = question_names(question.stem, (option.text for option in question.options))
    return (item_id(lesson, name) for name in names)
