"""What a query finds, in which order, and what it never finds."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.report import as_json
from index.searcher import open_searcher
from index.snippets import LONGEST

from .lessons import indexed
from .lessons import lesson as written
from .sample import Shelf, concept, lesson, section

if TYPE_CHECKING:
    from pathlib import Path

    from index.searcher import Searcher

HOSTILE = [
    "",
    " ",
    "\x00",
    "*",
    "?*?*?*" * 50,
    "[a TO z]",
    "title:*",
    "NOT NOT NOT",
    'a AND (b OR "',
    "((((((((((",
    "id:cni",
    "etcd~99",
    "😀",
    "e\u0301" * 300,
    "\ud800",
    "a" * 100_000,
    "network " * 20_000,
    "the of and",
    "'; DROP TABLE concepts; --",
    "../../../etc/passwd",
    "{{ 7 * 7 }} <script>",
    "-" * 5_000,
    "a-" * 5_000,
]


def ids(searcher: Searcher, query: str) -> list[str]:
    return [hit.id for hit in searcher.search(query).hits]


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("etcd", "registry"),
        ("what is a sidecar proxy", "sidecar"),
        ("Sidecar Proxies", "sidecar"),
        ("sidecar-proxy", "sidecar"),
        ("side car", "sidecar"),
        ("can you explain the service registry please", "registry"),
        ("CNI", "cni"),
        ("what does CNI stand for?", "cni"),
        ("container network interface", "cni"),
        ("--cni=calico", "cni"),
        ("kube-apiserver", "names"),
        ("apiserver", "names"),
        ("kubeapiserver", "names"),
        ("/etc/hosts", "names"),
        ("etc/hosts", "names"),
        ("NetworkPolicy", "names"),
        ("network policy", "names"),
        ("key value store", "registry"),
        ("overlay network", "overlay"),
        ("how do pods talk across hosts", "overlay"),
        ("looking at bridges", "bridge-lab"),
        ("ip link show", "bridge-lab"),
        ("Service Mesh", "mesh"),
    ],
)
def test_the_best_hit(searcher: Searcher, query: str, best: str) -> None:
    assert ids(searcher, query)[0] == best


@pytest.mark.parametrize(
    ("query", "corrected", "best"),
    [
        ("kuberentes", "kubernetes", "registry"),
        ("what is a sidcar proxy?", "what is a sidecar proxy?", "sidecar"),
        ("Sevice Registery", "service registry", "registry"),
        ("keyvaluestore etcd", "keyvalue store etcd", "registry"),
        ("calco", "calico", "cni"),
        ("ectd", "etcd", "registry"),
        ("overlaynetwork", "overlay network", "overlay"),
    ],
)
def test_typos_are_mended(searcher: Searcher, query: str, corrected: str | None, best: str) -> None:
    result = searcher.search(query)
    assert result.corrected == corrected
    assert result.hits[0].id == best


@pytest.mark.parametrize("query", ["mesh", "pods", "kubernetes", "talk", "proxy", "envoy", "DNS"])
def test_words_that_exist_are_left_alone(searcher: Searcher, query: str) -> None:
    assert searcher.search(query).corrected is None


@pytest.mark.parametrize("query", ["asdfgh", "pizza recipe", "pizza network", "what is the", "qqq"])
def test_what_fits_nothing_gives_the_nearest_titles_at_most(searcher: Searcher, query: str) -> None:
    result = searcher.search(query)
    assert not result.fits
    assert len(result.nearest) <= 5


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ('"virtual network"', "overlay"),
        ("“carries its traffic” network", "sidecar"),
        ('overlay "contract between the runtime"', "cni"),
        ('"no such words here" etcd', "registry"),
        ('"etcd', "registry"),
    ],
)
def test_quotes_keep_words_together(searcher: Searcher, query: str, best: str) -> None:
    assert ids(searcher, query)[0] == best


def test_what_is_found_can_be_limited_to_courses(tmp_path: Path) -> None:
    here = concept("kettles/a#etcd", "Keys", "The cluster keeps its keys in etcd.")
    there = concept("cups/a#etcd", "Etcd", "Etcd keeps the keys of the cluster.")
    lessons = [
        lesson(section(f"{course}/a#s", "Storage", one)).model_copy(
            update={"course": course, "id": f"{course}/a", "labs": ()}
        )
        for course, one in (("kettles", here), ("cups", there))
    ]
    with open_searcher(Shelf(tuple(lessons)), tmp_path) as searcher:
        assert next(hit.course for hit in searcher.search("etcd").hits) == "cups"
        limited = searcher.search("etcd", courses={"kettles"})
        assert {hit.course for hit in limited.hits} == {"kettles"}
        assert limited.hits[0].id == "kettles/a#etcd"
        nothing = searcher.search("ketls", courses=set())
        assert (nothing.hits, nothing.nearest, nothing.fits) == ((), (), False)


@pytest.mark.parametrize(
    ("query", "is_sure"),
    [("etcd", False), ("Sidecar Proxies", True), ("what is a service mesh?", True), ("cni", True)],
)
def test_what_is_named_by_its_title_is_sure(searcher: Searcher, query: str, is_sure: bool) -> None:
    assert searcher.search(query).is_sure == is_sure


def test_nearest_titles_are_offered_for_a_name_that_is_too_far_off(searcher: Searcher) -> None:
    result = searcher.search("srvcmsh")
    assert not result.fits
    assert ("mesh", "Service Mesh") in result.nearest


@pytest.mark.parametrize("query", ["zebra", "marmalade", "Practice Questions", "Question 1", "jam"])
def test_questions_are_never_found(searcher: Searcher, query: str) -> None:
    result = searcher.search(query)
    assert {hit.id for hit in result.hits}.isdisjoint({"quiz", "leak", "q1"})
    said = [one for hit in result.hits for one in (hit.text, hit.title, hit.lesson, hit.section)]
    assert "zebra" not in " ".join(said).lower()


def test_expected_output_of_a_lab_is_not_what_people_look_up(searcher: Searcher) -> None:
    assert ids(searcher, "docker0") == []


def test_a_concept_comes_before_a_section_of_the_same_name(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    same = concept("the-concept", "Storage", "Disks and such.")
    shelf = Shelf((lesson(section("the-section", "Storage", same, text="Disks and such.")),))
    with open_searcher(shelf, tmp_path_factory.mktemp("same")) as opened:
        assert ids(opened, "storage") == ["the-concept", "the-section"]


def test_a_hit_says_where_it_is(searcher: Searcher) -> None:
    hit = searcher.search("etcd").hits[0]
    assert (hit.kind, hit.title, hit.lesson, hit.section) == (
        "concept",
        "Service Registry",
        "Connecting Things",
        "Service Mesh",
    )
    assert (hit.path, hit.line) == ("course/01-sample.md", len("registry"))
    assert "etcd" in hit.snippet
    assert searcher.search("bridges").hits[0].section == ""


def test_a_lab_is_shown_without_its_markdown(searcher: Searcher) -> None:
    snippet = searcher.search("looking at bridges").hits[0].snippet
    assert snippet.startswith("Find the bridge that connects")
    assert "ip -br link show type bridge" in snippet


def test_the_limit_holds(searcher: Searcher) -> None:
    assert len(searcher.search("service", limit=2).hits) == 2
    assert searcher.search("service", limit=0).hits == ()


def test_the_report_has_the_keys_of_the_interface(searcher: Searcher) -> None:
    report = as_json(searcher.search("kuberentes"))
    assert list(report) == ["query", "corrected", "took_ms", "sure", "hits", "in_passing"]
    assert list(report["hits"][0]) == [
        "id", "kind", "title", "lesson", "section", "score", "snippet", "path", "line",
    ]  # fmt: skip
    json.dumps(report)


@pytest.mark.parametrize(
    ("query", "sure", "told"),
    [
        ("envoy", False, {"in_passing": ["sidecar"]}),
        ("kubelet plugins", False, {}),
        ("sidecar proxies vs name resolution", True, {"compared": ["sidecar", "names"]}),
        ("sidecar proxies vs rbac", True, {"lacking": ["rbac"]}),
    ],
)
def test_the_report_says_how_sure_it_is(
    searcher: Searcher, query: str, sure: bool, told: dict[str, list[str]]
) -> None:
    report = as_json(searcher.search(query))
    assert report["sure"] is sure
    assert {key: report[key] for key in list(report)[5:]} == told


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_breaks_or_stalls_the_search(searcher: Searcher, query: str) -> None:
    result = searcher.search(query)
    assert result.took_ms < 1_000
    assert len(result.hits) <= 10


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(query=st.text(max_size=200), limit=st.integers(-1, 30))
def test_any_text_is_a_query(searcher: Searcher, query: str, limit: int) -> None:
    result = searcher.search(query, limit)
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= max(0, limit)
    assert all(len(hit.snippet) <= LONGEST for hit in result.hits)


def test_threads_share_one_searcher(searcher: Searcher) -> None:
    queries = ["etcd", "sidecar proxy", "kuberentes", "/etc/hosts", "CNI"] * 20
    alone = [ids(searcher, query) for query in queries]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(lambda query: ids(searcher, query), queries))
    finally:
        sys.setswitchinterval(interval)
    assert together == alone


def test_related_concepts_name_one_another_or_are_about_one_thing(tmp_path: Path) -> None:
    cards = {
        "Boiling Point": "Water turns to steam at this temperature. It has bold red letters.",
        "Kettle": "A coil heats water until its boiling point, then steam clicks it off.",
        "C++": "A language with classes, templates and destructors that compilers translate. "
        "Once used for boiling water in a bold demonstration at a conference with red letters.",
        "Set User ID": "A program with this bit runs with the rights of its owner.",
        "Set Group ID": "With this bit a program runs with the rights of a group of people.",
    }
    with indexed(tmp_path, written(cards)) as searcher:
        numbers = {title: identity for identity, title in searcher._entries}
        related = {
            title: {other for _, other in searcher.related(numbers[title])} for title in cards
        }
    assert related["Boiling Point"] == {"Kettle"}
    assert related["C++"] == set()
    assert related["Set User ID"] == {"Set Group ID"}
