"""The engines that search is measured against, each with the least that a person would set up."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.searcher import open_searcher
from tests.bench.search_sets import CUT, as_library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.search_sets import Document

_WORD = re.compile(r"\w+")


class Engine(Protocol):
    """Something that finds documents: built once, then asked."""

    def find(self, query: str) -> list[str]:
        """Return the ids of the ten best documents."""

    def size(self) -> int:
        """Return the bytes of the index on disk; 0 where it is in memory alone."""


class Ours:
    """The lookup of this project."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._searcher = open_searcher(as_library(documents), Path(self._folder.name))

    def find(self, query: str) -> list[str]:
        return [hit.id for hit in self._searcher.search(query, CUT).hits]

    def size(self) -> int:
        files = Path(self._folder.name).rglob("*")
        return sum(path.stat().st_size for path in files if path.is_file())


class Fts5:
    """SQLite's full text search: an OR of all words, with Porter's stems."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._path = Path(self._folder.name) / "fts5.db"
        self._database = sqlite3.connect(self._path)
        self._database.execute(
            "CREATE VIRTUAL TABLE d"
            " USING fts5(id UNINDEXED, title, text, tokenize='porter unicode61')"
        )
        rows = ((one.id, one.title, one.text) for one in documents)
        self._database.executemany("INSERT INTO d VALUES (?, ?, ?)", rows)
        self._database.commit()

    def find(self, query: str) -> list[str]:
        asked = " OR ".join(f'"{word}"' for word in _WORD.findall(query))
        if not asked:
            return []
        rows = self._database.execute(
            "SELECT id FROM d WHERE d MATCH ? ORDER BY rank LIMIT ?", (asked, CUT)
        )
        return [row[0] for row in rows]

    def size(self) -> int:
        return self._path.stat().st_size


class Tantivy:
    """tantivy with English stems: an OR of all words."""

    def __init__(self, documents: Sequence[Document]) -> None:
        import tantivy  # noqa: PLC0415  (the bench extra)

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        for name in ("title", "text"):
            builder.add_text_field(name, tokenizer_name="en_stem")
        self._index = tantivy.Index(builder.build())
        writer = self._index.writer()
        for one in documents:
            writer.add_document(tantivy.Document(id=one.id, title=one.title, text=one.text))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def find(self, query: str) -> list[str]:
        asked = " ".join(_WORD.findall(query))
        parsed = self._index.parse_query(asked, ["title", "text"])
        hits = self._searcher.search(parsed, CUT).hits
        return [self._searcher.doc(address)["id"][0] for _, address in hits]

    def size(self) -> int:
        return 0


class Bm25s:
    """bm25s with a stemmer and English stop words."""

    def __init__(self, documents: Sequence[Document]) -> None:
        import bm25s  # noqa: PLC0415  (the bench extra)

        self._bm25s: Any = bm25s
        self._ids = [one.id for one in documents]
        texts = [f"{one.title} {one.text}" for one in documents]
        self._engine = bm25s.BM25()
        self._engine.index(self._tokens(texts), show_progress=False)

    def _tokens(self, texts: list[str]) -> Any:
        from index.words import stem  # noqa: PLC0415  (it has no stemmer of its own)

        return self._bm25s.tokenize(
            texts,
            stopwords="en",
            stemmer=lambda words: [stem(w) for w in words],
            show_progress=False,
        )

    def find(self, query: str) -> list[str]:
        tokens = self._tokens([query])
        if not tokens.vocab:
            return []
        k = min(CUT, len(self._ids))
        places, scores = self._engine.retrieve(tokens, k=k, show_progress=False)
        found = zip(places[0].tolist(), scores[0].tolist(), strict=True)
        return [self._ids[place] for place, score in found if score > 0]

    def size(self) -> int:
        return 0


ENGINES: dict[str, type[Ours | Fts5 | Tantivy | Bm25s]] = {
    "ours": Ours,
    "SQLite FTS5": Fts5,
    "tantivy": Tantivy,
    "bm25s": Bm25s,
}
"""Every engine by its name in the tables; the one compared with is FTS5."""
