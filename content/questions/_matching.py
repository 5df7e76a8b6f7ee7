"""Gives the entries of answer keys to the questions above them, by their numbers."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from content.questions._faults import Fault
from content.questions._found import Candidate, Key, Numbered
from content.questions._repeats import spelled_out, without_repeat
from content.questions._unread import HOW

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from content.questions._found import Found


def match_keys(scanned: Iterable[Found]) -> Iterator[Fault]:
    """Give the entries of each key to the questions above it that have no answer yet."""
    waiting = _Waiting()
    open_: set[int] = set()
    for one in scanned:
        if isinstance(one, Candidate):
            waiting.add(one)
        elif isinstance(one, Numbered):
            open_.update(range(one.first, one.last + 1))
        elif not isinstance(one, Key):
            open_.add(one.number)
        else:
            yield from _match(one, waiting, open_)


class _Waiting:
    """The questions that a key may answer.

    Those since the key before it are all asked for; of those above that, what has no answer.
    """

    def __init__(self) -> None:
        self._by_number: dict[int, deque[Candidate]] = {}
        self._answered: dict[int, Candidate] = {}
        self._new: dict[int, Candidate] = {}

    def add(self, candidate: Candidate) -> None:
        """Let a question wait for the next key."""
        self._by_number.setdefault(candidate.number or 0, deque()).append(candidate)
        self._new[id(candidate)] = candidate

    def take(self, number: int) -> Candidate | None:
        """Return the first question with a number; a second key may explain what is answered."""
        candidates = self._by_number.get(number)
        while candidates:
            candidate = candidates.popleft()
            if id(candidate) in self._new or not candidate.draft.is_answered:
                return candidate
        return self._answered.get(number)

    def end(self, key: Key) -> None:
        """Note which questions have an answer below a key."""
        for candidate in (*key.answered, *self._new.values()):
            if candidate.draft.is_answered:
                self._answered[candidate.number or 0] = candidate
        self._new.clear()


def _match(key: Key, waiting: _Waiting, open_: Container[int]) -> Iterator[Fault]:
    """Match entries and questions by number; numbers may begin again, both go in one order.

    Numbers that are ``open_`` stand above something that has no options.
    """
    for entry in key.entries:
        candidate = waiting.take(entry.number)
        if candidate is None:
            if entry.number not in open_:
                message = f"this key answers question {entry.number}, which is not above it"
                yield Fault(entry.line, "warning", "unused-answer", message)
            continue
        key.answered.append(candidate)
        draft = candidate.draft
        answer = spelled_out(draft.options, entry.answer)
        if not draft.is_answered:
            draft.answers.append(answer)
        draft.explanation += filter(
            None, [without_repeat(draft.options, answer), *entry.explanation]
        )
    if not key.answered and all(entry.number in open_ for entry in key.entries):
        letters = sum(any(map(str.isalpha, entry.answer.names)) for entry in key.entries)
        if letters * 2 >= max(len(key.entries), 2):
            message = f"no question that this key answers is read: {HOW}"
            yield Fault(key.entries[0].line, "warning", "unused-answer", message)
    waiting.end(key)
