"""Turns ``<pre>`` into a fence, with the language that its ``<code>`` may name."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from content.repair.lines import Line, continued

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPENER = re.compile(r"<pre(?:\s[^<>]*)?>(?:\s*<code(?P<more>\s[^<>]*)?>)?", re.IGNORECASE)
_CLOSER = re.compile(r"(?:</code>\s*)?</pre>", re.IGNORECASE)
_LANGUAGE = re.compile(r"lang(?:uage)?-([\w+-]+)")
_TICKS = re.compile(r"`+")
_SHORTEST = 3


def begins_preformatted(text: str, column: int) -> bool:
    """Return whether ``<pre>`` stands at a column."""
    return bool(_OPENER.match(text, column))


def read_preformatted(lines: Sequence[Line], lead: str) -> list[Line] | None:
    """Return the fence for ``lines``, which begin with ``lead`` and ``<pre>`` and end with it.

    None is returned where the last line only closes what the first one had not opened yet.
    """
    texts = [line.text for line in lines]
    opener = _OPENER.match(texts[0], len(lead))
    closer = _CLOSER.search(texts[-1], opener.end() if opener and len(lines) == 1 else 0)
    if opener is None or closer is None:
        return None
    tail = texts[-1][closer.end() :].strip()
    texts[-1] = texts[-1][: closer.start()]
    texts[0] = texts[0][opener.end() :]
    longest = max((len(run) for text in texts for run in _TICKS.findall(text)), default=0)
    marks = "`" * max(_SHORTEST, longest + 1)
    language = _LANGUAGE.search(opener["more"] or "")
    info = language[1] if language else ""
    rest = continued(lead)
    written = [Line(lines[0].number, lead + marks + info, code=True, opens=True)]
    for place, (line, text) in enumerate(zip(lines, texts, strict=True)):
        # The ends of the lines with the tags are no empty lines of code.
        if text.strip() or 0 < place < len(lines) - 1:
            written.append(Line(line.number, rest + unescape(text), code=True))
    written.append(Line(lines[-1].number, rest + marks, code=True))
    if tail:
        written.append(Line(lines[-1].number, rest + tail))
    return written
