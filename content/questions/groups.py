"""Groups of options on a page, and the text above each that asks: no number need announce it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from content import words
from content.questions.rules.options import ticks
from content.questions.titles import is_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.markdown.blocks import Block
    from content.questions.rules.options import Writing
    from content.questions.tokens import Token

_ABOVE = 5
"""How many tokens above the options may belong to the stem."""
_BELOW = 5
"""How many tokens below the options may stand before the one that names the right ones."""
_BETWEEN = 2
"""How many texts may stand between two options with boxes."""
_FAR = 200
"""How many tokens below the first option are looked at for the last one."""
# "Choose one:" stands between the stem and the options, as "**Options:**" does.
_CHOOSE = re.compile(r"[\W_]*(?:choose|select|pick|mark)\b.{0,40}[\W_]*", re.IGNORECASE)
_HOW_MANY = re.compile(
    r"\b(?:choose|select|pick|mark|check)\b.{0,30}\)?$|^(?:complete|true or false|fill in)\b",
    re.IGNORECASE,
)
_STOPS = frozenset({"heading", "summary", "hr", "details", "details_end"})
_NOTES = frozenset({"answer", "explanation", "notes", "item"})


class OptionGroup(NamedTuple):
    """Options from ``start`` to before ``end``, and the place of the text that asks, if any."""

    stem: int | None
    start: int
    end: int
    writing: Writing
    answered: bool
    """Whether a sentence below them names the right ones."""
    ticks: int
    size: int

    @property
    def is_choice(self) -> bool:
        """Return whether some boxes are ticked and some are not."""
        return 0 < self.ticks < self.size


def find_groups(tokens: Sequence[Token]) -> Iterator[OptionGroup]:
    """Yield the options of a page, written with boxes or letters, in their order."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        lines = next((one for one in token.inside if token.header and one.shows_options), token)
        end = place + 1
        if lines.shows_options:
            end, ticked, size = end_of_options([lines, *tokens[end : end + _FAR]], 0)
            end += place
            if size > 1 or lines.writing == "boxes":
                stem = _stem(tokens, place)
                answered = lines.writing != "marked" and _is_answered(tokens, end)
                yield OptionGroup(stem, place, end, lines.writing, answered, ticked, size)
        place = end


def end_of_options(tokens: Sequence[Token], start: int) -> tuple[int, int, int]:
    """Return where the options that begin at ``start`` end, how many are ticked, and how many are.

    Code and pictures may stand between them, and text too where each has a checkbox.
    """
    writing = tokens[start].writing
    end, ticked, size, between, parted = start, 0, 0, 0, False
    for place in range(start, len(tokens)):
        token = tokens[place]
        if _goes_on(token, tokens[start], size):
            if between and size > 1 and ticked and not parted:
                # They are all there.
                break
            parted = parted or between > 0
            ticked += ticks(token.block) if writing == "boxes" else 0
            end, size, between = place + 1, size + token.size, 0
        elif token.is_prose:
            between += 1
            if writing != "boxes" or between > _BETWEEN or token.kind in _STOPS | _NOTES:
                break
    return end, ticked, size


def _goes_on(token: Token, first: Token, size: int) -> bool:
    """Return whether a token holds options like the ``first`` ones, of which ``size`` were seen."""
    if token is first:
        return True
    if first.writing in {"lines", "letters"}:
        return token.writing == first.writing and token.first == size
    if first.writing == "boxes":
        return token.writing == "boxes"
    # An ordered list that something interrupted goes on with the next number.
    return token.block.kind == "ordered_list" and token.first == size + 1


def asks(block: Block) -> bool:
    """Return whether a text above ticked boxes asks; a list of things to do has no such text."""
    return block.text.endswith(words.ASKS) or bool(_HOW_MANY.search(block.text))


def _is_answered(tokens: Sequence[Token], end: int) -> bool:
    """Return whether a sentence names the right ones of the options that end before ``end``."""
    for place in range(end - 1, min(end + _BELOW, len(tokens))):
        token = tokens[place]
        if any(one.statement and one.statement.names for one in (token, *token.inside)):
            return True
        stops = token.header or token.kind in {"hr", "details_end"} or token.shows_options
        if stops and place >= end:
            return False
    return False


def _stem(tokens: Sequence[Token], start: int) -> int | None:
    """Return the place of the text that asks for the options at ``start``."""
    stem: int | None = None
    for place in range(start, max(start - 1 - _ABOVE, -1), -1):
        token = tokens[place]
        if token.kind in _STOPS:
            return place if _asks_below(token, alone=stem is None) else stem
        if token.header:
            return place
        if stem is None and place < start:
            if token.kind in _NOTES or token.block.kind == "ordered_list":
                return None
            content = token.block.content
            if token.kind == "paragraph" and not (is_label(content) or _CHOOSE.fullmatch(content)):
                stem = place
    return stem


def _asks_below(token: Token, *, alone: bool) -> bool:
    """Return whether a heading asks what the options below it answer; ``alone`` is without text."""
    block = token.block
    if block.kind not in {"heading", "summary"} or is_label(block.content):
        return False
    # All that a box holds belongs to the question in its title.
    word = token.header.word if token.header else ""
    return alone or bool(word) or block.kind == "summary" or asks(block)
