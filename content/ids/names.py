"""Slugs and ids: short, stable names that fit into a Discord custom_id.

A lesson is ``<course>/<file stem>``; what it holds is ``<lesson>#<slug of the title>``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

ID_LIMIT = 80
"""The most characters that an id may have; a custom_id has 100 and needs some for itself."""

LESSON_ID_LIMIT = 48
"""The most characters of a lesson's id, so that every item below it keeps a readable slug."""

_NEVER_CUT = ID_LIMIT - LESSON_ID_LIMIT - 1
_CUT = re.compile(r"-[0-9a-f]{8}$")
# `{#id}`, `\{#id\}`, `{ #id .class key=value }`, `{: .class}`, `{-}`, `{/* #id */}`, `:id=id`; what
# else stands in braces is a title's.
_ATTRIBUTES = re.compile(
    r"(?:(?:(?<=[\s}])|\\?(?=\{#))\{:?\s*(?:/\*\s*)?"
    r"(?P<list>(?:#[^\s{}]|\.[A-Za-z]|-(?=\s*\})|docsify-ignore|[a-z][\w-]*=[\"'])[^{}]*?)\\?\}"
    r"|(?<=\s):id=(?P<docsify>[\w-]+))\s*$"
)
_ID = re.compile(r"(?:^|\s)(?:#|id=[\"'])([^\s\"']+)")
_ALIAS = re.compile(r"(?:^|\s)alias=([^\s\"']+)")
_NOT_WORD = re.compile(r"[^\w]+|_+")


@lru_cache(1024)
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


def item_id(lesson: str, name: str) -> str:
    """Return the id of what has this name in a lesson; a lesson renamed keeps the hashes."""
    return f"{lesson}#{shorten(name, ID_LIMIT - len(lesson) - 1)}"


def canonical_key(identity: str) -> str:
    """Return a key that is the same for a name however much of it was cut."""
    lesson, mark, name = identity.partition("#")
    if len(name) <= _NEVER_CUT:
        return identity
    return f"{lesson}{mark}-{name[-8:] if _CUT.search(name) else digest(name)}"


def name_slug(name: str) -> str:
    """Return the slug of a name that an author wrote; what slashes part stays parted."""
    return "/".join(slug(part) for part in name.split("/") if part.strip()) or slug(name)


class Names(NamedTuple):
    """What an item is called in its lesson: alone with its title or stem, and beside others."""

    plain: str
    qualified: str


def title_names(title: str, qualifier: str | None) -> Names:
    """Return the names of what has a title; ``qualifier`` is what stands above it."""
    plain = slug(title)
    return Names(plain, f"{slug(qualifier)}/{plain}" if qualifier else plain)


def question_names(stem: str, options: Iterable[str]) -> Names:
    """Return the names of a question; the order of its options does not count."""
    plain = f"q-{_of_words(stem)}"
    return Names(plain, f"{plain}-{_of_words(' '.join(sorted(options)))}")


def _of_words(text: str) -> str:
    """Return a digest that case and spacing do not change."""
    return digest(" ".join(text.casefold().split()))


class Attributes(NamedTuple):
    """What an author says about an item's identity: its id, and the ids that it had before."""

    id: str | None = None
    aliases: tuple[str, ...] = ()


NOT_GIVEN = Attributes()
"""What most items have."""


def split_attributes(title: str) -> tuple[str, Attributes]:
    """Split ``Title {#my-id alias=old-id}`` into its title and its attributes.

    Classes and other keys, which say how a page looks, go with the list that they stand in.
    """
    attributes = NOT_GIVEN
    while title.endswith(("}", " ")) or ":id=" in title:
        found = _ATTRIBUTES.search(title)
        if not found:
            break
        written = found["list"] or f"#{found['docsify']}"
        named = _ID.search(written)
        aliases = (old for value in _ALIAS.findall(written) for old in value.split(",") if old)
        identity = name_slug(named[1]) if named else attributes.id
        attributes = Attributes(identity, (*aliases, *attributes.aliases))
        title = title[: found.start()].rstrip()
    return title, attributes
