"""Cuts text into the words that are indexed and searched: identifiers, their parts, and stems."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from whoosh.lang import porter2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST = 64
"""Characters of the longest form that is indexed; longer ones are keys and hashes nobody types."""

# A word may hold marks that join identifiers (kube-apiserver, etc/hosts, cni=calico, don't), but
# neither starts nor ends with one: people leave the first marks of `/etc/hosts` and `--cni=calico`
# away as often as not, and a full stop does not become part of the last word.
_WORD = re.compile(
    r"[\w\u0300-\u036f]+(?:[.:/@=_+'\u2019&-]{1,3}[\w\u0300-\u036f]+)*(?:\+\+|#(?!\w))?"
)
_PARTS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^A-Z]+")
_HUMP = re.compile(r"[a-z][A-Z]")
_COMPOUND = re.compile(r"[^\W_]+(?:[-_][^\W_]+)+")
_POSSESSIVE = re.compile(r"['\u2019]s$")

_STOP_WORDS = """
a about all also although am an and any are aren't as at be because been being both but by can
can't cannot could did do does doesn't doing don't done each either else etc for from further
get gets give given gives had has have having he her hers him his how however i i'm if in into
is isn't it it's its itself just let like made make makes many may me might more most much must
my no nor not of off on once one only onto or other our ours out over own per please she should
since so some such than that that's the their theirs them themselves then there these they this
those through to too under until up upon us use used uses using very via was we were what what's
when where whether which while who whom whose why will with within without would you your yours
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that say nothing about what a text is about."""

_porter2: Callable[[str], str] = porter2.stem


class Word(NamedTuple):
    """One word of a text, folded, with the span it came from."""

    text: str
    start: int
    end: int
    forms: tuple[str, ...]
    """The folded whole first, then its parts and the parts joined; no form twice."""


def fold(text: str) -> str:
    """Return ``text`` without case, accents and typographic quotes."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.replace("\u2019", "'")).casefold()
    return "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")


def words(text: str) -> Iterator[Word]:
    """Yield the words of ``text`` in order."""
    for match in _WORD.finditer(text):
        forms = _forms(match.group())
        if forms:
            yield Word(forms[0], match.start(), match.end(), forms)


@lru_cache(maxsize=20_000)
def _forms(raw: str) -> tuple[str, ...]:
    """Return every form under which one word can be found; empty for nothing but marks."""
    raw = _POSSESSIVE.sub("", raw)
    whole = fold(raw).strip("_")
    found = [whole]
    for part in _PARTS.findall(raw):
        found.append(fold(part))
        if _HUMP.search(part):
            found.extend(fold(hump) for hump in _CAMEL.findall(part))
    if _COMPOUND.fullmatch(whole):
        found.append(whole.replace("-", "").replace("_", ""))
    # One letter split off a longer word (the t of don't) says nothing.
    kept = (form for form in found if len(form) > 1 or form == whole)
    return tuple(dict.fromkeys(form for form in kept if 0 < len(form) <= LONGEST))


@lru_cache(maxsize=50_000)
def stem(form: str) -> str:
    """Return the stem of an English word; identifiers and numbers stay as they are."""
    return _porter2(form) if form.isascii() and form.isalpha() else form


def stems(text: str) -> list[str]:
    """Return the stem of every word of ``text``: how titles are compared."""
    return [stem(word.text) for word in words(text)]


def plain(text: str) -> str:
    """Return the folded words of ``text``, one space between: how titles are matched fuzzily."""
    return " ".join(word.text for word in words(text))


def in_a_row(text: str) -> list[str]:
    """Return the terms of ``text`` that carry meaning, as they stand side by side."""
    return [stem(word.text) for word in words(text) if word.text not in STOP_WORDS]
