"""What many dialects add to CommonMark, in its terms: definition lists, footnotes, scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.markdown.formula_signs import LOWERED, RAISED
from content.markdown.lines import Line, code_spans, inside, lead_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_DEFINITION = re.compile(r" {0,3}:(?=[ \t]+\S)")
_NOTE = re.compile(r" {0,3}\[\^(?P<name>[^\s\[\]]+)\]:[ \t]+(?P<text>\S.*)")
_NOTED = re.compile(r"\[\^(?P<name>[^\s\[\]]+)\](?!:)")
_SCRIPT = re.compile(r"(?<=[^\W_])(?P<sign>[~^])(?P<text>[^\s~^]{1,9})(?P=sign)(?!~)")


def define_terms(lines: list[Line]) -> list[Line]:
    """Write ``: definition`` as an item of a list, and the term above it in bold."""
    if not any(_DEFINITION.match(line.text) for line in lines):
        return lines
    written: list[Line] = []
    term: int | None = None
    is_defined = False
    for line in lines:
        text = line.text
        if (term is not None or is_defined) and not line.code and _DEFINITION.match(text):
            if term is not None:
                above = written[term]
                if not above.text.startswith("**"):
                    written[term] = above.with_text(f"**{above.text.strip()}**")
                if term and written[term - 1].text.strip():
                    written.insert(term, Line(above.number, ""))
            written.append(line.with_text(text.replace(":", "-", 1)))
            term, is_defined = None, True
            continue
        if text.strip():
            term = len(written) if _is_text(line) and text[0] not in ": \t" else None
            is_defined = is_defined and text[0] in " \t"
        written.append(line)
    return written


def place_notes(lines: Sequence[Line]) -> list[Line]:
    """Put each footnote of one paragraph where it is referred to first, in parentheses.

    One that only a title refers to, or nothing, is text where it stands.
    """
    written = list(lines)
    notes: dict[str, int] = {}
    for at, line in enumerate(lines):
        found = None if line.code else _NOTE.fullmatch(line.text)
        if not found:
            continue
        end = at + 1
        while end < len(lines) and _is_text(lines[end]) and not _NOTE.match(lines[end].text):
            end += 1
        if not any(one.text.startswith(("    ", "\t")) for one in lines[end : end + 2]):
            notes[found["name"]] = at
            whole = [found["text"].strip(), *(one.text.strip() for one in lines[at + 1 : end])]
            written[at:end] = [line.with_text(" ".join(whole)), *_blank(lines[at + 1 : end])]
    texts = {name: written[at].text for name, at in notes.items()}

    def note(found: re.Match[str]) -> str:
        at = notes.pop(found["name"], None)
        if at is None:
            return "" if found["name"] in texts else found[0]
        written[at] = written[at].with_text("")
        return f" ({texts[found['name']]})"

    for at, line in enumerate(written if notes else ()):
        if not line.text.startswith("#"):
            written[at] = _outside(_NOTED, note, line)
    return written


def _blank(lines: Iterable[Line]) -> list[Line]:
    return [line.with_text("") for line in lines]


def write_scripts(lines: Iterable[Line]) -> list[Line]:
    """Write ``H~2~O`` and ``x^2^`` with the small letters and digits that text has."""

    def small(found: re.Match[str]) -> str:
        table = LOWERED if found["sign"] == "~" else RAISED
        letters = [table.get(char, "") for char in found["text"]]
        return "".join(letters) if all(letters) else found[0]

    return [_outside(_SCRIPT, small, line) for line in lines]


def _is_text(line: Line) -> bool:
    """Return whether a line may be one of a paragraph that is in no list and no quote."""
    text = line.text
    return bool(text.strip()) and not (line.code or lead_of(text).strip() or text[0] in "|#")


def _outside(mark: re.Pattern[str], write: Callable[[re.Match[str]], str], line: Line) -> Line:
    """Return a line whose marks outside of code are written anew."""
    if line.code or not mark.search(line.text):
        return line
    spans = code_spans(line.text)
    text = mark.sub(lambda one: one[0] if inside(one.start(), spans) else write(one), line.text)
    return line.with_text(text)
