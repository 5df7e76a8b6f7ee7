"""Lesson Markdown as a value: text that keeps the blocks it was written from, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import core_schema

from content.markdown.blocks import parse, text_of

if TYPE_CHECKING:
    from content.markdown.blocks import Block


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
