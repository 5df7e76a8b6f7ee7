"""What may say at the end of an option that it is right or wrong, if the others agree."""

# ruff: noqa: RUF001 - signs of other scripts look like Latin ones

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content import words
from content.questions.rules.marks import ARROW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.questions.rules.options import Option

# What may be a part of an option, unless others are marked: "(right)", "— false", "**correct**".
_SOFT = re.compile(
    r"(?:\s?(?P<ring>[🅾⭕][\ufe0e\ufe0f]?|:o2?:)"
    rf"|(?:\s?(?P<em>[*_]{{0,3}})(?:[(\[{{（【]|(?:<[-=]{{1,9}}|[-=]{{1,3}}>|→|⇒|{ARROW})\s?"
    r"|(?<=\s)[\u2013\u2014-]{1,3}\s)|(?<!\bis)(?<!\bare)(?<!\bbe)(?<!\bnot)\s(?P<bare>[*_]{1,3}))"
    r"(?:(?:this|that|it)(?:['’]s|\sis)\s)?"
    rf"(?:(?P<right>{words.RIGHT_MARK}|(?:right|true)(?=!))|(?P<wrong>{words.WRONG_MARK}|false(?=!))"
    r"|(?P<may>right|true|100\s?%)|false|0\s?%)"
    r"[.!]{0,3}[)\]}）】]?(?(bare)(?P=bare)|(?P=em)))\s?\Z",
    re.IGNORECASE,
)
_BOLD = re.compile(
    r"(?:\(?\w{1,2}[.)]\s+)?(?P<bold>\*\*|__)(?:(?!(?P=bold)).)+(?P=bold)", re.DOTALL
)


def split_hint(text: str) -> tuple[bool | None, str, bool]:
    """Split off what says right or wrong where others are marked: ``text (false)``; is it plain?"""
    found = _SOFT.search(text)
    if found is None or not text[: found.start()].strip():
        return None, text, True
    right = bool(found["ring"] or found["may"] or found["right"])
    return right, text[: found.start()], bool(found["right"] or found["wrong"])


def drop_hints(options: Sequence[Option]) -> None:
    """Take off what says the same as the boxes: of all options, or plainly of all of one side."""
    hints = [split_hint(option.text) for option in options]
    sides: dict[bool, list[bool]] = {True: [], False: []}
    for option, (says, *_) in zip(options, hints, strict=True):
        if says not in {None, option.right} or option.box is None:
            return
        sides[option.right].append(says is not None or option.wrong)
    plain, texts = all(one[2] for one in hints), [one[1] for one in hints]
    whole = all(all(side) or (plain and not any(side)) for side in sides.values())
    # What stands in front may be the same, as code that is true or false.
    if whole and len(set(texts)) == len(options):
        for option, text in zip(options, texts, strict=True):
            option.text = text


def only_bold(texts: Sequence[str]) -> list[int]:
    """Return the place of the one text out of several that is all bold, with its letter or not."""
    bold = [place for place, text in enumerate(texts) if _BOLD.fullmatch(text.strip())]
    return bold if len(bold) == 1 < len(texts) else []
