"""Turns the HTML that people put between Markdown into Markdown; each line keeps its number.

``<details>``, ``</details>`` and ``<summary>Text</summary>`` stay, each in a paragraph of its own,
because questions hide their answers there. Code is never touched, and unknown tags are text.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from content.html.comments import answer
from content.html.elements import CELLS, EMPTY, IN_TABLES, INLINE, LISTS
from content.html.inline import JOINED
from content.html.lesson_lines import TITLES, LessonLines
from content.html.reader import COMMENT, read_lines
from content.markdown.lines import Line, lead_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from content.html.frames import Frame
    from content.html.reader import Token

_LOUD = frozenset({"b", "strong"})
"""What makes all of a title bold, as it is anyway."""

_ALONE = EMPTY | {"br", "hr", "img"}
_OPTION = re.compile(r"\(?[A-Za-z][.)]\s*\S")


def without_html(lines: Sequence[Line]) -> Iterable[Line]:
    """Return the lines with their HTML turned into Markdown."""
    if not any("<" in line.text and not line.code for line in lines):
        return lines
    return _Lesson(lines, read_lines(lines)).run()


class _Lesson(LessonLines):
    """Converts the tokens of a lesson, in which what has no partner may be a name."""

    def __init__(self, lines: Sequence[Line], tokens: list[Token]) -> None:
        super().__init__(lines, tokens)
        self._paragraphs = list(accumulate(not line.text.strip() for line in lines))
        self._codes = list(accumulate(line.code for line in lines))

    def take(self, place: int) -> int:
        """Write what stands for a token; return the place of the next."""
        token = self.tokens[place]
        if token.code:
            self.flush()
            self.frames[-1].put(self.lines[token.line])
            return place + 1
        if self.first is None:
            self.first = token.line
        if token.name == COMMENT:
            self._comment(token)
            return place + 1
        partner = self.partners.get(place)
        self.is_closed = partner is not None and (
            token.name in LISTS or self._has_no_code(place, partner)
        )
        if token.name == "pre" and self._is_whole(place):
            self.flush(token)
            return self.code(place, self.partners[place])
        if token.name == "table":
            if self._is_whole(place) and self._is_plain(place):
                self.block(token)
            else:
                return self._as_text(place, place if partner is None else partner)
        elif token.name in INLINE:
            self._inline(place)
        elif token.name and self._is_block(place):
            self.block(token)
        elif token.name:
            self._nothing(token, shown=partner is None)
            self.paragraph.add(" " * (partner is not None))
        else:
            self.paragraph.add(token.text)
        return place + 1

    def _comment(self, token: Token) -> None:
        """Leave a comment out; an answer that stands on lines of its own is kept."""
        note = answer(token.text.strip()[4:-3])
        if note and self._begins(token):
            self.flush(token)
            self.put(note, self.number(token))
        else:
            self._nothing(token, shown=False)

    def _inline(self, place: int) -> None:
        """Add the tag of an inline element, or show one that may be a placeholder's name."""
        token, partner = self.tokens[place], self.partners.get(place)
        if token.name in _LOUD and any(frame.name in TITLES for frame in self.frames):
            self._nothing(token, shown=False)
        elif token.name in _ALONE:
            if token.name != "img" or token.attributes.get("src"):
                self.paragraph.take(token)
                self._nothing(token, shown=False)
            else:
                self._nothing(token, shown=True)
        elif token.closes or (partner is not None and self._are_near(place, partner)):
            self.paragraph.take(token)
            self._nothing(token, shown=False)
        else:
            # What marks whole paragraphs has no sign in Markdown.
            self._nothing(token, shown=partner is None and not token.more)

    def _nothing(self, token: Token, *, shown: bool) -> None:
        """Show a tag as it is, or only keep count of the lines that it takes."""
        self.paragraph.add(token.text if shown else JOINED * token.text.count("\n"))

    def _as_text(self, place: int, end: int) -> int:
        """Show all tags up to a place as they are."""
        for token in self.tokens[place : end + 1]:
            if token.code:
                self.flush()
                self.frames[-1].put(self.lines[token.line])
            else:
                self.first = token.line if self.first is None else self.first
                self.paragraph.add(token.text)
        return end + 1

    def _are_near(self, place: int, other: int) -> bool:
        """Return whether two tags stand in one paragraph."""
        lines = (self.tokens[place].line, self.tokens[other].line)
        return self._paragraphs[lines[0]] == self._paragraphs[lines[1]]

    def _begins(self, token: Token) -> bool:
        return token.column == len(lead_of(self.lines[token.line].text))

    def _is_whole(self, place: int) -> bool:
        """Return whether an element divides its line and is closed before the next code."""
        end = self.partners.get(place)
        return end is not None and self._is_block(place) and self._has_no_code(place, end)

    def _has_no_code(self, place: int, end: int) -> bool:
        return self._codes[self.tokens[place].line] == self._codes[self.tokens[end].line]

    def _is_plain(self, place: int) -> bool:
        """Return whether a table has neither a table in it nor text outside of its cells."""
        cell = False
        for token in self.tokens[place + 1 : self.partners[place]]:
            if token.name in IN_TABLES:
                cell = token.opens and token.name in CELLS | {"caption"}
            elif not cell and token.text.strip():
                return False
        return True

    def _is_block(self, place: int) -> bool:
        """Return whether a tag of a block divides its line."""
        token = self.tokens[place]
        line = self.lines[token.line].text
        if line.startswith(("|", "#"), len(lead_of(line))):
            return False
        return bool(
            len(self.frames) > 1
            or self._begins(token)
            or place in self.partners
            or token.closes
            or token.more
        )

    def block(self, token: Token) -> None:
        """Write what stands for the tag of a block."""
        super().block(token)
        if token.name == "details":
            self.put("<details>" if token.opens else "</details>", self.number(token))

    def give(self, done: Frame, lines: Sequence[Line]) -> None:
        """Put the lines of an element that ends into the one around it."""
        if done.name not in TITLES:
            super().give(done, lines)
            self.resume(done.rest)
            return
        # What is broken by hand ends with two spaces.
        parts = "\n".join(line.text for line in lines).split("  \n")
        title, *options = (" ".join(part.split()) for part in parts)
        if not all(map(_OPTION.match, options)):
            title, options = " ".join(filter(None, [title, *options])), []
        title = title.lstrip("#").lstrip()
        self.resume(done.first)
        if done.name == "summary":
            self.put(f"<summary>{title}</summary>", done.line)
        elif title:
            self.put(f"{'#' * int(done.name[1])} {title}", done.line)
        # Options below a question in its title become lines of their own.
        for option in options:
            self.put(option, done.line)
