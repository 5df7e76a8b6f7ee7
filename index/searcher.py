"""Answers queries from a finished index: hits, the corrected query, the nearest titles."""

from __future__ import annotations

import re
import time
import weakref
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from whoosh.index import IndexError as WhooshError
from whoosh.index import open_dir

from . import generations, sentence_model
from .builder import ensure_index
from .comparison import side_by_side
from .emphasis import Emphasis
from .errors import IndexUnreadable
from .feedback import is_related, likeness
from .matching import DESCRIBES, Matches, make_slots, match, strongest
from .models import Hit, SearchResult
from .pairs import Pairs
from .postings import Postings
from .query import Query
from .ranking import in_passing, is_meant, rank
from .semantic import Meanings
from .spelling import Vocabulary, mend
from .titles import Titles
from .understanding import Understanding
from .words import fold, stem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path
    from types import TracebackType

    from whoosh.reading import IndexReader
    from whoosh.searching import Searcher as WhooshSearcher

    from .documents import Lessons

_EXAM = re.compile(r"\b(?:exam(?:s|en|ination)?|prüfung|klausur)\b", re.IGNORECASE)
_NEAREST = 5
_LEAST_MENDED = 6
"""Characters of the shortest title that is found in spite of a typo in somebody's message."""
_OPEN_ATTEMPTS = 3
_REMEMBERED = 4000
_RELATED = 0.05
"""How much of what a text has in common with itself another one must have to be related."""


def open_searcher(library: Lessons, folder: Path) -> Searcher:
    """Build the index of ``library`` below ``folder`` if need be, and open it. Blocks.

    Raises IndexUnwritable, or IndexUnreadable when others keep removing what was built.
    """
    for _ in range(_OPEN_ATTEMPTS - 1):
        try:
            return Searcher.open(ensure_index(library, folder))
        except IndexUnreadable:
            continue  # another process pruned the folder between the two steps
    return Searcher.open(ensure_index(library, folder))


class Searcher:
    """Searches one index. Any number of threads may share it; a search blocks for milliseconds."""

    def __init__(self, whoosh: WhooshSearcher, folder: Path) -> None:
        """Read what is searched out of ``folder``; this object closes ``whoosh``."""
        reader = whoosh.reader()
        self._fields = _stored_fields(reader, lock := Lock())
        # The files are released when nobody holds this object any more, at the latest.
        self._release = weakref.finalize(self, _close, reader, lock)
        stored: list[dict[str, Any]] = [fields for _, fields in reader.iter_docs()]
        self._entries = [(fields["id"], fields["label"]) for fields in stored]
        self._numbers = {identity: number for number, (identity, _) in enumerate(self._entries)}
        self.names = {one["id"]: one["written"] for one in stored if one["written"]}
        """What else a lesson calls each of its items, by id."""
        self._kinds = [fields["kind"] for fields in stored]
        self._standings = [
            "exam"
            if kind == "lab" and _EXAM.search(f"{fields['lesson']} {fields['label']}")
            else kind
            for kind, fields in zip(self._kinds, stored, strict=True)
        ]
        self._courses = [fields["course"] for fields in stored]
        self._course_names = np.array(self._courses, dtype=str)
        self._titles = Titles(
            ([fields["label"], *fields["names"]] for fields in stored),
            (fields["numbers"] for fields in stored),
        )
        self._emphasis = Emphasis(fields["emphasis"] for fields in stored)
        self._postings = Postings.load(folder, len(stored))
        self._pairs = Pairs.load(folder)
        self._vocabulary = Vocabulary.load(folder)
        self._understanding = Understanding(self._titles, self._emphasis, self._vocabulary)
        self._meanings = Meanings.load(folder, sentence_model.load())

    @classmethod
    def open(cls, index_folder: Path) -> Self:
        """Open the folder that ``ensure_index`` returned, read-only. Raises IndexUnreadable."""
        if not generations.is_whole(index_folder):
            raise _unreadable(index_folder)
        try:
            index = open_dir(str(index_folder), readonly=True)
            return cls(index.searcher(), index_folder)
        except (OSError, WhooshError) as exc:  # pruned by another process since it was checked
            raise _unreadable(index_folder) from exc

    def close(self) -> None:
        """Release the files; a hit that another thread reads is read to its end first."""
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def search(
        self, query: str, limit: int = 10, courses: Collection[str] | None = None
    ) -> SearchResult:
        """Return up to ``limit`` hits for ``query``, and the nearest titles when none fits.

        ``query`` is plain words: no character in it has a meaning of its own, except that quotes
        keep words together. ``courses`` limits what is found to these; None finds in all.
        """
        began = time.perf_counter()
        limit = max(0, limit)
        asked = Query(query)
        name = self._understanding.name(asked)
        result = None
        if name is None:
            result = side_by_side(
                asked.text,
                lambda side: self._named(side, max(limit, 1), courses),
                self._understanding.has_name,
            )
        if result is None:
            asked, understood, corrected = self._understanding.read(asked, name)
            result = self._found(asked, understood, corrected, limit, courses)
        took = round((time.perf_counter() - began) * 1000, 3)
        return replace(result, query=query, took_ms=took, hits=result.hits[:limit])

    def _named(self, text: str, limit: int, courses: Collection[str] | None) -> SearchResult | None:
        """Return what is found for the name of a card, perhaps with a typo; None if it is none."""
        result = self.search(text, limit, courses)
        is_name = result.is_sure and self._understanding.name(Query(result.corrected or text))
        return result if is_name else None

    def _found(
        self,
        asked: Query,
        understood: Query,
        corrected: str | None,
        limit: int,
        courses: Collection[str] | None,
    ) -> SearchResult:
        """Return what is found for a query as it was asked and understood."""
        slots = make_slots(understood, self._vocabulary, self._postings)
        matches = match(understood, slots, self._postings, self._pairs)
        inside = None if courses is None else np.isin(self._course_names, list(courses))
        if inside is not None:
            matches = Matches(matches.scores * inside, matches.coverage * inside)
        said, tells = matches.coverage, False
        if self._meanings is not None and understood.is_description:
            matches = self._meanings.joined(understood.text, matches, inside)
            tells = len(understood.content) >= DESCRIBES
        spellings = {asked.plain, asked.core, understood.plain, understood.core} - {""}
        ranked = rank(
            matches,
            self._titles,
            self._emphasis,
            sorted(spellings),
            kinds=self._standings,
            slots=len(slots),
        )
        if courses is not None:
            # Titles were compared in all courses.
            ranked = [found for found in ranked if self._courses[found.number] in courses]
        fits = bool(ranked) and ranked[0].fits
        wanted = frozenset(stem(form) for slot in slots for form, _ in slot.forms)
        hits = tuple(Hit.of(self._fields(one.number), wanted, one.score) for one in ranked[:limit])
        terms = [stem(word.text) for word in understood.content]
        together = self._pairs.with_all(terms, self._postings)
        passing = in_passing(ranked, len(terms), together)
        if passing and self._understanding.has_name(understood.text):
            passing = []  # a card explains what is named, and perhaps all that was asked
        return SearchResult(
            query=asked.text,
            corrected=corrected,
            took_ms=0.0,
            hits=hits,
            fits=fits,
            is_sure=fits and (ranked[0].is_sure or (tells and is_meant(ranked, said))),
            terms=wanted,
            in_passing=tuple(
                Hit.of(self._fields(one.number), wanted, one.score) for one in passing[:limit]
            ),
            nearest=() if fits else self._nearest(understood.core, courses),
        )

    def related(
        self, identity: str, limit: int = 5, courses: Collection[str] | None = None
    ) -> tuple[tuple[str, str], ...]:
        """Return (id, title) of up to ``limit`` concepts that are most about the same things."""
        number = self._numbers.get(identity)
        if number is None:
            return ()
        scores = likeness(number, self._postings)
        least = _RELATED * scores[number]
        scores[number] = 0
        best = strongest(scores, 8 * limit)
        found = sorted(best.tolist(), key=lambda one: (-scores[one], one))
        fitting = (
            self._entries[one]
            for one in found
            if scores[one] >= least
            and self._kinds[one] == "concept"
            and (courses is None or self._courses[one] in courses)
            and fold(title := self._entries[one][1]) != fold(self._entries[number][1])
            and is_related(number, one, (self._entries[number][1], title), self._postings)
        )
        return tuple(islice(fitting, limit))

    def mentioned(
        self, text: str, limit: int = 25, courses: Collection[str] | None = None
    ) -> tuple[tuple[str, str], ...]:
        """Return (id, title) of the concepts whose names are in ``text``, in their order.

        Names with typos count too, but not short ones: people write more than what is in lessons.
        """
        written = dict.fromkeys(self._titles.mentioned(text))
        mended = dict.fromkeys(self._titles.mentioned(mend(text, self._vocabulary)))
        fitting = {
            self._entries[one]: None
            for one in (*mended, *written)
            if self._kinds[one] == "concept" and (courses is None or self._courses[one] in courses)
            if one in written or len(self._entries[one][1]) >= _LEAST_MENDED
        }
        return tuple(islice(fitting, limit))

    def _nearest(self, query: str, courses: Collection[str] | None) -> tuple[tuple[str, str], ...]:
        """Return (id, title) of the titles that look most like ``query``, each title once."""
        found = [
            self._entries[number]
            for number in self._titles.nearest(query, 4 * _NEAREST)
            if courses is None or self._courses[number] in courses
        ]
        unique = {fold(title): (identity, title) for identity, title in reversed(found)}
        return tuple(entry for entry in found if entry in unique.values())[:_NEAREST]


def _stored_fields(reader: IndexReader, lock: Lock) -> Callable[[int], dict[str, Any]]:
    """Return what reads the stored fields of a document, and remembers those read last."""

    @lru_cache(_REMEMBERED)
    def read(number: int) -> dict[str, Any]:
        # Whoosh's readers share file positions, so one thread at a time may use them.
        with lock:
            fields: dict[str, Any] = reader.stored_fields(number)
        return fields

    return read


def _close(reader: IndexReader, lock: Lock) -> None:
    with lock:
        reader.close()


def _unreadable(folder: Path) -> IndexUnreadable:
    return IndexUnreadable(f"no usable index in {folder}: start again, and it will be built anew")
