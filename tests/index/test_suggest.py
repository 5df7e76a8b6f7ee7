"""What completion offers, in which order, and how fast."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.suggest import Suggester

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


def test_thousands_of_labels_are_completed_in_milliseconds() -> None:
    suggester = Suggester(
        (str(number), f"Understanding topic number {number} of the course")
        for number in range(3_000)
    )
    for prefix in ("und", "topic 29", "umber 2", "understandign tpoic", "course"):
        took = []
        for _ in range(5):
            began = time.perf_counter()
            suggester.complete(prefix)
            took.append(time.perf_counter() - began)
        assert min(took) < 0.02, prefix
