"""What is read of each case, and which predicates answer what while it is read."""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tests.content.net.items import Item
from tests.content.net.switches import Predicate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import FrameType

    from tests.content.net.cases import Case
    from tests.content.net.switches import Loaded

Outcome = list[Item] | str
"""The items of a case, or the name of the exception that it ends with."""


class Answers(NamedTuple):
    """The outcome of every case, and the cases in which a predicate gives an answer."""

    outcomes: list[Outcome]
    given: dict[tuple[Predicate, bool], list[int]]


def outcome(case: Case) -> Outcome:
    """Return what is read of a case."""
    try:
        return case.read()
    except Exception as exc:  # noqa: BLE001
        return type(exc).__name__


def answers(cases: Sequence[Case], loaded: Loaded, found: Sequence[Predicate]) -> Answers:
    """Read all cases and note every answer; no case profits from what another one has cached."""
    wanted = {code: one for code, one in loaded.codes.items() if one in set(found)}
    done = Answers([], defaultdict(list))
    for number, case in enumerate(cases):
        loaded.forget()
        read, answered = _watched(case, wanted)
        done.outcomes.append(read)
        for key in answered:
            done.given[key].append(number)
    return done


def _watched(
    case: Case, wanted: Mapping[int, Predicate]
) -> tuple[Outcome, set[tuple[Predicate, bool]]]:
    seen: set[tuple[int, bool | None]] = set()

    def note(frame: FrameType, event: str, answer: object) -> None:
        if event == "return" and (code := id(frame.f_code)) in wanted:
            seen.add((code, answer if isinstance(answer, bool) else None))

    sys.setprofile(note)
    try:
        read = outcome(case)
    finally:
        sys.setprofile(None)
    # An exception, which returns None, is another answer than either.
    both = [(code, one) for code, given in seen for one in (True, False) if given in (one, None)]
    return read, {(wanted[code], answer) for code, answer in both}
