"""The options of a question: out of lists, checkboxes, and lines that begin with a letter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from content.questions._answers import explains, read_statement
from content.render import render, render_block, unwrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from content.markdown import Block

_CORRECT = re.compile(
    r"\s*[\[(]correct(?: answer)?[\])]|\s*[\u2705\u2714\u2713]\ufe0f?", re.IGNORECASE
)
_SIGN = re.compile(r"[\[(\u2705\u2714\u2713]")
_WRONG = re.compile(r"\s*[\u274c\u2717\u2716]\ufe0f?")
_CROSS = re.compile(r"[\u274c\u2717\u2716]")
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_WHOLE_BOLD = re.compile(r"(?P<bold>\*\*|__)(?P<text>(?:(?!(?P=bold)).)+)(?P=bold)", re.DOTALL)
_BOX = re.compile(
    r"(?:[*_]{2})?\[(?P<mark>[ \t]*[xX\u2713\u2714*]?[ \t]*)\](?!\()[:.]?(?:\s+|$)", re.DOTALL
)
_LETTER = re.compile(
    r"(?P<open>[*_]{0,3})\(?(?P<letter>[A-Za-z])(?:[.)](?P<tight>(?=\S))?|\s?:|\s[\u2013\u2014-](?=\s))"
    r"(?P<close>[*_]{0,3})(?:\s*|$)",
)
# An option in code together with its letter.
_NAMED_CODE = re.compile(r"`(?P<text>[A-Z][.)] [^`]+)`")
# What a line must begin with to be named by a letter, for a quick look at a whole paragraph.
_MAY_NAME = re.compile(r"^[ \t]*[*_]{0,3}(?:\[[^\]]{0,3}\])?\(?[A-Za-z](?:[.):]|\s)", re.MULTILINE)
_ASIDE = frozenset({"blockquote", "details", "summary", "details_end"})
_LONGEST = 26
_FIRST_ITEMS = 2


class Box(NamedTuple):
    """A checkbox in front of an option: ticked or not, and whether it was written whole."""

    ticked: bool
    whole: bool


@dataclass(slots=True)
class Draft:
    """An option while it is read; ``text`` is Markdown, ``letter`` its name in the file."""

    line: int
    text: str
    right: bool = False
    letter: str = ""
    box: Box | None = None
    reasons: list[str] = field(default_factory=list)


class Item(NamedTuple):
    """An option out of a list item, and the blocks in it that speak of the whole question."""

    draft: Draft
    notes: list[Block]


def is_marked(content: str) -> bool:
    """Say whether ``content`` says of itself that it is right."""
    return bool(_SIGN.search(content)) and bool(_CORRECT.search(_CODE_SPAN.sub("", content)))


def has_marks(block: Block) -> bool:
    """Say whether an item of a list is marked as right."""
    return any(is_marked(part.content) for item in block.children for part in item.children)


def has_boxes(block: Block) -> bool:
    """Say whether the first items of a list begin with a checkbox."""
    return any(_BOX.match(_first(item)) for item in block.children[:_FIRST_ITEMS])


def ticks(block: Block) -> int:
    """Return how many items of a list have a ticked checkbox."""
    found = [_box(_first(item))[0] for item in block.children]
    return sum(bool(box and box.ticked) for box in found)


def lettered(contents: Sequence[str], start: int = 0) -> bool:
    """Say whether texts begin with letters in a row, from the one with the index ``start`` on."""
    return bool(contents) and all(
        letter_of(content) == index for index, content in enumerate(contents, start)
    )


def letter_of(content: str) -> int | None:
    """Return the index of the letter in front of an option: 0 for ``A)``; None without one."""
    found = _LETTER.match(_box(content)[1])
    return ord(found["letter"].upper()) - ord("A") if found else None


def is_lettered(block: Block, start: int = 0) -> bool:
    """Say whether all items of a list are named ``A``, ``B`` and so on."""
    return lettered([_first(item) for item in block.children], start)


def read_item(item: Block) -> Item:
    """Read an option out of a list item: nested lists and paragraphs are its reasons."""
    draft = Draft(item.line, "")
    notes: list[Block] = []
    texts: list[str] = []
    for index, block in enumerate(item.children):
        if notes or block.kind in _ASIDE or (block.is_list and _speaks_of_all(block)):
            notes.append(block)
        elif block.is_list:
            draft.reasons += [render(part.children) for part in block.children]
        elif index == 0 and block.is_text:
            texts.append(_read_text(draft, block, notes))
        elif index == 0 or block.is_code or is_image(block):
            texts.append(render_block(block))
        elif block.kind == "paragraph" and is_note(block.content):
            notes.append(block)
        else:
            draft.reasons.append(render_block(block))
    draft.text = "\n".join(filter(None, texts))
    return Item(draft, notes)


class Lines(NamedTuple):
    """Options out of the lines of a paragraph, and the text above and below them that is none."""

    drafts: list[Draft]
    above: str
    below: str


def read_lines(block: Block, start: int = 0) -> Lines:
    """Read ``A. …`` lines out of a paragraph, from the letter with the index ``start`` on."""
    if not _MAY_NAME.search(block.content):
        return Lines([], block.content, "")
    above: list[str] = []
    below: list[str] = []
    drafts: list[Draft] = []
    for number, line in enumerate(block.content.split("\n")):
        bare = line.strip()
        if below or (drafts and is_note(bare)):
            below.append(line)
        elif letter_of(bare) == start + len(drafts) and start + len(drafts) < _LONGEST:
            drafts.append(Draft(min(block.line + number, block.end), bare))
        elif drafts:
            drafts[-1].text += f"\n{line}"
        else:
            above.append(line)
    for draft in drafts:
        draft.text = _take_marks(draft, draft.text)
    return Lines(drafts, "\n".join(above), "\n".join(below))


def may_hold(block: Block) -> bool:
    """Say whether a list or paragraph looks like options; a list with bullets may be a stem's."""
    if block.is_list:
        return (
            block.kind == "ordered_list"
            or has_boxes(block)
            or is_lettered(block)
            or has_marks(block)
        )
    return (
        block.kind == "paragraph"
        and bool(_MAY_NAME.search(block.content))
        and any(letter_of(line.strip()) in {0, 1} for line in block.content.split("\n"))
    )


def name_letters(drafts: Sequence[Draft]) -> None:
    """Take ``A)`` off the options when all of them have such names in a row."""
    if len(drafts) > 1 and lettered([draft.text for draft in drafts]):
        for draft in drafts:
            found = _LETTER.match(draft.text)
            assert found
            draft.letter = found["letter"].upper()
            draft.text = _after_letter(found, draft.text)
    elif len(drafts) > 1 and all(map(_is_named_only, drafts, range(len(drafts)))):
        for draft in drafts:
            draft.letter, _, draft.text = draft.text.partition("\n")


def _is_named_only(draft: Draft, index: int) -> bool:
    """Say whether an option is its letter and code below it: a card has letters of its own."""
    first, _, rest = draft.text.partition("\n")
    return first.strip("`.:) ") == chr(ord("A") + index) and bool(rest)


def is_image(block: Block) -> bool:
    """Say whether a paragraph is nothing but an image."""
    return block.kind == "paragraph" and block.content.startswith("![")


def is_note(content: str) -> bool:
    """Say whether a text speaks of the answer: ``Answer: B`` or ``Explanation: …``."""
    return read_statement(content) is not None or explains(content) is not None


def _speaks_of_all(block: Block) -> bool:
    return all(is_note(_first(item)) for item in block.children)


def _first(item: Block) -> str:
    return item.children[0].content if item.children and item.children[0].is_text else ""


def _read_text(draft: Draft, block: Block, notes: list[Block]) -> str:
    """Read the text of an option; lines glued to it that speak of the answer become a note."""
    lines = block.content.split("\n")
    cut = next((n for n, line in enumerate(lines) if n and is_note(line)), len(lines))
    if cut < len(lines):
        line = min(block.line + cut, block.end)
        notes.append(type(block)("paragraph", line, block.end, "\n".join(lines[cut:])))
    box, text = _box("\n".join(lines[:cut]))
    draft.box = box
    draft.right = bool(box and box.ticked)
    return _take_marks(draft, text)


def _box(content: str) -> tuple[Box | None, str]:
    if content[:1] == "`" and (code := _NAMED_CODE.fullmatch(content)):
        return None, code["text"]
    found = _BOX.match(content) if content[:1] in {"[", "*", "_"} else None
    if not found:
        return None, content
    mark = found["mark"].strip()
    lead = content[: found.start("mark") - 1]
    return Box(bool(mark), len(found["mark"]) == 1), lead + content[found.end() :]


def _take_marks(draft: Draft, content: str) -> str:
    """Return an option without the marks of right and wrong, and without bold around all of it."""
    text = unwrap(content)
    if is_marked(text):
        draft.right = True
        text = _outside_code(_CORRECT, text)
    if _CROSS.search(text):
        text = _outside_code(_WRONG, text)
    return _without_bold(text.strip())


def _outside_code(pattern: re.Pattern[str], text: str) -> str:
    spans = [found.span() for found in _CODE_SPAN.finditer(text)]
    for found in reversed(list(pattern.finditer(text))):
        if not any(start <= found.start() < end for start, end in spans):
            text = text[: found.start()] + text[found.end() :]
    return text


def _without_bold(text: str) -> str:
    whole = _WHOLE_BOLD.fullmatch(text) if text[:2] in {"**", "__"} else None
    return whole["text"].strip() if whole else text


def _after_letter(found: re.Match[str], text: str) -> str:
    """Return an option without its letter; bold that began before it begins after it."""
    rest = text[found.end() :]
    opened = found["open"]
    if opened and not found["close"]:
        return _without_bold(f"{opened}{rest}") if opened in rest else rest
    return _without_bold(rest.strip())


def first_texts(blocks: Iterable[Block]) -> list[str]:
    """Return the first text of each item of a list."""
    return [_first(item) for item in blocks]
