"""The letters that name options; those of another script are one more row of the table."""

# ruff: noqa: RUF001 - letters of other scripts look like Latin ones

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from content.questions.rules.marks import read_box, without_bold

if TYPE_CHECKING:
    from collections.abc import Sequence

_ALPHABETS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ＡＢＣＤＥＦＧＨ",
    "АБВГДЕЖЗ",
    "ΑΒΓΔΕΖΗΘ",
    "アイウエオカキク",
    "あいうえお",
    "가나다라마바사아",
    "①②③④⑤⑥⑦⑧",
    "甲乙丙丁戊",
    "أبجده",
    "ابتثج",
    "אבגדהוזח",
    "कखगघङ",
    "กขคงจฉ",
)
_INDEX = {
    letter: index
    for alphabet in reversed(_ALPHABETS)
    for index, upper in enumerate(alphabet)
    for letter in (upper, upper.lower())
}
_OTHERS = "".join(letter for letter in _INDEX if not letter.isascii())
# A number in a ring needs no sign behind it, and kana need no more than a space.
_ALONE = r"(?<=[①-⑧])|(?<=[ア-ンあ-ん])(?=[ \u3000])"
NAME = rf"[A-Za-z{_OTHERS}]"
"""A letter that names an option, as a part of a pattern."""
_SIGNS = r".)\uff0e\uff09\u3001"
_LETTER = re.compile(
    # `A. text`: a letter may stand in the code that it names.
    rf"(?P<open>[*_]{{0,3}}|`(?=[A-Za-z][.):]\s))[(\uff08]?(?P<letter>{NAME})"
    rf"(?P<shut>(?<=[*_].)[*_]{{1,3}}(?=[.):]))?"
    rf"(?:[{_SIGNS}]|\s?[:\uff1a]|\s[\u2013\u2014-](?=\s)|{_ALONE})"
    r"(?P<close>[*_]{0,3})(?:\s*|$)"
)


def index_of(name: str) -> int:
    """Return the index of the option that a letter or a number names."""
    return int(name) - 1 if name.isascii() and name.isdigit() else _INDEX[name]


@lru_cache(512)
def letter_of(content: str) -> int | None:
    """Return the index of the letter in front of an option: 0 for ``A)``; None without one."""
    found = _LETTER.match(read_box(content)[1])
    return _INDEX[found["letter"]] if found else None


def lettered(contents: Sequence[str], start: int = 0) -> bool:
    """Return whether texts begin with letters in a row, from the index ``start`` on."""
    return bool(contents) and all(
        letter_of(content) == index for index, content in enumerate(contents, start)
    )


def split_letter(text: str) -> tuple[str, str]:
    """Split an option that begins with a letter; bold that began before it begins after it."""
    found = _LETTER.match(text)
    if not found:
        return "", text
    letter, rest, opened = found["letter"].upper(), text[found.end() :], found["open"]
    if opened and not (found["shut"] or found["close"]):
        return letter, without_bold(f"{opened}{rest}") if opened in rest else rest
    return letter, without_bold(rest)


def is_bare(text: str) -> bool:
    """Return whether an option is empty, or nothing but a letter."""
    name = text.strip("`.:()*_ ")
    return not name or (len(name) == 1 and _INDEX.get(name, 99) < len("ABCDEFGHIJ"))
