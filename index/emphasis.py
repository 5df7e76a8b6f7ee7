"""What stands out in a text is explained there; what it only names is mentioned in passing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .names import names_of
from .words import keys, run_together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def emphasized(bold: str) -> list[str]:
    """Return the keys of what stands out in a text, a line each: the whole, and its other names."""
    lines = bold.split("\n")
    named = names_of([(line, "") for line in lines])
    found = {
        key
        for names in (lines, *named)
        for name in names
        for key in ("".join(keys(name)), run_together(name))
    }
    return sorted(found - {""})


class Emphasis:
    """The documents in which words stand out, by their numbers."""

    def __init__(self, documents: Iterable[Iterable[str]]) -> None:
        """Take what ``emphasized`` returned for each document, in the order of their numbers."""
        self._documents: dict[str, set[int]] = {}
        for number, found in enumerate(documents):
            for key in found:
                self._documents.setdefault(key, set()).add(number)

    def of(self, queries: Iterable[Sequence[str]]) -> set[int]:
        """Return the documents in which one of ``queries``, as keys, stands out."""
        return set[int]().union(*(self._documents.get("".join(one), ()) for one in queries))

    def has(self, key: str) -> bool:
        """Return whether this, as keys run together, stands out in a document."""
        return key in self._documents
