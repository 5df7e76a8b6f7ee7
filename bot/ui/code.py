"""Code as Discord shows it: blocks and spans that nothing inside of them can end."""

from __future__ import annotations

import re

_FENCE = "```"
_LONG_RUN = re.compile(r"`{3,}")
_RUN = re.compile(r"`+")
_APART = "\N{ZERO WIDTH SPACE}"
_LANGUAGE = re.compile(r"[a-z0-9_+\-.#]{1,30}")


def code_block(text: str, language: str = "", limit: int | None = None) -> str:
    """Return a code block that nothing in ``text`` can end, cut to ``limit`` characters inside."""
    # Discord ends a block at the first three backticks, however many opened it, and takes a block
    # with nothing inside for one that is still open.
    inside = _LONG_RUN.sub(_apart, text.strip("\n")) or _APART
    if limit is not None and len(inside) > limit:
        inside = inside[: limit - 1] + "…"
    info = language if _LANGUAGE.fullmatch(language) else ""
    return f"{_FENCE}{info}\n{inside}\n{_FENCE}"


def code_span(text: str) -> str:
    """Return ``text`` as code within a line; nothing in it can end the span or open a block."""
    code = _LONG_RUN.sub(_apart, " ".join(text.splitlines()))
    sizes = {len(run) for run in _RUN.findall(code)}
    if len(sizes) > 1:
        # Only three marks would be left for the span, and those open a block.
        code, sizes = _RUN.sub(_apart, code), {1}
    if not code:
        return ""
    marks = "``" if 1 in sizes else "`"
    space = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{marks}{space}{code}{space}{marks}"


def side_by_side(before: str, after: str) -> str:
    """Return what to put between two texts, so that their backticks do not become one run."""
    return _APART if before.endswith("`") and after.startswith("`") else ""


def _apart(run: re.Match[str]) -> str:
    return _APART.join(run[0])
