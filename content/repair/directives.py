"""Spells fences that hold no code, as MyST's ``{note}``, as the containers that they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.markdown.fence_markers import find_marks, partner_of
from content.repair.container_marks import DIRECTIVES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.lines import Line

_DIRECTIVE = re.compile(r"\{\.?(?P<name>[a-z][a-z-]*)\} *(?P<rest>.*)")
_CODE = frozenset({"code-block", "code", "code-cell", "sourcecode", "prompt"})
_OPTION = re.compile(r"\s*:[\w-]+:.*")
_MAY_BE = re.compile(r"(?:`{3}|~{3})\s*\{")


def spell_out(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with directives of text as ``:::``, and those of code as plain fences."""
    texts = [line.text for line in lines]
    marks = find_marks(texts) if any(map(_MAY_BE.search, texts)) else []
    left_out: set[int] = set()
    at = 0
    while at < len(marks):
        mark = marks[at]
        partner, closed = partner_of(marks, at) if mark.opens else (at, False)
        found = _DIRECTIVE.fullmatch(mark.info) if closed else None
        is_text = found is not None and found["name"] in DIRECTIVES
        if found and is_text:
            end = marks[partner].line
            texts[mark.line] = texts[mark.line].replace(mark.marks, ":::", 1)
            texts[end] = texts[end].replace(marks[partner].marks, ":::", 1)
        elif found and found["name"] in _CODE:
            texts[mark.line] = (
                f"{texts[mark.line].partition(mark.marks)[0]}{mark.marks}{found['rest']}"
            )
            first = mark.line + 1
            while _OPTION.fullmatch(texts[first]):
                left_out.add(first)
                first += 1
        at = partner + 1 if closed and not is_text else at + 1
    kept = (n for n in range(len(lines)) if n not in left_out)
    return [lines[n].with_text(texts[n]) for n in kept]
