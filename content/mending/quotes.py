"""Ends quotes below what is no text with an empty line, so that no line further left is lazy there.

Markdown ends them at that line too, but the parser looks for their end in all lines below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.mending.marks import quote_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from content.mending.lines import Line

# A heading, a rule, and what ends a heading that has its marks below.
_ENDS = re.compile(r"#{1,6}(?:[ \t]|$)|([-*_])(?:[ \t]*\1){2,}[ \t]*$")


def end_quotes(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines, with an empty one where a quote ends below a fence, heading or rule."""
    depth = 0
    ended = code = False
    for line in lines:
        lead = quote_marks(line.text) if ">" in line.text else ""
        below = lead.count(">")
        inside = line.code and not line.opens
        if below < depth and not inside and (ended or code) and line.text.strip():
            yield line._replace(text=">" * below, code=False, opens=False)
        depth, code = below, line.code
        ended = below > 0 and bool(_ENDS.match(line.text, len(lead)))
        yield line
