"""What search is measured on: sections, and queries with judgements, from beside the checkout."""

from __future__ import annotations

import json
import math
import random
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from content.models import Concept, Lesson, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path(__file__).parents[2].parent / "shared" / "search"
NAMES = ("openstax-terms", "cranfield")
CUT = 10


@dataclass(frozen=True)
class Document:
    """One section to find."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Query:
    """A query of a class such as "typo", and the ids of the documents that answer it."""

    kind: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True)
class Set:
    """Documents, and the queries that are asked of them; without judgements nothing is relevant."""

    name: str
    documents: tuple[Document, ...]
    queries: tuple[Query, ...]


def is_there() -> bool:
    """Return whether the development sets lie beside this checkout."""
    return FOLDER.is_dir()


def load(name: str) -> Set:
    """Return one of the development sets."""
    documents = json.loads((FOLDER / f"{name}.docs.json").read_text(encoding="utf-8"))
    queries = json.loads((FOLDER / f"{name}.queries.json").read_text(encoding="utf-8"))
    return Set(
        name,
        tuple(Document(one["id"], one["title"], one["text"]) for one in documents),
        tuple(Query(one["type"], one["text"], frozenset(one["rel"])) for one in queries),
    )


def mixed(size: int, seed: int = 1) -> Set:
    """Return ``size`` sections of about 100 words, mixed from the sentences of all sets.

    The queries are those of the sets, without judgements: it shows speed, not quality.
    """
    rng = random.Random(seed)
    sets = [load(name) for name in NAMES]
    titles = [one.title for every in sets for one in every.documents]
    sentences = [
        sentence
        for every in sets
        for one in every.documents
        for sentence in one.text.replace(" . ", ". ").split(". ")
        if sentence
    ]
    documents = tuple(
        Document(f"m:{number}", _title(rng, titles), ". ".join(rng.choices(sentences, k=6)))
        for number in range(size)
    )
    asked = [query.text for every in sets for query in every.queries]
    queries = tuple(Query("mixed", text, frozenset()) for text in rng.sample(asked, 600))
    return Set(f"{size:,} sections", documents, queries)


def as_library(documents: Sequence[Document]) -> SimpleNamespace:
    """Return lessons of up to 200 concepts each, as the index takes them."""
    lessons = []
    for start in range(0, len(documents), 200):
        name = f"lesson-{start // 200}"
        concepts = tuple(
            Concept(id=one.id, title=one.title, line=line, body=one.text)
            for line, one in enumerate(documents[start : start + 200], start=2)
        )
        section = Section.model_validate(
            {"id": f"{name}#all", "number": None, "title": "", "line": 1, "kind": "concepts"}
            | {"body": "", "concepts": concepts}
        )
        lesson = {"id": name, "path": f"{name}.md", "course": "all", "number": None, "title": ""}
        lessons.append(
            Lesson.model_validate(lesson | {"sections": (section,), "questions": (), "labs": ()})
        )
    return SimpleNamespace(lessons=tuple(lessons))


def success(found: Sequence[str], query: Query) -> float:
    """Return 1 when one of the first three answers."""
    return float(any(one in query.relevant for one in found[:3]))


def gain(found: Sequence[str], query: Query) -> float:
    """Return nDCG@10 with judgements of 0 and 1."""
    ranks = [rank for rank, one in enumerate(found[:CUT]) if one in query.relevant]
    best = range(min(CUT, len(query.relevant)))
    ideal = sum(1 / math.log2(rank + 2) for rank in best)
    return sum(1 / math.log2(rank + 2) for rank in ranks) / ideal if ideal else 0.0


def _title(rng: random.Random, titles: Sequence[str]) -> str:
    return " ".join(rng.choice(titles).split()[:4] + rng.choice(titles).split()[:3])
