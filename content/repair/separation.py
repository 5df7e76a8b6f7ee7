"""Sets apart what Markdown would run together: questions, titles and the ends of quotes."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from content.markdown.fence_markers import quote_marks
from content.markdown.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_QUESTION = re.compile(r" {0,3}(?:\*\*|__)(?:Question|Q) ?\d+", re.IGNORECASE)
_CROWDED = re.compile(r"(?P<marks> {0,3}#{2,6})(?P<title>[^\W_].*|[*`\[(].*)")
_NOT_BREAKING = re.compile(r"(?P<marks> {0,3}#{1,6})[ \t]*\u00a0\s*(?P<title>.*)")
# A heading, a rule, and what ends a heading that has its marks below.
_ENDS = re.compile(r"#{1,6}(?:[ \t]|$)|([-*_])(?:[ \t]*\1){2,}[ \t]*$")

_NOTHING = Line(0, "")


def separate(lines: Sequence[Line]) -> Iterator[Line]:
    """Free questions that are glued to the options above them, and headings of their sign."""
    above = ""
    for line, below in zip_longest(lines, lines[1:], fillvalue=_NOTHING):
        text = line.text
        if line.code:
            yield line
        elif text.lstrip(" ")[:1] == "#":
            alone = not above.strip() or not below.text.strip()
            yield line._replace(text=_heading(text, alone=alone))
        else:
            if above.strip() and _QUESTION.match(text):
                yield line._replace(text="")
            yield line
        above = text


def _heading(text: str, *, alone: bool) -> str:
    """Write a heading whose title stands right behind its marks with a space, if it is one."""
    if alone and (found := _CROWDED.fullmatch(text)):
        # Signs behind a title close it when they are as many as before it; C# is a title's own.
        title = found["title"].rstrip().removesuffix(found["marks"].strip())
        return f"{found['marks']} {title}"
    if found := _NOT_BREAKING.match(text):
        return f"{found['marks']} {found['title']}"
    return text


def end_quotes(lines: Sequence[Line]) -> Iterator[Line]:
    """Put an empty line where a quote ends below a fence, heading or rule.

    No text further left is lazy there, so Markdown ends the quote at that line too; but the parser
    looks for its end in all lines below.
    """
    for line, below in zip_longest(lines, lines[1:], fillvalue=_NOTHING):
        yield line
        lead, rest = quote_marks(line.text), quote_marks(below.text).count(">")
        ends = rest < lead.count(">") and below.text.strip() and (below.opens or not below.code)
        if ends and (line.code or _ENDS.match(line.text, len(lead))):
            yield below._replace(text=">" * rest, code=False, opens=False)
