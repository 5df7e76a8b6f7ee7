"""The first sentence of a card's text: what a thing is, in one line."""

from __future__ import annotations

import re
from itertools import takewhile

from bot.ui.markdown import escape
from bot.ui.paging import SENTENCE_END, paginate
from content.markdown.lines import code_spans, inside

LIMIT = 280
"""Characters of a sentence; a longer one ends with an ellipsis."""

_FENCE = "```"
_TABLE = re.compile(r"^```\n(.+)\n-+(?:  -+)+$", re.MULTILINE)
_GAP = re.compile(r" {2,}")
_MARKER = re.compile(r"^\s*(?:(?:[-*+]|\d+[.)]|>)\s+)+")
# Headings, notes and rules say how a text is divided, not what a thing is.
_NO_TEXT = re.compile(r"\s*(?:#{1,3} |-# |─|\*\*[^*]+\*\*:?$|$)")
_PICTURE = re.compile(r"\(picture: [^()\n]*\)\s*")
_SHORTENED = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|cf|approx|incl|no|fig|dr|mr|mrs|st)|^\W*\w)\.$", re.IGNORECASE
)


def first_sentence(text: str) -> str:
    """Return the first sentence of ``text`` in Discord's Markdown; of code alone, nothing.

    A line that only introduces a list goes on with the list. Of a table alone it is what it has.
    """
    readable = _readable(text)
    if not any(readable) and (table := _TABLE.search(text)):
        return escape(f"A table: {', '.join(_GAP.split(table[1].strip()))}")
    lines = iter(readable)
    sentence = _sentence(next(lines, ""))
    if sentence.endswith((":", "\uff1a")):
        sentence = " ".join([sentence, "; ".join(takewhile(bool, lines))]).strip()
    if len(sentence) <= LIMIT:
        return sentence
    return paginate(sentence, LIMIT - 1)[0].rstrip(" ,;") + "…"


def _readable(text: str) -> list[str]:
    """Return the lines that are sentences, without the markers of lists; code ends with ""."""
    found: list[str] = []
    in_code = False
    for line in text.split("\n"):
        if line.lstrip("> ").startswith(_FENCE):
            in_code = not in_code
            found += [""] if found else []
        elif not in_code and not _NO_TEXT.match(line):
            words = _PICTURE.sub("", _MARKER.sub("", line, count=1)).strip()
            found += [words] if words else []
    return found


def _sentence(line: str) -> str:
    """Return the first sentence of a line: code, links and bold text stay whole."""
    spans = code_spans(line)
    for end in SENTENCE_END.finditer(line):
        sentence = line[: end.end()]
        whole = sentence.count("**") % 2 == 0 and sentence.count("[") == sentence.count("]")
        if whole and not inside(end.start(), spans) and not _SHORTENED.search(sentence):
            return sentence
    return line
