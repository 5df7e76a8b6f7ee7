"""Ends quotes below what is no text with an empty line, so that no line further left is lazy there.

Markdown ends them at that line too, but the parser looks for their end in all lines below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.repair.fence_markers import quote_marks

if TYPE_CHECKING:
    from content.repair.lines import Line

# A heading, a rule, and what ends a heading that has its marks below.
_ENDS = re.compile(r"#{1,6}(?:[ \t]|$)|([-*_])(?:[ \t]*\1){2,}[ \t]*$")


def end_quotes(lines: list[Line]) -> list[Line]:
    """Return the lines, with an empty one where a quote ends below a fence, heading or rule."""
    out: list[Line] = []
    done = 0
    quoted = [
        n for n, (_, text, _, _) in enumerate(lines) if ">" in text and text.lstrip(" ")[:1] == ">"
    ]
    for n in quoted:
        line, below = lines[n], lines[n + 1] if n + 1 < len(lines) else None
        if below is None or not below.text.strip() or (below.code and not below.opens):
            continue
        lead, rest = quote_marks(line.text), quote_marks(below.text).count(">")
        if rest < lead.count(">") and (line.code or _ENDS.match(line.text, len(lead))):
            out += (*lines[done : n + 1], below._replace(text=">" * rest, code=False, opens=False))
            done = n + 1
    return out + lines[done:]
