"""Cuts text into the words that are indexed and searched: identifiers, their parts, and stems."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category, normalize

from whoosh.lang import porter2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LONGEST = 64
"""Characters of the longest form that is indexed; longer ones are keys and hashes nobody types."""

_MARKS = "".join(one for one in map(chr, range(0x300, 0x3100)) if category(one) in {"Mn", "Mc"})
"""Signs that belong to the letter before them: accents, vowels of Hebrew, Arabic, Hindi, Thai."""
_INVISIBLE = (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F))
_JOINERS = "".join(map(chr, (*_INVISIBLE, *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF)))
"""Characters that nobody sees: soft hyphens, spaces of no width, directions of writing."""
_LETTER = rf"\w[\w{_MARKS}{_JOINERS}]*"
# A word may hold marks that join identifiers (kube-apiserver, etc/hosts, cni=calico, don't), but
# neither starts nor ends with one: people leave the first marks of `/etc/hosts` and `--cni=calico`
# away as often as not, and a full stop does not become part of the last word.
_WORD = re.compile(
    rf"{_LETTER}(?:[.:/@=_+'\u2019&-]{{1,3}}{_LETTER})*(?:\+\+|[#\u266f](?!\w)|\u266d)?"
)
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Letters of scripts without spaces (Thai and its neighbours, kana, Chinese) and of Korean, which
puts particles behind its words: a part of a run of them is a word as well.
"""
_RUN = re.compile(rf"[{_SPACELESS}]+")
_NUMBER = r"\d+(?:\.\d+)*"
_ONE = rf"[^\W\d_{_SPACELESS}][{_MARKS}{_JOINERS}]*"
_PIECE = re.compile(rf"(?:{_NUMBER}|{_ONE}|{_RUN.pattern})+(?:\+\+|#)?")
_ATOM = re.compile(rf"{_NUMBER}|(?:{_ONE})+(?:\+\+|#)?|{_RUN.pattern}")
_ALONE = re.compile(rf"(?<![^\W\d_])(?:{_ONE}(?=\d)|(?<=\d){_ONE})(?![^\W\d_])")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^A-Z]+")
_HUMP = re.compile(r"[a-z][A-Z]")
_COMPOUND = re.compile(r"[^\W_]+(?:[-_][^\W_]+)+")
_SHORT = 3
_POSSESSIVE = re.compile(r"['\u2019]s$")
_ARTICLE = re.compile(r"^\u0627\u0644(?=\w{3})")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}

# What NFKD leaves together, though people type it with the letters of their keyboard.
_SIGNS = str.maketrans("♯♭", "#b")
_LETTERS = str.maketrans("łøđðħı\u0649\u0629", "loddhi\u064a\u0647")
_DIGRAPHS = {"æ": "ae", "œ": "oe", "þ": "th"}
# Hindi, Thai and others write vowels as marks; up to Arabic, marks are what people leave out.
_DROPPED = dict.fromkeys([*(mark for mark in _MARKS if mark < "\u0700"), *_JOINERS, "\u0640"], "")
_KATAKANA = {letter: letter - 0x60 for letter in range(0x30A1, 0x30F7)}
_FOLDED = _SIGNS | _LETTERS | _KATAKANA | str.maketrans(_DROPPED | _DIGRAPHS)
_SEEN = str.maketrans(dict.fromkeys(_JOINERS, ""))

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
    parts: tuple[str, ...]
    """What it is made of, such as "tls" and "1.3"; one that is not made of parts is its own."""


def fold(text: str) -> str:
    """Return ``text`` without case, accents, vowel marks, typographic quotes and katakana."""
    if text.isascii():
        return text.lower()
    decomposed = normalize("NFKD", text.replace("\u2019", "'")).casefold()
    return normalize("NFC", decomposed.translate(_FOLDED))


def words(text: str) -> Iterator[Word]:
    """Yield the words of ``text`` in order."""
    for match in _WORD.finditer(text):
        forms, parts = _forms(match.group())
        if forms:
            yield Word(forms[0], match.start(), match.end(), forms, parts)


@lru_cache(maxsize=20_000)
def _forms(raw: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return every form under which one word can be found, and its parts; none for marks."""
    raw = normalize("NFKC", _POSSESSIVE.sub("", raw.translate(_SEEN))).translate(_SIGNS)
    whole = fold(raw).strip("_")
    parts, found = [], [whole]
    for piece in _pieces(raw):
        part = fold(piece)
        # One letter split off a longer word (the t of don't) says nothing.
        if len(part) == 1 and "'" in whole:
            continue
        humps = [fold(hump) for hump in _CAMEL.findall(piece)] if _HUMP.search(piece) else []
        parts += humps if humps and min(map(len, humps)) > 1 else [part]
        found += [part, *(hump for hump in humps if len(hump) > 1)]
        found += [*pairs_in(part), *(part if pairs_in(part) else ()), _ARTICLE.sub("", part)]
        if "." in part:
            found += [part.lstrip("v"), *part.split(".")]
    is_short = len(parts) > 1 and all(len(part) <= _SHORT and part.isalpha() for part in parts)
    if is_short or _COMPOUND.fullmatch(whole):
        found.append("".join(parts))
    kept = tuple(dict.fromkeys(form for form in found if 0 < len(form) <= LONGEST))
    return kept, tuple(parts)


def _pieces(raw: str) -> Iterator[str]:
    """Yield the parts of a word: what marks, scripts, letters and digits keep apart."""
    for found in _PIECE.findall(raw):
        # One letter stays with its digits: k8s, x86, 5G.
        yield from [found] if _ALONE.search(found) else _ATOM.findall(found)


def pairs_in(part: str) -> list[str]:
    """Return every two letters side by side of a part in a script without spaces, or its one."""
    return [part[at : at + 2] for at in range(len(part) - 1 or 1)] if _RUN.fullmatch(part) else []


@lru_cache(maxsize=50_000)
def stem(form: str) -> str:
    """Return the stem of an English word; identifiers and numbers stay as they are."""
    return _porter2(form) if form.isascii() and form.isalpha() else form


def stems(text: str) -> list[str]:
    """Return the stem of every word of ``text``."""
    return [stem(word.text) for word in words(text)]


def keys(text: str) -> list[str]:
    """Return the stem of every part of every word, scripts without spaces letter by letter.

    It is how titles are compared: "HTTP/2" and "http 2" have the same, "Type II" and "type 2" too.
    """
    return keys_of(plain(text).split())


def keys_of(parts: Iterable[str]) -> list[str]:
    """Return the keys of the parts of words."""
    found: list[str] = []
    for part in parts:
        word = _ROMAN.get(part, part) if found else part
        found += part if _RUN.fullmatch(part) else [stem(word)]
    return found


def run_together(text: str) -> str:
    """Return the one key of a text that is written without its spaces: "zookeep" of "ZooKeeper"."""
    return "".join(keys(plain(text).replace(" ", "")))


@lru_cache(maxsize=2_000)
def plain(text: str) -> str:
    """Return the folded parts of the words, one space between: how titles are matched fuzzily."""
    return " ".join(part for word in words(text) for part in word.parts)


def in_a_row(text: str) -> list[str]:
    """Return the terms of ``text`` that carry meaning, as they stand side by side."""
    return [stem(word.text) for word in words(text) if word.text not in STOP_WORDS]
