"""Which option is right, when a sentence says it: ``**Answer: B**``, ``Answers: A and C``."""

from __future__ import annotations

import re
from typing import NamedTuple

# The first letters of all that the patterns below can read: most lines have others.
_HINT = re.compile(
    r"[\s*_>\u2705\u2714\u2611\ufe0f-]*(?:the\s|correct|right|best|ans|sol|opt|exp|rat|rea|why|note|feed|just|<!--)",
    re.IGNORECASE,
)
_LEAD = r"[\s*_>\u2705\u2714\u2611\ufe0f-]*"
_STATEMENT = re.compile(
    rf"{_LEAD}(?:the\s+)?(?:(?:correct|right|best)\s+(?:options?|choices?)"
    r"|(?:(?:correct|right|best)\s+)?(?:answers?|ans\.?|solution|options?\s+correct|correct))"
    r"(?:\s*\(s\))?(?:\s+(?:is|are|option|choice))?[*_]*\s*"
    # A letter alone needs no sign in front of it: "Answer (B)", but "Solution B" is a title.
    r"(?:[:=\u2013\u2014\u2192-]|(?<=is)|(?<=are)|(?<=ans\.)"
    r"|(?<=[\s*_])(?<!lution\s)(?=\(?[A-J]\)?[*_\s.]*\Z))"
    r"\s*[*_]*[\s\u2705\u2714\u2611\ufe0f]*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ONE = r"\(?(?:[A-Z]|\d{1,2})\)?"
_LETTERS = re.compile(
    rf"[*_`\[(]*(?:options?\s+|choices?\s+)?(?P<letters>{_ONE}(?:\s*(?:,|;|&|\+|/|and|or)+\s*{_ONE})*)"
    r"(?P<after>[*_`\])]*(?:$|[\s.):,;\u2013\u2014-])[\s*_).:,;\u2013\u2014-]*)(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)
_PACKED = re.compile(
    r"[*_`(]*(?P<letters>[A-J]{2,6})(?P<after>[*_`).]*(?:\s+|$))(?P<text>.*)", re.DOTALL
)
_SINGLE = re.compile(r"[A-Za-z]|\d{1,2}")
_EXPLAINS = re.compile(
    rf"{_LEAD}(?:explanations?|exp\.?|rationale|reason(?:ing)?|why|explained|note|feedback|justification)"
    r"\s*(?:[:.\u2013\u2014]\s*(?:\*\*|__|\*)?|(?:\*\*|__|\*)\s*[:.\u2013\u2014]?)\s*(?:-\s+)?",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"[\W_]*(?:(?:click|tap|expand|show|see|view|reveal|toggle|open|for|to|here|the|your|my|correct|right|me|and|&|with|a|"
    r"hidden|spoiler|answers?|ans|explanations?|rationale|reason(?:ing)?|solutions?|why|details|options|choices)[\W_]*)+",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"\b(?:answers?|ans|solutions?)\b", re.IGNORECASE)
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
_COMMENT = re.compile(r"<!--(?P<inside>.*)-->", re.DOTALL)


class Statement(NamedTuple):
    """What a sentence says of the answer: names of options (letters or numbers), and more text.

    ``bold`` is the begin of the text as far as it is bold.
    """

    names: tuple[str, ...]
    text: str
    bold: str = ""


def read_statement(content: str) -> Statement | None:
    """Read ``Answer: …``; None when ``content`` does not begin like that."""
    if not _HINT.match(content):
        return None
    comment = _COMMENT.fullmatch(content.strip())
    found = _STATEMENT.fullmatch(comment["inside"].strip() if comment else content)
    return read_names(found["rest"]) if found else None


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


def is_label(content: str) -> bool:
    """Say whether a heading or summary only announces the answer, as "Show answer" does."""
    return bool(_LABELS.fullmatch(content))


def announces_answer(content: str) -> bool:
    """Say whether a label announces the answer itself, and not only what explains it."""
    return is_label(content) and bool(_ANSWERS.search(content))


def adds_to_answer(content: str) -> bool:
    """Say whether a text behind the answer speaks of it still: ``Why the others are wrong:``."""
    return bool(_ADDS.match(content))


def _bold(text: str) -> str:
    """Return the begin of a text that is bold, even where the bold began before it."""
    text = text.strip()
    begins = text.startswith("**")
    head, mark, _ = text.removeprefix("**").partition("**")
    return head.strip() if mark and (begins or text.count("**") % 2) else ""


def _without_words(letters: str) -> str:
    return re.sub(r"\b(?:and|or)\b", " ", letters, flags=re.IGNORECASE)


def _balanced(text: str) -> str:
    """Drop the end of a bold whose begin was taken off with a label."""
    text = text.strip()
    for mark in ("**", "__"):
        if text.count(mark) % 2:
            head, _, tail = text.partition(mark)
            text = f"{head}{tail}".strip()
    return text
