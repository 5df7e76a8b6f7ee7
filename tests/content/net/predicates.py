"""``python -m tests.content.net.predicates``: which case changes when a predicate has one answer.

Each function of ``content`` that is annotated ``-> bool`` returns False throughout (off) and then
True (on), in a process of its own that reads the cases in which it is called, until one is read in
another way. An exception and a reading without an end count as that. The exit code is 1
when a predicate can be switched off unnoticed: it needs a case, or it goes.
"""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Never

import content
from tests.content.net.answers import Answers, answers, outcome
from tests.content.net.cases import Case, groups
from tests.content.net.forks import Ended, results
from tests.content.net.switches import Loaded, Predicate, predicates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(content.__file__).resolve().parent
_LIMIT = 5
"""Seconds of computing for one case; the longest takes a fifth of one."""


class Change(NamedTuple):
    """Whether a case is read in another way, and which or why none is."""

    seen: bool
    why: str


class Net(NamedTuple):
    """The cases, the functions that may be switched, and what both do as the code is."""

    cases: Sequence[Case]
    loaded: Loaded
    answers: Answers


class _NoEnd(BaseException):
    """A reading takes far too long. No one may catch it but those who read the cases."""


def main() -> int:
    """Print for each predicate the first case that changes; 1 when one is off unnoticed."""
    options = _options()
    _import_all()
    found = [one for one in predicates(ROOT) if options.only in _shown(one)]
    net = _net(found, options.shared)
    print(f"{len(found)} predicates, {len(net.cases)} cases\n")
    changes: dict[tuple[Predicate, bool], Change] = {}
    for key, change in _changes(net, found):
        changes[key] = change
        if (key[0], not key[1]) in changes:
            off, on = changes[key[0], False], changes[key[0], True]
            print(f"{_shown(key[0])}\n    off: {off.why}\n    on:  {on.why}", flush=True)
    for value, word in ((True, "on"), (False, "off")):
        unseen = [one for one in found if not changes[one, value].seen]
        print(f"\n{len(unseen)} of {len(found)} change no case when switched {word}:")
        print("".join(f"    {_shown(one)}: {changes[one, value].why}\n" for one in unseen), end="")
    return 0 if all(changes[one, False].seen for one in found) else 1


def first_change(net: Net, predicate: Predicate, value: bool, *, limit: float = _LIMIT) -> Change:
    """Switch a predicate in this process for good and return what changes.

    Those cases in which it answers otherwise come first. The others may change too: what it does
    beside its answer is switched off as well.
    """
    net.loaded.switch(predicate, value)
    signal.signal(signal.SIGPROF, _stop)
    told, same = (net.answers.given.get((predicate, one), []) for one in (not value, value))
    called = list(dict.fromkeys([*told, *same]))
    for number in called:
        case, before = net.cases[number], net.answers.outcomes[number]
        # Once a second again, should someone catch it nevertheless.
        signal.setitimer(signal.ITIMER_PROF, limit, 1)
        try:
            after = outcome(case)
            signal.setitimer(signal.ITIMER_PROF, 0)
        except _NoEnd:
            return Change(seen=True, why=f"{case.name} (no end)")
        if after != before:
            return Change(seen=True, why=case.name + (f" ({after})" * isinstance(after, str)))
    why = f"{not value} in {len(told)} of {len(called)} cases, none of which changes"
    return Change(seen=False, why=why if called else "not called")


def _changes(
    net: Net, found: Sequence[Predicate]
) -> Iterator[tuple[tuple[Predicate, bool], Change]]:
    keys = [(one, value) for one in found for value in (False, True)]
    for key, done in results((key, partial(first_change, net, *key)) for key in keys):
        if isinstance(done, Ended):
            yield key, Change(seen=True, why=f"the process ended with {done.code}")
        else:
            yield key, done


def _net(found: Sequence[Predicate], shared: Path | None) -> Net:
    named = [
        case._replace(name=f"{group.name}: {case.name}")
        for group in groups(shared)
        for case in group.cases
    ]
    loaded = Loaded(ROOT)
    # In another process too, so that nothing is remembered in this one, of which copies are made.
    for _, done in results([("", lambda: answers(named, loaded, found))]):
        if not isinstance(done, Ended):
            return Net(named, loaded, done)
    raise RuntimeError("the cases cannot be read even as the code is")


def _import_all() -> None:
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        if "__main__" not in parts:
            importlib.import_module(".".join(parts).removesuffix(".__init__"))


def _shown(predicate: Predicate) -> str:
    place = predicate.file.relative_to(ROOT.parent)
    return f"{place}:{predicate.line} {predicate.name}"


def _stop(*_: object) -> Never:
    raise _NoEnd


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.content.net.predicates")
    parser.add_argument("--only", default="", metavar="TEXT", help="of those with this in a name")
    parser.add_argument("--shared", type=Path, help="read the lessons of this folder too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
