"""Blocks back to Markdown that keeps them, evenly indented: any forge shows the same nesting."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic_core import core_schema

from content.markdown.blocks import parse, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from content.markdown.blocks import Block

# A line that starts like this goes on with the sentence above; anything else keeps its own line.
_FLOWS = re.compile(r"(?!(?:\d+|[A-Za-z])[.)]\s|\*\s)[\w(`*_\"'\[](?!\^)")
# What would begin a block of its own without the indent that makes it go on with a paragraph.
_BEGINS = re.compile(r"[-+*>#=|~`_\d]")
_TICKS = re.compile(r"`+")


class Markdown(str):
    """Well-formed Markdown that knows its blocks, so that cards and the index parse nothing again.

    ``render`` gives the blocks; any other text is parsed when it is first asked for them. As a
    string, in JSON and in comparisons it is nothing but its text.
    """

    __slots__ = ("_blocks",)
    _blocks: tuple[Block, ...] | None

    def __new__(cls, text: str, blocks: tuple[Block, ...] | None = None) -> Markdown:
        """Return a text that was written from ``blocks``, or one that is still to be parsed."""
        made = super().__new__(cls, text)
        made._blocks = blocks if text else ()
        return made

    @classmethod
    def of(cls, text: str) -> Markdown:
        """Return ``text`` as it is if it has blocks, or as Markdown that is still to be parsed."""
        return text if isinstance(text, Markdown) else cls(text)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks of this text."""
        if self._blocks is None:
            self._blocks = parse(self).blocks
        return self._blocks

    @property
    def plain(self) -> str:
        """Return the words: no marks, code kept, links and tables as their text."""
        return text_of(self.blocks)

    def __reduce__(self) -> tuple[type[Markdown], tuple[str]]:
        return Markdown, (str(self),)

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._checked, serialization=core_schema.to_string_ser_schema(when_used="json")
        )

    @classmethod
    def _checked(cls, value: object) -> Markdown:
        if isinstance(value, str):
            return cls.of(value)
        raise ValueError("Markdown is text")


def render(blocks: Iterable[Block]) -> Markdown:
    """Return well-formed Markdown for ``blocks``: lists with even nesting, fences closed."""
    whole = tuple(blocks)
    texts: list[str] = []
    after, mark = -1, "."
    for block in whole:
        # With the same mark, a list below one would go on with that one's numbers.
        begins_anew = block.kind == "ordered_list" and after not in {-1, block.level}
        mark = ")" if begins_anew and mark == "." else "."
        if text := render_block(block, mark):
            texts.append(text)
            after = block.level + len(block.children) if block.kind == "ordered_list" else -1
    return Markdown("\n\n".join(texts), whole)


def render_block(block: Block, mark: str = ".") -> str:
    """Return the Markdown of one block without an end of line.

    ``mark`` stands behind the numbers of a list.
    """
    match block.kind:
        case "bullet_list" | "ordered_list":
            return _list(block, mark)
        case "fence" | "code_block":
            return _fence(block)
        case "heading":
            return f"{'#' * block.level} {' '.join(unwrap(block.content).split())}".rstrip()
        case "blockquote":
            return _prefixed(render(block.children), "> ", "> ").replace("> \n", ">\n")
        case "table":
            return _table(block)
        case "hr":
            return "---"
        case "summary":
            return f"**{unwrap(block.content)}**"
        case _:
            return unwrap(block.content) if block.is_text else render(block.children)


def unwrap(content: str) -> str:
    """Join the lines of a sentence; chats show each end of line, unlike a Markdown page."""
    if "\n" not in content:
        return content.rstrip()
    # The parts of each line; only the first of them may be nothing but spaces and backslashes.
    written: list[list[str]] = []
    for line in content.split("\n"):
        bare = line.lstrip()
        above = written[-1] if written else [""]
        if above[-1].endswith(("  ", "\\")) and (len(above) > 1 or above[0].strip(" \\")):
            above[-1] = above[-1].rstrip(" ").removesuffix("\\").rstrip() + "  "
            written.append([line])
        elif written and _FLOWS.match(bare):
            above.append(bare)
        else:
            written.append([line if _BEGINS.match(bare) else bare])
    return "\n".join(map(" ".join, written)).rstrip()


def _list(block: Block, mark: str) -> str:
    items = []
    for index, item in enumerate(block.children):
        marker = f"{block.level + index}{mark} " if block.kind == "ordered_list" else "- "
        items.append(_prefixed(_item(item), marker, " " * len(marker)))
    return "\n".join(items)


def _item(item: Block) -> str:
    """Return an item's blocks; a list directly below its text needs no empty line."""
    written = ""
    for child in item.children:
        text = render_block(child)
        if not text:
            continue
        # A list that does not begin with 1 would melt into the sentence above.
        close = child.kind in {"bullet_list", "fence"} or (child.is_list and child.level == 1)
        written += ("\n" if close else "\n\n") * bool(written) + text
    return written


def _prefixed(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    tail = [rest + line if line or rest.strip() else "" for line in lines[1:]]
    return "\n".join([(first + lines[0]).rstrip() if not lines[0] else first + lines[0], *tail])


def _fence(block: Block) -> str:
    longest = max((len(run) for run in _TICKS.findall(block.content)), default=0)
    marks = "`" * max(3, longest + 1)
    info = "" if "`" in block.info else block.info.strip()
    content = (
        block.content if block.content.endswith("\n") or not block.content else block.content + "\n"
    )
    return f"{marks}{info}\n{content}{marks}"


def _table(block: Block) -> str:
    rows = [row for part in block.children for row in part.children]
    cells = [[cell.content.replace("|", "\\|") for cell in row.children] for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in cells[:1]]
    # A row of nothing is a stray mark below the table.
    lines += [f"| {' | '.join(row)} |" for row in cells[1:] if any(row)]
    lines.insert(1, f"|{'|'.join(' --- ' for _ in cells[0])}|")
    return "\n".join(lines)
