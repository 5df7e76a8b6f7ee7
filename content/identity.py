"""Slugs and ids: short, stable names that fit into a Discord custom_id.

A lesson is ``<course>/<file stem>``; what it holds is ``<lesson>#<slug of the title>``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

ID_LIMIT = 80
"""The most characters that an id may have; a custom_id has 100 and needs some for itself."""

LESSON_ID_LIMIT = 48
"""The most characters of a lesson's id, so that every item below it keeps a readable slug."""

_EXPLICIT = re.compile(r"\s*\{#(?P<id>[^\s{}]+)\}\s*$")
_NOT_WORD = re.compile(r"[^\w]+|_+")


def slug(text: str) -> str:
    """Return ``text`` in lower case with hyphens; other scripts than Latin keep their letters."""
    folded = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    # Hangul and some other scripts fall apart under NFKD: put them together again.
    whole = (
        unicodedata.normalize("NFKC", bare)
        .replace("'", "")
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    )
    return _NOT_WORD.sub("-", whole.lower()).strip("-") or f"item-{digest(text)}"


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


def split_explicit(title: str) -> tuple[str, str | None]:
    """Split ``Title {#my-id}`` into its title and its id; the id is None where none was given."""
    found = _EXPLICIT.search(title)
    if not found:
        return title, None
    return title[: found.start()].rstrip(), slug(found["id"])


class IdGiver:
    """Hands out the ids of one lesson; the same calls always give the same ids."""

    def __init__(self, lesson: str) -> None:
        self._lesson = lesson
        self._taken: set[str] = set()

    def explicit(self, name: str) -> tuple[str, bool]:
        """Return the id for a name that the author chose, and whether it was still free."""
        wanted = self._full(name)
        if wanted not in self._taken:
            self._taken.add(wanted)
            return wanted, True
        return self._numbered(name), False

    def give(self, title: str, qualifier: str | None = None) -> str:
        """Return a free id for ``title``; ``qualifier`` is the section's title, used on a clash."""
        name = slug(title)
        if self._full(name) in self._taken and qualifier:
            name = f"{slug(qualifier)}/{name}"
        return self._numbered(name)

    def question(self, stem: str) -> str:
        """Return the id of the question with this stem; case and spacing do not matter."""
        return self._numbered(f"q-{digest(' '.join(stem.casefold().split()))}")

    def _full(self, name: str) -> str:
        return shorten(f"{self._lesson}#{name}")

    def _numbered(self, name: str) -> str:
        candidate, number = self._full(name), 1
        while candidate in self._taken:
            number += 1
            candidate = self._full(f"{name}-{number}")
        self._taken.add(candidate)
        return candidate
