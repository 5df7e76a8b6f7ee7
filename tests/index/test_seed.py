"""The lookups of the first walk-through on the lesson that the dialect comes from, where it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from content.library import load
from index.searcher import Searcher, open_searcher

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = Path(__file__).parents[2].parent / "shared" / "seed"

pytestmark = pytest.mark.skipif(
    not SEED.is_dir(), reason="the seed lesson is not beside this checkout (../shared/seed)"
)


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    library = load(tuple(SEED.glob("*.txt")))
    with open_searcher(library, tmp_path_factory.mktemp("index")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("etcd", "Understanding Service Registry"),
        ("what is a sidecar proxy", "Understanding Service Mesh Proxies"),
        ("service discovery", "Understanding Service Discovery"),
        ("haproxy", "Understanding Service Mesh Proxies"),
        ("standalone containers", "Stand-alone Container Limitations"),
        ("calcio", "Network Plugins and the CNI"),
    ],
)
def test_the_best_concept(seed: Searcher, query: str, title: str) -> None:
    assert seed.search(query).hits[0].title == title


def test_a_misspelt_kubernetes(seed: Searcher) -> None:
    result = seed.search("kuberentes")
    assert result.corrected == "kubernetes"
    assert "Kubernetes" in result.hits[0].snippet


def test_the_lab_is_found_by_its_commands(seed: Searcher) -> None:
    hits = seed.search("docker network inspect").hits
    assert hits[0].kind == "lab"
    assert [hit.kind for hit in hits].count("lab") == 1


def test_no_question_is_found(seed: Searcher) -> None:
    hits = seed.search("practice questions").hits
    assert not any("Question" in hit.title for hit in hits)


@pytest.mark.parametrize("query", ["asdfgh", "pizza recipe"])
def test_what_fits_nothing(seed: Searcher, query: str) -> None:
    assert seed.search(query).hits == ()
