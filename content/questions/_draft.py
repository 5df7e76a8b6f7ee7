"""One question while it is read: its blocks sorted into stem, options, answer and explanation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.markdown import Block
from content.outline import is_furniture
from content.questions import _options as options
from content.questions._answers import Statement, explains, is_label, read_statement
from content.questions._leads import is_title, without_bold
from content.render import render_block, unwrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.questions._leads import Lead

_DETAILS = frozenset({"details", "details_end"})


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
        """Say whether an option is marked, or a sentence names one."""
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
        self._owned = owned
        self._stem: list[str] = []
        self._read: dict[tuple[int, int], options.Lines] = {}
        first = (
            [Block("paragraph", lead.block.line, lead.block.end, lead.stem)] if lead.stem else []
        )
        self._blocks = [*first, *blocks]

    def read(self) -> Draft:
        self._draft.chosen = chosen = self._choose()
        after = self._boxed() if chosen == "boxes" else self._listed(chosen)
        options.name_letters(self._draft.options)
        for block in after:
            self._note(block, owned=self._owned)
        self._draft.stem = "\n\n".join(filter(None, self._stem))
        return self._draft

    def _choose(self) -> str:
        """Say how the options of this question are written."""
        lists = [block for block in self._blocks if block.is_list]
        if any(map(options.has_boxes, lists)):
            return "boxes"
        if any(map(options.has_marks, lists)):
            return "marked"
        if any(options.is_lettered(block) for block in lists):
            return "letters"
        if self._has_lines():
            return "lines"
        return "ordered" if any(block.kind == "ordered_list" for block in lists) else "list"

    def _has_lines(self) -> bool:
        count = 0
        for block in self._blocks:
            if block.kind in {"paragraph", "code_block"}:
                count += len(self._lines(block, count)[0])
            if count > 1:
                return True
        return False

    def _lines(self, block: Block, start: int) -> options.Lines:
        """Read the options of a paragraph once, as several steps ask for them."""
        key = (id(block), start)
        if key not in self._read:
            self._read[key] = options.read_lines(block, start)
        return self._read[key]

    def _is_options(self, block: Block, chosen: str) -> bool:
        """Say whether a block holds options, or more of them."""
        found = self._draft.options
        if chosen == "lines":
            return block.kind in {"paragraph", "code_block"} and bool(
                self._lines(block, len(found))[0]
            )
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

    def _listed(self, chosen: str) -> list[Block]:
        """Read the stem and the options; return the blocks behind them."""
        between: list[Block] = []
        for index, block in enumerate(self._blocks):
            if self._is_options(block, chosen) and not any(map(_is_prose, between)):
                self._extend(between)
                between = []
                self._take(block, chosen)
            elif self._draft.options:
                between.append(block)
                if _is_prose(block):
                    return [*self._trailing(between[:-1]), *self._blocks[index:]]
            else:
                self._add_to_stem(block)
        return self._trailing(between)

    def _boxed(self) -> list[Block]:
        """Read options that may stand in lists of their own, with text or code between them."""
        between: list[Block] = []
        for index, block in enumerate(self._blocks):
            if self._is_options(block, "boxes"):
                if any(map(_is_prose, between)) and self._is_complete():
                    return [*between, *self._blocks[index:]]
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
        return len(found) > 1 and any(option.right for option in found)

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
                self._note(Block("paragraph", line_number, block.end, below), owned=True)
            return
        for item in block.children:
            read = options.read_item(item)
            found.append(read.draft)
            for note in read.notes:
                self._note(note, owned=True)

    def _extend(self, blocks: Sequence[Block]) -> None:
        """Add what stands between two options to the first of them."""
        if not blocks:
            return
        last = self._draft.options[-1]
        code = [block for block in blocks if not _is_prose(block)]
        last.text = "\n".join(filter(None, [last.text, *map(render_block, code)]))
        for block in blocks:
            if _is_prose(block) and not self._read_note(block):
                last.reasons.append(render_block(block))

    def _trailing(self, blocks: Sequence[Block]) -> list[Block]:
        """Give the last option its code when every other one has some; return what is left."""
        found = self._draft.options
        others = [option.text for option in found[:-1]]
        if blocks and not _is_prose(blocks[0]) and others and all("\n" in text for text in others):
            self._extend(blocks[:1])
            return list(blocks[1:])
        return list(blocks)

    def _add_to_stem(self, block: Block) -> None:
        if block.kind in _DETAILS or block.kind == "hr":
            return
        if _only_announces(block):
            return
        # "Note: …" belongs to the stem; an answer in front of the options does not.
        says = block.kind == "paragraph" and read_statement(block.content.split("\n", 1)[0])
        if says and self._read_note(block):
            return
        text = block.content if block.kind in {"heading", "summary"} else render_block(block)
        if block.is_text:
            text = unwrap(text) if self._stem else without_bold(unwrap(text))
        self._stem.append(text)

    def _note(self, block: Block, *, owned: bool) -> None:
        """Read a block behind the options."""
        draft = self._draft
        if block.kind in _DETAILS or is_furniture(block):
            # From here on it is inside of the question's own box.
            self._owned = self._owned or block.kind == "details"
        elif block.kind == "hr":
            if not owned:
                draft.rest.append(block)
        elif block.kind in {"heading", "summary"}:
            if not self._read_note(block) and not is_label(block.content):
                draft.explanation.append(render_block(block))
        elif block.kind == "blockquote":
            for child in block.children:
                self._note(child, owned=True)
        elif not self._speaks(block):
            if owned or self._owned:
                draft.explanation.append(render_block(block))
            else:
                draft.rest.append(block)

    def _speaks(self, block: Block) -> bool:
        """Read a block that names or explains the answer by its words; False when it does not."""
        if block.is_list:
            return self._read_list(block)
        return block.kind == "paragraph" and self._read_note(block)

    def _read_list(self, block: Block) -> bool:
        """Read a list whose items speak of the answer."""
        texts = options.first_texts(block.children)
        if not texts or not options.is_note(texts[0]):
            return False
        for item in block.children:
            for child in item.children:
                self._note(child, owned=True)
        return True

    def _read_note(self, block: Block) -> bool:
        """Read the sentences that name the answer or explain it; False when there are none."""
        lines = block.content.split("\n")
        if not options.is_note(lines[0]):
            cut = next((n for n, line in enumerate(lines) if options.is_note(line)), None)
            if cut is None or not self._draft.options:
                return False
            lines[:cut] = ["\n".join(lines[:cut])]
        texts: list[str] = []
        for line in lines:
            statement = read_statement(line)
            if statement:
                self._draft.answers.append(statement)
                texts.append(statement.text)
            else:
                inside = explains(line)
                texts.append(line if inside is None else inside)
        text = unwrap("\n".join(filter(None, texts)))
        if text:
            self._draft.explanation.append(text)
        return True


def _only_announces(block: Block) -> bool:
    """Say whether a block in a stem is nothing but "Question" or "Options:"."""
    if block.kind == "paragraph" and not block.text.endswith((":", "\uff1a")):
        return False
    return block.is_text and (is_title(block.content) or is_label(block.content))


def _is_prose(block: Block) -> bool:
    return not block.is_code and not options.is_image(block)


def explanation_of(draft: Draft) -> str | None:
    """Return the explanation of a question, as Markdown."""
    return "\n\n".join(filter(None, draft.explanation)) or None
