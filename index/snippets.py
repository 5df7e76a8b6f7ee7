"""Cuts the piece of a text that shows best why it was found."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from .words import LONGEST as LONGEST_WORD
from .words import pairs_in, stem, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LONGEST = 300
_LEAD = 60
_READ = 5_000
_MOST = 100


def snippet(text: str, stems: Collection[str], limit: int = LONGEST) -> str:
    """Return at most ``limit`` characters of ``text``, one line, around the most of ``stems``."""
    line = text[:_READ]
    if len(line) <= limit:
        return line
    start = _start(line, stems, limit)
    end = start + limit - (1 if start else 0)
    if end < len(line):
        end = line.rfind(" ", start + limit // 2, end - 1)
        end = end if end > 0 else start + limit - 2
    piece = line[start:end].strip()
    return f"{'…' if start else ''}{piece}{'…' if end < len(line) else ''}"


def _start(line: str, stems: Collection[str], limit: int) -> int:
    """Return where the window with the most different stems begins, at the start of a word."""
    hits = sorted(_places(line, stems))
    best, best_count = 0, 0
    for number, (begin, _) in enumerate(hits):
        inside = {
            wanted for at, wanted in hits[number : number + _MOST] if at < begin + limit - _LEAD
        }
        if len(inside) > best_count:
            best, best_count = begin, len(inside)
    if best + _LEAD <= limit:
        return 0
    # Begin with the sentence if it starts close by, else with a word a little before the match.
    sentence = line.rfind(". ", best - _LEAD, best)
    return sentence + 2 if sentence >= 0 else line.find(" ", best - _LEAD, best) + 1 or best


def _places(line: str, stems: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield where words with the ``stems`` begin, and the stem of each.

    Only words that begin like one are read, because a text has many.
    """
    folded = line.lower()
    for beginning in {one[: max(1, len(one) - 1)] for one in stems if one}:
        at = folded.find(beginning)
        while at >= 0:
            if at == 0 or not folded[at - 1].isalnum() or pairs_in(folded[at]):
                for word in islice(words(line[at : at + LONGEST_WORD]), 1):
                    wanted = next((one for one in map(stem, word.forms) if one in stems), None)
                    if wanted is not None:
                        yield at, wanted
            at = folded.find(beginning, at + len(beginning))
