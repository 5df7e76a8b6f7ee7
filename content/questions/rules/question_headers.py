"""What begins a question: ``**Question 1:**``, ``#### Q12.``, ``### 3. Stem`` and their like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from content import words
from content.ids.names import NOT_GIVEN, split_attributes
from content.questions.rules.marks import without_bold
from content.questions.titles import is_question_title

if TYPE_CHECKING:
    from content.ids.names import Attributes
    from content.markdown.blocks import Block

_KIND = r"(?:(?:new|practice|sample|exam|example|bonus|extra|test|quiz|review)\s+)?"
# A dotted number is that of a chapter, and within it that of the question.
_NUMBER = r"(?:\d{1,4}\.){0,2}(?P<number>\d{1,5})(?:\s{0,4}(?:/|of)\s{0,4}\d{1,5})?"
_WORD = (
    rf"{_KIND}(?:q|{words.QUESTION})\s?"
    rf"(?:(?:(?:no\.?|nr\.?|number|\u2116)\s?)?#?\s?:?\s?{_NUMBER}|)"
)
_NAMES = r"(?:\s{0,4}\{#(?P<attributes>[^{}\n]{1,300})\})?"
_ASIDE = r"(?:\s{0,4}(?P<aside>\((?:[^()\n]|\([^()\n]{0,20}\)){1,80}\)|\[[^\[\]\n]{1,60}\](?!\()))?"
_SIGNS = r":.)\u3002\uff1a\u3001\uff09\uff0e"
_DASHES = r"\u2013\u2014-"
# A word of any language: it is known by what stands below all headings like it.
_ANY = r"(?P<word>[^\W\d_][^\s\d.:()\[\]*_]{0,15})\s?(?P<number>\d{1,5})"


def _patterns(*parts: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(part, re.IGNORECASE | re.DOTALL) for part in parts)


_SURE_BOLD = _patterns(
    # **Question 1:** stem
    rf"{_WORD}{_NAMES}{_ASIDE}\s{{0,4}}[{_SIGNS}{_DASHES}]?\s{{0,4}}",
    # **Question 1: stem**
    rf"{_WORD}{_NAMES}{_ASIDE}"
    rf"\s{{0,4}}(?:[{_SIGNS}]|(?<=[\d\])}}])\s{{0,4}}[{_DASHES}]\s)\s{{0,4}}(?P<stem>.+)",
)
_SURE_BARE = _patterns(
    # Question 1: stem
    rf"(?:\u7b2c\s{{0,4}}(?P<nth>\d{{1,5}})\s{{0,4}}[\u984c\u9898\u554f\u95ee]|{_WORD}){_NAMES}{_ASIDE}"
    r"(?<=[\d)\]}\u984c\u9898\u554f\u95ee])"
    rf"\s{{0,4}}(?:(?:[{_SIGNS}{_DASHES}]|(?<=[)\]]\s))\s{{0,4}}(?P<stem>.*)|$|(?P<glued>\n.*))",
)
_WEAK_BOLD = _patterns(
    # **1.** stem, **1. stem**, **Frage 1.** stem, **Frage 1: stem**
    rf"{_NUMBER}{_ASIDE}[{_SIGNS}]?",
    rf"{_NUMBER}{_ASIDE}[{_SIGNS}]\s{{0,4}}(?P<stem>\D.*)",
    rf"{_ANY}[{_SIGNS}]?",
    rf"{_ANY}\s{{0,4}}[{_SIGNS}]\s{{0,4}}(?P<stem>.+)",
)
_WEAK_BARE = _patterns(
    # 1. stem, Q1 Stem, Frage 1: stem
    r"(?P<number>\d{1,5})(?:[.):]\s+|[\u3002\uff1a\u3001\uff09\uff0e]\s{0,4})(?P<stem>\S.*)",
    r"q(?:uestion)?\s?(?P<number>\d{1,5})\s+(?P<stem>[^\W\d_].*)",
    rf"{_ANY}\s{{0,4}}[{_SIGNS}]\s{{0,4}}(?P<stem>\S.*)",
)
_NO_NUMBER = _patterns(
    # The word alone, as in Q: stem
    rf"(?:q|{words.QUESTION})\s?[:.\uff1a](?:\s+|(?<=\uff1a))(?P<stem>\S.*)",
)
_BOLD = re.compile(r"(?P<bold>\*\*|__)(?P<head>.+?)(?P=bold)(?P<more>.*)", re.DOTALL)
# What may stand between the bold of a header and its stem.
_BEHIND = re.compile(
    rf"{_ASIDE.replace('aside', 'behind')}[{_SIGNS}{_DASHES}]?\s{{0,4}}(?P<stem>.*)", re.DOTALL
)
# What says of a question how hard it is, or of which kind.
_TAGS = re.compile(
    r"(?P<open>[(\[])?(?:(?:easy|medium|hard|difficult|beginner|intermediate|advanced|basic|expert|mcqs?|msqs?"
    r"|(?:multiple|single)[ -](?:choice|answers?|select|response)|several(?: answers)?"
    r"|true ?(?:/|or) ?false(?=\W*(?:$|\n))|scenario(?:[ -]based)?"
    r"|\d{1,3} ?(?:points?|pts?|marks?))"
    r"(?:[ ,;/&|\u00b7]{1,4}|(?=[\n:.*_)\]\u2013\u2014-])|$))+"
    r"(?(open)[)\]][\s*_:.\u2013\u2014-]*|(?:\W{0,8}(?:\n|$)|[:\u2013\u2014-]\s))",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\A(?:[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?\s?){1,3}(?=[*_\w])")
_HOW_MANY = re.compile(r"choose|select|pick|mark|tick|check|apply", re.IGNORECASE)


class QuestionHeader(NamedTuple):
    """The begin of a question; its ``style`` is the kind of its block, or ``item``.

    ``sure`` says that its words alone make it one; otherwise its options and answer have to.
    ``stem`` is the rest of the block as Markdown and may be empty.
    """

    block: Block
    style: str
    stem: str
    number: int | None = None
    sure: bool = False
    attributes: Attributes = NOT_GIVEN
    word: str = ""
    """The word in front of the number, if it is none that is known to mean a question."""

    @property
    def level(self) -> int:
        """Return the level of a heading; anything else ends at every heading."""
        return self.block.level if self.style == "heading" else 0


def read_header(block: Block) -> QuestionHeader | None:
    """Return how ``block`` begins a question by its own words; None where it does not."""
    if block.kind == "summary" and is_question_title(block.content):
        return QuestionHeader(block, "summary", "", sure=True)
    bare = bare_header(block)
    if found := _BOLD.fullmatch(bare.stem):
        return _read_bold(bare, found)
    weak = () if block.kind == "paragraph" else _WEAK_BARE
    for pattern in (*_SURE_BARE, *_NO_NUMBER, *weak):
        if parts := pattern.fullmatch(bare.stem):
            return _header(bare, parts.groupdict(), sure=pattern in _SURE_BARE)
    return None


def bare_header(block: Block) -> QuestionHeader:
    """Return a header without a number, for a block whose options below it make it a question."""
    content, attributes = block.content, NOT_GIVEN
    if block.kind != "paragraph":
        content, attributes = split_attributes(content)
    # A picture in front: "### ❓ Question 3".
    picture = _PICTURE.match(content)
    content = content[picture.end() :] if picture else content
    return QuestionHeader(block, block.kind, content, attributes=attributes)


def item_header(item: Block, number: int | None) -> QuestionHeader:
    """Return the header of a question that is an item of a list; bullets have no number."""
    first = item.children[0]
    return QuestionHeader(first, "item", without_bold(first.content), number)


def _read_bold(bare: QuestionHeader, found: re.Match[str]) -> QuestionHeader | None:
    """Read ``**Question 1:** stem`` and ``**Question 1: stem**``."""
    for pattern in (*_SURE_BOLD, *_WEAK_BOLD):
        if head := pattern.fullmatch(found["head"]):
            parts, more = head.groupdict(), found["more"].rstrip()
            if not parts.get("stem"):
                behind = _BEHIND.fullmatch(more)
                parts |= behind.groupdict() if behind else {}
            elif more:
                # Options may begin on the line below the bold.
                parts["stem"] += more if more.startswith("\n") else f" {more.lstrip()}"
            if parts["stem"] or not parts.get("word"):
                return _header(bare, parts, sure=pattern in _SURE_BOLD)
    return None


def _header(bare: QuestionHeader, parts: dict[str, str | None], *, sure: bool) -> QuestionHeader:
    stem = without_bold(parts.get("stem") or parts.get("glued") or "")
    if tags := _TAGS.match(stem):
        stem = stem[tags.end() :].lstrip("*_ \n")
    for part in ("aside", "behind"):
        if (aside := parts.get(part)) and _HOW_MANY.search(aside):
            stem = f"{stem} {aside}".strip()
    header = bare._replace(stem=stem, sure=sure, word=(parts.get("word") or "").lower())
    if given := parts.get("attributes"):
        header = header._replace(attributes=split_attributes(f"{{#{given}}}")[1])
    number = parts.get("number") or parts.get("nth")
    return header._replace(number=int(number) if number else None)
