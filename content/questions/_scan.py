"""Finds the questions of a lesson and their answer keys among its blocks, in any dialect."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.labs import lab_title
from content.outline import strip_number
from content.questions import _options as options
from content.questions._answers import is_label
from content.questions._draft import Draft, read_draft
from content.questions._keys import Entry, is_bare_key, is_key_title, read_key
from content.questions._leads import Lead, bare_lead, item_lead, read_lead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown import Block

_TITLE = re.compile(
    r"(?:practice|review|quiz|exam|test|self-test|sample|mock|knowledge[ -]check)\b.*\bquestions?"
    r"|(?:multiple[ -]choice )?questions?|(?:practice )?quiz(?: \d+)?|knowledge[ -]check|mcqs?"
    r"|(?:practice|mock|sample) (?:exam|test)(?: \d+)?",
    re.IGNORECASE,
)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_FEW = 2
_KEY_BEGINS = 40
"""How many blocks below a title are looked at to tell whether it is that of a key."""
_DEEPER = 7
"""The level of what is no heading: below all headings."""
_LONG = 60


def is_questions_title(title: str) -> bool:
    """Say whether a heading announces practice questions."""
    return bool(_TITLE.fullmatch(_EDGES.sub("", title)))


def _asks(block: Block) -> bool:
    """Say whether a text above ticked boxes is a question; a list of things to do has none."""
    asks = block.text.endswith(("?", ":", "_", "\u2026", "..."))
    return asks or (block.kind == "heading" and len(block.text) >= _LONG)


@dataclass(slots=True)
class Candidate:
    """What may be a question: its draft, and the places of its blocks in the document."""

    draft: Draft
    start: int
    end: int
    parents: tuple[int, ...]
    """The places of the headings above it."""
    asked: bool = False
    """Whether it became a question, so that its blocks are not part of the text."""
    listed: bool = False
    """Whether it is one of several items of a list, which are taken or left together."""

    @property
    def number(self) -> int | None:
        """Return the number that the question has in the file."""
        return self.draft.lead.number


@dataclass(slots=True)
class Key:
    """An answer key: its entries, and the places of its blocks, heading included."""

    entries: list[Entry]
    start: int
    end: int
    answered: list[Candidate] = field(default_factory=list)
    """The question for each entry, as far as there is one."""

    @property
    def is_used_up(self) -> bool:
        """Say whether all that it says went into questions that can be asked."""
        return len(self.answered) == len(self.entries) and all(
            candidate.asked for candidate in self.answered
        )


@dataclass(frozen=True, slots=True)
class Passed:
    """A number that begins something like a question; it only counts in the numbering."""

    number: int
    parents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading that is open: its level, its place, and what it announces for what is below."""

    level: int
    place: int
    announced: bool
    lab: bool


class Scanner:
    """Walks the blocks of a document once."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._boxes = _boxes(blocks)
        self._headings = [n for n, block in enumerate(blocks) if block.kind == "heading"]
        self._leads: dict[int, Lead | None] = {}
        self._path: list[_Open] = []
        self._found: list[Candidate | Key | Passed] = []

    def run(self) -> list[Candidate | Key | Passed]:
        """Return every candidate and key, and the numbers between them."""
        index = 0
        while index < len(self._blocks):
            index = self._step(index)
        return self._found

    def _step(self, index: int) -> int:
        """Read what begins at ``index``; return where to go on."""
        block = self._blocks[index]
        heading = self._heading(index) if block.kind == "heading" else None
        if heading.lab if heading else self._path and self._path[-1].lab:
            self._enter(heading)
            return index + 1
        if end := self._key(index):
            return end
        if end := self._question(index):
            return end
        if block.kind == "ordered_list" and (end := self._items(index)):
            return end
        self._enter(heading)
        return index + 1

    def _heading(self, index: int) -> _Open:
        """Return what a heading would open."""
        block = self._blocks[index]
        title = block.text
        announces = is_questions_title(strip_number(title)[1])
        above = next((one for one in reversed(self._path) if one.level < block.level), None)
        return _Open(
            level=block.level,
            place=index,
            announced=announces or bool(above and above.announced),
            lab=not announces and (bool(above and above.lab) or lab_title(title) is not None),
        )

    @property
    def _announced(self) -> bool:
        return bool(self._path and self._path[-1].announced)

    def _enter(self, heading: _Open | None) -> None:
        """Open a heading that is not part of a question."""
        if heading is None:
            return
        while self._path and self._path[-1].level >= heading.level:
            self._path.pop()
        self._path.append(heading)

    def _lead(self, index: int) -> Lead | None:
        if index not in self._leads:
            self._leads[index] = read_lead(self._blocks[index])
        return self._leads[index]

    def _question(self, index: int) -> int | None:
        """Read a question that begins at ``index``; return where it ends."""
        opened = self._blocks[index].kind == "details"
        place = index + 1 if opened and index + 1 < len(self._blocks) else index
        lead = self._lead(place)
        if lead is None and not opened:
            lead = self._bare(index)
        if lead is None or (opened and lead.style != "summary"):
            return None
        end = self._end(lead, place)
        owned = self._announced or lead.style in {"heading", "summary"}
        draft = read_draft(lead, self._blocks[place + 1 : end], owned=owned)
        if not self._is_question(draft):
            if lead.number is not None:
                self._found.append(Passed(lead.number, self._parents(lead)))
            return None
        end -= len(draft.rest) if draft.rest and self._rest_is_tail(draft, end) else 0
        self._add(draft, index, end)
        return end

    def _rest_is_tail(self, draft: Draft, end: int) -> bool:
        return all(
            one is two
            for one, two in zip(reversed(draft.rest), reversed(self._blocks[:end]), strict=False)
        )

    def _is_question(self, draft: Draft) -> bool:
        lead = draft.lead
        if lead.sure:
            # A list of frequent questions stays text.
            return (
                self._announced
                or draft.is_answered
                or draft.chosen in {"boxes", "letters", "lines"}
            )
        if len(draft.options) < _FEW:
            return False
        if draft.chosen in {"letters", "lines"}:
            return self._announced or draft.is_answered or lead.number is not None
        return draft.is_answered or (self._announced and draft.chosen == "boxes")

    def _bare(self, index: int) -> Lead | None:
        """Return a lead for a block without a number that options follow."""
        block = self._blocks[index]
        if block.kind not in {"heading", "paragraph"} or is_key_title(block.content):
            return None
        below = index + 1
        while below < len(self._blocks) and (
            self._blocks[below].is_code or options.is_image(self._blocks[below])
        ):
            below += 1
        if below >= len(self._blocks) or not self._blocks[below].is_list:
            return None
        first = self._blocks[below]
        every = len(first.children)
        ticked = options.has_boxes(first) and 0 < options.ticks(first) < every
        if ticked and (self._announced or _asks(block)):
            return bare_lead(block)
        if self._announced and (options.is_lettered(first) or options.has_marks(first)):
            return bare_lead(block)
        return None

    def _end(self, lead: Lead, place: int) -> int:
        """Return the place behind the last block that can belong to a question."""
        depth = 0
        options_seen = options.may_hold(self._blocks[place])
        for index in range(place + 1, len(self._blocks)):
            block = self._blocks[index]
            if depth == 0 and self._is_boundary(lead, index, options_seen=options_seen):
                return index
            if index in self._boxes:
                depth += 1
            elif block.kind == "details_end":
                if depth == 0 and lead.style == "summary":
                    # A summary that is a stem: its box is the question.
                    return index + 1
                depth = max(0, depth - 1)
            options_seen = options_seen or options.may_hold(block)
        return len(self._blocks)

    def _is_boundary(self, lead: Lead, index: int, *, options_seen: bool) -> bool:
        """Say whether a new thing begins at ``index``, outside of any box."""
        block = self._blocks[index]
        if block.kind == "details":
            return self._opens_question(index) or (options_seen and self._opens_key(index))
        if block.kind == "hr":
            return options_seen and lead.style != "summary"
        other = self._lead(index)
        if other and (other.number is not None or not other.sure or lead.stem):
            return other.sure or other.style in {lead.style, "heading"}
        if block.kind == "heading":
            if options.is_note(block.content) or is_label(block.content):
                return is_key_title(block.text) and self._holds_key(index)
            return (
                lead.style != "heading"
                or block.level <= lead.level
                or self._bare(index) is not None
            )
        if options_seen and (is_bare_key(block) or self._titles_key(index)):
            return True
        if lead.style == "item":
            return block.kind == "ordered_list" and block.level == (lead.number or 0) + 1
        return lead.style == "paragraph" and options_seen and self._bare(index) is not None

    def _opens_question(self, index: int) -> bool:
        below = self._lead(index + 1) if index + 1 < len(self._blocks) else None
        return below is not None and below.style == "summary"

    def _opens_key(self, index: int) -> bool:
        below = index + 1
        return (
            below < len(self._blocks)
            and self._blocks[below].kind == "summary"
            and is_key_title(self._blocks[below].content)
            and self._holds_key(below)
        )

    def _items(self, index: int) -> int | None:
        """Read the questions that are items of an ordered list; return where they end."""
        block = self._blocks[index]
        drafts: list[Draft] = []
        last = len(block.children) - 1
        end = index + 1
        for place, item in enumerate(block.children):
            if not item.children or not item.children[0].is_text:
                return None
            lead = item_lead(item, block.level + place)
            below = list(item.children[1:])
            if place == last:
                end = self._end(lead, index)
                below += self._blocks[index + 1 : end]
            draft = read_draft(lead, below, owned=True)
            if not self._is_question(draft) or draft.chosen in {"ordered", "list"}:
                return None
            drafts.append(draft)
        for draft in drafts:
            self._add(draft, index, end, listed=True)
        return end

    def _add(self, draft: Draft, start: int, end: int, *, listed: bool = False) -> None:
        parents = self._parents(draft.lead)
        self._found.append(Candidate(draft, start, end, parents, listed=listed))

    def _parents(self, lead: Lead) -> tuple[int, ...]:
        """Return the places of the headings above a lead."""
        level = lead.level or _DEEPER
        return tuple(one.place for one in self._path if one.level < level)

    def _key(self, index: int) -> int | None:
        """Read an answer key that begins at ``index``; return where it ends."""
        if not self._found:
            return None
        block = self._blocks[index]
        if block.kind == "details" and self._opens_key(index):
            return self._take_key(index, index + 2, self._box_end(index))
        if self._titles_key(index):
            return self._take_key(index, index + 1, self._key_end(index))
        if is_bare_key(block):
            return self._take_key(index, index, index + 1)
        return None

    def _titles_key(self, index: int) -> bool:
        block = self._blocks[index]
        return block.is_text and is_key_title(block.content) and self._holds_key(index)

    def _take_key(self, start: int, first: int, end: int) -> int:
        self._found.append(Key(read_key(self._blocks[first:end]), start, end))
        return end

    def _holds_key(self, index: int) -> bool:
        """Say whether the first blocks below a title answer questions."""
        inside = self._blocks[index].kind == "summary"
        end = self._box_end(index - 1) if inside else self._key_end(index)
        entries = read_key(self._blocks[index + 1 : min(end, index + _KEY_BEGINS)])
        return any(entry.answer.names or entry.answer.text for entry in entries)

    def _key_end(self, index: int) -> int:
        """Return where the key below a title ends: at the next heading that is no entry of it."""
        title = self._blocks[index]
        level = title.level if title.kind == "heading" else _DEEPER
        for place in self._headings[bisect_right(self._headings, index) :]:
            if self._blocks[place].level <= level:
                return place
        return len(self._blocks)

    def _box_end(self, index: int) -> int:
        """Return the place behind a box; one that is never closed holds its summary alone."""
        return self._boxes.get(index, index + 1) + 1


def _boxes(blocks: Sequence[Block]) -> dict[int, int]:
    """Return the place of the end for each ``<details>`` that is closed.

    One that is never closed would swallow all questions below it.
    """
    found: dict[int, int] = {}
    opened: list[int] = []
    for place, block in enumerate(blocks):
        if block.kind == "details":
            opened.append(place)
        elif block.kind == "details_end" and opened:
            found[opened.pop()] = place
    return found
