"""What speaks of the answer: ``**Answer: B**``, ``Answers: A and C``, ``Explanation: …``."""

# ruff: noqa: RUF001 - letters of other scripts look like Latin ones

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from content import words
from content.markdown.blocks import plain_text
from content.markdown.inline import inline_words
from content.markdown.render import unwrap
from content.questions.rules.letters import NAME, alike, canonical, index_of
from content.questions.rules.marks import read_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.questions.rules.options import Option, Writing

LEAD = r"[\s*_>\u2705\u2714\u2611\ufe0f\u3010-]*"
"""What may stand in front of a label."""
_OPTION = r"option|choice|opción|opção|alternativa|вариант|选项|選項"
_ONE = rf"[(（「]?(?:{NAME}|\d{{1,2}})[)）」]?"
_STATEMENT = re.compile(
    rf"{LEAD}(?:(?:the|la|die|el)\s+)?(?:(?:{words.RIGHT})\s+(?:{_OPTION}s?)"
    rf"|(?:(?:{words.RIGHT})\s*)?(?:{words.ANSWER}|ans\.)(?:\s*(?:{words.RIGHT})(?![^\W_]))?"
    rf"|(?:{_OPTION}s?)\s+(?:{words.RIGHT})|(?:{words.RIGHT})(?!】))"
    r"(?:\s*\(s\))?(?:\s+(?:is|are|option|choice))?[*_]*\s*"
    # A letter alone needs no sign in front of it: "Answer (B)", but "Solution B" is a title.
    r"(?:[:\uff1a=\u2013\u2014\u2192\u3011-]|(?<=is)|(?<=are)|(?<=ans\.)"
    rf"|(?:{words.IS})[:\uff1a]?(?=[\s*_]*{_ONE}(?![^\W_]))"
    rf"|(?<=[选選])(?={_ONE}(?![^\W_]))"
    rf"|(?<=[\s*_])(?<!lution\s)(?<!sung\s)(?=[(（]\d{{1,2}}[)）]|[(（]?{NAME}(?:[)）]|[)）]?[*_\s.]*\Z|\s?[,、]\s?{NAME}\b)))"
    r"[\s*_\u2705\u2714\u2611\ufe0f]*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_AND = r"and|or|und|et|y|ve|và|dan|oraz|και|और|และ|و"
_NAMES = re.compile(
    rf"[*_`\[(]*(?:both\s+)?(?:options?\s+|choices?\s+)?(?P<names>{_ONE}(?:(?:\s*(?:[,;&+/\u3001\uff0c]|{_AND}|\u0438|\u0456|\u548c))+\s*{_ONE})*)"
    r"(?P<after>[*_`\])]*(?:$|[\s.):,;\u3001\u3002\uff09\uff0e\u2013\u2014-])[\s*_).:,;\u3001\u3002\uff09\uff0e\u2013\u2014-]*)(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)
_PACKED = re.compile(
    r"[*_`(]*(?P<names>[A-J]{2,6}|[А-З]{2,6}|[①-⑳]{2,6})(?P<after>[*_`).]*(?:\s+|$))(?P<text>.*)",
    re.DOTALL,
)
_SINGLE = re.compile(rf"{NAME}|\d{{1,2}}")
_WORD = re.compile(rf"\b(?:{words.ANSWER})", re.IGNORECASE)
# What is all of an answer, or begins one, below a label that announces it.
_ALONE = re.compile(
    rf"[\s*_`]*(?:both\s+)?(?:(?:{_OPTION})s?\s+)?(?:{_ONE}|[A-J]{{2,6}}\Z)(?:\s*(?:,|&|and)\s*{_ONE})*[*_`]*"
    r"(?:[.:)](?=\s|[*_`])|\s*$|\s+[\u2013\u2014-]\s|,?\s+(?:because|as|since|(?:is|are)\s.{0,20}(?:correct|right|true))\b)",
    re.IGNORECASE,
)
# "A and C are true" says no more than "A and C".
_SAYS_NOTHING = re.compile(
    r"(?:is|are)\s+(?:both\s+|all\s+)?(?:the\s+)?(?:true|correct|right)(?:\s+answers?)?"
    r"(?:[.!]|\Z|(?=\s+(?:because|as|since)\b))",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--(?P<inside>.*)-->", re.DOTALL)
_LABEL = re.compile(
    rf"{LEAD}(?:(?:(?:{words.ANSWER})\s)?(?:{words.EXPLANATION})|exp\.?|feedback|justification|note)"
    r"\s*(?:[:\uff1a.\u2013\u2014\u3011]\s*(?:\*\*|__|\*)?|(?:\*\*|__|\*)\s*[:\uff1a.\u2013\u2014]?)"
    r"\s*(?:-\s+)?",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"[\s*_>]*(?:why\b|incorrect|wrong|other\s+(?:options|choices|answers)|distractors|references?\b"
    r"|sources?\b|further\s+reading|(?:learn|read)\s+more|see\s+also)[^:\n]{0,60}:",
    re.IGNORECASE,
)

# Where an option may end that an answer repeats: not in the middle of a sentence.
_END = re.compile(
    r"[.:;?!]?[*_)]{0,4}(?:[ \t]{0,9}\n|(?<=[.:;?!])\s|,?\s[\u2013\u2014-]\s|(?<=\*\*),?\s)"
)
# What stands between options that an answer repeats one by one: "A. Bread and C. Water".
_NEXT = re.compile(r"(?:\s?[,;&+]|\s(?:and|und|et|y)|\n)\s?(?:and\s)?[*_(]{0,3}([A-J])[.):]\s")
_TAIL = " .:;,?!\u2013\u2014-"
_ENDS = 40
"""How many ends of sentences are looked at."""


class Statement(NamedTuple):
    """What a sentence says of the answer: names of options (letters or numbers), and more text."""

    names: tuple[str, ...]
    text: str


@lru_cache(512)
def read_statement(content: str) -> Statement | None:
    """Read ``Answer: …``; None when ``content`` does not begin like that."""
    comment = _COMMENT.fullmatch(content.strip())
    found = _STATEMENT.fullmatch(comment["inside"].strip() if comment else content)
    if found is None:
        return None
    # ---ANSWER--- is a label.
    return read_names("" if set(found["rest"]) == {"-"} else found["rest"])


def states_answer(content: str) -> bool:
    """Return whether a text states the answer with the word for one, not with ``Right:`` alone."""
    head = content.partition(":")[0]
    return read_statement(content) is not None and bool(_WORD.search(head))


@lru_cache(512)
def explains(content: str) -> str | None:
    """Return the text behind ``Explanation:``; None when ``content`` has no such label."""
    found = _LABEL.match(content)
    return balanced(content[found.end() :]) if found else None


def without_label(content: str) -> str:
    """Return a text without the label ``Explanation:`` in its first line."""
    label, _, more = content.partition("\n")
    return unwrap("\n".join(filter(None, [explains(label), more])))


def is_note(content: str) -> bool:
    """Return whether a text speaks of the answer: ``Answer: B`` or ``Explanation: …``."""
    return read_statement(content) is not None or explains(content) is not None


def adds_to_answer(content: str) -> bool:
    """Return whether a text behind the answer speaks of it still: ``Why the others are wrong:``."""
    return bool(_ADDS.match(content))


def read_alone(content: str) -> Statement | None:
    """Read ``B. Text`` or ``**B**``, which is an answer where a label above it says so."""
    text = read_marks(content).text
    return read_names(text) if _ALONE.match(text) else None


def read_names(text: str) -> Statement:
    """Split ``B and C, because …`` into the names of options and what follows them."""
    found = _NAMES.fullmatch(text) or _PACKED.fullmatch(text)
    # "A pod is …" begins with an article.
    if found is None or (
        found["names"] in {"A", "a", "I", "i"}
        and found["after"] == " "
        and found["text"]
        and not _SAYS_NOTHING.match(found["text"])
    ):
        return Statement((), balanced(text))
    alone = re.sub(rf"\b(?:{_AND})\b", " ", found["names"], flags=re.IGNORECASE)
    names = _SINGLE.findall(alone)
    more = balanced(found["text"])
    if nothing := _SAYS_NOTHING.match(more):
        more = more[nothing.end() :].lstrip()
    return Statement(tuple(map(canonical, names)), more)


def balanced(text: str) -> str:
    """Begin bold, italics or code behind a label that it began in front of; drop it around all."""
    text = text.strip()
    for mark in ("**", "__", "*", "_", "`"):
        # What the mark in front closes is no longer shown.
        opened = f"{mark}{text}"
        if mark in text and len(inline_words(opened)) < len(inline_words(text)):
            inner = text.removesuffix(mark)
            text = opened if mark in inner else inner.rstrip()
    return text


class Repeat(NamedTuple):
    """The place of the option that an answer repeats, and the Markdown behind it."""

    place: int
    rest: str


def words_of(markdown: str) -> str:
    """Return the words of an option to compare it with others.

    Pictures differ by their address, and code by its blanks.
    """
    if "![" in markdown:
        return markdown
    if "```" in markdown or "~~~" in markdown:
        return plain_text(markdown)
    words = plain_text(markdown) if "\n" in markdown else inline_words(markdown)
    return " ".join(words.split())


def find_repeat(options: Sequence[Option], statement: Statement) -> Repeat | None:
    """Return the option whose text an answer is or begins with; only the one that it names."""
    if not statement.text or len(statement.names) > 1:
        return None
    only = places_of(options, statement.names[0])[0] if statement.names else None
    texts = {
        words_of(option.text): place
        for place, option in reversed(list(enumerate(options)))
        if option.text and only in {None, place}
    }
    limit = max(map(len, texts), default=0) * 2 + 20
    ends = [found.end() for found in islice(_END.finditer(statement.text, 0, limit), _ENDS)]
    for end in (len(statement.text), *reversed(ends)):
        words = words_of(statement.text[:end].strip())
        place = texts.get(words, texts.get(words.rstrip(_TAIL)))
        if place is not None:
            return Repeat(place, statement.text[end:].strip())
    return None


def places_of(options: Sequence[Option], name: str) -> Sequence[int]:
    """Return the places of the options with a name: none or several after a slip of the author."""
    same = [place for place, option in enumerate(options) if alike(option.name) == alike(name)]
    others = options and options[0].name.isalpha() and name.isalpha()
    return same or ([-1] if others else [index_of(name)])


def named(options: Sequence[Option], statement: Statement) -> set[int]:
    """Return the places that an answer names, be there such options or not."""
    if statement.names:
        return {place for name in statement.names for place in places_of(options, name)}
    repeat = find_repeat(options, statement)
    return {repeat.place} if repeat else set()


def as_text(options: Sequence[Option], statement: Statement, writing: Writing) -> Statement:
    """Return an answer that names what no option shows as the text of the option that it is.

    ``Answer: 4`` below ``A. 3`` and ``B. 4`` is no fourth option.
    """
    texts = {words_of(one.text).upper(): place for place, one in enumerate(options)}
    if texts.keys() == {"TRUE", "FALSE"}:
        texts |= {"T": texts["TRUE"], "F": texts["FALSE"]}
    names = statement.names
    if not all(name in texts and not shows(writing, name) for name in names):
        return statement
    if statement.text and all(index_of(name) < len(options) for name in names):
        return statement
    return statement._replace(names=tuple(chr(ord("A") + texts[name]) for name in names))


def shows(writing: Writing, name: str) -> bool:
    """Return whether options that are written so show names like this one."""
    if writing == "ordered":
        return name.isdigit()
    return writing in {"letters", "lines", "weak"} and name.isalpha()


def spelled_out(options: Sequence[Option], statement: Statement) -> Statement:
    """Return an answer with the names of all options that it repeats one by one."""
    first, *more = _NEXT.split(statement.text)
    if len(statement.names) != 1 or not more:
        return statement
    names, texts = (*statement.names, *more[::2]), (first, *more[1::2])
    for name, text in zip(names, texts, strict=True):
        repeat = find_repeat(options, Statement((name,), text.strip("*_ ")))
        if repeat is None or repeat.rest:
            return statement
    return statement._replace(names=names, text="")


def without_repeat(options: Sequence[Option], statement: Statement) -> str:
    """Return what an answer says besides the text of the option: that explains nothing."""
    repeat = find_repeat(options, statement)
    return repeat.rest if repeat else statement.text
