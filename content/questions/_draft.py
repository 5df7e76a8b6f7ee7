"""One question while it is read: its blocks sorted into stem, options, answer and explanation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.markdown.blocks import Block
from content.markdown.render import render_block, unwrap
from content.questions import _letters as letters
from content.questions import _options as options
from content.questions._answers import announces_answer, is_label
from content.questions._leads import is_title, without_bold
from content.questions._notes import Notes, speaks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.questions._answers import Statement
    from content.questions._leads import Lead

_PARTS = frozenset({"details", "details_end", "hr"})
_FEW = 2
_LINES = frozenset({"paragraph", "code_block"})


@dataclass(slots=True)
class Draft:
    """A question as it stands in the file.

    ``answers`` are the statements of which options are right; ``rest`` are blocks that are not part
    of the question. ``chosen`` says how the options were written.
    """

    lead: Lead
    stem: str = ""
    options: list[options.Draft] = field(default_factory=list)
    answers: list[Statement] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    rest: list[Block] = field(default_factory=list)
    chosen: str = ""

    @property
    def is_answered(self) -> bool:
        """Return whether an option is marked, or a sentence names one."""
        return any(option.right for option in self.options) or bool(self.answers)


def read_draft(lead: Lead, blocks: Sequence[Block], *, owned: bool) -> Draft:
    """Read the question that ``lead`` begins out of the blocks below it.

    ``owned`` says that text behind the options belongs to the question and not to the lesson.
    """
    return _Reader(lead, blocks, owned=owned).read()


class _Reader:
    """Sorts the blocks below a lead, in their order."""

    def __init__(self, lead: Lead, blocks: Sequence[Block], *, owned: bool) -> None:
        self._draft = Draft(lead)
        self._notes = Notes(self._draft, owned=owned)
        self._inside: list[Block] = []
        """Blocks inside of the options that speak of the whole question."""
        self._parted = False
        """Whether text stands between the options."""
        self._ticked = False
        """Whether one of the options is marked as right."""
        self._full = 0
        """How many of the options, from the first one on, have more than a letter."""
        self._stem: list[str] = []
        self._read: dict[tuple[int, int], letters.Lines] = {}
        first = (
            [Block("paragraph", lead.block.line, lead.block.end, lead.stem)] if lead.stem else []
        )
        if blocks and options.holds_options(blocks[0]):
            # The only item of a list is the stem.
            blocks = [*blocks[0].children[0].children, *blocks[1:]]
        self._blocks = [*first, *map(letters.unlisted, blocks)]

    def read(self) -> Draft:
        draft = self._draft
        draft.chosen, limit = self._choose()
        chosen = draft.chosen
        asked, behind = self._blocks[:limit], self._blocks[limit:]
        after = self._boxed(asked) if chosen == "boxes" else self._listed(asked, chosen)
        draft.stem = "\n\n".join(filter(None, self._stem))
        pictured = "![" in draft.stem and not self._parted
        letters.name_letters(draft.options, pictured=pictured)
        self._notes.add(self._inside, owned=True)
        self._notes.add_own([*after, *behind])
        return draft

    def _limits(self) -> tuple[int, int]:
        """Return the places of the first box behind a list and of the answer.

        The box may be a hint above the options; behind the answer nothing is an option.
        """
        seen, box = False, None
        for index, block in enumerate(self._blocks):
            if speaks(block) or (block.kind == "summary" and announces_answer(block.content)):
                return index if box is None else box, index
            if seen and box is None and block.kind == "details":
                box = index
            seen = seen or block.is_list or options.may_hold(block)
        end = len(self._blocks)
        return end if box is None else box, end

    def _choose(self) -> tuple[str, int]:
        """Say how the options of this question are written, and before which block they end."""
        limit, answer = self._limits()
        for end in (limit, answer) if limit < answer else (limit,):
            lists = [block for block in self._blocks[:end] if block.is_list]
            for chosen, holds in _HOLDS.items():
                if any(map(holds, lists)):
                    return chosen, end
            if self._has_lines(self._blocks[:end]):
                return "lines", end
        ordered = any(block.kind == "ordered_list" for block in self._blocks[:limit])
        return "ordered" if ordered else "list", limit

    def _has_lines(self, blocks: Sequence[Block]) -> bool:
        count = 0
        for block in blocks:
            if block.kind in _LINES:
                count += len(self._lines(block, count).drafts)
            if count > 1:
                return True
        return False

    def _lines(self, block: Block, start: int) -> letters.Lines:
        """Read the options of a paragraph once, as several steps ask for them."""
        key = (id(block), start)
        if key not in self._read:
            self._read[key] = letters.read_lines(block, start)
        return self._read[key]

    def _is_options(self, block: Block, chosen: str) -> bool:
        """Return whether a block holds options, or more of them."""
        found = self._draft.options
        if chosen == "lines":
            return block.kind in _LINES and bool(self._lines(block, len(found)).drafts)
        if not block.is_list:
            return False
        if chosen == "boxes":
            return options.has_boxes(block)
        if chosen == "letters":
            return options.is_lettered(block, len(found))
        if found:
            # An ordered list that something interrupted goes on with the next number.
            return block.kind == "ordered_list" and block.level == len(found) + 1
        if chosen == "marked":
            return options.has_marks(block)
        return chosen == "list" or block.kind == "ordered_list"

    def _listed(self, blocks: Sequence[Block], chosen: str) -> list[Block]:
        """Read the stem and the options; return the blocks behind them."""
        between: list[Block] = []
        for index, block in enumerate(blocks):
            if self._is_options(block, chosen) and not any(map(_is_prose, between)):
                self._extend(between)
                between = []
                self._take(block, chosen)
            elif self._draft.options:
                between.append(block)
                if _is_prose(block):
                    return [*self._trailing(between[:-1]), *blocks[index:]]
            else:
                self._add_to_stem(block)
        return self._trailing(between)

    def _boxed(self, blocks: Sequence[Block]) -> list[Block]:
        """Read options that may stand in lists of their own, with text or code between them."""
        between: list[Block] = []
        for index, block in enumerate(blocks):
            if self._is_options(block, "boxes"):
                if any(map(_is_prose, between)) and self._is_complete():
                    return [*between, *blocks[index:]]
                self._extend(between)
                between = []
                self._take(block, "boxes")
            elif self._draft.options:
                between.append(block)
            else:
                self._add_to_stem(block)
        return self._trailing(between)

    def _is_complete(self) -> bool:
        found = self._draft.options
        return len(found) > 1 and self._ticked and not self._waits()

    def _waits(self) -> bool:
        """Return whether the last option is nothing but a letter, and all others have more."""
        found = self._draft.options
        if found[-1].reasons or not letters.is_bare(found[-1].text):
            return False
        while self._full < len(found) - 1 and _has_more(found[self._full]):
            self._full += 1
        return self._full == len(found) - 1

    def _take(self, block: Block, chosen: str) -> None:
        """Add the options of a block."""
        found = self._draft.options
        if chosen == "lines":
            drafts, above, below = self._lines(block, len(found))
            if above.strip():
                line = Block("paragraph", block.line, block.end, above)
                self._extend([line]) if found else self._add_to_stem(line)
            found += drafts
            if below.strip():
                line_number = min(block.line + block.content.count("\n"), block.end)
                self._inside.append(Block("paragraph", line_number, block.end, below))
            return
        items = options.split_items(block)
        for item in items.options:
            read = options.read_item(item)
            found.append(read.draft)
            self._ticked = self._ticked or read.draft.right
            self._inside += read.notes
        for item in items.notes:
            self._inside += item.children

    def _extend(self, blocks: Sequence[Block]) -> None:
        """Add what stands between two options to the first of them."""
        if not blocks:
            return
        last = self._draft.options[-1]
        for block in blocks:
            if not _is_prose(block):
                last.text = "\n".join(filter(None, [last.text, render_block(block)]))
            elif block.kind == "paragraph" and options.is_note(block.content):
                self._inside.append(block)
            else:
                self._parted = True
                last.reasons.append(render_block(block))

    def _trailing(self, blocks: Sequence[Block]) -> list[Block]:
        """Give the last option what is its own behind it; return what is left."""
        if not blocks or len(self._draft.options) < _FEW:
            return list(blocks)
        *others, last = self._draft.options
        own = self._waits()
        if not own and not _is_prose(blocks[0]):
            own = not last.text.strip("`.: ") or all("\n" in option.text for option in others)
        if own:
            self._extend(blocks[:1])
        return list(blocks[own:])

    def _add_to_stem(self, block: Block) -> None:
        if block.kind in _PARTS:
            return
        if _only_announces(block):
            return
        text = block.content if block.kind in {"heading", "summary"} else render_block(block)
        if block.is_text:
            text = unwrap(text) if self._stem else without_bold(unwrap(text))
        self._stem.append(text)


_HOLDS = {
    "boxes": options.has_boxes,
    "marked": options.has_marks,
    "letters": options.is_lettered,
}


def _has_more(option: options.Draft) -> bool:
    return bool(option.reasons) or "\n" in option.text


def _only_announces(block: Block) -> bool:
    """Return whether a block in a stem is nothing but "Question" or "Options:"."""
    if block.kind == "paragraph" and not block.text.endswith((":", "\uff1a")):
        return False
    return block.is_text and (is_title(block.content) or is_label(block.content))


def _is_prose(block: Block) -> bool:
    return not block.is_code and not options.is_image(block)


def explanation_of(draft: Draft) -> str | None:
    """Return the explanation of a question, as Markdown."""
    return "\n\n".join(filter(None, draft.explanation)) or None
