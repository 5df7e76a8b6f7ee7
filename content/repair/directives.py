"""Spells fences that hold no code as containers, and containers that hold code as fences.

MyST writes a fence ``{note}`` around text that has marks itself; Jekyll and Hugo write code between
``{% highlight sh %}`` and ``{% endhighlight %}``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.markdown.lines import find_marks, lead_of, partner_of
from content.repair.container_marks import DIRECTIVES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.lines import Line

_DIRECTIVE = re.compile(r"\{\.?(?P<name>[a-z][a-z-]*)\} *(?P<rest>.*)")
_CODE = frozenset({"code-block", "code", "code-cell", "sourcecode", "prompt"})
_OPTION = re.compile(r"\s*:[\w-]+:.*")
_HIGHLIGHT = re.compile(
    r"(?:\{[%{][<%]?-?\s*highlight\s+|<CodeBlock\s+language=)[\"']?(?P<language>[\w+#-]+)[^{}<]*[}>]+"
)
_MAY_BE = re.compile(r"(?:`{3}|~{3})\s*\{|highlight|CodeBlock")
_HIGHLIGHT_END = re.compile(r"\{[%{][<%]?-?\s*(?:end|/\s*)highlight\s*-?[>%]?\}+|</CodeBlock>")


def spell_out(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with directives of text as ``:::``, and with all code in fences."""
    if not any(_MAY_BE.search(line.text) for line in lines if "{" in line.text or "<" in line.text):
        return list(lines)
    texts = [line.text for line in lines]
    marks = find_marks(texts)
    code: set[int] = set()
    left_out: set[int] = set()
    at = 0
    while at < len(marks):
        mark = marks[at]
        partner, closed = partner_of(marks, at) if mark.opens else (at, False)
        found = _DIRECTIVE.fullmatch(mark.info)
        before = texts[mark.line].partition(mark.marks)[0] if mark.marks else ""
        if not closed:
            at += 1
        elif found and found["name"] in DIRECTIVES:
            texts[mark.line] = f"{before}:::{mark.info}"
            end = marks[partner].line
            texts[end] = texts[end].replace(marks[partner].marks, ":::", 1)
            at += 1
        else:
            if found and found["name"] in _CODE:
                texts[mark.line] = f"{before}{mark.marks}{found['rest']}"
                first = mark.line + 1
                while _OPTION.fullmatch(texts[first]):
                    left_out.add(first)
                    first += 1
            code.update(range(mark.line, marks[partner].line + 1))
            at = partner + 1
    _fence_highlights(texts, code)
    return [
        line.with_text(text)
        for index, (line, text) in enumerate(zip(lines, texts, strict=True))
        if index not in left_out
    ]


def _fence_highlights(texts: list[str], code: set[int]) -> None:
    """Write what stands between tags for code, outside of fences, as fences."""
    opened: int | None = None
    for index, text in enumerate(texts):
        bare = text[len(lead_of(text)) :].rstrip()
        if index in code:
            opened = None
        elif _HIGHLIGHT.fullmatch(bare):
            opened = index
        elif opened is not None and _HIGHLIGHT_END.fullmatch(bare):
            lead = lead_of(texts[opened])
            found = _HIGHLIGHT.search(texts[opened])
            texts[opened] = f"{lead}```{found['language'] if found else ''}"
            texts[index], opened = f"{lead}```", None
