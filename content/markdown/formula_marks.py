"""Where formulas begin and end in a text, and what only looks like one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORMULA = re.compile(
    r"\$\$(?P<display>(?:[^$\\\n]|\\.|\n(?![ \t]*\n)){1,2000}?)\$\$"
    r"|\$`(?P<ticks>[^`\n]{1,500})`\$"
    r"|\$(?P<dollars>(?:[^$\\\n]|\\.|\n(?![ \t]*\n)){1,500}?)\$"
    r"(?![\d{])"
    r"|\\\\?\((?P<round>(?:[^\\\n]|\\(?![()\\]).|\n(?![ \t]*\n)){1,500}?)\\\\?\)"
    r"|\\\\?\[(?P<square>(?:[^\\\n]|\\(?![\[\]]).|\n(?![ \t]*\n)){1,2000}?)\\\\?\]",
    re.DOTALL,
)
_SIGN = re.compile(r"\$|\\[(\[]|\\\\[(\[]")
_GOES_ON = re.compile(r"(?!(?:th|st|nd|rd|s|te|er)\b)[^\W\d]")
_ENDS = re.compile(r"(?:\\[A-Za-z]+|\})\s*$")
_MATHS = re.compile(r"\\[A-Za-z]|[\^=<>+]|_[{\w]|\w\s*[*/|]\s*\w|\d!")
_SHORT = re.compile(r"[\W\d]*[^\W\d_]{0,3}(?:[\W\d]+[^\W\d_]{1,3})?[\W\d]*")
_WORDS = re.compile(r"(?<![\\\w{])[^\W\d_]{3,}\s+[^\W\d_]{3,}")
_WORD = re.compile(r"[^\W\d_]{3}")
_TEXT = re.compile(r"\\(?:text|mbox|textrm|textbf|textit|mathrm|operatorname)\s*\{[^{}]*\}")
_SHORTEST = 20


def formula_at(text: str, place: int) -> tuple[str, int] | None:
    """Return the LaTeX of the formula that begins at a place, and where it ends.

    ``$5 and $10`` are prices, ``$HOME`` is a variable, and ``\\(see there\\)`` is in parentheses.
    """
    found = _FORMULA.match(text, place)
    if not found:
        return None
    kind = found.lastgroup or ""
    latex = found[kind]
    if kind in {"display", "ticks"}:
        return latex, found.end()
    bare = _TEXT.sub("", latex)
    has_command = "\\" in bare.replace("\\_", "").replace("\\$", "")
    if kind == "dollars":
        before = text[place - 1 : place]
        loose = latex != latex.strip() and not has_command
        # `H$_2$O` and `5 $\mu$m` stand between letters, `$HOME:$PATH` does not; `$n$th` is a word.
        script = (latex[0] in "^_" and before.isalnum()) or _ENDS.search(latex)
        glued = not script and (before.isalnum() or _GOES_ON.match(text, found.end()))
        if glued or before == "\\" or loose or (not has_command and _WORDS.search(bare)):
            return None
        is_short = len(latex) <= _SHORTEST and _SHORT.fullmatch(latex)
        return (latex, found.end()) if is_short or _MATHS.search(latex) else None
    # In `\(Ctrl+C\)` the backslash only keeps a parenthesis from being a mark.
    is_maths = _MATHS.search(latex) if has_command or not _WORD.search(bare) else None
    return (latex, found.end()) if is_maths else None


def formulas_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the place and the LaTeX of each formula in a text without code."""
    end = 0
    for sign in _SIGN.finditer(text):
        if sign.start() >= end and (found := formula_at(text, sign.start())):
            yield sign.start(), found[0]
            end = found[1]
