"""Answers in words: an option that a sentence repeats, and what it says besides."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from content.markdown.blocks import plain_text
from content.markdown.inline import inline_words
from content.questions.rules.answer_statements import Statement
from content.questions.rules.letters import alike, index_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.questions.rules.options import Option, Writing

# Where an option may end that an answer repeats: not in the middle of a sentence.
_END = re.compile(
    r"[.:;?!]?[*_)]{0,4}(?:[ \t]{0,9}\n|(?<=[.:;?!])\s|,?\s[\u2013\u2014-]\s|(?<=\*\*),?\s)"
)
# What stands between options that an answer repeats one by one: "A. Bread and C. Water".
_NEXT = re.compile(r"(?:\s?[,;&+]|\s(?:and|und|et|y)|\n)\s?(?:and\s)?[*_(]{0,3}([A-J])[.):]\s")
_TAIL = " .:;,?!\u2013\u2014-"
_ENDS = 40
"""How many ends of sentences are looked at."""


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
