"""What else a card is called: the names around and in brackets, and the term that it defines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .words import keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A bracket right behind a letter belongs to the word, as in pod(s), but not in Interface(CNI).
_BRACKETS = re.compile(
    r"(?:(?<![!-~])\(|\((?=[A-Z0-9]{2,8}\))|\uff08)([^()\uff08\uff09]*)[)\uff09](?![A-Za-z])"
)
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]+)\1")
_EDGES = " \t,;/&:\u2013\u2014-"
_PLUS = re.compile(r"^\+(?!\S)|(?<!\S)\+$")
"""Between names, as in "A + (B)"; those of C++ are a part of it."""
_AND = re.compile(r"^(?:and|or|vs\.?|und|oder|et|ou|y|o|e)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;/|\u3001\uff0c]\s*|\s+or\s+")
_CALLED = re.compile(r"^(?:aka|a\.k\.a\.|also (?:called|known as)|short:),?\s+", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:understanding|introducing|introduction to|overview of|what (?:is|are)|about)\s+"
    r"(?:an?\s+|the\s+)?",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"(?:(?:an?|the|der|die|das|eine?|une?|l[ea]s?|el|los|il|lo) |l')?(\*\*|__)(?=\S)"
    r"(?P<name>[^*_\n]{1,80}?)(?<=[^\s:])\1(?P<more>\s*[(\uff08][^()\uff08\uff09]*[)\uff09])?"
    r"(?:\s+(?:is|are|means?|refers|stands|ist|sind|est|sont|es|son|\u00e8|sono|\u00e9|s\u00e3o|to)\b"
    r"|\s*(?:\u2014|\u2013|\uff1a|:\s|\u662f|\u3068\u306f|\u306f|\u2014)|\s+-\s)",
    re.IGNORECASE,
)
_SAID = {
    re.compile(r"(?<=\b[A-Za-z])[#\u266f]"): " sharp",
    re.compile(r"(?<=\w)\+\+"): " plus plus",
    re.compile(r"(?<!\S)\.(?=[A-Za-z])"): "dot ",
}


def defined(text: str) -> str:
    """Return the term that a text in Markdown begins with in bold and explains, or nothing."""
    found = _DEFINED.match(text)
    return f"{found['name']}{found['more'] or ''}" if found else ""


def names_of(cards: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return the names of each card that has a title and defines a term, its bare title first.

    What the titles of several cards have in brackets, such as "continued", names none of them.
    """
    outer = [list(_around(title)) for title, _ in cards]
    inner = [[*_inside(title), *_around(term), *_inside(term)] for title, term in cards]
    owners: dict[str, set[str]] = {}
    for around, names in zip(outer, inner, strict=True):
        for name in names:
            owners.setdefault(_key(name), set()).add(_key(min(around, key=len, default="")))
    return [
        tuple(dict.fromkeys([*around, *(name for name in names if len(owners[_key(name)]) == 1)]))
        for around, names in zip(outer, inner, strict=True)
    ]


def _around(title: str) -> Iterator[str]:
    """Yield the title without brackets, what stands before each, and both without "Understanding".

    People ask for the thing itself.
    """
    end = 0
    found = [_BRACKETS.sub("", title)]
    for bracket in _BRACKETS.finditer(title):
        found.append(title[end : bracket.start()])
        end = bracket.end()
    for name in found:
        joined = _PLUS.sub("", " ".join(name.split()))
        bare = _AND.sub("", joined.strip(_EDGES))
        yield from filter(None, (bare, _LEAD.sub("", bare)))


def _inside(title: str) -> Iterator[str]:
    """Yield what stands in brackets, and each name of a list in them; a number is no name.

    Where something in them is bold, the rest only tells about it: "(shortened to **K8s**)".
    """
    for inside in _BRACKETS.findall(title):
        name = _CALLED.sub("", inside.strip())
        bold = [found[2] for found in _BOLD.finditer(name)]
        names = bold or (name, *_BETWEEN.split(name))
        yield from (one for one in names if any(map(str.isalpha, one)))


def spoken(name: str) -> str:
    """Return a name with its marks as people say them: "C sharp" for "C#"."""
    for mark, said in _SAID.items():
        name = mark.sub(said, name)
    return name


def _key(name: str) -> str:
    return "".join(keys(name))
