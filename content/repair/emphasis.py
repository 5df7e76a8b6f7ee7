"""Sets bold and italic marks where Markdown accepts them: no stray spaces, no glued signs.

``**x **or`` is written ``**x** or``, and ``**x.**or`` is written ``**x**.or``. Words stay as they
are; marks that are no pair, as in ``2 ** 3`` or ``**/*.py``, do as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from content.repair.lines import Span, code_spans, crossing_spans, inside, lead_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.repair.lines import Line

# What may stand before and behind bold text that works; nothing stands at a line's ends.
_BEFORE = frozenset(["", *" \t(|>"])
_BEHIND = frozenset(["", *" \t.,:;!?)|"])
_LOOSE = frozenset("*_ \t\u00a0")
_RUNS = {"*": re.compile(r"(?<!\\)\*+"), "_": re.compile(r"(?<!\\)_+")}
_ITALIC = {
    "*": re.compile(
        r"(?<![\w*\\/.])\*(?P<words>[^\W_][^*`]*?)(?<![ \t])[ \t]+\*(?=[\s.,:;!?)\]]|$)"
    ),
    "_": re.compile(r"(?<![\w\\/.])_(?P<words>[^\W_][^_`]*?)(?<![ \t])[ \t]+_(?=[\s.,:;!?)\]]|$)"),
}
_WRAPPED = {'"': '"', "'": "'", "(": ")", "\u201c": "\u201d", "\u2018": "\u2019", "«": "»"}
# Signs that begin or end a mark of their own, so that nothing may part them from their words.
_BOUND = frozenset("`]*_<>\\~")
_PAIR = 2
_LONGEST = 3


def tidy_emphasis(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with their emphasis mended; a pair that spans two lines is left alone."""
    crossing: dict[int, Span] | None = None
    odd = False
    for index, line in enumerate(lines):
        text = line.text
        if line.code or not ("*" in text or "_" in text) or not _marked(text):
            odd = odd and not line.code and bool(text.strip()) and not lead_of(text).strip()
            yield line
            continue
        if odd and not _begins(text):
            odd = (text.count("**") + text.count("__")) % 2 == 0
            yield line
            continue
        if crossing is None:
            crossing = crossing_spans(lines)
        spans = code_spans(text) if "`" in text else []
        if index in crossing:
            spans = sorted([*spans, crossing[index]])
        mended, odd = _tidy(text, spans)
        yield line if mended is text else line._replace(text=mended)


def _marked(text: str) -> bool:
    return "**" in text or "__" in text or " *" in text or " _" in text


def _begins(text: str) -> bool:
    """Return whether a line begins a block of its own."""
    return bool(lead_of(text).strip()) or text.lstrip()[:1] in {"#", "|"}


def _tidy(text: str, spans: Sequence[Span]) -> tuple[str, bool]:
    """Return a line with its marks mended, and whether one of them has no partner in it."""
    odd = False
    for sign in "*_":
        if sign * _PAIR in text and not _is_fine(text, sign * _PAIR):
            edited, lone = _bold(text, spans, sign)
            odd = odd or lone
            if edited is not text:
                text = edited
                spans = code_spans(text) if spans else []
        if text.count(sign) - _PAIR * text.count(sign * _PAIR) >= _PAIR and not odd:
            text = _italic(text, spans, sign)
    return text, odd


def _is_fine(text: str, marks: str) -> bool:
    """Return whether a line's bold text is as most people write it: nothing is to be done."""
    parts = text.split(marks)
    if len(parts) % 2 == 0:
        return False
    for place, part in enumerate(parts):
        if place % 2:
            if not part or part[0] in _LOOSE or part[-1] in _LOOSE:
                return False
        elif (place and part[:1] not in _BEHIND) or (
            place + 1 < len(parts) and part[-1:] not in _BEFORE
        ):
            return False
    return True


def _italic(text: str, spans: Sequence[Span], sign: str) -> str:
    found = _ITALIC[sign].search(text, len(lead_of(text)))
    if not found or inside(found.start(), spans) or inside(found.end() - 1, spans):
        return text
    singles = [run for run in _RUNS[sign].finditer(text) if len(run[0]) == 1]
    if len([run for run in singles if run.start() >= len(lead_of(text))]) != _PAIR:
        return text
    after = text[found.end() :]
    return f"{text[: found.start()]}{sign}{found['words']}{sign}{after}"


class _Pair(NamedTuple):
    """What stands between two marks, and the characters around them; empty at a line's end."""

    before: str
    inner: str
    after: str
    sign: str


def _bold(text: str, spans: Sequence[Span], sign: str) -> tuple[str, bool]:
    """Mend the pairs of a line one after the other; say whether a mark is left without partner."""
    begin = len(lead_of(text))
    runs = [
        found.span()
        for found in _RUNS[sign].finditer(text, begin)
        if found.end() - found.start() >= _PAIR and not inside(found.start(), spans)
    ]
    sizes = {end - start for start, end in runs}
    if len(sizes) != 1 or max(sizes) > _LONGEST:
        return text, False
    if len(runs) % 2:
        return text, True
    parts: list[str] = []
    done = 0
    for (start, opened), (closed, end) in zip(runs[::2], runs[1::2], strict=True):
        before = text[start - 1] if start > begin else ""
        pair = _Pair(before, text[opened:closed], text[end : end + 1], sign)
        mended = _mended(pair, text[start:opened])
        if mended is not None:
            parts += (text[done:start], mended)
            done = end
    return ("".join(parts) + text[done:] if done else text), False


def _mended(pair: _Pair, marks: str) -> str | None:
    """Return what to write for a pair and its marks, or None where it is fine or no pair."""
    before, inner, after, sign = pair
    core = inner.strip()
    if not core or _works(before, inner, after, sign):
        return None
    if "/" in {before, after} or core.startswith("/*"):
        return None
    opened_loosely, closed_loosely = inner[0].isspace(), inner[-1].isspace()
    if opened_loosely and closed_loosely and before not in {"", "(", "|"}:
        return None
    if opened_loosely and before.isalnum() and after.isalnum():
        return None
    if closed_loosely and before == "(" and after.isalnum():
        # Arguments, as in `f(**one, **two)`.
        return None
    if "|" in core and (before == "|" or after == "|"):
        return None
    left = " " if opened_loosely and before and not before.isspace() else ""
    right = " " if closed_loosely and after and not after.isspace() else ""
    outer, core, tail = _freed(left or before, core, right or after)
    around = (outer or left or before)[-1:], (tail or right or after)[:1]
    if not core or not _works(around[0], core, around[1], sign):
        return f"{left}{outer}{core}{tail}{right}"
    return f"{left}{outer}{marks}{core}{marks}{tail}{right}"


def _freed(before: str, core: str, after: str) -> tuple[str, str, str]:
    """Split signs off that keep marks from closing where a letter stands behind them."""
    glued_left = before.isalnum() and not core[0].isalnum()
    glued_right = after.isalnum() and not core[-1].isalnum()
    if (glued_left or glued_right) and _WRAPPED.get(core[0]) == core[-1] and len(core) > _PAIR:
        return core[0], core[1:-1], core[-1]
    bound = _BOUND | {")"} if "](" in core else _BOUND
    first, last = 0, len(core)
    while glued_left and first < last and _is_free(core[first], bound):
        first += 1
    while glued_right and last > first and _is_free(core[last - 1], bound):
        last -= 1
    # A space does not belong to either side of a mark.
    return core[:first], core[first:last], core[last:]


def _is_free(char: str, bound: frozenset[str]) -> bool:
    return not char.isalnum() and char not in bound


def _works(before: str, inner: str, after: str, sign: str) -> bool:
    """Return whether marks around ``inner`` open and close by the rules of CommonMark."""
    first, last = inner[0], inner[-1]
    if first.isspace() or last.isspace():
        return False
    if sign == "_" and (before.isalnum() or after.isalnum()):
        return False
    opens = first.isalnum() or not before.isalnum()
    return opens and (last.isalnum() or not after.isalnum())
