"""What stands behind the options of a question: sentences that name the answer or explain it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content import words
from content.markdown.render import render_block, unwrap
from content.outline.furniture import is_furniture
from content.questions import _options as options
from content.questions._answers import (
    Statement,
    adds_to_answer,
    announces_answer,
    explains,
    is_label,
    read_alone,
    read_statement,
)
from content.questions._leads import without_bold
from content.questions._repeats import find_repeat, named, spelled_out, without_repeat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.markdown.blocks import Block
    from content.questions._draft import Draft

_CALLOUT = re.compile(r"\[!\w+\][-+]?(?P<title>[^\n]*)(?:\n(?P<rest>.*))?", re.DOTALL)
_CORRECTION = re.compile(rf"[\W_]*(?:correction|{words.KEY})[\W_]*", re.IGNORECASE)
_DETAILS = frozenset({"details", "details_end"})


def speaks(block: Block) -> bool:
    """Return whether a block begins with a sentence that names the answer."""
    if block.kind == "blockquote":
        return bool(block.children) and speaks(block.children[0])
    return block.is_text and read_statement(block.content.split("\n", 1)[0]) is not None


def _quoted(block: Block) -> Iterator[Block]:
    """Yield the blocks in a quote; the title of a callout, ``> [!tip]- Answer``, is a summary."""
    for place, child in enumerate(block.children):
        found = _CALLOUT.fullmatch(child.content) if place == 0 and child.is_text else None
        if not found:
            yield child
            continue
        if found["title"].strip():
            yield child._replace(kind="summary", content=found["title"].strip())
        if found["rest"]:
            yield child._replace(line=min(child.line + 1, child.end), content=found["rest"])


class Notes:
    """Sorts the blocks behind the options of a draft, in their order.

    ``owned`` says that text behind the options belongs to the question and not to the lesson.
    """

    def __init__(self, draft: Draft, *, owned: bool) -> None:
        self._draft = draft
        self._owned = owned
        self._awaits = False
        """Whether a label announced the answer, which is to come."""
        self._announced = False
        """Whether a label or a colon announced the next block."""

    def add(self, blocks: Iterable[Block], *, owned: bool = False) -> None:
        """Read blocks behind the options; ``owned`` says that they are the question's for sure."""
        for block in blocks:
            self._add(block, owned=owned or self._owned)

    def add_own(self, blocks: Sequence[Block]) -> None:
        """Read the blocks behind the options up to those of a question that was not seen."""
        end = self._end(blocks)
        self.add(blocks[:end])
        self._draft.rest += blocks[end:]

    def _end(self, blocks: Sequence[Block]) -> int:
        """Return the place of a second answer, or of its bold stem; one may repeat the first."""
        found = self._draft.options
        right = {place for place, option in enumerate(found) if option.right}
        right = right.union(*(named(found, one) for one in self._draft.answers))
        depth, stem, asks = 0, None, False
        for place, block in enumerate(blocks):
            depth += (block.kind == "details") - (block.kind == "details_end")
            if block.kind != "paragraph" or depth > 0:
                continue
            line = block.content.split("\n", 1)[0].strip()
            said = read_statement(line)
            names = named(found, spelled_out(found, said)) if said else frozenset()
            if names and right and (asks or not names <= right):
                return place if stem is None else stem
            if names:
                right |= names
                stem, asks = None, False
            elif (text := without_bold(line)) != line and not text.endswith(":"):
                stem, asks = place, text.endswith(words.ASKS)
        return len(blocks)

    def _add(self, block: Block, *, owned: bool) -> None:
        draft = self._draft
        owned, self._announced = owned or self._announced, False
        if block.kind == "paragraph" and not owned:
            owned = draft.is_answered and adds_to_answer(block.content)
        if block.kind in _DETAILS or is_furniture(block):
            # From here on it is inside of the question's own box.
            self._owned = self._owned or block.kind == "details"
        elif block.kind == "hr":
            if not owned:
                draft.rest.append(block)
        elif block.kind in {"heading", "summary"}:
            if not self.read(block):
                if not (is_label(block.content) or _CORRECTION.fullmatch(block.content)):
                    draft.explanation.append(render_block(block))
                self._awaits = self._awaits or announces_answer(block.content)
        elif block.kind == "blockquote":
            for child in _quoted(block):
                self._add(child, owned=True)
        elif not self._reads(block):
            self._announced = block.kind == "paragraph" and block.content.rstrip("*_ ").endswith(
                ":"
            )
            if owned or self._owned:
                draft.explanation.append(render_block(block))
            else:
                draft.rest.append(block)

    def _reads(self, block: Block) -> bool:
        """Read a block that names or explains the answer by its words; False when it does not."""
        if block.is_list:
            return self._read_list(block)
        return block.kind == "paragraph" and self.read(block)

    def _read_list(self, block: Block) -> bool:
        """Read a list whose items speak of the answer."""
        texts = options.first_texts(block.children)
        if not texts or not options.is_note(texts[0]):
            return False
        for item in block.children:
            self.add(item.children, owned=True)
        return True

    def read(self, block: Block) -> bool:
        """Read the sentences that name the answer or explain it; False when there are none."""
        found = self._draft.options
        lines = block.content.split("\n")
        awaited = self._awaited(lines[0])
        if not awaited and not options.is_note(lines[0]):
            cut = next((n for n, line in enumerate(lines) if options.is_note(line)), None)
            if cut is None or not found:
                return False
            lines[:cut] = ["\n".join(lines[:cut])]
        texts: list[str] = []
        for line in lines:
            statement, awaited = awaited or read_statement(line), None
            if statement:
                statement = spelled_out(found, statement)
                self._awaits = not statement.names and not statement.text
                if not self._awaits:
                    self._draft.answers.append(statement)
                texts.append(without_repeat(found, statement))
            else:
                inside = explains(line)
                texts.append(line if inside is None else inside)
        text = unwrap("\n".join(filter(None, texts)))
        self._announced = not text or text.rstrip("*_ ").endswith(":")
        if text:
            self._draft.explanation.append(text)
        return True

    def _awaited(self, line: str) -> Statement | None:
        """Read the answer that a label above announced."""
        if not self._awaits or self._draft.is_answered or options.is_note(line):
            return None
        self._awaits = False
        words = Statement((), line.strip())
        return read_alone(line) or (words if find_repeat(self._draft.options, words) else None)
