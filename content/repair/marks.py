"""Writes marks as Markdown sees them: checkboxes, headings, and the ends of options and quotes."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from content.markdown.lines import Line, quote_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# -[ ] bread -[x] water
_GLUED = re.compile(r"(?P<lead>[ \t>]*[-*+])(?P<boxes>\[[ xX]?\][ \t]+\S.*)")
_NEXT = re.compile(r"(?<=\S)[ \t]+[-*+][ \t]?(?=\[[ xX]?\][ \t]+\S)")
_BOX = re.compile(r"[\[(\u2610\u2611]")
# ☑ A) bread
_SIGN = re.compile(
    r"(?P<lead>[ \t>]*(?:[-*+][ \t]+)?)(?P<box>[\u2610\u2611])\ufe0f?[ \t]*"
    r"(?P<text>\(?[A-Za-z][.)].*)"
)
# [ ] bread, ( ) bread, [( )] bread, [[ ]] bread
_BARE = re.compile(
    r"(?P<lead> {0,3}(?:> ?)?)(?P<box>\[?\([ xX]\)\]?|\[?\[[ xX]\]\]?)[ \t]+(?P<text>\S.*)"
)
# - bread [ ]
_BEHIND = re.compile(
    r"(?P<lead>[ \t>]*[-*+][ \t]+)(?P<text>[^\s\[].*)[ \t](?P<box>\[[ xX]\])[ \t]*"
)
# An option, and a line that is all bold or asks.
_BOXED = re.compile(r" {0,3}(?:[-*+]|\d{1,2}[.)])[ \t]+\[[ xX]\][ \t]")
_ASKING = re.compile(r"(?:\*\*|__)[^*_\s].*(?:\*\*|__)[ \t]*|[^\W_].*\?[ \t]*")
_TAG = re.compile(r" {0,3}</?(?:quiz|question|mcq)(?:\s[^<>]*(?<!/))?>[ \t]*", re.IGNORECASE)
# <question>Who?</question>, <answer correct>Bees</answer>
_PART = re.compile(
    r"\s{0,8}<(?P<tag>question|answer|explanation)(?P<more>\s[^<>]*)?>(?P<text>[^\s<].*)</(?P=tag)>\s*",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"\s{0,8}<answer\b.*", re.IGNORECASE)
_RIGHT = re.compile(r"\bcorrect\b(?!\s*=\W*false)", re.IGNORECASE)
_QUESTION = re.compile(r" {0,3}(?:\*\*|__)(?i:Question|Q) ?\d+")
_CROWDED = re.compile(r"(?P<marks> {0,3}#{2,6})(?P<title>[^\W_].*|[*`\[(].*)")
_NOT_BREAKING = re.compile(r"(?P<marks> {0,3}#{1,6})[ \t]*\u00a0\s*(?P<title>.*)")
# A heading, a rule, and what ends a heading that has its marks below.
_ENDS = re.compile(r"#{1,6}(?:[ \t]|$)|([-*_])(?:[ \t]*\1){2,}[ \t]*$")


def mend_marks(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with each checkbox in front of an item of its own, and headings with a space.

    A question below its neighbour's options is parted from them.
    """
    for index, line in enumerate(lines):
        text = line.text
        if line.code:
            yield line
        elif text.lstrip(" ")[:1] == "#":
            yield line.with_text(_heading(lines, index))
        elif found := _GLUED.fullmatch(text):
            for box in _NEXT.split(found["boxes"]):
                yield line.with_text(f"{found['lead']} {box}")
        else:
            if _is_glued(lines, index):
                yield line.with_text("")
            yield line.with_text(_boxed(lines, index))


def _is_glued(lines: Sequence[Line], index: int) -> bool:
    """Return whether a question begins right below the text or the options above it."""
    text, above = lines[index].text, lines[index - 1].text if index else ""
    if above.strip() and _QUESTION.match(text):
        return True
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    return bool(_BOXED.match(above) and _BOXED.match(below) and _ASKING.fullmatch(text))


def _boxed(lines: Sequence[Line], index: int) -> str:
    """Write a line with its checkbox in front, if it has one.

    A box without a list's mark or behind its text counts beside another one of its kind only.
    """
    text = lines[index].text
    if not _BOX.search(text):
        return text
    found = _SIGN.fullmatch(text)
    for pattern in (_BARE, _BEHIND):
        if not found and (one := pattern.fullmatch(text)):
            found = one if _has_neighbour(lines, index, pattern) else None
    if not found:
        return text
    lead = found["lead"] if found["lead"].strip(" \t>") else f"{found['lead']}- "
    box = "[x]" if found["box"].strip("[()]").lower() in {"x", "\u2611"} else "[ ]"
    return f"{lead}{box} {found['text']}"


def _has_neighbour(lines: Sequence[Line], index: int, pattern: re.Pattern[str]) -> bool:
    """Return whether the line above or below is of the same kind; one empty line may part them."""
    above = [lines[place].text for place in range(index - 1, max(index - 3, -1), -1)]
    below = [line.text for line in lines[index + 1 : index + 3]]
    nearest = (next(filter(str.strip, side), "") for side in (above, below))
    return any(map(pattern.fullmatch, nearest))


def _heading(lines: Sequence[Line], index: int) -> str:
    """Write a heading whose title stands right behind its marks with a space, if it is one."""
    text = lines[index].text
    above = lines[index - 1].text.strip() if index else ""
    below = lines[index + 1].text.strip() if index + 1 < len(lines) else ""
    if (found := _CROWDED.fullmatch(text)) and not (above and below):
        # Signs behind a title close it when they are as many as before it; C# is a title's own.
        title = found["title"].rstrip().removesuffix(found["marks"].strip())
        return f"{found['marks']} {title}"
    if found := _NOT_BREAKING.match(text):
        return f"{found['marks']} {found['title']}"
    return text


def open_quizzes(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with ``<quiz>`` and its like, which no browser knows, as boxes that open.

    A tag alone is taken out, and a hint below options, ``[[?]] hint``, is a note.
    """
    bare = ["" if line.code else line.text for line in lines]
    found = [place for place, text in enumerate(bare) if "<" in text and _TAG.fullmatch(text)]
    texts = dict.fromkeys(found, "")
    for first, last in pairwise(found):
        if "</" in bare[last] and "</" not in bare[first]:
            texts |= {first: "<details><summary>Quiz</summary>", last: "</details>"}
    for place, line in enumerate(lines):
        if line.text.startswith("[[?]]") and not line.code:
            yield line.with_text("")
            yield line.with_text(f"Note: {line.text[5:].strip()}")
        elif "</" in bare[place] and (part := _PART.fullmatch(bare[place])):
            yield from _part(lines, place, part)
        else:
            yield line.with_text(texts.get(place, line.text))


def _part(lines: Sequence[Line], place: int, found: re.Match[str]) -> Iterator[Line]:
    """Yield a part of a question in a tag of its own with a label; several answers are boxes."""
    line, tag, text = lines[place], found["tag"].capitalize(), found["text"]
    if tag == "Answer" and _has_neighbour(lines, place, _ANSWER):
        box = "[x]" if _RIGHT.search(found["more"] or "") else "[ ]"
        yield line.with_text(f"- {box} {text}")
    else:
        yield line.with_text("")
        yield line.with_text(f"**{tag}:** {text}")


def end_quotes(lines: Sequence[Line]) -> Iterator[Line]:
    """Put an empty line where a quote ends below a fence, heading or rule.

    No text further left is lazy there, so Markdown ends the quote at that line too; but the parser
    looks for its end in all lines below.
    """
    for line, below in pairwise([*lines, Line(0, "")]):
        yield line
        lead = quote_marks(line.text)
        if not lead or not below.text.strip() or (below.code and not below.opens):
            continue
        rest = quote_marks(below.text).count(">")
        if rest < lead.count(">") and (line.code or _ENDS.match(line.text, len(lead))):
            yield below._replace(text=">" * rest, code=False, opens=False)
