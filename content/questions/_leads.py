"""What begins a question: ``**Question 1:**``, ``#### Q12.``, ``### 3. Stem`` and their like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from content import words
from content.ids.names import NOT_GIVEN, split_attributes

if TYPE_CHECKING:
    from content.ids.names import Attributes
    from content.markdown.blocks import Block

Style = Literal["heading", "paragraph", "summary", "item"]

_KIND = r"(?:(?:new|practice|sample|exam|example|bonus|extra|test|quiz|review)\s+)?"
# A dotted number is that of a chapter, and within it that of the question.
_NUMBER = r"(?:\d{1,4}\.){0,2}(?P<number>\d{1,5})(?:\s{0,4}(?:/|of)\s{0,4}\d{1,5})?"
_WORD = (
    rf"{_KIND}(?:q|{words.QUESTION})\s?"
    rf"(?:(?:(?:no\.?|nr\.?|number|\u2116)\s?)?#?\s?:?\s?{_NUMBER}|)"
)
_MORE = r"(?:\s{0,4}\{#(?P<attributes>[^{}\n]{1,300})\})?"
_ASIDE = r"(?:\s{0,4}(?P<aside>\((?:[^()\n]|\([^()\n]{0,20}\)){1,80}\)|\[[^\[\]\n]{1,60}\](?!\()))?"
_SIGNS = r":.)\u3002\uff1a\u3001\uff09\uff0e"
_DASHES = r"\u2013\u2014-"
_END = rf"\s{{0,4}}[{_SIGNS}{_DASHES}]?\s{{0,4}}"
_SURE_BOLD = (
    # **Question 1:** stem
    re.compile(
        rf"(?P<bold>\*\*|__){_WORD}{_MORE}{_ASIDE}{_END}(?P=bold){_END}(?P<stem>.*)",
        re.IGNORECASE | re.DOTALL,
    ),
    # **Question 1: stem**
    re.compile(
        rf"(?P<bold>\*\*|__){_WORD}{_MORE}{_ASIDE}"
        rf"\s{{0,4}}(?:[{_SIGNS}]|(?<=[\d\])}}])\s{{0,4}}[{_DASHES}]\s)\s{{0,4}}(?P<stem>.+?)(?P=bold)(?P<more>.*)",
        re.IGNORECASE | re.DOTALL,
    ),
)
_SURE = (
    # Question 1: stem
    re.compile(
        rf"(?:\u7b2c\s{{0,4}}(?P<nth>\d{{1,5}})\s{{0,4}}[\u984c\u9898\u554f\u95ee]|{_WORD}){_MORE}{_ASIDE}(?<=[\d)\]}}\u984c\u9898\u554f\u95ee])"
        rf"\s{{0,4}}(?:(?:[{_SIGNS}{_DASHES}]|(?<=[)\]]\s))\s{{0,4}}(?P<stem>.*)|$|(?P<glued>\n.*))",
        re.IGNORECASE | re.DOTALL,
    ),
)
_WEAK_BOLD = (
    # **1.** stem
    re.compile(
        rf"(?P<bold>\*\*|__){_NUMBER}{_ASIDE}[{_SIGNS}]?(?P=bold)"
        rf"{_ASIDE.replace('aside', 'behind')}[{_SIGNS}]?\s{{0,4}}(?P<stem>.*)",
        re.DOTALL,
    ),
    # **1. stem**
    re.compile(
        rf"(?P<bold>\*\*|__){_NUMBER}{_ASIDE}[{_SIGNS}]\s{{0,4}}(?P<stem>\D.*?)(?P=bold)(?P<more>.*)",
        re.DOTALL,
    ),
)
_WEAK = (
    # 1. stem
    re.compile(
        r"(?P<number>\d{1,5})(?:[.):]\s+|[\u3002\uff1a\u3001\uff09\uff0e]\s{0,4})(?P<stem>\S.*)",
        re.DOTALL,
    ),
    # Q1 Stem
    re.compile(r"[Qq](?:uestion)?\s?(?P<number>\d{1,5})\s+(?P<stem>[^\W\d_].*)", re.DOTALL),
)
# The same with a word of any language: it is known by what stands below all headings like it.
_ANY = r"(?P<word>[^\W\d_][^\s\d.:()\[\]*_]{0,15})\s?(?P<number>\d{1,5})"
_FOREIGN = (
    re.compile(rf"{_ANY}\s{{0,4}}[{_SIGNS}]\s{{0,4}}(?P<stem>\S.*)", re.DOTALL),
    re.compile(
        rf"(?P<bold>\*\*|__){_ANY}[{_SIGNS}]?(?P=bold)[{_SIGNS}]?\s{{0,4}}(?P<stem>.+)", re.DOTALL
    ),
    re.compile(
        rf"(?P<bold>\*\*|__){_ANY}\s{{0,4}}[{_SIGNS}]\s{{0,4}}(?P<stem>.+?)(?P=bold)(?P<more>.*)",
        re.DOTALL,
    ),
)
_WHOLE_BOLD = re.compile(r"(?P<bold>\*\*|__)(?P<text>(?:(?!(?P=bold)).)+)(?P=bold)", re.DOTALL)
_BEGINS = frozenset(
    sign
    for word in f"q|{words.QUESTION}|new|practice|sample|exam|bonus|extra|test|review|\u7b2c".split(
        "|"
    )
    for sign in (word[0], word[0].upper())
)
_ALONE = re.compile(rf"[*_]*(?:{words.QUESTION})[*_:]*", re.IGNORECASE)
# A number stands near the begin; most texts have none there, and are not looked at twice.
_NUMBERED = re.compile(r"\D{0,40}\d")
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
_HOW_MANY = re.compile(r"choose|select|pick|mark|tick|check|apply", re.IGNORECASE)


class Lead(NamedTuple):
    """The begin of a question.

    ``sure`` says that its words alone make it one; otherwise its options and answer have to.
    ``stem`` is the rest of the block as Markdown and may be empty.
    """

    block: Block
    style: Style
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


def read_lead(block: Block) -> Lead | None:
    """Return how ``block`` begins a question by its own words; None where it does not."""
    if block.kind not in {"paragraph", "heading", "summary"}:
        return None
    content = block.content
    if block.kind == "summary" and is_title(content):
        return Lead(block, "summary", "", sure=True)
    bold = content[:2] in {"**", "__"}
    numbered = _NUMBERED.match(content) is not None
    if bold:
        if not numbered and content[2:3] not in _BEGINS:
            return None
    elif not numbered or (block.kind == "paragraph" and content[:1] not in _BEGINS):
        return None
    style: Style = "paragraph"
    attributes = NOT_GIVEN
    if block.kind != "paragraph":
        style = "heading" if block.kind == "heading" else "summary"
        content, attributes = split_attributes(content)
    for pattern in _SURE_BOLD if bold else _SURE:
        if found := pattern.fullmatch(content):
            return _lead(block, style, found, attributes, sure=True)
    if not numbered or (style == "paragraph" and not bold):
        return None
    for pattern in (*(_WEAK_BOLD if bold else _WEAK), *_FOREIGN):
        if found := pattern.fullmatch(content):
            return _lead(block, style, found, attributes, sure=False)
    return None


def bare_lead(block: Block) -> Lead:
    """Return a lead without a number, for a block whose options below it make it a question."""
    content, attributes = block.content, NOT_GIVEN
    if block.kind == "heading":
        content, attributes = split_attributes(content)
    style: Style = "paragraph"
    if block.kind != "paragraph":
        style = "heading" if block.kind == "heading" else "summary"
    return Lead(block, style, without_bold(content), attributes=attributes)


def item_lead(item: Block, number: int) -> Lead:
    """Return the lead of a question that is an item of an ordered list."""
    first = item.children[0]
    return Lead(first, "item", without_bold(first.content), number)


def is_title(content: str) -> bool:
    """Return whether a heading or summary only says that a question follows."""
    return bool(_ALONE.fullmatch(content))


def without_bold(content: str) -> str:
    """Take off the bold that spans all of ``content``."""
    whole = _WHOLE_BOLD.fullmatch(content.strip())
    return whole["text"].strip() if whole else content.strip()


def _lead(
    block: Block, style: Style, found: re.Match[str], attributes: Attributes, *, sure: bool
) -> Lead:
    parts = found.groupdict()
    stem = parts.get("stem") or parts.get("glued") or ""
    if more := (parts.get("more") or "").rstrip():
        # Options may begin on the line below the bold.
        stem += more if more.startswith("\n") else f" {more.lstrip()}"
    stem = without_bold(stem)
    if tags := _TAGS.match(stem):
        stem = stem[tags.end() :].lstrip("*_ \n")
    for part in ("aside", "behind"):
        if (aside := parts.get(part)) and _HOW_MANY.search(aside):
            stem = f"{stem} {aside}".strip()
    if given := parts.get("attributes"):
        attributes = split_attributes(f"{{#{given}}}")[1]
    number = parts.get("number") or parts.get("nth")
    word = (parts.get("word") or "").lower()
    return Lead(block, style, stem, int(number) if number else None, sure, attributes, word)
