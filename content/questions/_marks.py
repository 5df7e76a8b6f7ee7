"""What an option wears: a checkbox, a letter, and signs that it is right or wrong."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from content.markdown.render import unwrap
from content.repair.lines import code_spans, inside, without_code

if TYPE_CHECKING:
    from collections.abc import Sequence

_CORRECT = re.compile(
    r"\s{0,9}[\[(]correct(?: answer)?[\])]|\s{0,9}[\u2705\u2714\u2713]\ufe0f?"
    r"|\s{0,9}(?:<{1,5}[-=]{1,5}|\u2190)\s{0,9}correct(?: answer)?\b[.!]?",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[\[(<\u2190\u2705\u2714\u2713]")
_WRONG = re.compile(r"\s{0,9}[\u274c\u2717\u2716]\ufe0f?")
_ANY = re.compile(r"[\[(<\u2190\u2705\u2714\u2713\u274c\u2717\u2716]")
_WHOLE_BOLD = re.compile(r"(?P<bold>\*\*|__)(?P<text>(?:(?!(?P=bold)).)+)(?P=bold)", re.DOTALL)
_BOX = re.compile(
    r"(?P<lead>(?:[*_]{2})?)\[(?P<mark>[ \t]*[xX\u2713\u2714*]?[ \t]*)\](?!\()[:.]?(?:\s+|$)"
)
# \[x] text and [x]text: what people see is a box, what Markdown sees is none.
_BROKEN_BOX = re.compile(
    r"(?P<lead>(?:[*_]{2})?)(?:\\\[(?P<mark>[ xX])\\?\][ \t]+(?=\S)|\[(?P<glued>[ xX])\](?=[\w`]))"
)
_MAY_BE_BOX = frozenset("[*_\\")
# A second mark of a list behind the box, as in "- [ ] - text"; a number may have a sign.
_SECOND_MARK = re.compile(r"[-*+]\s+(?=[^\W\d_]{2}|[`\"'*_])")
_LETTER = re.compile(
    r"(?P<open>[*_]{0,3})\(?(?P<letter>[A-Za-z])(?P<shut>(?<=[*_].)[*_]{1,3}(?=[.):]))?(?:[.)](?P<tight>(?=\S))?|\s?:|\s[\u2013\u2014-](?=\s))"
    r"(?P<close>[*_]{0,3})(?:\s*|$)",
)
# What a line must begin with to be named by a letter, for a quick look at a whole paragraph.
_MAY_NAME = re.compile(
    r"^[ \t]*[*_`]{0,3}(?:\[[^\]]{0,3}\])?\(?[A-Za-z](?:[.):*_]|\s)", re.MULTILINE
)
# `A. text`: a letter in the code that it names.
_IN_CODE = re.compile(r"`(?P<name>[A-Za-z][.):]\s+)(?P<code>[^`\n]+)`")


class Box(NamedTuple):
    """A checkbox in front of an option: ticked or not, and whether it was written whole."""

    ticked: bool
    whole: bool


# Each option is asked several times for what it begins with.
@lru_cache(512)
def read_box(content: str) -> tuple[Box | None, str]:
    """Split the checkbox off the text behind it; None where there is no box."""
    if content[:1] not in _MAY_BE_BOX:
        return None, content
    found, broken = _BOX.match(content), False
    if not found:
        found, broken = _BROKEN_BOX.match(content), True
    if not found:
        return None, content
    mark = found["mark"] or (found["glued"] if broken else "") or ""
    text = content[found.end() :]
    if second := _SECOND_MARK.match(text):
        text = text[second.end() :]
    return Box(bool(mark.strip()), len(mark) == 1 and not broken), found["lead"] + text


def lettered(contents: Sequence[str], start: int = 0) -> bool:
    """Return whether texts begin with letters in a row, from the index ``start`` on."""
    return bool(contents) and all(
        letter_of(content) == index for index, content in enumerate(contents, start)
    )


@lru_cache(512)
def letter_of(content: str) -> int | None:
    """Return the index of the letter in front of an option: 0 for ``A)``; None without one."""
    found = _LETTER.match(_out_of_code(read_box(content)[1]))
    return ord(found["letter"].upper()) - ord("A") if found else None


def may_name(content: str) -> bool:
    """Return whether a line of a paragraph may begin with a letter that names an option."""
    return _MAY_NAME.search(content) is not None


def split_letter(text: str) -> tuple[str, str]:
    """Split an option that begins with a letter; bold that began before it begins after it."""
    text = _out_of_code(text)
    found = _LETTER.match(text)
    if not found:
        return "", text
    letter, rest, opened = found["letter"].upper(), text[found.end() :], found["open"]
    if opened and not (found["shut"] or found["close"]):
        return letter, _without_bold(f"{opened}{rest}") if opened in rest else rest
    return letter, _without_bold(rest.strip())


def is_marked(content: str) -> bool:
    """Return whether ``content`` says of itself that it is right."""
    return bool(_SIGN.search(content)) and bool(_CORRECT.search(without_code(content)))


def without_marks(content: str) -> str:
    """Return an option without the marks of right and wrong, and without bold around all of it."""
    text = unwrap(content)
    # Most options have no sign.
    if _ANY.search(text):
        text = _outside_code(_WRONG, _outside_code(_CORRECT, text))
    return _without_bold(text.strip())


def _out_of_code(text: str) -> str:
    found = _IN_CODE.fullmatch(text) if text[:1] == "`" else None
    return f"{found['name']}`{found['code']}`" if found else text


def _outside_code(pattern: re.Pattern[str], text: str) -> str:
    """Take out what a pattern finds, but not from code."""
    spans = code_spans(text) if "`" in text else []
    return pattern.sub(lambda found: found[0] if inside(found.start(), spans) else "", text)


def _without_bold(text: str) -> str:
    whole = _WHOLE_BOLD.fullmatch(text) if text[:2] in {"**", "__"} else None
    return whole["text"].strip() if whole else text
