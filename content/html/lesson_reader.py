"""Cuts the lines of a lesson into Markdown, comments and the tags that count in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from content.html.elements import IN_LESSONS
from content.html.reader import TAG, Token, is_tag, tag_of
from content.repair.lines import code_spans, crossing_spans, inside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.repair.lines import Line, Span

_TAG_OR_COMMENT = re.compile(rf"<!--|{TAG.pattern}")
COMMENT = "!--"
"""What a comment has for a name."""


def read_lines(lines: Sequence[Line]) -> list[Token]:
    """Return the tokens of a lesson: comments, and tags that people use between Markdown."""
    tokens: list[Token] = []
    crossing = crossing_spans(lines)
    first = 0
    for index in range(len(lines) + 1):
        if index == len(lines) or lines[index].code:
            tokens += _Run(lines[first:index], first, crossing).tokens()
            if index < len(lines):
                tokens.append(Token(lines[index].text, index, code=True))
            first = index + 1
    return tokens


class _Run:
    """The lines between two that are code; ``first`` is the index of the first one."""

    def __init__(self, lines: Sequence[Line], first: int, crossing: dict[int, Span]) -> None:
        self._texts = [line.text for line in lines]
        self._text = "\n".join(self._texts)
        self._first = first
        self._crossing = crossing
        self._starts = list(accumulate((len(one) + 1 for one in self._texts), initial=0))
        self._paragraphs = list(accumulate(not one.strip() for one in self._texts))
        self._line = 0
        self._spans: Sequence[Span] | None = None
        self._comment_end = 0

    def tokens(self) -> Iterator[Token]:
        """Yield the tokens, and the text between them."""
        place = done = line = 0
        while found := _TAG_OR_COMMENT.search(self._text, place):
            place = found.end()
            if not self._counts(found):
                continue
            column = found.start() - self._starts[self._line]
            if found["name"]:
                token = tag_of(found, self._first + self._line, column)
            elif (place := self._end_of_comment(found, column)) > 0:
                text = self._text[found.start() : place]
                token = Token(text, self._first + self._line, column, COMMENT)
            else:
                place = found.end()
                continue
            if done < found.start():
                yield Token(self._text[done : found.start()], self._first + line)
            yield token
            done = place
            line = self._line + token.text.count("\n")
        if done < len(self._text) or self._texts:
            yield Token(self._text[done:], self._first + line)

    def _counts(self, found: re.Match[str]) -> bool:
        """Return whether this is a tag or comment, and no code or text."""
        start = found.start()
        if found["name"] and (found["name"].lower() not in IN_LESSONS or not is_tag(found)):
            return False
        if self._text[start - 1 : start] == "\\" and self._text[start - 2 : start - 1] != "\\":
            return False
        while self._starts[self._line + 1] <= start:
            self._line, self._spans = self._line + 1, None
        if self._spans is None:
            text = self._texts[self._line]
            self._spans = code_spans(text) if "`" in text else []
            if (number := self._first + self._line) in self._crossing:
                self._spans = sorted([*self._spans, self._crossing[number]])
        return not inside(start - self._starts[self._line], self._spans)

    def _end_of_comment(self, found: re.Match[str], column: int) -> int:
        """Return the place behind a comment; 0 where it is none."""
        if 0 <= self._comment_end < found.end():
            self._comment_end = self._text.find("-->", found.end())
        if self._comment_end < 0:
            return 0
        text = self._texts[self._line]
        end = self._comment_end + len("-->")
        last = bisect_right(self._starts, end - 1) - 1
        # A comment inside a paragraph ends in it, or is none.
        if len(text) - len(text.lstrip()) < column and (
            self._paragraphs[last] != self._paragraphs[self._line]
        ):
            return 0
        # Spaces stand on one side only.
        while self._text[end : end + 1] in {" ", "\t"} and text[column - 1 : column] in {
            " ",
            "",
            "\t",
        }:
            end += 1
        return end
