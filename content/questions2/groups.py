"""Groups of options on a page, and the text above each that asks: no number need announce it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from content import words
from content.outline.tree import strip_number
from content.questions2.rules.answer_statements import read_names, read_statement
from content.questions2.rules.explanations import is_note
from content.questions2.rules.lists import first_text, ticks
from content.questions2.titles import is_key_title, is_label, is_questions_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.markdown.blocks import Block
    from content.questions2.rules.lists import Writing
    from content.questions2.tokens import Token

_ABOVE = 5
"""How many tokens above the options may belong to the stem."""
_BELOW = 5
"""How many tokens below the options may stand before the one that names the right ones."""
_BETWEEN = 2
"""How many texts may stand between two options with boxes."""
_LONG = 60
_FEW = 2
# "Choose one:" and "**Options:**" stand between the stem and the options.
_CHOICES = re.compile(
    r"[\W_]*(?:options|choices|answers|answer options|(?:choose|select|pick|mark)\b.{0,40})[\W_]*",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\b(?:choose|select|pick|mark|check)\b.{0,30}\)?$|^(?:complete|true or false|fill in)\b",
    re.IGNORECASE,
)
_STOPS = frozenset({"heading", "summary", "rule", "open", "close"})
_PASSED = frozenset({"open", "text", "explanation"})


class Group(NamedTuple):
    """Options from ``start`` to before ``end``, and the place of the text that asks, if any."""

    stem: int | None
    start: int
    end: int
    writing: Writing
    answered: bool
    """Whether a sentence below them names the right ones."""
    ticks: int = 0
    every: int = 0

    @property
    def is_choice(self) -> bool:
        """Return whether some boxes are ticked and some are not."""
        return 0 < self.ticks < self.every


def find_groups(tokens: Sequence[Token]) -> Iterator[Group]:
    """Yield the options of a page, written with boxes or letters, in their order."""
    place = 0
    while place < len(tokens):
        end, every = _end(tokens, place)
        if end == place:
            place += 1
            continue
        options = [token for token in tokens[place:end] if token.writing == "boxes"]
        yield Group(
            stem=_stem(tokens, place),
            start=place,
            end=end,
            writing="boxes" if options else "letters",
            answered=_is_answered(tokens, end),
            ticks=sum(ticks(token.block) for token in options),
            every=every,
        )
        place = end


def speaks_like_question(text: str) -> bool:
    """Return whether a text asks by its words or by its end."""
    return text.endswith(words.ASKS) or bool(_HOW_MANY.search(text))


def asks(block: Block) -> bool:
    """Return whether a text above ticked boxes asks; a list of things to do has no such text."""
    return speaks_like_question(block.text) or (
        block.kind == "heading" and len(block.text) >= _LONG
    )


def _end(tokens: Sequence[Token], start: int) -> tuple[int, int]:
    """Return where the options that begin at ``start`` end, and how many they are."""
    token = tokens[start]
    if token.writing == "boxes":
        return _boxes_end(tokens, start)
    if token.writing == "letters":
        whole = token.first == 0 and token.count >= _FEW
        return (start + 1, token.count) if whole else (start, 0)
    end, every = start, 0
    for one in (*token.inside, token) if token.header else (token,):
        if one.writing == "lines" and one.first == every:
            end, every = start + 1, every + one.count
    if token.header and not every:
        return start, 0
    while end > start and end < len(tokens):
        one = tokens[end]
        if one.writing != "lines" or one.first != every:
            break
        end, every = end + 1, every + one.count
    return (end, every) if every >= _FEW else (start, 0)


def _boxes_end(tokens: Sequence[Token], start: int) -> tuple[int, int]:
    end = place = start
    every = between = 0
    while place < len(tokens) and between <= _BETWEEN:
        token = tokens[place]
        if token.writing == "boxes":
            every += token.count
            end, between = place + 1, 0
        elif token.kind in _STOPS or token.is_list or token.kind in {"stems", "notes"}:
            break
        elif token.kind not in {"code", "image"}:
            between += 1
        place += 1
    return end, every


def _is_answered(tokens: Sequence[Token], end: int) -> bool:
    """Return whether a sentence names the right ones of the options that end before ``end``."""
    if _names_option(tokens[end - 1]):
        return True
    titled = False
    for token in tokens[end : end + _BELOW]:
        # Below "Answer" the name of an option is enough.
        if _names_option(token) or (titled and read_names(token.block.content).names):
            return True
        titled = token.kind in {"heading", "summary"} and is_label(token.block.text)
        if not titled and token.kind not in _PASSED:
            return False
    return False


def _names_option(token: Token) -> bool:
    """Return whether a token names an option: ``Answer: B``."""
    if token.statement:
        return bool(token.statement.names)
    if token.is_list and token.block.children:
        said = read_statement(first_text(token.block.children[-1]))
        return bool(said and said.names)
    return any(map(_names_option, token.inside))


def _stem(tokens: Sequence[Token], start: int) -> int | None:
    """Return the place of the text that asks for the options at ``start``."""
    if tokens[start].header:
        return start
    if start and tokens[start - 1].place == tokens[start].place:
        return start - 1
    stem: int | None = None
    for place in range(start - 1, max(start - 1 - _ABOVE, -1), -1):
        token = tokens[place]
        if token.kind in _STOPS:
            return _title(tokens, place, stem)
        if token.header:
            return place
        if stem is None and (token.kind == "stems" or token.block.kind == "ordered_list"):
            # Its last item asks.
            return None
        if stem is None and token.kind in {"answer", "explanation"}:
            return None
        if stem is None and token.kind == "text" and not _CHOICES.fullmatch(token.block.content):
            stem = place
    return stem


def _title(tokens: Sequence[Token], place: int, stem: int | None) -> int | None:
    """Return the heading at ``place`` if it asks, else the text below it."""
    token = tokens[place]
    block = token.block
    if block.kind not in {"heading", "summary"} or is_label(block.content):
        return stem
    if block.kind == "summary":
        # All that a box holds belongs to the question in its title.
        return place
    title = strip_number(block.text)[1]
    if is_key_title(title) or is_note(block.content):
        return None
    if is_questions_title(title):
        return stem
    if stem is None or speaks_like_question(block.text) or (token.header and token.header.word):
        return place
    return stem
