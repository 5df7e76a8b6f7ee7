"""Groups of options on a page, and the text above each that asks: no number need announce it."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from content import words
from content.outline.numbers import strip_number
from content.questions.rules.marks import without_emphasis
from content.questions.rules.options import ticks
from content.questions.titles import announces_answer, is_label, is_questions_title

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
"""How many texts may stand between two options."""
_FAR = 200
"""How many tokens below the first option are looked at for the last one."""
# "Choose one:" stands between the stem and the options, as "**Options:**" does.
_CHOOSE = re.compile(r"[\W_]*(?:choose|select|pick|mark)\b.{0,40}[\W_]*", re.IGNORECASE)
_TRUE_OR_FALSE = re.compile(r"\b(?:true|t) ?(?:/|or|,) ?(?:false|f)\b", re.IGNORECASE)
_ASKS = re.compile(
    # Select all (choose two); complete the sentence; fill in; a ____ in a sentence
    r"\b(?:choose|select|pick|mark|check (?:all|the|one|each|every|two|what))\b.{0,30}\)?$"
    r"|^(?:complete|true or false|fill in|select|choose|pick)\b|_{2,}|\.\.\.|\u2026"
    r"|^(?:which|whose|who|(?:what|how|why|when|where) "
    r"(?:is|are|was|were|do|does|did|can|many|much))\b"
    r"(?!.*[.!]$)",
    re.IGNORECASE,
)
_STOPS = frozenset({"heading", "summary", "hr", "details", "details_end"})
_NOTES = frozenset({"answer", "explanation", "notes", "item"})
_ENDS = frozenset({"heading", "summary", "hr", "details_end", "answer", "notes", "item"})
_ASIDES = frozenset({"blockquote", "details", "explanation"})
_LETTERED = frozenset({"letters", "lines", "weak"})


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


def find_groups(tokens: Sequence[Token]) -> list[OptionGroup]:
    """Return the options of a page, written with boxes or letters, in their order."""
    groups = list(_groups(tokens))
    headings = [place for place, token in enumerate(tokens) if token.block.kind == "heading"]
    above = [bisect(headings, group.start) for group in groups]
    several = {place for place, count in Counter(above).items() if count > 1}
    return [
        group._replace(stem=_stem(tokens, group.start, several=place in several))
        for group, place in zip(groups, above, strict=True)
    ]


def _groups(tokens: Sequence[Token]) -> Iterator[OptionGroup]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        lines = next((one for one in token.inside if token.header and one.shows_options), token)
        end = place + 1
        weak = lines.writing == "weak" and lines.first == 0
        if lines.shows_options or weak:
            end, ticked, size = end_of_options([lines, *tokens[end : end + _FAR]], 0)
            end += place
            answered = lines.writing != "marked" and _is_answered(tokens, end)
            if weak and not answered:
                # Numbered stems and statements in a stem look alike.
                end = place + 1
            elif size > 1 or lines.writing == "boxes":
                yield OptionGroup(None, place, end, lines.writing, answered, ticked, size)
        place = end


def end_of_options(tokens: Sequence[Token], start: int) -> tuple[int, int, int]:
    """Return where the options that begin at ``start`` end, how many are ticked, and how many are.

    Code and pictures may stand between them; texts too, where each option is a list of its own.
    """
    first, place = tokens[start], start
    end, ticked, size = start, 0, 0
    alone, most = True, _BETWEEN
    between: list[Token] = []
    while place < len(tokens) and len(between) <= most:
        token = tokens[place]
        if _goes_on(token, first, size):
            more = ticks(token.block) if first.writing == "boxes" else 0
            alone = alone and token.size == 1
            if place > end and first.writing not in _LETTERED:
                whole = size > 1 and ticked > 0 and (more > 0 or bool(between))
                if whole and not alone and token.size > 1:
                    break
                if size > 1 and not _are_reasons(between, alone=alone):
                    break
            # Each option has as many texts below it as the first one.
            most = len(between) or most
            end, ticked, size, between = place + 1, ticked + more, size + token.size, []
        elif token.is_prose:
            between.append(token)
            shut = end_of_box(tokens, place)
            ends = token.header or token.kind in _ENDS or token.writing == "boxes"
            if ends or (token.kind == "details" and not shut):
                break
            place = shut or place
        place += 1
    return end, ticked, size


def _are_reasons(texts: Sequence[Token], *, alone: bool) -> bool:
    """Return whether texts between two options speak of the first; each may stand ``alone``."""
    if alone:
        return not any(one.kind == "paragraph" and _may_ask(one.block) for one in texts)
    return all(one.kind in _ASIDES for one in texts)


def end_of_box(tokens: Sequence[Token], start: int) -> int:
    """Return the place of the end of a box that opens at ``start``; 0 where it has none."""
    depth = 0
    for place in range(start, min(start + _FAR, len(tokens))):
        depth += {"details": 1, "details_end": -1}.get(tokens[place].kind, 0)
        if depth <= 0:
            return place if place > start else 0
    return 0


def _goes_on(token: Token, first: Token, size: int) -> bool:
    """Return whether a token holds options like the ``first`` ones, of which ``size`` were seen."""
    if token is first:
        return True
    if first.writing in _LETTERED:
        return token.writing == first.writing and token.first == size
    if first.writing == "boxes" or token.writing == "boxes":
        return token.writing == first.writing
    # An ordered list that something interrupted goes on with the next number.
    if first.block.kind == "ordered_list":
        return token.block.kind == "ordered_list" and token.first == size + 1
    return token.writing in {"marked", "list"} and token.size == first.size == 1


def asks(block: Block, *, colon: bool = True) -> bool:
    """Return whether a text above options asks; a ``colon`` may stand above things to do."""
    text = block.text
    marked = any(mark in text for mark in "?\uff1f\u061f")
    ends = text.endswith(words.ASKS) and (colon or marked or not text.endswith((":", "\uff1a")))
    return ends or bool(_ASKS.search(text))


def is_true_or_false(text: str) -> bool:
    """Return whether a text asks whether something is true."""
    return bool(_TRUE_OR_FALSE.search(text))


def _may_ask(block: Block) -> bool:
    """Return whether a text is more likely a stem than a reason: it asks, or is all bold."""
    return asks(block) or is_emphasized(block)


def is_emphasized(block: Block) -> bool:
    """Return whether all of a text is bold or in italics."""
    return without_emphasis(block.content) != block.content.strip()


def _is_answered(tokens: Sequence[Token], end: int) -> bool:
    """Return whether a sentence names the right ones of the options that end before ``end``."""
    for place in range(end - 1, min(end + _BELOW, len(tokens))):
        token = tokens[place]
        if any(one.statement and one.statement.names for one in (token, *token.inside)):
            return True
        if token.kind == "summary" and announces_answer(token.block.content):
            return True
        stops = token.header or token.kind in {"hr", "details_end"} or token.shows_options
        if stops and place >= end:
            return False
    return False


def _stem(tokens: Sequence[Token], start: int, *, several: bool) -> int | None:
    """Return the place of the text that asks for the options at ``start``.

    A heading above ``several`` groups asks for none of them.
    """
    stem: int | None = None
    other: int | None = None
    for place in range(start, max(start - 1 - _ABOVE, -1), -1):
        token = tokens[place]
        if token.kind in _STOPS:
            text = stem if stem is not None else other
            asking = text is not None and _may_ask(tokens[text].asking)
            return place if _asks_below(token, alone=text is None, weak=several or asking) else text
        if token.header:
            return place
        if place == start or (stem is not None and not token.shows_options):
            continue
        if token.kind in _NOTES or token.block.kind == "ordered_list" or token.shows_options:
            break
        numbered = token.size == 1 and token.writing == "weak"
        if (token.kind == "paragraph" or numbered) and not is_label(token.block.content):
            if _CHOOSE.fullmatch(token.block.content):
                other = place
            else:
                stem = place
        elif token.kind == "blockquote" and len(token.inside) == 1 and _may_ask(token.asking):
            stem = place
        elif other is None and token.kind == "image":
            other = place
    stem = other if stem is None else stem
    if stem is not None and stem > 1 and not tokens[stem - 1].is_prose:
        # "Look at this:", code, and what it asks.
        stem -= 2 * (tokens[stem - 2].block.text.endswith(":") and not tokens[stem - 2].header)
    return stem


def _asks_below(token: Token, *, alone: bool, weak: bool) -> bool:
    """Return whether a heading asks what the options below it answer.

    ``alone`` is without text between them; ``weak`` says that the text there asks itself.
    """
    block = token.block
    if block.kind not in {"heading", "summary"} or is_label(block.content):
        return False
    if token.header and token.header.word:
        return True
    if is_questions_title(strip_number(block.text)[1]):
        return False
    # All that a box holds belongs to the question in its title.
    return alone or block.kind == "summary" or (not weak and asks(block))
