"""What begins a question: ``**Question 1:**``, ``#### Q12.``, ``### 3. Stem`` and their like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from content.identity import NOT_GIVEN, split_attributes

if TYPE_CHECKING:
    from content.identity import Attributes
    from content.markdown import Block

Style = Literal["heading", "paragraph", "summary", "item"]

_WORD = r"(?:new\s+)?(?:question|q)\s*(?:no\.?|number|#)?\s*(?P<number>\d{1,5})?(?:\s*/\s*\d{1,5})?"
_MORE = r"(?:\s*\{#(?P<attributes>[^{}\n]{1,300})\})?"
_END = r"\s*[:.)\u2013\u2014-]?\s*"
_STRONG = (
    # **Question 1:** stem
    re.compile(
        rf"(?P<bold>\*\*|__){_WORD}{_MORE}{_END}(?P=bold){_END}(?P<stem>.*)",
        re.IGNORECASE | re.DOTALL,
    ),
    # **Question 1: stem**
    re.compile(
        rf"(?P<bold>\*\*|__){_WORD}{_MORE}\s*[:.)]\s*(?P<stem>.+?)(?P=bold)(?P<more>.*)",
        re.IGNORECASE | re.DOTALL,
    ),
    # Question 1: stem
    re.compile(
        rf"{_WORD}{_MORE}(?<=[\d}}])\s*(?:[:.)\u2013\u2014-]\s*(?P<stem>.*)|$|(?P<glued>\n.*))",
        re.IGNORECASE | re.DOTALL,
    ),
)
_NUMBER = r"(?P<number>\d{1,5})"
_WEAK = (
    # **1.** stem
    re.compile(rf"(?P<bold>\*\*|__){_NUMBER}[.):]?(?P=bold)[.):]?\s*(?P<stem>.*)", re.DOTALL),
    # **1. stem**
    re.compile(
        rf"(?P<bold>\*\*|__){_NUMBER}[.):]\s*(?P<stem>\D.*?)(?P=bold)(?P<more>.*)", re.DOTALL
    ),
)
_PLAIN_NUMBER = re.compile(rf"{_NUMBER}[.):]\s+(?P<stem>\S.*)", re.DOTALL)
_WHOLE_BOLD = re.compile(r"(?P<bold>\*\*|__)(?P<text>(?:(?!(?P=bold)).)+)(?P=bold)", re.DOTALL)
_LEADING = frozenset("*_qQ0123456789nN")


@dataclass(frozen=True, slots=True)
class Lead:
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

    @property
    def level(self) -> int:
        """Return the level of a heading; anything else ends at every heading."""
        return self.block.level if self.style == "heading" else 0


def read_lead(block: Block) -> Lead | None:
    """Return how ``block`` begins a question by its own words; None where it does not."""
    if block.kind not in {"paragraph", "heading", "summary"}:
        return None
    if block.content[:1] not in _LEADING:
        return None
    style: Style = "paragraph"
    content, attributes = block.content, NOT_GIVEN
    if block.kind == "heading":
        style = "heading"
        content, attributes = split_attributes(content)
    elif block.kind == "summary":
        style = "summary"
    for pattern in _STRONG:
        if found := pattern.fullmatch(content):
            return _lead(block, style, found, attributes, sure=True)
    patterns = _WEAK if style == "paragraph" else (*_WEAK, _PLAIN_NUMBER)
    for pattern in patterns:
        if found := pattern.fullmatch(content):
            return _lead(block, style, found, attributes, sure=False)
    return None


def bare_lead(block: Block) -> Lead:
    """Return a lead without a number, for a block whose options below it make it a question."""
    content, attributes = block.content, NOT_GIVEN
    if block.kind == "heading":
        content, attributes = split_attributes(content)
    style: Style = "heading" if block.kind == "heading" else "paragraph"
    if block.kind == "summary":
        style = "summary"
    return Lead(block, style, without_bold(content), attributes=attributes)


def item_lead(item: Block, number: int) -> Lead:
    """Return the lead of a question that is an item of an ordered list."""
    first = item.children[0]
    return Lead(first, "item", without_bold(first.content), number)


def without_bold(content: str) -> str:
    """Take off the bold that spans all of ``content``."""
    whole = _WHOLE_BOLD.fullmatch(content.strip())
    return whole["text"].strip() if whole else content.strip()


def _lead(
    block: Block, style: Style, found: re.Match[str], attributes: Attributes, *, sure: bool
) -> Lead:
    parts = found.groupdict()
    stem = parts.get("stem") or parts.get("glued") or ""
    if more := (parts.get("more") or "").strip():
        stem = f"{stem} {more}"
    if given := parts.get("attributes"):
        attributes = split_attributes(f"{{#{given}}}")[1]
    number = int(parts["number"]) if parts["number"] else None
    return Lead(block, style, without_bold(stem), number, sure, attributes)
