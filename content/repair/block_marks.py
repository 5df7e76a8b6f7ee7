"""Writes blocks of code and formulas that have marks of their own as fences.

No line of them is read as Markdown then: Jekyll and Hugo write code between ``{% highlight sh %}``
and ``{% endhighlight %}``, formulas stand in ``$$``, ``\\[`` or an environment of LaTeX.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.markdown.lines import continued, lead_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.markdown.lines import Line

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
_MOST = 400
"""A block of more lines is a sign that something else was meant."""


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
        for n in range(first, min(place + _MOST, len(lines)) if begun else 0):
            bare = lines[n].text.lstrip(" \t>").rstrip()
            if begun and (ended := end.fullmatch(bare)):
                return begun, ended, n + 1
            if lines[n].code or not (bare or pattern is _CODE):
                return None
    return None
