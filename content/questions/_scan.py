"""Finds the questions of a lesson and their answer keys among its blocks, in any dialect."""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING

from content.markdown.render import render_block
from content.questions import _options as options
from content.questions._answers import is_label
from content.questions._draft import Draft, read_draft
from content.questions._found import Candidate, Found, Key, Numbered, Passed, is_question
from content.questions._items import left_items, read_items
from content.questions._keys import is_bare_key, is_key_title
from content.questions._leads import Lead, bare_lead
from content.questions._path import Path
from content.questions._places import Places
from content.questions._spots import Spot, Spots, asks
from content.questions._titles import is_numbered_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.blocks import Block

_FEW = 2
_NEAR = 20
"""How many blocks below a list may stand before what makes its last item a question.

To read all that follows each list would take too long.
"""


class Scanner:
    """Walks the blocks of a document once."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self.spots = Spots(blocks)
        self._places = Places(blocks, lambda place: self.spots.get(place) is not None)
        self._leads: dict[int, Lead | None] = {}
        self._path = Path(blocks)
        self._found: list[Found] = []
        self._any = False
        """Whether anything like a question was found."""
        self._explained = -_FEW
        """The end of the last question that the text below it explains."""
        self._waiting: set[int | None] = set()
        """The numbers of the questions that have no answer yet."""

    def run(self) -> list[Found]:
        """Return every candidate and key, and the numbers between them."""
        index = 0
        while index < len(self._blocks):
            index = self._step(index)
        return self._found

    def _step(self, index: int) -> int:
        """Read what begins at ``index``; return where to go on."""
        block = self._blocks[index]
        heading = self._path.heading(index) if block.kind == "heading" else None
        if heading.lab if heading else self._path.in_lab:
            self._path.enter(heading)
            return index + 1
        if end := self._key(index):
            return end
        if end := self._question(index):
            return end
        if block.kind == "ordered_list":
            if end := self._items(index):
                return end
            self._found.append(Numbered(block.level, block.level + len(block.children) - 1))
        self._path.enter(heading)
        return index + 1

    def _lead(self, index: int) -> Lead | None:
        if index not in self._leads:
            self._leads[index] = self._read_lead(index)
        return self._leads[index]

    def _read_lead(self, index: int) -> Lead | None:
        block = self._blocks[index]
        lead = self.spots.lead(index)
        if lead is None or lead.sure:
            return lead
        if lead.word:
            # Any word may stand before a number: what stands below it says whether it asks.
            spot = self.spots.get(index)
            return lead if spot and self._is_asked(spot, block, lead.word) else None
        return None if block.kind == "heading" and is_numbered_title(block.text) else lead

    def _is_asked(self, spot: Spot, block: Block, kind: object) -> bool:
        """Return whether options are those of a question, by themselves or by others like them."""
        if spot.answered or not spot.boxes:
            return spot.answered
        return self.spots.is_quiz(kind) or (spot.is_choice and asks(block))

    def _question(self, index: int) -> int | None:
        """Read a question that begins at ``index``; return where it ends."""
        opened = self._blocks[index].kind == "details"
        place = index + 1 if opened and index + 1 < len(self._blocks) else index
        lead = self._lead(place) or self._bare(place)
        if lead is None or (opened and lead.style != "summary"):
            return None
        below = self._blocks[place + 1] if place + 1 < len(self._blocks) else None
        if below and options.holds_options(below) and (lead.stem or len(below.children) > 1):
            # The lead is the title of what asks.
            return None
        end = self._end(lead, place)
        owned = self._path.announced or lead.style in {"heading", "summary"}
        draft = read_draft(lead, self._blocks[place + 1 : end], owned=owned)
        if not is_question(draft, announced=self._path.announced):
            if lead.number is not None:
                self._found.append(Passed(lead.number, self._path.parents(lead)))
                self._any = True
            return None
        if self._explains(draft, index, end):
            draft.explanation.append(render_block(draft.rest.pop()))
            self._explained = end
        tail = end - len(draft.rest)
        end = tail if all(map(is_, draft.rest, self._blocks[tail:end])) else end
        self._add(draft, index, end)
        return end

    def _explains(self, draft: Draft, index: int, end: int) -> bool:
        """Return whether the only text below a question explains it, as others like it do."""
        lead, kinds = draft.lead, [block.kind for block in draft.rest]
        if kinds != ["paragraph"] or draft.explanation or not (lead.sure and draft.is_answered):
            return False
        place = end + any(block.kind == "hr" for block in self._blocks[end : end + 1])
        other = self._lead(place) if place < len(self._blocks) else None
        return index - self._explained in {0, 1} or bool(
            other and other.sure and other.style == lead.style
        )

    def _bare(self, index: int) -> Lead | None:
        """Return a lead for a block without a number that options follow."""
        block = self._blocks[index]
        spot = self.spots.get(index)
        if spot is None:
            return self._marked(index) if self._path.announced else None
        if spot.boxes and not (spot.is_choice or spot.answered):
            return None
        if self._path.announced or self._is_asked(spot, block, block.level):
            return bare_lead(block)
        return None

    def _marked(self, index: int) -> Lead | None:
        """Return a lead for a text right above a list with a marked option."""
        block = self._blocks[index]
        if block.kind not in {"heading", "paragraph"} or index + 1 >= len(self._blocks):
            return None
        below = self._blocks[index + 1]
        return bare_lead(block) if below.is_list and options.has_marks(below) else None

    def _end(self, lead: Lead, place: int, limit: int | None = None) -> int:
        """Return the place behind the last block that can belong to a question."""
        limit = len(self._blocks) if limit is None else min(limit, len(self._blocks))
        depth = 0
        options_seen = options.may_hold(self._blocks[place])
        for index in range(place + 1, limit):
            block = self._blocks[index]
            if depth == 0 and self._is_boundary(lead, index, options_seen=options_seen):
                return index
            if self._places.is_box(index):
                depth += 1
            elif block.kind == "details_end":
                if depth == 0 and lead.style == "summary":
                    # A summary that is a stem: its box is the question.
                    return index + 1
                depth = max(0, depth - 1)
            options_seen = options_seen or options.may_hold(block)
        return limit

    def _is_boundary(self, lead: Lead, index: int, *, options_seen: bool) -> bool:
        """Return whether a new thing begins at ``index``, outside of any box."""
        block = self._blocks[index]
        if block.kind == "details":
            return self._opens_question(index) or (options_seen and self._places.opens_key(index))
        if block.kind == "hr":
            return options_seen and lead.style != "summary"
        other = self._lead(index)
        if other and (other.number is not None or not other.sure or lead.stem):
            return (
                other.sure
                or other.style in {lead.style, "heading"}
                or ((options_seen or not lead.sure) and self.spots.get(index) is not None)
            )
        if block.kind == "heading":
            if options.is_note(block.content) or is_label(block.content):
                return is_key_title(block.text) and self._places.holds_key(index)
            return (
                lead.style != "heading"
                or block.level <= lead.level
                or self._bare(index) is not None
                or (bool(lead.stem) and not lead.sure and self.spots.asks_alone(index))
            )
        if options_seen and (is_bare_key(block) or self._places.titles_key(index)):
            return True
        if lead.style == "item":
            return block.kind == "ordered_list" and block.level == (lead.number or 0) + 1
        return lead.style == "paragraph" and options_seen and self._bare(index) is not None

    def _opens_question(self, index: int) -> bool:
        if index + 1 >= len(self._blocks):
            return False
        below = self._lead(index + 1) or self._bare(index + 1)
        return below is not None and below.style == "summary"

    def _items(self, index: int) -> int | None:
        """Read the questions that are items of an ordered list; return where they end."""
        block, end = self._blocks[index], index + 1
        far = end + _NEAR

        def below(lead: Lead) -> Sequence[Block]:
            nonlocal end
            near = (*block.children[-1].children, *self._blocks[index + 1 : far])
            if any(map(options.shows_options, near)):
                end = self._end(lead, index, far)
            return self._blocks[index + 1 : end]

        drafts = read_items(block, below, announced=self._path.announced)
        if not drafts:
            return None
        last = len(block.children) - 1
        if last not in drafts:
            end = index + 1
        elif end == far:
            end = self._end(drafts[last].lead, index)
            more = [*block.children[-1].children[1:], *self._blocks[index + 1 : end]]
            drafts[last] = read_draft(drafts[last].lead, more, owned=True)
        left = left_items(block, drafts)
        for place in range(len(block.children)):
            if place in drafts:
                self._add(drafts[place], index, end, left)
            else:
                self._found.append(Passed(block.level + place, self._path.parents(None)))
        return end

    def _add(self, draft: Draft, start: int, end: int, left: Sequence[Block] | None = None) -> None:
        parents = self._path.parents(draft.lead)
        self._found.append(Candidate(draft, start, end, parents, left=left))
        self._any = True
        if not draft.is_answered:
            self._waiting.add(draft.lead.number)

    def _key(self, index: int) -> int | None:
        """Read an answer key that begins at ``index``; return where it ends."""
        found = self._places.key(index) if self._any else None
        if found is None:
            return None
        first, end = found
        read = self._places.read(first, end)
        numbers = {entry.number for entry in read.entries}
        if first == index and not numbers & self._waiting:
            # A table without a title that answers nothing is a table.
            return None
        places = {id(block): place for place, block in enumerate(self._blocks[first:end], first)}
        # The headings of a key that repeat those above it say nothing more.
        kept = [
            places[id(block)]
            for block in read.kept
            if (block.kind != "heading" or block.content not in self._path.titles)
            and (block.kind != "summary" or not is_label(block.content))
        ]
        self._found.append(Key(read.entries, index, end, kept, self._path.parents(None)))
        self._waiting -= numbers
        return end
