"""What completion offers, in which order, and how fast."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.suggest import Suggester
from tests.growth import calls

LABELS = [
    "Service Mesh",
    "Mesh Proxies",
    "Overlay Networks",
    "Remeshing",
    "Kubernetes",
    "kube-proxy",
]
PAIRS = [(str(number), label) for number, label in enumerate(LABELS)]


@pytest.mark.parametrize(
    ("prefix", "labels"),
    [
        ("", LABELS),
        ("  ", LABELS),
        ("mesh", ["Mesh Proxies", "Service Mesh", "Remeshing"]),
        ("serv me", ["Service Mesh"]),
        ("KUBE", ["Kubernetes", "kube-proxy"]),
        ("proxy kube", ["kube-proxy"]),
        ("kube proxy", ["kube-proxy"]),
        ("lay", ["Overlay Networks"]),
        ("kuberentes", ["Kubernetes"]),
        ("zzzzzz", []),
        ("***", LABELS),
    ],
)
def test_order(prefix: str, labels: list[str]) -> None:
    assert [label for _, label in Suggester(PAIRS).complete(prefix)] == labels


def test_the_limit_is_what_discord_shows() -> None:
    suggester = Suggester((str(number), f"Concept {number}") for number in range(100))
    assert len(suggester.complete("concept")) == 25
    assert [identity for identity, _ in suggester.complete("", limit=2)] == ["0", "1"]
    assert suggester.complete("concept", limit=0) == []


@given(st.text(max_size=300))
def test_any_text_completes_to_known_pairs(prefix: str) -> None:
    assert set(Suggester(PAIRS).complete(prefix)) <= set(PAIRS)


@pytest.mark.parametrize("prefix", ["und", "topic 29", "umber 2", "understandign tpoic", "course"])
def test_a_label_costs_a_few_calls_at_most(prefix: str) -> None:
    labels = 3_000
    suggester = Suggester(
        (str(number), f"Understanding topic number {number} of the course")
        for number in range(labels)
    )
    assert calls(lambda: suggester.complete(prefix)) < 5 * labels


def test_of_two_that_fit_alike_the_popular_one_comes_first() -> None:
    pairs = [("a/1", "Mesh one"), ("a/2", "Mesh two"), ("b/3", "A mesh"), ("b/4", "Other")]
    suggester = Suggester(pairs)
    popular = {"a/2": 3, "b/3": 9, "b/4": 1}
    assert [one for one, _ in suggester.complete("mesh", popular=popular)] == ["a/2", "a/1", "b/3"]
    assert [one for one, _ in suggester.complete("", popular=popular)] == [
        "b/3",
        "a/2",
        "b/4",
        "a/1",
    ]


def test_only_the_asked_courses_are_offered() -> None:
    suggester = Suggester([("a/1", "Mesh one"), ("b/2", "Mesh two")])
    assert suggester.complete("mesh", courses={"b"}) == [("b/2", "Mesh two")]
    assert suggester.complete("mush", courses={"a"}) == [("a/1", "Mesh one")]
    assert suggester.complete("", courses=set()) == []


def test_the_place_of_an_entry_is_searched_with_its_label() -> None:
    pairs = [(f"a/{number}", f"Mesh {number}") for number in range(60)]
    places = {identity: f"Tea lesson {identity[2:]}" for identity, _ in pairs}
    suggester = Suggester([*pairs, ("b/1", "Tea")], places)
    assert suggester.complete("tea")[0] == ("b/1", "Tea")
    assert suggester.complete("lesson 5 tea")[0] == ("a/5", "Mesh 5")
    assert suggester.complete("tea mesh 50") == [("a/50", "Mesh 50")]
    assert len(suggester.complete("les")) == 25


def test_what_an_entry_is_called_too_finds_it_and_is_said() -> None:
    names = {"a/1": ["k8s", "Kube"], "a/2": ["cube"], "b/3": ["CNI"]}
    pairs = [("a/1", "Kubernetes"), ("a/2", "Cubes"), ("b/3", "Container Interface (CNI)")]
    suggester = Suggester(pairs, {"a/1": "lesson 4"}, names)
    assert suggester.complete("k8") == [("a/1", "Kubernetes (k8s)")]
    assert suggester.complete("4 k8s") == [("a/1", "Kubernetes (k8s)")]
    # The label itself says these already.
    assert suggester.complete("kube") == [("a/1", "Kubernetes")]
    assert suggester.complete("cube") == [("a/2", "Cubes")]
    assert suggester.complete("cni") == [("b/3", "Container Interface (CNI)")]
    assert suggester.complete("") == pairs
    assert suggester.complete("k8s", courses={"b"}) == []
    assert suggester.complete("k8s", popular={"a/2": 3}) == [("a/1", "Kubernetes (k8s)")]


def test_names_take_no_place_from_other_entries() -> None:
    pairs = [(f"a/{number}", f"Thing {number}") for number in range(30)]
    names = {identity: ["tool one", "tool two"] for identity, _ in pairs}
    found = Suggester(pairs, names=names).complete("tool")
    assert [identity for identity, _ in found] == [identity for identity, _ in pairs[:25]]
