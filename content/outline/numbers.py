"""Numbers before titles: which of them count, and which are part of a name."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from content import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.outline.tree import Heading

_NUMBER = re.compile(
    r"(?P<number>\d{1,9}(?:\.\d{1,9})*)"
    r"(?:(?P<sign>\s*[.):\u00b7\u2022|]\s*|\s+[\u2013\u2014-]\s+|[\u3001\uff0e\uff1a\uff09]\s*)|\s+)(?=\S)"
)
_WIDE = "\u3001\uff0e\uff1a\uff09"
"""Signs of scripts that put no space behind them."""
_LESSON = re.compile(
    rf"(?:(?:{words.LESSON})\s+(?P<number>\d{{1,9}}(?:\.\d{{1,9}})*)"
    r"\s*(?:[:.)\u2013\u2014-]\s*|\s+|$)"
    rf"|(?:{words.PART_OF_COURSE})\s+(?P<other>\d{{1,9}})\s*(?:[:.)\u2013\u2014-]\s*|$)"
    r"|\u7b2c\s*(?P<wide>\d{1,9})\s*[\u8bfe\u8ab2\u7ae0\u8282\u7bc0\u8bb2\u8b1b\u56de][\s:\uff1a\u3001]*)",
    re.IGNORECASE,
)
_SURE = frozenset({".", ")", *_WIDE})
"""Signs behind numbers that count whatever stands beside them."""
_OPERATORS = frozenset("+-*/=<>%\u00b0\u00b1\u00d7\u00f7\u2212&,;")
_MANY = 100
"""Numbers of sections and lessons are smaller; 404, 802.11 and 2001 are names."""
_MOST = 1000
_PARTS = 3
"""`10.1.2.3` counts only below `10.1.2`."""
_STEP = 2
_NEAR = 3
_FILE_NUMBER = re.compile(r"(?P<number>0\d{1,3}|\d{1,2})(?=[-_ .]|$)(?!\.\d)[-_ .]*")
_GAP = re.compile(r"(?<!\d)[-_]+|[-_]+(?!\d)|\s+")
# How a word can begin: with few consonants, and a vowel behind them. Anything else is spelt out.
_SPOKEN = re.compile(
    r"(?:[bcdfghjklmnpqrstvwxz]|[bcfgps]l|[bcdfgptw]r|[cgkprstw]h|[gkps]n|s[ckmpqtw]|[dt]w|ps"
    r"|(?:ch|ph|sc|sh|sp|st|th)r|s[cp]l|sch)?[aeiouy]"
)
_SMALL = """
a an and as at by for from in of on or the to vs with der die das und von de del la le el et en y
"""
_ABBREVIATED = """
ai api aws cia cli cpu dna eu gui io iot ip it oop os pc rna ui uk un url usa ux
"""


class _Numbered(NamedTuple):
    """A title that begins with a number; ``sign`` stands behind it, with a space."""

    parts: tuple[int, ...]
    number: str
    rest: str
    sign: str

    def follows(self, other: _Numbered) -> bool:
        """Return whether this number comes next after another one, or next but one."""
        mine, before = self.parts, other.parts
        if mine[:-1] == before:
            return mine[-1] <= 1
        above = len(mine) - 1
        return mine[:above] == before[:above] and 0 < mine[-1] - before[above] <= _STEP


def lesson_number(title: str) -> tuple[str | None, str]:
    """Split ``Lesson 4: Title`` (or Module, Chapter, ``4. Title`` …) into number and title."""
    if found := _LESSON.match(title):
        number = found["number"] or found["other"] or found["wide"]
        return number, title[found.end() :].strip() or title
    one = _read(title)
    return (one.number, one.rest) if one and one.sign else (None, title)


def strip_number(title: str) -> tuple[str | None, str]:
    """Split ``4.1 Title`` into its number and its title, whatever stands beside it."""
    found = _NUMBER.match(title)
    return (found["number"], title[found.end() :]) if found else (None, title)


def number_headings(
    node: Heading, above: str | None = None, last: int = 0, *, sections: bool = True
) -> int:
    """Give the headings below a heading their numbers, and take those off the titles.

    ``above`` is the number of the next heading above that has one, ``last`` that of the one before;
    the last number is returned. ``sections`` says that they may be the sections of a lesson.
    """
    read = [_read(child.full_title) for child in node.children]
    counted = _counted(read, last, sections=sections)
    ended = 0
    for child, one in zip(node.children, read, strict=True):
        if one and (
            one.sign in _SURE or one in counted or _belongs(one, above) or _has_parts(one, child)
        ):
            child.number, child.title = one.number, one.rest
            last = one.parts[0]
        number = child.number or lesson_number(child.full_title)[0]
        ended = number_headings(child, number or above, ended, sections=not node.level)
    return last


def _read(title: str) -> _Numbered | None:
    """Return the number before a title; dates, addresses and versions are none."""
    found = _NUMBER.match(title)
    if not found:
        return None
    number, sign, rest = found["number"], found["sign"] or "", title[found.end() :]
    mark = sign.strip()
    is_glued = bool(sign) and not sign[-1].isspace() and mark not in _WIDE
    inner = number.split(".")[1:]
    # `9:00`, `802.11ac` and `9 - 5` go on with digits, `1 + 1` with a sign, `3.js` with a letter.
    goes_on = mark not in _SURE and (rest[0].isdigit() or (not mark and rest[0] in _OPERATORS))
    goes_on = goes_on or (is_glued and rest[0].isdigit())
    zeros = any(part[0] == "0" and part != "0" for part in inner) or "0" in inner[:-1]
    most = _MOST if mark in {".", ")"} and not inner else _MANY
    parts = tuple(map(int, number.split(".")))
    if goes_on or zeros or (is_glued and rest[0].islower()) or max(parts) >= most:
        return None
    return _Numbered(parts, number, rest, "" if is_glued else mark)


def _belongs(one: _Numbered, above: str | None) -> bool:
    """Return whether a number goes on with that of the heading above."""
    return above is not None and one.number.rpartition(".")[0] == above


def _has_parts(one: _Numbered, node: Heading) -> bool:
    """Return whether the headings below a heading go on with its number."""
    return any(child.full_title.startswith(f"{one.number}.") for child in node.children)


def _counted(read: Sequence[_Numbered | None], last: int, *, sections: bool) -> set[_Numbered]:
    """Return the numbers of sibling headings that count up, each with a title of its own.

    Bare ones begin with 1, or go on with the ``last`` one before; ``4.1`` may stand alone:
    first, or before the title of a section.
    """
    runs: list[list[_Numbered]] = []
    for one in (one for one in read if one and len(one.parts) <= _PARTS):
        run = next((run for run in reversed(runs[-_NEAR:]) if one.follows(run[-1])), None)
        if run:
            run.append(one)
        else:
            runs.append([one])
    counted: set[_Numbered] = set()
    for run in runs:
        first = run[0].parts
        begins = len(first) > 1 or first[0] in {0, 1, last + 1}
        alone = begins and bool(run[0].sign)
        if len(first) > 1:
            opens = run[0] is read[0] and first[-1] == 1
            alone = opens or (sections and _is_title(run[0].rest))
        distinct = len({one.rest for one in run}) == len(run)
        steps = any(b.parts[-1] - a.parts[-1] == 1 for a, b in pairwise(run)) or run[0].sign
        if alone or (len(run) > 1 and (begins or run[0].sign) and distinct and steps):
            counted.update(run)
    return counted


def _is_title(text: str) -> bool:
    """Return whether a text begins as a title does, and not with a unit such as ``GHz``."""
    word = text.split(maxsplit=1)[0]
    return word[0].isalpha() and (word.istitle() or not word.isascii())


def file_names(stem: str) -> tuple[str | None, str]:
    """Return the number and the title that the name of a lesson's file gives."""
    found = _FILE_NUMBER.match(stem)
    bare = stem[found.end() :] if found else stem
    number = found["number"].lstrip("0") or "0" if found else None
    return number, name_title(bare or stem) or "Lesson"


def name_title(name: str) -> str:
    """Make a title of the name of a file or folder: ``intro-to-git`` is ``Intro to Git``."""
    parts = _GAP.sub(" ", name.lower() if name.isupper() else name).split()
    return " ".join(_word(part, is_first=not place) for place, part in enumerate(parts))


def _word(word: str, *, is_first: bool) -> str:
    if word != word.lower() or (word in _SMALL.split() and not is_first):
        return word
    if word in _ABBREVIATED.split() or (word.isascii() and not _SPOKEN.match(word)):
        return word.upper()
    return word[:1].upper() + word[1:]
