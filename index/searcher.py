"""Answers queries from a finished index: hits, the query as it was mended, the nearest titles."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from whoosh.index import IndexError as WhooshError
from whoosh.index import open_dir
from whoosh.scoring import BM25F

from . import generations
from .builder import ensure_index
from .errors import IndexUnreadable
from .matching import make_slots, match
from .models import Hit, SearchResult
from .query import Query
from .ranking import Ranked, rank
from .snippets import snippet
from .spelling import Vocabulary
from .titles import Titles
from .words import fold, plain, stem, words

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path
    from types import TracebackType

    from whoosh.searching import Searcher as WhooshSearcher

    from .documents import Lessons

_NEAREST = 5
_OPEN_ATTEMPTS = 3


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

    def __init__(self, whoosh: WhooshSearcher) -> None:
        """Read titles and vocabulary through ``whoosh``, which this object closes."""
        self._whoosh = whoosh
        # Whoosh's readers share file positions, so one thread at a time may use them.
        self._lock = Lock()
        stored: list[dict[str, Any]] = [fields for _, fields in whoosh.reader().iter_docs()]
        self._entries = [(fields["id"], fields["label"]) for fields in stored]
        self._kinds = [fields["kind"] for fields in stored]
        self._titles = Titles([fields["label"], *fields["names"]] for fields in stored)
        frequencies = {
            text.decode(): info.doc_frequency()
            for text, info in whoosh.reader().iter_field("exact")
        }
        title_words = (word.text for _, title in self._entries for word in words(title))
        self._vocabulary = Vocabulary(frequencies, frozenset(title_words))

    @classmethod
    def open(cls, index_folder: Path) -> Self:
        """Open the folder that ``ensure_index`` returned, read-only. Raises IndexUnreadable."""
        if not generations.is_whole(index_folder):
            raise _unreadable(index_folder)
        try:
            index = open_dir(str(index_folder), readonly=True)
            return cls(index.searcher(weighting=BM25F()))
        except (OSError, WhooshError) as exc:  # pruned by another process since it was checked
            raise _unreadable(index_folder) from exc

    def close(self) -> None:
        """Release the files; a search that runs in another thread ends first."""
        with self._lock:
            self._whoosh.reader().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def search(self, query: str, limit: int = 10) -> SearchResult:
        """Return up to ``limit`` hits for ``query``; when nothing fits, the nearest titles instead.

        ``query`` is plain words: no character in it has a meaning of its own.
        """
        began = time.perf_counter()
        asked = Query(query)
        mended, corrected = self._mend(asked)
        with self._lock:
            slots = make_slots(mended.content, self._vocabulary, self._whoosh)
            matches = match(slots, self._whoosh)
            spellings = {plain(asked.text), asked.core, plain(mended.text), mended.core} - {""}
            ranked = rank(matches, self._titles, sorted(spellings), self._kinds, len(slots))
            wanted = {stem(form) for slot in slots for form, _ in slot.forms}
            hits = tuple(self._hit(found, wanted) for found in ranked[: max(0, limit)])
        nearest = () if hits else self._nearest(mended.core)
        return SearchResult(
            query=query,
            corrected=corrected,
            took_ms=round((time.perf_counter() - began) * 1000, 3),
            hits=hits,
            nearest=nearest,
        )

    def _mend(self, query: Query) -> tuple[Query, str | None]:
        """Return ``query`` with its typos mended, and its text when there were any."""
        changes = {}
        for word in query.content:
            better = self._vocabulary.mend(word.text) if len(word.forms) == 1 else None
            if better is not None:
                changes[word.text] = better
        if not changes:
            return query, None
        mended = query.mended(changes)
        return Query(mended), mended

    def _hit(self, found: Ranked, stems: Collection[str]) -> Hit:
        fields = self._whoosh.reader().stored_fields(found.number)
        return Hit(
            id=fields["id"],
            kind=fields["kind"],
            title=fields["label"],
            lesson=fields["lesson"],
            section=fields["section"],
            score=round(found.score, 4),
            snippet=snippet(fields["text"], stems),
            path=fields["path"],
            line=fields["line"],
        )

    def _nearest(self, query: str) -> tuple[tuple[str, str], ...]:
        """Return (id, title) of the titles that look most like ``query``, each title once."""
        found = [self._entries[number] for number in self._titles.nearest(query, 2 * _NEAREST)]
        unique = {fold(title): (identity, title) for identity, title in reversed(found)}
        return tuple(entry for entry in found if entry in unique.values())[:_NEAREST]


def _unreadable(folder: Path) -> IndexUnreadable:
    return IndexUnreadable(f"no usable index in {folder}: start again, and it will be built anew")
