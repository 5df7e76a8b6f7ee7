"""What marks an option as right or wrong: boxes, ``- [x] option``, and signs and words beside it.

Another kind of box or sign is one more character, a word one more in ``content.words``.
"""

# ruff: noqa: RUF001 - signs and letters of other scripts look like Latin ones

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from content import words
from content.markdown.lines import code_spans, inside
from content.markdown.render import unwrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_CHECKS = "✓✔✅☑*+"
"""What ticks a box always."""
_CROSSES = "xXхХ✗✘❌×✖☒"
"""What ticks a box, unless one beside it has a check: then it crosses an option out."""
_FILLED = "●◉⦿🔘"
"""What ticks a box, unless all are filled: then they are the marks of a list."""
_RINGS = "○◯〇⭕"
"""What ticks no box, unless all others are crossed out."""
_BOXES = (
    # [x] text
    rf"\[(?P<mark>[ \t]*(?:[{_CHECKS}{_CROSSES}_-][\ufe0e\ufe0f]?)?[ \t]*)\](?!\()[:.]?(?:\s+|$)",
    # (x) text, [(x)] text, [[x]] text
    r"\[?[(\[](?P<mark>[ xX])[)\]]\]?(?:\s+|$)",
    # ☐ text
    rf"(?P<mark>[☑☒☐⬜◻□▢⚪{_FILLED}{_RINGS}])[\ufe0e\ufe0f]?\s*(?=[^\s*_])",
)
# What people see as a box, and Markdown does not.
_BROKEN_BOXES = (
    # \[x] text
    r"\\\[(?P<mark>[ xX])\\?\][ \t]+(?=\S)",
    # [x]text
    r"\[(?P<mark>[ xX])\](?=[\w`])",
)
_BOX = [re.compile(rf"(?P<lead>(?:[*_]{{2}})?){one}") for one in (*_BOXES, *_BROKEN_BOXES)]
_ARROW = r"[←⟵⇐⬅👈][\ufe0e\ufe0f]?"
# A second mark of a list behind the box, as in "- [ ] - text"; a number may have a sign.
_SECOND_MARK = re.compile(r"[-*+]\s+(?=[^\W\d_]{2}|[`\"'*_])")
_WHOLE_BOLD = re.compile(r"(?P<bold>\*\*|__)(?P<text>(?:(?!(?P=bold)).)+)(?P=bold)", re.DOTALL)
# An option that is struck out, with or without its letter.
_STRUCK = re.compile(r"(?P<name>[^\s~]{0,4}\s?)~~(?P<text>(?:(?!~~).)+)~~", re.DOTALL)

_WHOLE_ITALIC = re.compile(r"(?P<em>[*_])(?!\s)[^*_\n]+(?<!\s)(?P=em)")


class _Saying(NamedTuple):
    """How people say that an option is right, or wrong.

    A ``hint`` is said behind an arrow alone, and not one that compares: ``left <= right``. The
    ``inner`` signs stand in brackets or behind an arrow only.
    """

    word: str
    hint: str
    signs: str
    codes: str
    inner: str = ""

    @property
    def sign(self) -> str:
        return rf"(?:(?:[{self.signs}]|:(?:{self.codes}):)[\ufe0e\ufe0f]?)"

    @property
    def said(self) -> str:
        answer = rf"(?:{words.ANSWER}|options?|choices?|one)"
        both = rf"|{answer}\s?(?:{self.hint})|(?:{self.hint})\s?{answer}" if self.hint else ""
        phrase = rf"(?:{answer}\s?)?(?:{self.word})(?:\s?{answer})?{both}"
        said = rf"(?:(?:this|that|it)(?:['’]s|\sis)\s)?(?:(?:the|an?)\s)?(?:{phrase})"
        return rf"(?:{self.sign}\s?){{0,3}}{said}[.!]{{0,3}}(?:\s?{self.sign}){{0,3}}"


def _pattern(saying: _Saying) -> re.Pattern[str]:
    """Return a word in brackets or behind an arrow, or a sign, that says what an option is."""
    sign, why = saying.sign, r"\s?[:,;\u2013\u2014-]\s?"
    begin = (
        r"(?:(?<!\])(?P<open>\\?(?:[\[({（【［〔]|<!--))\s?|(?<=\s)(?P<dash>[\u2013\u2014-]{1,3})\s"
        rf"|(?:(?<!\w)<[-=]|(?P<long><{{1,5}}[-=]{{2,9}}|{_ARROW}))\s{{0,9}})[*_]{{0,3}}"
    )
    said = rf"(?:{saying.said}|{sign}|[{saying.signs}{saying.inner}][\ufe0e\ufe0f]?"
    hint = rf"|(?(long)(?:{saying.hint or saying.word}|(?=\Z))|(?!)))[*_]{{0,3}}"
    end = (
        rf"(?(open)(?:{why}(?P<inside>[^()\[\]]{{1,200}}))?\s?\\?(?:[\])}}）】］〕]|-->)(?!\()"
        rf"|(?(dash)\s?\Z|(?![^\W_])[.!]?(?:{why}(?P<behind>[^\n]{{1,200}}))?))"
    )
    return re.compile(
        rf"\s{{0,9}}(?P<em>[*_]{{0,3}})(?:{begin}{said}{hint}{end}|{sign}(?:\s?{sign}){{0,3}}"
        rf"(?:\s?(?:{saying.word})!{{1,3}}(?=\s))?)(?P=em)",
        re.IGNORECASE,
    )


_IS_RIGHT = _Saying(
    words.RIGHT_MARK,
    rf"{words.RIGHT}|{words.ANSWER}|this(?: one)?",
    "✅✔✓☑🗸",
    "white_check_mark|heavy_check_mark|ballot_box_with_check|check_mark(?:_button)?",
)
_IS_WRONG = _Saying(
    words.WRONG_MARK,
    "",
    "❌✗✘❎🚫⛔🗙",
    "(?:heavy_multiplication_)?x|no_entry(?:_sign)?|negative_squared_cross_mark|cross_mark(?:_button)?",
    "×✕✖☒",
)
_RIGHT, _WRONG = map(_pattern, (_IS_RIGHT, _IS_WRONG))
# "✅ Correct! Because …" below an option.
_VERDICTS = [
    re.compile(
        rf"[\s*_]*(?:{one.sign}|(?:{one.said})[*_]*(?:[.!:,;\u2013\u2014-]|\s*\Z))", re.IGNORECASE
    )
    for one in (_IS_RIGHT, _IS_WRONG)
]
_SAYS = re.compile(
    rf"(?<![^\W_])(?:{words.RIGHT_MARK}|{words.WRONG_MARK})(?![^\W_])", re.IGNORECASE
)
# What may be a part of an option, unless others are marked: "(right)", "— false", "**correct**".
_SOFT = re.compile(
    r"(?:\s?(?P<ring>[🅾⭕][\ufe0e\ufe0f]?|:o2?:)"
    rf"|(?:\s?(?P<em>[*_]{{0,3}})(?:[(\[{{（【]|(?:<[-=]{{1,9}}|[-=]{{1,3}}>|→|⇒|{_ARROW})\s?"
    r"|(?<=\s)[\u2013\u2014-]{1,3}\s)|(?<!\bis)(?<!\bare)(?<!\bbe)(?<!\bnot)\s(?P<bare>[*_]{1,3}))"
    r"(?:(?:this|that|it)(?:['’]s|\sis)\s)?"
    rf"(?:(?P<right>{words.RIGHT_MARK}|(?:right|true)(?=!))|(?P<wrong>{words.WRONG_MARK}|false(?=!))"
    r"|(?P<may>right|true|100\s?%)|false|0\s?%)"
    r"[.!]{0,3}[)\]}）】]?(?(bare)(?P=bare)|(?P=em)))\s?\Z",
    re.IGNORECASE,
)
_BOLD_OPTION = re.compile(
    r"(?:\(?\w{1,2}[.)]\s+)?(?P<bold>\*\*|__)(?:(?!(?P=bold)).)+(?P=bold)", re.DOTALL
)
# What may stand in front of a mark at the begin of an option, and what behind one at its end.
_NAMED = re.compile(r"[\W_]*(?:\w{1,4}[.):\]][\W_]*)?")
_GOES_ON = re.compile(r"[*_\s]*(?!(?:because|as|since|it|this|that)\b)[^\W\d_]", re.IGNORECASE)
# What stands in front of a mark that is not in the middle: "Option B) ✅ text".
_BEGIN = re.compile(r"[\W_]{0,12}(?:(?:\w{2,12}\s)?\w{1,4}[.):\]][\W_]{0,12}|\w[\W_]{0,12})?")
_WORDS = re.compile(r"\w")
_SHUT = re.compile(r"\*{1,3}|_{1,3}|~~")
# A cross between two numbers is no mark.
_X = r"(?:\*\*)?[×✕✖☒☐⬜][\ufe0e\ufe0f]?(?:\*\*)?"
_CROSS = re.compile(rf"(?:\A|(?<=[.):*]\s)|(?<=[.)])){_X}(?=[^\W\d]|\s)|\s{{1,9}}{_X}\s?\Z")
_ENTITY = re.compile("&(?:check|checkmark|cross|#[0-9]{4,6}|#x[0-9a-fA-F]{4,5});")
# Most texts have none of these.
_MAY_BE = re.compile(
    r"[\[({（【［〔<←⟵⇐⬅👈✅✔✓☑🗸❌✗✘❎🚫⛔🗙×✕✖☒☐⬜]|~~|:[A-Za-z_]+:|\s[-–—]{1,3}\s"
)


class Box(NamedTuple):
    """A checkbox: the sign in it, or the sign that it is, and whether it was written whole."""

    sign: str
    whole: bool


class Marks(NamedTuple):
    """What an option says of itself, its text without that, and the reasons that it gives."""

    text: str
    right: bool = False
    wrong: bool = False
    reasons: tuple[str, ...] = ()


# Each option is asked several times for what it begins with.
@lru_cache(512)
def read_box(content: str) -> tuple[Box | None, str]:
    """Split the checkbox off the text behind it; None where there is no box."""
    for place, pattern in enumerate(_BOX):
        if found := pattern.match(content):
            text = content[found.end() :]
            if second := _SECOND_MARK.match(text):
                text = text[second.end() :]
            sign, whole = found["mark"], place < len(_BOXES)
            whole = whole and len(sign.strip("\ufe0e\ufe0f")) == 1
            return Box(sign.strip(" \t\ufe0e\ufe0f"), whole), found["lead"] + text
    return None, content


def ticked(boxes: Sequence[Box | None]) -> list[bool]:
    """Return which boxes are ticked among those of one question."""
    signs = {box.sign for box in boxes if box}
    ticks = set(_CHECKS)
    if not signs & ticks:
        crossed = signs & set(_CROSSES)
        ticks |= set(_RINGS) if crossed and signs & set(_RINGS) else set(_CROSSES)
    if not signs <= set(_FILLED):
        ticks |= set(_FILLED)
    return [box is not None and box.sign in ticks for box in boxes]


@lru_cache(512)
def read_marks(content: str) -> Marks:
    """Split off an option what says that it is right or wrong, and bold around all of it."""
    text = _ENTITY.sub(lambda found: unescape(found[0]), unwrap(content))
    if not _MAY_BE.search(text):
        return Marks(without_bold(text))
    text, right, why = _split(_RIGHT, text)
    text, wrong, why_not = _split(_WRONG, text)
    text, crossed, _ = _split(_CROSS, text)
    if right and (wrong or crossed):
        # It speaks of both.
        return Marks(without_bold(unwrap(content)))
    struck = _STRUCK.fullmatch(text.strip())
    if struck:
        text = struck["name"] + struck["text"]
    given = [one.get("inside") or one.get("behind") for one in (*right, *wrong)]
    rest = why or why_not
    if rest and text.endswith(rest):
        text = text.removesuffix(rest)
        given.append(rest.lstrip(" \t\n:;,.\u2013\u2014-"))
    reasons = tuple(reason.strip() for reason in given if reason)
    return Marks(without_bold(text), bool(right), bool(wrong or crossed or struck), reasons)


def verdict(reason: str) -> bool | None:
    """Return whether the text below an option begins with that it is right, or wrong."""
    right, wrong = (bool(one.match(reason)) for one in _VERDICTS)
    return right if right or wrong else None


@lru_cache(512)
def split_hint(text: str) -> tuple[bool | None, str, bool]:
    """Split off what says right or wrong where others are marked: ``text (false)``; is it plain?"""
    found = _SOFT.search(text)
    if found is None or not text[: found.start()].strip():
        return None, text, True
    right = bool(found["ring"] or found["may"] or found["right"])
    return right, text[: found.start()], bool(found["right"] or found["wrong"])


def only_bold(texts: Sequence[str]) -> list[int]:
    """Return the place of the one text out of several that is all bold, with its letter or not."""
    bold = [place for place, text in enumerate(texts) if _BOLD_OPTION.fullmatch(text.strip())]
    return bold if len(bold) == 1 < len(texts) else []


def without_bold(content: str) -> str:
    """Take off the bold that spans all of ``content``."""
    text = content.strip()
    whole = _WHOLE_BOLD.fullmatch(text) if text[:2] in {"**", "__"} else None
    return whole["text"].strip() if whole else text


def without_emphasis(content: str) -> str:
    """Take off the bold or the italics that span all of ``content``."""
    text = without_bold(content)
    return text[1:-1].strip() if _WHOLE_ITALIC.fullmatch(text) else text


def _split(pattern: re.Pattern[str], text: str) -> tuple[str, list[dict[str, str | None]], str]:
    """Take out what a pattern finds, but not from code; return what is a reason behind it too."""
    spans = code_spans(text) if "`" in text else []
    found = [
        one
        for one in pattern.finditer(text)
        if not inside(one.start(), spans)
        # "A is wrong - B correct" says more.
        and not (one.groupdict().get("dash") and _SAYS.search(text, 0, one.start()))
        and not _is_within(text, one)
    ]
    ends = [0, *(one.end() for one in found)]
    starts = [*(one.start() for one in found), len(text)]
    kept = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    # The first one may stand in front of all.
    rests = (
        _rest(text[: one.start()], "".join(kept[place:])) for place, one in enumerate(found[:2], 1)
    )
    return "".join(kept), [one.groupdict() for one in found], next(filter(None, rests), "")


def _rest(above: str, below: str) -> str:
    """Return what stands behind a mark in the middle of an option, without the end of its bold."""
    begins = _BEGIN.fullmatch(above) or above.rstrip(" *_").endswith((":", "\uff1a"))
    if begins or not _WORDS.search(below):
        return ""
    shut = _SHUT.match(below)
    return below[shut.end() :] if shut and above.count(shut[0]) % 2 else below


def _is_within(text: str, found: re.Match[str]) -> bool:
    """Return whether a word is a part of a sentence: ``a (wrong) turn``."""
    if not (any(map(str.isalpha, found[0])) and _GOES_ON.match(text, found.end())):
        return False
    return not _NAMED.fullmatch(text, 0, found.start())
