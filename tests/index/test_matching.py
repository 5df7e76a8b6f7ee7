"""What the words of a query count: their parts, neighbours and small words, and what they teach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.builder import ensure_index
from index.documents import documents
from index.feedback import expanded
from index.matching import make_slots, match, strongest
from index.pairs import Pairs
from index.postings import Postings
from index.query import Query
from index.spelling import Vocabulary

from .sample import library

if TYPE_CHECKING:
    from pathlib import Path

    from index.postings import Weights

PART = 0.35


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ensure_index(library(), tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def postings(folder: Path) -> Postings:
    return Postings.load(folder, len(documents(library())))


def forms(folder: Path, postings: Postings, text: str) -> list[dict[str, float]]:
    slots = make_slots(Query(text), Vocabulary.load(folder), postings)
    return [dict(slot.forms) for slot in slots]


def scores(folder: Path, postings: Postings, text: str) -> Weights:
    query = Query(text)
    slots = make_slots(query, Vocabulary.load(folder), postings)
    return match(query, slots, postings, Pairs.load(folder)).scores


def added(postings: Postings, **shares: float) -> Weights:
    """Return the impacts of terms, each with its share, added up."""
    total = np.zeros(postings.size, np.float32)
    for term, share in shares.items():
        posting = postings.get(term)
        assert posting is not None
        total[posting.documents] += posting.impacts * share
    return total


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("etcd", [{"etcd": 1}]),
        (
            "kube-apiserver",
            [{"kube-apiserver": 1, "kube": PART, "apiserver": PART, "kubeapiserver": 1}],
        ),
        ("etcd-proxy", [{"etcd": 1}, {"proxy": 1}]),
        ("side car", [{"side": 1, "sidecar": 1}, {"car": 1, "sidecar": 1}]),
        ("side car proxy", [{"side": 1, "sidecar": 1}, {"car": 1, "sidecar": 1}, {"proxy": 1}]),
        ("envoy side car proxy", [{"envoy": 1}, {"side": 1}, {"car": 1}, {"proxy": 1}]),
        ("容器编排", [{"容器": 1}, {"器编": 1}, {"编排": 1}]),
    ],
)
def test_the_forms_of_a_word(
    folder: Path, postings: Postings, text: str, slots: list[dict[str, float]]
) -> None:
    assert forms(folder, postings, text) == slots


def test_words_side_by_side_count_more(folder: Path, postings: Postings) -> None:
    pair = Pairs.load(folder).of("servic", "mesh", postings)
    assert pair is not None
    expected = added(postings, servic=1, mesh=1)
    expected[pair.documents] += 0.2 * pair.impacts
    assert scores(folder, postings, "service mesh") == pytest.approx(expected)
    assert scores(folder, postings, "mesh service") == pytest.approx(
        added(postings, servic=1, mesh=1)
    )


def test_small_words_count_from_four_words_on(folder: Path, postings: Postings) -> None:
    three = scores(folder, postings, "envoy before calico")
    assert three == pytest.approx(added(postings, envoy=1, befor=1, calico=1))
    words = added(postings, envoy=1, dns=1, etcd=1, kubelet=1, **{"is": 0.4})
    four = scores(folder, postings, "envoy is dns, kubelet is etcd")
    once = expanded(words, strongest(words, 5), postings)
    assert four == pytest.approx(expanded(once, strongest(once, 5), postings), rel=1e-4)


def test_what_a_description_teaches_counts_less_than_its_best_match(postings: Postings) -> None:
    words = added(postings, envoy=1, etcd=1)
    more = expanded(words, strongest(words, 5), postings) - words
    assert more.max() == pytest.approx(0.6 * words.max())
