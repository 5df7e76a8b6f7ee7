"""Which option is right, when a sentence says it: ``**Answer: B**``, ``Answers: A and C``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from content import words

_LEAD = r"[\s*_>\u2705\u2714\u2611\ufe0f-]*"
# The begin of all that the patterns below can read: most lines have another.
_HINT = re.compile(
    rf"{_LEAD}(?:the\s|sol|opt|exp|feed|just|note|<!--|{words.RIGHT}|{words.ANSWER}|{words.EXPLANATION})",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    rf"{_LEAD}(?:the\s+)?(?:(?:{words.RIGHT})\s+(?:options?|choices?)"
    rf"|(?:(?:{words.RIGHT})\s*)?(?:{words.ANSWER}|ans\.)(?:\s+(?:{words.RIGHT})\b)?"
    rf"|options?\s+correct|{words.RIGHT})"
    r"(?:\s*\(s\))?(?:\s+(?:is|are|option|choice))?[*_]*\s*"
    # A letter alone needs no sign in front of it: "Answer (B)", but "Solution B" is a title.
    r"(?:[:\uff1a=\u2013\u2014\u2192-]|(?<=is)|(?<=are)|(?<=ans\.)"
    r"|(?<=[\s*_])(?<!lution\s)(?=\(?[A-J]\)?[*_\s.]*\Z))"
    r"[\s*_\u2705\u2714\u2611\ufe0f]*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ONE = r"\(?(?:[A-Z]|\d{1,2})\)?"
_LETTERS = re.compile(
    rf"[*_`\[(]*(?:options?\s+|choices?\s+)?(?P<letters>{_ONE}(?:(?:\s*(?:[,;&+/\u3001\uff0c]|and|or|und|et|y|\u0438|\u548c))+\s*{_ONE})*)"
    r"(?P<after>[*_`\])]*(?:$|[\s.):,;\u3002\uff09\u2013\u2014-])[\s*_).:,;\u3002\uff09\u2013\u2014-]*)(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)
_PACKED = re.compile(
    r"[*_`(]*(?P<letters>[A-J]{2,6})(?P<after>[*_`).]*(?:\s+|$))(?P<text>.*)", re.DOTALL
)
_SINGLE = re.compile(r"[A-Za-z]|\d{1,2}")
_EXPLAINS = re.compile(
    rf"{_LEAD}(?:(?:(?:{words.ANSWER})\s)?(?:{words.EXPLANATION})|exp\.?|feedback|justification|note)"
    r"\s*(?:[:\uff1a.\u2013\u2014]\s*(?:\*\*|__|\*)?|(?:\*\*|__|\*)\s*[:\uff1a.\u2013\u2014]?)"
    r"\s*(?:-\s+)?",
    re.IGNORECASE,
)
_LABELS = re.compile(words.LABEL, re.IGNORECASE)
_ANSWERS = re.compile(rf"\b(?:{words.ANSWER})", re.IGNORECASE)
_ADDS = re.compile(
    r"[\s*_>]*(?:why\b|incorrect|wrong|other\s+(?:options|choices|answers)|distractors|references?\b"
    r"|sources?\b|further\s+reading|(?:learn|read)\s+more|see\s+also)[^:\n]{0,60}:",
    re.IGNORECASE,
)
# What is all of an answer, or begins one, below a label that announces it.
_ALONE = re.compile(
    r"[\s*_`\u2705\u2714\ufe0f]*\(?(?:option\s+)?[A-Ja-j](?:\s*(?:,|&|and)\s*[A-Ja-j])*"
    r"(?:\)|[*_`]*(?:[.:](?=\s|[*_`])|$))"
)
_IN_CODE = re.compile(r"`(?P<text>[A-Za-z\d][.):]\s[^`]+)`(?P<more>.*)", re.DOTALL)
# "A and C are true" says no more than "A and C".
_SAYS_NOTHING = re.compile(
    r"(?:is|are)\s+(?:both\s+|all\s+)?(?:the\s+)?(?:true|correct|right)(?:\s+answers?)?[.!]?",
    re.IGNORECASE,
)
# What may begin or end italics: not between letters or blanks, nor in code.
_ITALIC = {
    "*": re.compile(r"`[^`]*`|\*(?=\S)|(?<=\S)\*"),
    "_": re.compile(r"`[^`]*`|(?<!\w)_(?=\w)|_(?!\w)"),
}
_COMMENT = re.compile(r"<!--(?P<inside>.*)-->", re.DOTALL)


class Statement(NamedTuple):
    """What a sentence says of the answer: names of options (letters or numbers), and more text.

    ``bold`` is the begin of the text as far as it is bold.
    """

    names: tuple[str, ...]
    text: str
    bold: str = ""


# Whether a line speaks of the answer is asked at several steps.
@lru_cache(512)
def read_statement(content: str) -> Statement | None:
    """Read ``Answer: …``; None when ``content`` does not begin like that."""
    if not _HINT.match(content):
        return None
    comment = _COMMENT.fullmatch(content.strip())
    found = _STATEMENT.fullmatch(comment["inside"].strip() if comment else content)
    if found is None:
        return None
    # ---ANSWER--- is a label.
    return read_names("" if set(found["rest"]) == {"-"} else found["rest"])


def read_alone(content: str) -> Statement | None:
    """Read ``B. Text`` or ``**B**``, which is an answer where a label above it says so."""
    return read_names(content.strip()) if _ALONE.match(content) else None


def read_names(text: str) -> Statement:
    """Split ``B and C, because …`` into the names of options and what follows them."""
    if text.startswith("`") and (code := _IN_CODE.fullmatch(text)):
        text = code["text"] + code["more"]
    found = _LETTERS.fullmatch(text) or _PACKED.fullmatch(text)
    if found is None:
        return Statement((), _balanced(text), _bold(text))
    letters = found["letters"]
    if letters in {"A", "a", "I", "i"} and found["after"] == " " and found["text"]:
        # "A pod is …" begins with an article.
        return Statement((), _balanced(text), _bold(text))
    packed = len(letters) > 1 and letters.isalpha() and letters.isupper()
    names = tuple(letters) if packed else tuple(_SINGLE.findall(_without_words(letters)))
    more = _balanced(found["text"])
    if _SAYS_NOTHING.fullmatch(more):
        more = ""
    return Statement(tuple(name.upper() for name in names), more, _bold(found["text"]))


def explains(content: str) -> str | None:
    """Return the text behind ``Explanation:``; None when ``content`` has no such label."""
    found = _EXPLAINS.match(content) if _HINT.match(content) else None
    return _balanced(content[found.end() :]) if found else None


@lru_cache(512)
def is_label(content: str) -> bool:
    """Return whether a heading or summary only announces the answer, as "Show answer" does."""
    return bool(_LABELS.fullmatch(content))


def announces_answer(content: str) -> bool:
    """Return whether a label announces the answer itself, and not only what explains it."""
    return is_label(content) and bool(_ANSWERS.search(content))


def adds_to_answer(content: str) -> bool:
    """Return whether a text behind the answer speaks of it still: ``Why the others are wrong:``."""
    return bool(_ADDS.match(content))


def _bold(text: str) -> str:
    """Return the begin of a text that is bold, even where the bold began before it."""
    text = text.strip()
    begins = text.startswith("**")
    head, mark, _ = text.removeprefix("**").partition("**")
    return head.strip() if mark and (begins or text.count("**") % 2) else ""


def _without_words(letters: str) -> str:
    return re.sub(r"\b(?:and|or|und|et|y)\b", " ", letters, flags=re.IGNORECASE)


def _balanced(text: str) -> str:
    """Drop the end of bold, italics or code whose begin was taken off with a label."""
    text = text.strip()
    if text.endswith(("*", "_")):
        # One mark behind all of it, and none that begins.
        found = _ITALIC[text[-1]].findall(text.replace(text[-1] * 2, ""))
        if found.count(text[-1]) % 2:
            text = text[:-1].rstrip()
    for mark in ("**", "__", "`"):
        if text.count(mark) % 2:
            head, _, tail = text.partition(mark)
            text = f"{head}{tail}".strip()
    return text
