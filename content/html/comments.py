"""Takes HTML comments out of raw lines; one that gives a question's answer stays, evenly written.

An answer is left as ``<!-- answer: B -->`` (or ``answers``) in a paragraph of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from content.repair.fence_markers import Partners
from content.repair.lines import Line, code_spans, continued, inside, lead_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.repair.fence_markers import Mark

_ANSWER = re.compile(
    r"(?:correct\s+)?ans(?:wer(?P<plural>s)?)?\s*(?:(?:is|are)\s*)?[:=]\s*(?P<letters>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
# A comment inside a paragraph is no longer than this; one that stands alone may be.
_PARAGRAPH = 20


def commented_lines(lines: Sequence[str], marks: Sequence[Mark]) -> set[int]:
    """Return the lines inside of comments, where marks open no fence.

    What opens first wins: in a fence that is closed, ``<!--`` is code.
    """
    openers = [n for n, text in enumerate(lines) if "<!--" in text]
    hidden: set[int] = set()
    if not openers:
        return hidden
    partners = Partners(marks)
    ends = _Ends(lines, {mark.line for mark in marks if mark.opens}, hidden)
    at, done = 0, -1
    for index in openers:
        while at < len(marks) and marks[at].line <= index:
            partner, closed = partners.find(at) if marks[at].opens else (at, False)
            if closed and marks[at].line > done:
                done, at = marks[partner].line, partner
            at += 1
        if index <= done:
            continue
        text, start = _within(lines[index])
        last = None if start is None else ends.find(index, text[:start])
        if last is not None:
            hidden.update(range(index + 1, last + 1))
            done = last
    return hidden


class _Ends:
    """Where comments end that go on below their first line; ``code`` are lines with code.

    ``-->`` ends none where it is ``literal``.
    """

    def __init__(self, texts: Sequence[str], code: set[int], literal: set[int]) -> None:
        self._texts = texts
        self._code = code
        self._ends = [n for n, text in enumerate(texts) if "-->" in text and n not in literal]

    def find(self, index: int, before: str) -> int | None:
        """Return the line where the comment of a line ends, which has ``before`` to its left.

        A comment inside a paragraph ends in it, or is none.
        """
        place = bisect_left(self._ends, index + 1)
        if place == len(self._ends):
            return None
        last = self._ends[place]
        return last if not before.strip() or self._one_paragraph(index, last) else None

    def _one_paragraph(self, first: int, last: int) -> bool:
        return last - first < _PARAGRAPH and all(
            self._texts[n].strip() and n not in self._code for n in range(first, last + 1)
        )


def without_comments(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines without comments; what is never closed stays as text."""
    code = {n for n, line in enumerate(lines) if line.code}
    ends = _Ends([line.text for line in lines], code, code)
    index = 0
    while index < len(lines):
        line = lines[index]
        if "<!--" not in line.text or line.code:
            yield line
            index += 1
            continue
        text, start = _within(line.text)
        if start is None:
            yield from _written(line, text)
            index += 1
            continue
        last = ends.find(index, text[:start])
        if last is None:
            yield line._replace(text=text)
            index += 1
            continue
        note, _, rest = lines[last].text.partition("-->")
        inner = [text[start + 4 :], *(lines[n].text for n in range(index + 1, last)), note]
        yield from _written(line, text[:start].rstrip(), "\n".join(inner))
        yield from (Line(below.number, "") for below in lines[index + 1 : last])
        yield lines[last]._replace(text=rest.lstrip() if rest.strip() else "")
        index = last + 1


def _within(text: str) -> tuple[str, int | None]:
    """Take out comments that end on their line; return the start of one that goes on below.

    A comment with an answer that is all there is on a line is left for ``_written``.
    """
    spans = code_spans(text) if "`" in text else []
    kept: list[str] = []
    done = at = 0
    while (start := text.find("<!--", at)) >= 0:
        if inside(start, spans) or text[start - 1 : start] == "\\":
            at = start + 4
            continue
        end = text.find("-->", start + 4)
        if end < 0:
            head = "".join(kept) + text[done:start]
            return head + text[start:], len(head)
        alone = not done and not text[:start].strip() and not text[end + 3 :].strip()
        if alone and answer(text[start + 4 : end]):
            return text, None
        kept.append(text[done:start])
        done = at = end + 3
    if not done:
        return text, None
    whole = "".join(kept)
    rest = text[done:]
    return (whole + (rest.lstrip() if whole.endswith(" ") else rest)).rstrip(), None


def _written(line: Line, text: str, note: str | None = None) -> Iterator[Line]:
    """Yield a line, or the answer that a comment holds in its place."""
    if note is None and text.lstrip().startswith("<!--"):
        note, text = text.strip()[4:-3], text[: len(text) - len(text.lstrip())]
    given = answer(note) if note and not text.strip() else None
    if given is None:
        yield line._replace(text=text)
        return
    for part in ("", continued(lead_of(text)) + given, ""):
        yield line._replace(text=part)


def answer(note: str) -> str | None:
    """Return the canonical comment for a note that gives an answer."""
    found = _ANSWER.fullmatch(note.replace("*", "").replace("_", " ").strip())
    if not found:
        return None
    word = "answers" if found["plural"] else "answer"
    return f"<!-- {word}: {' '.join(found['letters'].split())} -->"
