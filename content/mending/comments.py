"""Takes HTML comments out of raw lines; one that gives a question's answer stays, evenly written.

An answer is left as ``<!-- answer: B -->`` (or ``answers``) in a paragraph of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from content.mending.lines import Line, code_spans, continued, inside, lead_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ANSWER = re.compile(
    r"(?:correct\s+)?ans(?:wer(?P<plural>s)?)?\s*(?:is|are)?\s*[:=]\s*(?P<letters>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
# A comment inside a paragraph is no longer than this; one that stands alone may be.
_PARAGRAPH = 20


def without_comments(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines without comments; what is never closed stays as text."""
    ends = [n for n, line in enumerate(lines) if "-->" in line.text and not line.code]
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
        place = bisect_left(ends, index + 1)
        last = ends[place] if place < len(ends) else None
        if last is None or (text[:start].strip() and not _one_paragraph(lines, index, last)):
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


def _one_paragraph(lines: Sequence[Line], first: int, last: int) -> bool:
    return last - first < _PARAGRAPH and all(
        lines[n].text.strip() and not lines[n].code for n in range(first, last + 1)
    )
