"""Writes blocks as what they are: text in fences as containers, code and formulas as fences.

MyST has a fence ``{note}`` around text; Jekyll and Hugo write code between ``{% highlight sh %}``
and ``{% endhighlight %}``, and formulas stand in ``$$``, ``\\[`` or an environment of LaTeX.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.markdown.lines import continued, find_marks, lead_of, partner_of
from content.repair.container_marks import DIRECTIVES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.markdown.lines import Line

_DIRECTIVE = re.compile(r"\{\.?(?P<name>[a-z][a-z-]*)\} *(?P<rest>.*)")
_CODE_DIRECTIVES = frozenset({"code-block", "code", "code-cell", "sourcecode", "prompt"})
_OPTION = re.compile(r"\s*:[\w-]+:.*")
_MAY_DIRECT = re.compile(r"(?:`{3}|~{3})\s*\{")
_CODE = re.compile(
    r"(?:\{[%{][<%]?-?\s*highlight\s+|<CodeBlock\s+language=)[\"']?(?P<language>[\w+#-]+)"
    r"[^{}<]*[}>]+(?P<first>)\s*"
)
_ENVIRONMENT = r"\{(?:equation|align|gather|multline|eqnarray|alignat)\*?\}"
_WITHIN_LINE = re.compile(rf"(?P<first>\\begin{_ENVIRONMENT}.*)")
_BLOCKS = {
    _CODE: re.compile(
        r"(?P<last>)(?:\{[%{][<%]?-?\s*(?:end|/\s*)highlight\s*-?[>%]?\}+|</CodeBlock>)"
    ),
    re.compile(r"\$\$(?!.*\$\$)(?P<first>.*)"): re.compile(r"(?P<last>.*?)\$\$[.,;]*"),
    re.compile(r"\\\\?\[(?P<first>)\s*"): re.compile(r"(?P<last>)\\\\?\]"),
    _WITHIN_LINE: re.compile(rf"(?P<last>.*\\end{_ENVIRONMENT}[.,;]*)"),
}
"""What begins a block, and what ends it; only an environment may end in its first line."""
_MAY_BEGIN = re.compile(r"\$\$|\\|highlight|<CodeBlock")


def spell_out(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with directives of text as ``:::``, and those of code as plain fences."""
    texts = [line.text for line in lines]
    marks = find_marks(texts) if any(map(_MAY_DIRECT.search, texts)) else []
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
        elif found and found["name"] in _CODE_DIRECTIVES:
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


def fence_blocks(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with these blocks as fences."""
    done = 0
    for place, line in enumerate(lines):
        if place < done:
            continue
        done = place + 1
        block = _block(lines, place) if not line.code and _MAY_BEGIN.search(line.text) else None
        if not block:
            yield line
            continue
        begun, ended, done = block
        lead, is_code = line.text[: begun.start()], begun.re is _CODE
        language = begun["language"] if is_code else "math"
        yield line._replace(text=f"{lead}```{language}", code=True, opens=True)
        last = done - 1
        texts = {last: ended["last"], place: begun["first"]}
        for n in range(place, done):
            text = texts.get(n, lines[n].text)
            if text.strip() or n not in texts:
                text = text if is_code else continued(lead) + text.lstrip(" \t>").rstrip()
                yield lines[n]._replace(text=text, code=True)
        yield lines[last]._replace(text=f"{continued(lead)}```", code=True)


def _block(lines: Sequence[Line], place: int) -> tuple[re.Match[str], re.Match[str], int] | None:
    """Return what begins and ends the block of a line, and the index of the line below it."""
    text, start = lines[place].text, len(lead_of(lines[place].text))
    for pattern, end in _BLOCKS.items():
        begun = pattern.fullmatch(text, start)
        first = place + (pattern is not _WITHIN_LINE)
        for n in range(first, len(lines) if begun else 0):
            bare = lines[n].text.lstrip(" \t>").rstrip()
            if begun and (ended := end.fullmatch(bare)):
                return begun, ended, n + 1
            is_another = n > place and pattern.fullmatch(bare)
            if lines[n].code or is_another or not (bare or pattern is _CODE):
                return None
    return None
