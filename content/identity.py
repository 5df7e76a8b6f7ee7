"""Slugs and ids: short, stable names that fit into a Discord custom_id.

A lesson is ``<course>/<file stem>``; what it holds is ``<lesson>#<slug of the title>``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import NamedTuple

ID_LIMIT = 80
"""The most characters that an id may have; a custom_id has 100 and needs some for itself."""

LESSON_ID_LIMIT = 48
"""The most characters of a lesson's id, so that every item below it keeps a readable slug."""

_ATTRIBUTES = re.compile(r"\{#(?P<id>[^\s{}]+)(?P<more>(?:\s+[^\s{}]+)*)\s*\}\s*$")
_NOT_WORD = re.compile(r"[^\w]+|_+")


def slug(text: str) -> str:
    """Return ``text`` in lower case with hyphens; other scripts than Latin keep their letters."""
    whole = text if text.isascii() else _without_accents(text)
    whole = whole.replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    return _NOT_WORD.sub("-", whole.lower()).strip("-") or f"item-{digest(text)}"


def _without_accents(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    # Hangul and some other scripts fall apart under NFKD: put them together again.
    return unicodedata.normalize("NFKC", bare)


def digest(text: str) -> str:
    """Return 8 hexadecimal digits that depend on nothing but ``text``."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def shorten(name: str, limit: int = ID_LIMIT) -> str:
    """Cut ``name`` to ``limit`` characters; a cut name ends in a hash of the whole one."""
    if len(name) <= limit:
        return name
    return f"{name[: limit - 9].rstrip('-/#')}-{digest(name)}"


def lesson_id(course: str, stem: str) -> str:
    """Return the id of the lesson in the file ``stem`` (without its ending) of ``course``."""
    return shorten(f"{course}/{slug(stem)}", LESSON_ID_LIMIT)


class Attributes(NamedTuple):
    """What an author says about an item's identity: its id, and the ids that it had before."""

    id: str | None = None
    aliases: tuple[str, ...] = ()


NOT_GIVEN = Attributes()
"""What most items have."""


def split_attributes(title: str) -> tuple[str, Attributes]:
    """Split ``Title {#my-id alias=old-id}`` into its title and its attributes."""
    found = _ATTRIBUTES.search(title) if title.endswith("}") or "{#" in title else None
    if not found:
        return title, NOT_GIVEN
    words = [word.partition("=") for word in found["more"].split()]
    aliases = [old for key, _, value in words if key == "alias" for old in value.split(",") if old]
    return title[: found.start()].rstrip(), Attributes(slug(found["id"]), tuple(aliases))


class IdGiver:
    """Hands out the ids of one lesson; the same calls always give the same ids."""

    def __init__(self, lesson: str) -> None:
        self._lesson = lesson
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def full(self, name: str) -> str:
        """Return the whole id of what has this name in the lesson."""
        return shorten(f"{self._lesson}#{name}")

    def is_free(self, name: str) -> bool:
        """Say whether nothing in the lesson has this name."""
        return self.full(name) not in self._taken

    def take(self, name: str) -> tuple[str, bool]:
        """Return the id for ``name``, numbered when it is taken, and whether it was still free."""
        wanted = self.full(name)
        if wanted not in self._taken:
            self._taken.add(wanted)
            return wanted, True
        number = self._next.get(wanted, 2)
        while (candidate := self.full(f"{name}-{number}")) in self._taken:
            number += 1
        self._next[wanted] = number + 1
        self._taken.add(candidate)
        return candidate, False
