"""Sets bold and italic marks where Markdown accepts them: no stray spaces, no glued signs.

``**x **or`` is written ``**x** or``, and ``**x.**or`` is written ``**x**.or``. Words stay as they
are; marks that are no pair, as in ``2 ** 3`` or ``**/*.py``, do as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.markdown.lines import Span, code_spans, crossing_spans, inside, lead_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.markdown.lines import Line

_RUNS = {"*": re.compile(r"(?<!\\)\*+"), "_": re.compile(r"(?<!\\)_+")}
_WRAPPED = {'"': '"', "'": "'", "(": ")", "\u201c": "\u201d", "\u2018": "\u2019", "«": "»"}
# Signs that end a mark of their own, so that nothing may part them from their words.
_BOUND = frozenset("`])*_<>\\~")
_PAIR = 2


def tidy_emphasis(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with their emphasis mended; marks without partner in a line stay."""
    crossing = crossing_spans(lines)
    for index, line in enumerate(lines):
        text = line.text
        code = crossing.get(index, ())
        for sign in "*_":
            if sign not in text or line.code:
                continue
            if text.count(sign * 2) > 1:
                text = _tidied(text, code, sign, single=False)
            # A single one makes the marks odd that stand together; a backslash takes one off.
            if text.count(sign) > 2 * text.count(sign * 2) or "\\" in text:
                text = _tidied(text, code, sign, single=True)
        yield line.with_text(text)


def _tidied(text: str, code: Sequence[Span], sign: str, *, single: bool) -> str:
    """Mend all bold pairs of a line if they are of one kind, or the only pair of single marks."""
    begin = len(lead_of(text))
    found = [one.span() for one in _RUNS[sign].finditer(text, begin)]
    found = [(start, end) for start, end in found if (end - start == 1) == single]
    spans = sorted([*code_spans(text), *code]) if found else []
    runs = [Span(*one) for one in found if not inside(one[0], spans)]
    widths = {run.end - run.start for run in runs}
    if len(runs) % _PAIR or len(widths) != 1 or (single and len(runs) != _PAIR):
        return text
    mend = _without_space if single else _mended
    parts: list[str] = []
    done = 0
    for opening, closing in zip(runs[::2], runs[1::2], strict=True):
        before = text[max(opening.start - 1, begin) : opening.start]
        inner, after = text[opening.end : closing.start], text[closing.end : closing.end + 1]
        if inner == inner.strip() and not (before.isalnum() or after.isalnum()):
            # These marks open and close as they are.
            continue
        mended = mend(before, text[opening.start : opening.end], inner, after)
        if mended is not None:
            parts += (text[done : opening.start], mended)
            done = closing.end
    return "".join([*parts, text[done:]])


def _without_space(before: str, marks: str, inner: str, after: str) -> str | None:
    """Return what to write for single marks that are right but for the space before the second."""
    core = inner.rstrip()
    is_pair = core[:1].isalnum() and not before.isalnum() and not after.isalnum()
    return f"{marks}{core}{marks}" if is_pair else None


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
    right = " " if closed_loosely and after and not after.isspace() else ""
    outer, core, tail = _freed(before, core, right or after)
    if core and _works(f"{before}{left}{outer}"[-1:], core, f"{tail}{right}{after}"[:1]):
        core = f"{marks}{core}{marks}"
    return f"{left}{outer}{core}{tail}{right}"


def _freed(before: str, core: str, after: str) -> tuple[str, str, str]:
    """Split signs off that keep marks from opening or closing where a letter is beside them."""
    if _WRAPPED.get(core[0]) == core[-1] and (before.isalnum() or after.isalnum()):
        return core[0], core[1:-1], core[-1]
    last = len(core)
    while after.isalnum() and last and _is_free(core[last - 1]):
        last -= 1
    # A space does not belong to either side of a mark.
    return "", core[:last], core[last:]


def _is_free(char: str) -> bool:
    """Return whether a sign stands for itself."""
    return not char.isalnum() and char not in _BOUND


def _works(before: str, inner: str, after: str) -> bool:
    """Return whether marks around ``inner`` open and close by the rules of CommonMark."""
    opens = inner[0].isalnum() or not before.isalnum()
    return opens and (inner[-1].isalnum() or not after.isalnum())
