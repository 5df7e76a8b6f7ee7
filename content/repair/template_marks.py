"""Takes marks out of a line that only a generator of sites reads: attribute lists and short codes.

``text{.big}`` is ``text``, ``[words]{.kbd}`` is ``words``, ``{{< term text="pod" >}}`` is ``pod``,
and ``[page]({{< ref "a.md" >}})`` is ``[page](a.md)``. Headings keep theirs, which may hold an id.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from content.html.reader import attributes_of
from content.markdown.lines import code_spans, crossing_spans, inside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.markdown.lines import Line, Span

_ATTRIBUTE = r"(?:[.#][\w-]++|[\w-]++=(?:\"[^\"{}]*\"|'[^'{}]*'|[^\s\"'{}]++))"
# `{:.2f}` is the form of a number.
_COLON = r":(?! ?\.?[\d<>^])[^{}]*"
_LIST = rf"\{{(?:{_COLON}| ?{_ATTRIBUTE}(?: ++{_ATTRIBUTE})* ?)\}}"
# At the end of a line, a class or an id says that it is a list.
_CLASS = rf"[.#][A-Za-z][\w-]*+(?: ++{_ATTRIBUTE})*"
_LAST = rf"(?<![$={{\\'\"])\{{(?:{_COLON}| ?{_CLASS} ?)\}}(?=[ \t]*$)"
_MARKS = re.compile(
    rf"\[(?P<span>[^\[\]]*)\]{_LIST}"
    rf"|(?P<list>(?<=[)\]`*_]){_LIST}|{_LAST})"
    r"|\{\{[<%](?P<short>(?!/\*)[^{}]*)[>%]\}\}"
    r"|\{%-?(?P<liquid>\s*(?:(?:end)?(?:raw|hint|tabs?|code|highlight)|include\w*|link"
    r"|post_url|embed|assign|else|elsif)\b[^%{}]*)%\}"
    r"|(?<=\]\()\{\{(?P<address>[^{}<%]*)\}\}"
    r"|\{/\*[^*]*\*/\}|\{['\"]\s['\"]\}"
    r"|\{(?P<role>[a-z][\w:+-]*)\}`(?P<words>[^`<]+)(?:<[^`>]*>)?`"
    r"|(?<![\w:`]):[a-z][\w-]*\[(?P<inline>[^\[\]]*)\](?:\{[^{}]*\})?"
    r"| ?:(?:material|octicons|fontawesome|simple)-[\w-]+:"
    r"|(?<![\w=])==(?P<marked>[^\s=](?:[^=]*[^\s=])?)==(?![\w=])"
    r"|(?<![\w+])\+\+(?P<keys>[a-z][\w-]*(?:\+[\w-]+)*)\+\+(?![\w+])"
    r"|^ {0,3}[!?]>(?=[ \t]+\S)"
    # Markdown would take a note of one word for an address.
    r"|^ {0,3}(?P<note>\[\^[^\]]+\]:)(?=[ \t]+\S+(?:[ \t]+[\"'(].*)?[ \t]*$)"
)
# Each way begins with a sign, not with a class: so the search is fast.
_SIGNS = re.compile(r"\{|\^|::?[a-z]|==|\+\+|!>|\?>")
_WORDS = ("span", "inline", "marked", "keys")
"""The parts of marks that are shown."""
_BELOW = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
"""What makes a heading of the line above."""
_LEADING = frozenset({"ref", "relref", "link", "post_url"})
"""The codes whose first word is an address."""
_SAYING = frozenset({"kbd", "key", "abbr", "tooltip", "term", "badge"})
"""The codes whose first word is shown."""
_AS_WORDS = frozenset({"ref", "doc", "term", "numref", "abbr", "any", "download"})
"""The roles whose text is no code."""


def without_template_marks(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines without these marks; code stays as it is."""
    marked = {n for n, line in enumerate(lines) if not line.code and _SIGNS.search(line.text)}
    crossing = crossing_spans(lines) if marked else {}
    for index, line in enumerate(lines):
        if index not in marked:
            yield line
            continue
        spans = [*code_spans(line.text), *crossing.get(index, ())]
        below = lines[index + 1].text if index + 1 < len(lines) else ""
        heading = line.text.lstrip(" >").startswith("#") or bool(_BELOW.match(below))
        replace = partial(_replaced, spans=sorted(spans), heading=heading)
        text = _MARKS.sub(replace, line.text)
        yield line.with_text(text if text == line.text else text.rstrip())


def _replaced(found: re.Match[str], *, spans: Sequence[Span], heading: bool) -> str:
    """Return what is to stand for a mark: itself in code, and for the attributes of a heading."""
    kept = inside(found.start(), spans) or (heading and found["list"])
    return found[0] if kept else _shown(found)


def _shown(found: re.Match[str]) -> str:
    """Return what readers should see of a mark."""
    for name in _WORDS:
        if found[name] is not None:
            return found[name]
    if found["note"]:
        return f"\\{found[0].lstrip()}"
    if role := found["role"]:
        words = found["words"].strip()
        return words if role in _AS_WORDS else f"`{words}`"
    code = found["short"] or found["liquid"] or found["address"] or ""
    name, _, more = code.strip("- ").partition(" ")
    quoted = re.search(r"[\"']([^\"']+)[\"']", code)
    first = quoted[1] if quoted else more.split(" ")[0]
    if found["address"]:
        return quoted[1] if quoted else ""
    if name in _LEADING or (name in _SAYING and "=" not in more):
        return first
    given = attributes_of(code)
    return given.get("text") or given.get("title") or given.get("label") or ""
