"""Which options are right, when a format gives each of them a share of the mark in percent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_WHOLE = 100.0
_CLOSE = 0.51
_LISTED = 10
# Shares that Moodle accepts are those of a fixed list: it has no elevenths, but twentieths.
_SHARED = frozenset((*range(1, 11), 20))


class Marked(NamedTuple):
    """The indices of the right options, and what of the weights a question cannot hold."""

    correct: tuple[int, ...]
    lost: str | None


def read_weights(weights: Sequence[float], *, single: bool) -> Marked:
    """Find the right options; ``single`` says that a person can choose only one."""
    whole = tuple(index for index, weight in enumerate(weights) if weight >= _WHOLE - _CLOSE)
    correct = whole or tuple(index for index, weight in enumerate(weights) if weight > 0)
    right = frozenset(correct)
    others = {weight for index, weight in enumerate(weights) if index not in right}
    if single and len(correct) > 1:
        return Marked(correct, "that any one of the right options is enough: all are needed here")
    shares = [weights[index] for index in correct]
    uneven = (
        not whole
        and bool(shares)
        and (max(shares) - min(shares) > _CLOSE or abs(sum(shares) - _WHOLE) > _CLOSE * len(shares))
    )
    # A penalty that is the same for every wrong option of several is what "all or nothing" says.
    partial = any(weight > 0 for weight in others) or len(others) > 1
    penalty = len(correct) == 1 and any(weight < 0 for weight in others)
    if uneven or partial or penalty:
        listed = ", ".join(f"{weight:g}" for weight in weights[:_LISTED])
        return Marked(correct, f"the weights {listed}: an answer here is right or wrong")
    return Marked(correct, None)


def share(count: int) -> str:
    """Return the weight of each of ``count`` right options as Moodle spells it."""
    return f"{_WHOLE / count:.5f}".rstrip("0").rstrip(".")


def is_shared(count: int) -> bool:
    """Return whether Moodle has a weight for so many right options."""
    return count in _SHARED
