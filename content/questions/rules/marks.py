"""What marks an option as right or wrong: boxes, ``- [x] option``, and signs and words beside it.

Another kind of box is one more pattern, a new mark is a word or a sign below.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from content.markdown.lines import code_spans, inside, without_code
from content.markdown.render import unwrap

_BOXES = (
    # [x] text
    r"\[(?P<mark>[ \t]*[xX\u2713\u2714*-]?[ \t]*)\](?!\()[:.]?(?:\s+|$)",
    # (x) text, [(x)] text
    r"\[?\((?P<mark>[ xX])\)\]?(?:\s+|$)",
)
# What people see as a box, and Markdown does not.
_BROKEN_BOXES = (
    # \[x] text
    r"\\\[(?P<mark>[ xX])\\?\][ \t]+(?=\S)",
    # [x]text
    r"\[(?P<mark>[ xX])\](?=[\w`])",
)
_BOX = [re.compile(rf"(?P<lead>(?:[*_]{{2}})?){one}") for one in (*_BOXES, *_BROKEN_BOXES)]
# A second mark of a list behind the box, as in "- [ ] - text"; a number may have a sign.
_SECOND_MARK = re.compile(r"[-*+]\s+(?=[^\W\d_]{2}|[`\"'*_])")
_RIGHT = (r"correct(?: answer)?|right answer", "\u2705\u2714\u2713")
"""Words that stand in brackets or behind an arrow, and signs that stand alone or in brackets."""
_WRONG = (
    r"incorrect(?: answer)?|not correct|wrong(?: answer)?|faux|fausse|falsch|incorrect[ao]"
    r"|errad[ao]|sbagliat[ao]|\u043d\u0435\u0432\u0435\u0440\u043d\u043e|\u9519\u8bef|\u932f\u8aa4",
    "\u274c\u2717\u2716\u2718\u274e\U0001f6ab",
)
_WHOLE_BOLD = re.compile(r"(?P<bold>\*\*|__)(?P<text>(?:(?!(?P=bold)).)+)(?P=bold)", re.DOTALL)


def _pattern(words: str, signs: str) -> re.Pattern[str]:
    return re.compile(
        rf"\s{{0,9}}(?:(?P<em>[*_]{{1,2}})?(?<!\])[\[(]\s?(?:{words}|[{signs}]\ufe0f?)\s?[\])](?(em)(?P=em))"
        rf"|(?:<{{1,5}}[-=]{{1,5}}|\u2190)\s{{0,9}}(?:{words})\b[.!]?|[{signs}]\ufe0f?)",
        re.IGNORECASE,
    )


_IS_RIGHT = _pattern(*_RIGHT)
# A cross between two numbers is no mark.
_IS_WRONG = re.compile(rf"{_pattern(*_WRONG).pattern}|\s{{1,9}}\u00d7\Z|\A\u00d7\s", re.IGNORECASE)
# Most texts have no sign.
_MAY_BE = re.compile(rf"[\[(<\u2190\u00d7{_RIGHT[1]}{_WRONG[1]}]")


class Box(NamedTuple):
    """A checkbox: ticked or not, and whether it was written whole."""

    ticked: bool
    whole: bool


# Each option is asked several times for what it begins with.
@lru_cache(512)
def read_box(content: str) -> tuple[Box | None, str]:
    """Split the checkbox off the text behind it; None where there is no box."""
    for place, pattern in enumerate(_BOX):
        if found := pattern.match(content):
            text = content[found.end() :]
            if second := _SECOND_MARK.match(text):
                text = text[second.end() :]
            ticked = found["mark"].strip() not in {"", "-"}
            whole = len(found["mark"]) == 1 and place < len(_BOXES)
            return Box(ticked, whole), found["lead"] + text
    return None, content


def is_marked(content: str) -> bool:
    """Return whether an option says of itself that it is right."""
    return bool(_MAY_BE.search(content)) and bool(_IS_RIGHT.search(without_code(content)))


def without_marks(content: str) -> str:
    """Return an option without the marks of right and wrong, and without bold around all of it."""
    text = unwrap(content)
    if _MAY_BE.search(text):
        text = _outside_code(_IS_WRONG, _outside_code(_IS_RIGHT, text))
    return without_bold(text)


def without_bold(content: str) -> str:
    """Take off the bold that spans all of ``content``."""
    text = content.strip()
    whole = _WHOLE_BOLD.fullmatch(text) if text[:2] in {"**", "__"} else None
    return whole["text"].strip() if whole else text


def _outside_code(pattern: re.Pattern[str], text: str) -> str:
    """Take out what a pattern finds, but not from code."""
    spans = code_spans(text) if "`" in text else []
    return pattern.sub(lambda found: found[0] if inside(found.start(), spans) else "", text)
