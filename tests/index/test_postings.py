"""The columns that a query adds up: against BM25F worked out by hand, posting by posting."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from whoosh.index import open_dir

from index.builder import ensure_index, searched
from index.documents import documents
from index.pairs import Pairs
from index.postings import Postings
from index.schema import FIELDS
from index.words import in_a_row

from .sample import Shelf, lesson, library

if TYPE_CHECKING:
    from pathlib import Path

    from index.documents import Document


# Written out, so that a weight cannot change without somebody's judging it anew.
SATURATION = 1.2
WEIGHTS = {
    "title": (2.0, 0.6),
    "heading": (0.3, 0.5),
    "bold": (0.4, 0.3),
    "body": (1.0, 0.7),
    "code": (0.6, 0.7),
    "parts": (0.4, 0.5),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ensure_index(library(), tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def docs() -> tuple[Document, ...]:
    return documents(library())


def by_hand(docs: tuple[Document, ...], term: str) -> dict[int, float]:
    """Return BM25F of one term for each document that has it."""
    texts = [searched(document) for document in docs]
    usual = {name: sum(len(text[name]) for text in texts) / len(texts) for name in WEIGHTS}
    frequency = {}
    for number, text in enumerate(texts):
        found = 0.0
        for name, (weight, length_share) in WEIGHTS.items():
            count = Counter(text[name])[term]
            length = len(text[name]) / usual[name] if usual[name] else 0.0
            found += weight * count / (1 - length_share + length_share * length)
        if found:
            frequency[number] = found
    inverse = math.log(1 + (len(docs) - len(frequency) + 0.5) / (len(frequency) + 0.5))
    return {
        number: inverse * found * (SATURATION + 1) / (found + SATURATION)
        for number, found in frequency.items()
    }


@pytest.mark.parametrize(
    "term", ["network", "contain", "etcd", "cni", "proxi", "apiserv", "link", "bridg"]
)
def test_a_posting_is_what_bm25f_gives(folder: Path, docs: tuple[Document, ...], term: str) -> None:
    posting = Postings.load(folder, len(docs)).get(term)
    assert posting is not None
    found = dict(zip(posting.documents.tolist(), posting.impacts.tolist(), strict=True))
    assert found == pytest.approx(by_hand(docs, term), rel=1e-5)


def test_the_terms_are_those_that_whoosh_has(folder: Path, docs: tuple[Document, ...]) -> None:
    postings = Postings.load(folder, len(docs))
    index = open_dir(str(folder), readonly=True)
    reader = index.reader()  # type: ignore[no-untyped-call]
    terms = {text.decode() for name, text in reader.all_terms() if name in FIELDS}
    reader.close()
    assert terms
    assert all(term in postings for term in terms)
    assert "xylophone" not in postings
    assert postings.get("xylophone") is None


def test_a_row_turns_the_postings_around(folder: Path, docs: tuple[Document, ...]) -> None:
    postings = Postings.load(folder, len(docs))
    for number in range(len(docs)):
        row = postings.row(number)
        for term, impact in zip(row.terms.tolist(), row.impacts.tolist(), strict=True):
            posting = postings.of(term)
            place = posting.documents.tolist().index(number)
            assert posting.impacts[place] == pytest.approx(impact)


def test_an_unknown_term_is_the_rarest(folder: Path, docs: tuple[Document, ...]) -> None:
    postings = Postings.load(folder, len(docs))
    assert postings.rarity("xylophone") >= postings.rarity("mesh") > postings.rarity("network")


def test_pairs_are_words_side_by_side(folder: Path, docs: tuple[Document, ...]) -> None:
    postings, pairs = Postings.load(folder, len(docs)), Pairs.load(folder)
    for left, right in (("servic", "mesh"), ("virtual", "network"), ("mesh", "servic")):
        wanted = [
            number
            for number, document in enumerate(docs)
            if (left, right) in _pairs(f"{document.title}\n{document.prose}")
        ]
        posting = pairs.of(left, right, postings)
        assert (posting.documents.tolist() if posting else []) == wanted
    assert pairs.with_all(["contract", "between", "runtim"], postings).tolist() == [
        number for number, document in enumerate(docs) if "contract" in document.prose
    ]
    assert pairs.with_all(["contract", "xylophone"], postings).tolist() == []


def _pairs(text: str) -> set[tuple[str, str]]:
    terms = in_a_row(text)
    return set(itertools.pairwise(terms))


def test_an_index_of_nothing_is_whole(tmp_path: Path) -> None:
    empty = Shelf((lesson().model_copy(update={"labs": ()}),))
    folder = ensure_index(empty, tmp_path)
    assert Postings.load(folder, 0).get("anything") is None
    assert Postings.load(folder, 0).rarity("anything") == 0.0
