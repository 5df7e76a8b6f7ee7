"""Mends marks within a line: those of generators of sites go, those of emphasis are set right.

``text{.big}`` is ``text``, ``[words]{.kbd}`` is ``words``, ``{{< term text="pod" >}}`` is ``pod``,
and ``[page]({{< ref "a.md" >}})`` is ``[page](a.md)``. Headings keep theirs, which may hold an id.
``**x **or`` is written ``**x** or``, and ``**x.**or`` is written ``**x**.or``. Words stay as they
are; marks that are no pair, as in ``2 ** 3`` or ``**/*.py``, do as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.html.reader import attributes_of
from content.markdown.lines import Span, code_spans, crossing_spans, inside, lead_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.markdown.lines import Line

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
_RUNS = {"*": re.compile(r"(?<!\\)\*+"), "_": re.compile(r"(?<!\\)_+")}
_WRAPPED = {'"': '"', "'": "'", "(": ")", "\u201c": "\u201d", "\u2018": "\u2019", "«": "»"}
# Signs that end a mark of their own, so that nothing may part them from their words.
_BOUND = frozenset("`])*_<>\\~")
_PAIR = 2


def mend_inline(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with their marks mended; code stays as it is."""
    crossing = crossing_spans(lines)
    for index, line in enumerate(lines):
        text, code = line.text, crossing.get(index, ())
        if not line.code and _SIGNS.search(text):
            below = lines[index + 1].text if index + 1 < len(lines) else ""
            heading = text.lstrip(" >").startswith("#") or bool(_BELOW.match(below))
            text = _without_template_marks(text, code, heading=heading)
        if not line.code and not (code and text != line.text):
            text = _tidied(text, code)
        yield line.with_text(text)


def _without_template_marks(text: str, code: Sequence[Span], *, heading: bool) -> str:
    """Return a line without the marks of generators; a heading keeps its attributes."""
    spans = sorted([*code_spans(text), *code])

    def shown(found: re.Match[str]) -> str:
        kept = inside(found.start(), spans) or (heading and found["list"])
        return found[0] if kept else _shown(found)

    done = _MARKS.sub(shown, text)
    return text if done == text else done.rstrip()


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


def _tidied(text: str, code: Sequence[Span]) -> str:
    """Return a line with its emphasis mended; marks without partner stay."""
    for sign in "*_":
        if text.count(sign * 2) > 1:
            text = _mended_pairs(text, code, sign, single=False)
        # A single one makes the marks odd that stand together; a backslash takes one off.
        if text.count(sign) > 2 * text.count(sign * 2) or (sign in text and "\\" in text):
            text = _mended_pairs(text, code, sign, single=True)
    return text


def _mended_pairs(text: str, code: Sequence[Span], sign: str, *, single: bool) -> str:
    """Mend all bold pairs of a line if they are of one kind, or the only pair of single marks."""
    begin = len(lead_of(text))
    found = [one.span() for one in _RUNS[sign].finditer(text, begin)]
    found = [(start, end) for start, end in found if (end - start == 1) == single]
    spans = sorted([*code_spans(text), *code]) if found else []
    runs = [Span(*one) for one in found if not inside(one[0], spans)]
    widths = {run.end - run.start for run in runs}
    if len(runs) % _PAIR or len(widths) != 1 or (single and len(runs) != _PAIR):
        return text
    parts: list[str] = []
    done = 0
    for opening, closing in zip(runs[::2], runs[1::2], strict=True):
        before = text[max(opening.start - 1, begin) : opening.start]
        inner, after = text[opening.end : closing.start], text[closing.end : closing.end + 1]
        if inner == inner.strip() and not (before.isalnum() or after.isalnum()):
            # These marks open and close as they are.
            continue
        if single and (not inner[:1].isalnum() or before.isalnum() or after.isalnum()):
            continue
        mended = _mended(before, text[opening.start : opening.end], inner, after)
        if mended is not None:
            parts += (text[done : opening.start], mended)
            done = closing.end
    return "".join([*parts, text[done:]])


def _mended(before: str, marks: str, inner: str, after: str) -> str | None:
    """Return what to write for bold marks, what is in them and what is beside; None for no pair."""
    core = inner.strip()
    # A path, as in `**/*.py` and `src/**`, is no pair.
    if not core or "/" in {before, core[0]}:
        return None
    opened_loosely, closed_loosely = inner[0].isspace(), inner[-1].isspace()
    if opened_loosely and closed_loosely and before:
        return None
    left = " " if opened_loosely and before and not before.isspace() else ""
    right = " " if closed_loosely and after.strip(" \t,.;:!?") else ""
    outer, core, tail = _freed(before, core, right or after)
    if core and _works(f"{before}{left}{outer}"[-1:], core, f"{tail}{right}{after}"[:1]):
        core = f"{marks}{core}{marks}"
    return f"{left}{outer}{core}{tail}{right}"


def _freed(before: str, core: str, after: str) -> tuple[str, str, str]:
    """Split signs off that keep marks from opening or closing where a letter is beside them."""
    if _WRAPPED.get(core[0]) == core[-1] and (before.isalnum() or after.isalnum()):
        return core[0], core[1:-1], core[-1]
    last = len(core)
    while after.isalnum() and last and not (core[last - 1].isalnum() or core[last - 1] in _BOUND):
        last -= 1
    # A space does not belong to either side of a mark.
    return "", core[:last], core[last:]


def _works(before: str, inner: str, after: str) -> bool:
    """Return whether marks around ``inner`` open and close by the rules of CommonMark."""
    opens = inner[0].isalnum() or not before.isalnum()
    return opens and (inner[-1].isalnum() or not after.isalnum())
