"""The names of options; the letters of another script are one more row of the table."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from content.markdown.inline import inline_words
from content.questions.rules.marks import read_box, read_marks, without_bold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# ruff: noqa: RUF001, RUF002 - letters of other scripts look like Latin ones
_ROWS = """
ABCDEFGHIJKLMNOPQRSTUVWXYZ/ABCÇDEFGĞH/ABÇDEFGĞH/АБВГДЕЖЗ/АБВГҐДЕЄ/ΑΒΓΔΕΖΗΘ/ԱԲԳԴԵ/აბგდე
アイウエオカキク/イロハニホ/あいうえお/가나다라마바사아/甲乙丙丁戊
أبجده/أبتثج/ابجده/ابتثج/الف ب ج د ه/אבגדהוזח
कखगघङ/अबसद/अबकड/কখগঘঙ/கஙசஞ/กขคงจฉ/ກຂຄງຈ/កខគឃង
1 2 3 4 5 6 7 8 9 10 11 12/ᄀᄂᄃᄅᄆ/I II III IV V VI VII VIII IX X
"""
_ALPHABETS = [
    row.split() if " " in row else list(row) for row in _ROWS.strip().replace("\n", "/").split("/")
]
"""The names of options in their order, in capitals; where two have a name, the first counts."""
_WEAK = frozenset(name for names in _ALPHABETS[-3:] for name in names)
"""What names statements in a stem as well, above options that have other names."""
_INDEX = {name: index for names in reversed(_ALPHABETS) for index, name in enumerate(names)}
_LATIN = str.maketrans("АВСЕΑΒΕ", "ABCEABE")
_LETTERS = {
    one for name in _INDEX if name.isalpha() and len(name) == 1 for one in name + name.lower()
}
ENCLOSED = (
    r"①-⑳⑴-⒇⒜-⒵Ⓐ-ⓩ⓵-⓾❶-❿➀-➓㉠-㉻㊀-㊉Ⅰ-Ⅹⅰ-ⅹ\U0001f110-\U0001f129"
    r"\U0001f130-\U0001f149\U0001f150-\U0001f189\U0001f1e6-\U0001f1ff"
)
"""Names in a ring or a box, as a part of a class in a pattern."""
NAME = (
    r"(?:(?i:viii|vii|vi|iv|iii|ii|ix)|الف|\d\ufe0f?\u20e3"
    rf"|[Сс{''.join(sorted(_LETTERS))}{ENCLOSED}Ａ-Ｚａ-ｚㄱ-ㅁ])"
)
"""A letter that names an option, as a part of a pattern."""
_SIGNS = r".)\]\uff0e\uff09\u3001\u3011\u066b"
_WORD = r"(?i:option|choice|opci[óo]n|opção|вариант|选项|選項|選択肢|보기|seçenek|pilihan)\s?"
# A name in a ring needs no sign behind it, and kana need no more than a space.
_ALONE = rf"(?<=[{ENCLOSED}\u20e3])|(?<=[ア-ンあ-ん])(?=[ \u3000])"
_LETTER = re.compile(
    # `A. text`: a letter may stand in the code that it names.
    rf"(?P<open>[*_]{{0,3}}|~~|`(?=[A-Za-z][.):]\s))(?P<word>{_WORD})?(?P<bracket>[(\[（【])?"
    # A number in front of a dot is that of a list.
    rf"(?P<letter>{NAME}|(?(word)|(?(bracket)|(?![0-9])))\d{{1,2}})(?P<shut>(?<=[*_].)[*_]{{1,3}}(?=[.):]))?"
    rf"(?:[{_SIGNS}]|\s?[:\uff1a]|\s?[\u2013\u2014-](?=\s)|{_ALONE})"
    r"(?P<close>[*_]{0,3})(?:\s*|$)"
)
# *b) text, => b) text
_FRONT = re.compile(rf"(?P<mark>[*=+~]|[=-]{{1,2}}>|[→➡👉►▶»]\ufe0f?)\s?(?=[(\[]?{NAME}[.)\]])")


@lru_cache(512)
def canonical(name: str) -> str:
    """Return a name as the table has it: ``Ⓑ``, ``ｂ`` and ``⒝`` are ``B``, and ``②`` is ``2``."""
    plain = unicodedata.normalize("NFKC", name.rstrip("\ufe0f\u20e3")).strip("()").upper()
    if len(plain) == 1 and not plain.isalpha():
        number = unicodedata.numeric(plain, 0)
        # NEGATIVE CIRCLED LATIN CAPITAL LETTER B
        plain = str(int(number)) if number else unicodedata.name(plain, plain)[-1]
    return plain


def index_of(name: str) -> int:
    """Return the index of the option that a letter or a number names."""
    return int(name) - 1 if name.isdecimal() else _INDEX.get(canonical(name), -1)


@lru_cache(512)
def name_of(content: str) -> str:
    """Return the letter or number in front of an option; nothing without one."""
    text = read_box(content)[1]
    found = _LETTER.match(text)
    if found is None and text and not (text[0].isalnum() or text[0].isspace()):
        found = _LETTER.match(read_marks(split_front(text)[1]).text)
    return canonical(found["letter"]) if found else ""


def letters_of(contents: Sequence[str]) -> list[int | None]:
    """Return the indexes of the letters in front of texts, 0 for ``A)``, and None without one.

    They are those in the alphabet that all of them show.
    """
    names = list(map(name_of, contents))
    for fold, alphabets in _FOLDED.items() if any(names) else ():
        shown = set(map(fold, filter(None, names)))
        begun = [index for begin, index in alphabets if begin <= shown]
        # Of alphabets that begin alike, the one that the letters fill without a gap.
        whole = [index for index in begun if shown == set(list(index)[: len(shown)])]
        for index in (whole or begun)[:1]:
            return [index.get(fold(name), _INDEX.get(name)) for name in names]
    return [_INDEX.get(name) for name in names]


def alike(name: str) -> str:
    """Return the Latin letter that looks like that of another script: people mix them."""
    return name.translate(_LATIN)


def _folded(fold: Callable[[str], str]) -> Iterator[tuple[set[str], dict[str, int]]]:
    for alphabet in _ALPHABETS:
        names = list(map(fold, alphabet))
        yield set(names[:2]), {name: names.index(name) for name in names}


_FOLDED = {fold: list(_folded(fold)) for fold in (str, alike)}
"""How each alphabet begins, and its index: as it is written, and by what it looks like."""


def lettered(contents: Sequence[str], start: int = 0, *, slips: bool = False) -> bool:
    """Return whether texts begin with letters in a row, from the index ``start`` on.

    A slip is a letter that stands for another one, or is skipped.
    """
    places = [-9 if place is None else place for place in letters_of(contents)]
    steps = [after - place for place, after in pairwise(places)]
    slipped = [step for step in steps if step != 1]
    within = slipped in ([0], [2], [0, 2], [2, 0]) and len(steps) > len(slipped)
    return places[:1] == [start] and (not slipped or (slips and within))


def is_weak(contents: Sequence[str]) -> bool:
    """Return whether texts have names that statements in a stem have as well."""
    names = set(map(name_of, contents))
    return names <= _WEAK and not names <= set(_ALPHABETS[0])


def split_letter(text: str) -> tuple[str, str]:
    """Split an option that begins with a letter; bold that began before it begins after it."""
    found = _LETTER.match(text)
    if not found:
        return "", text
    letter, rest, opened = canonical(found["letter"]), text[found.end() :], found["open"]
    if opened and not (found["shut"] or found["close"]):
        return letter, without_bold(f"{opened}{rest}") if opened in rest else rest
    return letter, without_bold(rest)


def split_front(text: str) -> tuple[str, str]:
    """Split off the mark in front of a letter: ``*b) text``."""
    found = _FRONT.match(text)
    # Italics begin alike.
    if not found or (found["mark"] == "*" and not inline_words(text).startswith("*")):
        return "", text
    return found["mark"], text[found.end() :]


def end_of_letter(text: str) -> int:
    """Return where the letter in front of an option ends, with its signs; 0 without one."""
    found = _LETTER.match(text)
    return found.end() if found else 0
