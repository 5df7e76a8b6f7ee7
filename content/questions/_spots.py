"""Where options stand, and which text above them asks: questions that no number announces."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from content import words
from content.outline.tree import strip_number
from content.questions import _letters as letters
from content.questions import _options as options
from content.questions._answers import is_label, read_names, read_statement
from content.questions._keys import is_key_title
from content.questions._leads import read_lead
from content.questions._titles import is_questions_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.blocks import Block
    from content.questions._leads import Lead

_ABOVE = 5
"""How many blocks above the options may belong to the stem."""
_BELOW = 4
"""How many blocks below the options may stand before the one that names the right ones."""
_BETWEEN = 2
"""How many blocks of text may stand between two options with boxes."""
_LONG = 60
_FEW = 2
_MOST = 3
# "Choose one:" and "**Options:**" stand between the stem and the options.
_CHOICES = re.compile(
    r"[\W_]*(?:options|choices|answers|answer options|(?:choose|select|pick|mark)\b.{0,40})[\W_]*",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\b(?:choose|select|pick|mark|check)\b.{0,30}\)?$|^(?:complete|true or false|fill in)\b",
    re.IGNORECASE,
)
_TITLES = frozenset({"summary", "heading"})
_PASSED = frozenset({"details", "paragraph"})
# What an option's box or letter begins with, and what stands behind a bare letter.
_OPENS = frozenset("[(*_\\`")
_CLOSES = frozenset(".): ")
_STOPS = frozenset({"heading", "summary", "hr", "details", "details_end"})


def _may_name(content: str) -> bool:
    """Return whether a text may begin with a letter or a box: most do not."""
    return content[:1] in _OPENS or content[1:2] in _CLOSES


class Spot(NamedTuple):
    """Options below a text: from ``start`` to before ``end``, and what says which are right."""

    boxes: bool
    start: int
    end: int
    ticks: int = 0
    every: int = 0
    answered: bool = False
    """Whether a sentence below them names the right ones."""

    @property
    def is_choice(self) -> bool:
        """Return whether some boxes are ticked and some are not."""
        return 0 < self.ticks < self.every


def asks(block: Block) -> bool:
    """Return whether a text above ticked boxes is a question; a list of things to do has none."""
    return _speaks_like_one(block.text) or (block.kind == "heading" and len(block.text) >= _LONG)


def _speaks_like_one(text: str) -> bool:
    return text.endswith(words.ASKS) or bool(_HOW_MANY.search(text))


class Spots:
    """The options of a document by the place of the text that asks."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self.found: list[tuple[int | None, Spot]] = []
        """All options in their order, and the place of the text that asks, if there is one."""
        self._spots: dict[int, Spot] = {}
        self._choices: Counter[object] = Counter()
        self._lists: Counter[object] = Counter()
        self._leads: dict[int, Lead | None] = {}
        place = 0
        while place < len(blocks):
            spot = self._read(place)
            if spot is None:
                place += 1
                continue
            place = spot.end
            stem = self._stem(spot)
            self.found.append((stem, spot))
            if stem is not None:
                self._spots[stem] = spot
                self._count(stem, spot)

    def lead(self, place: int) -> Lead | None:
        """Return how the block at ``place`` begins a question, which is read once."""
        if place not in self._leads:
            self._leads[place] = read_lead(self._blocks[place])
        return self._leads[place]

    def get(self, place: int) -> Spot | None:
        """Return the options that the block at ``place`` asks for."""
        return self._spots.get(place)

    def asks_alone(self, place: int) -> bool:
        """Return whether a heading asks something without options, as those below ``4. FAQ`` do."""
        block = self._blocks[place]
        return place not in self._spots and (asks(block) or block.text[:2] in {"Q:", "Q."})

    @cached_property
    def are_all_choices(self) -> bool:
        """Return whether there are several lists of boxes, and one box of each is ticked."""
        boxes = [spot for _, spot in self.found if spot.boxes]
        return len(boxes) >= _MOST and all(spot.ticks == 1 < spot.every for spot in boxes)

    def is_quiz(self, kind: object) -> bool:
        """Return whether most lists of boxes below headings of a kind have one tick.

        A kind is a heading's level, or the word in front of its number. In a plan some lists are
        done and some have not been begun.
        """
        chosen, every = self._choices[kind], self._lists[kind]
        return chosen >= _MOST and chosen * 4 >= every * 3

    def _count(self, stem: int, spot: Spot) -> None:
        block = self._blocks[stem]
        if not spot.boxes or block.kind != "heading":
            return
        lead = self.lead(stem)
        for kind in filter(None, (block.level, lead.word if lead else "")):
            self._lists[kind] += 1
            self._choices[kind] += spot.ticks == 1 < spot.every

    def _read(self, place: int) -> Spot | None:
        """Return the options that begin at ``place``."""
        block = self._blocks[place]
        if block.kind == "paragraph":
            if "\n" not in block.content and not _may_name(block.content):
                return None
            end, count = place, 0
            while end < len(self._blocks) and (more := self._lines(end, count)):
                end, count = end + 1, count + more
            if count >= _FEW:
                return Spot(False, place, end, answered=self._is_answered(end))
        elif block.is_list and any(map(_may_name, options.first_texts(block.children[:_FEW]))):
            if options.has_boxes(block):
                return self._boxes(place)
            if len(block.children) >= _FEW and options.is_lettered(block):
                return Spot(False, place, place + 1, answered=self._is_answered(place + 1))
        return None

    def _lines(self, place: int, start: int) -> int:
        """Return how many options the lines of a paragraph hold."""
        block = self._blocks[place]
        return len(letters.read_lines(block, start).drafts) if block.kind == "paragraph" else 0

    def _boxes(self, place: int) -> Spot:
        ticks = every = 0
        end, between = place, 0
        below = place
        while below < len(self._blocks) and between <= _BETWEEN:
            block = self._blocks[below]
            if block.is_list and options.has_boxes(block):
                ticks += options.ticks(block)
                every += len(block.children)
                end, between = below + 1, 0
            elif block.kind in _STOPS or block.is_list:
                break
            elif not (block.is_code or options.is_image(block)):
                between += 1
            below += 1
        return Spot(True, place, end, ticks, every, self._is_answered(end))

    def _is_answered(self, end: int) -> bool:
        """Return whether a sentence names the right ones of the options that end before ``end``."""
        if _says(self._blocks[end - 1]):
            return True
        titled = False
        for block in self._blocks[end : end + _BELOW]:
            # Below "Answer" the name of an option is enough.
            if _says(block) or (titled and read_names(block.content).names):
                return True
            titled = block.kind in _TITLES and is_label(block.text)
            if not titled and block.kind not in _PASSED:
                return False
        return False

    def _stem(self, spot: Spot) -> int | None:
        """Return the place of the text that asks."""
        first = self._blocks[spot.start]
        if first.kind == "paragraph" and letters.read_lines(first).above.strip():
            return spot.start
        stem: int | None = None
        for place in range(spot.start - 1, max(spot.start - 1 - _ABOVE, -1), -1):
            block = self._blocks[place]
            if block.kind in _STOPS:
                return self._title(place, stem)
            if block.kind == "ordered_list" and stem is None:
                # Its last item asks.
                return None
            if stem is None and block.kind == "paragraph" and not options.is_image(block):
                if options.is_note(block.content.split("\n", 1)[0]):
                    return None
                if not _CHOICES.fullmatch(block.content):
                    stem = place
            if block.kind == "paragraph" and self.lead(place):
                return place
        return stem

    def _title(self, place: int, stem: int | None) -> int | None:
        """Return the heading at ``place`` if it asks, else the text below it."""
        block = self._blocks[place]
        if block.kind not in {"heading", "summary"} or is_label(block.content):
            return stem
        if block.kind == "summary":
            # All that a box holds belongs to the question in its title.
            return place
        title = strip_number(block.text)[1]
        if is_key_title(title) or options.is_note(block.content):
            return None
        if is_questions_title(title):
            return stem
        lead = self.lead(place)
        if stem is None or _speaks_like_one(block.text) or (lead and lead.word):
            return place
        return stem


def _says(block: Block) -> bool:
    """Return whether a block names an option: ``Answer: B``."""
    while block.kind == "blockquote" and block.children:
        block = block.children[0]
    if block.is_list and block.children and block.children[-1].children:
        block = block.children[-1].children[0]
    if block.kind not in {"paragraph", "heading"}:
        return False
    for line in block.content.split("\n"):
        statement = read_statement(line)
        if statement and statement.names:
            return True
    return False
