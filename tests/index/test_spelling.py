"""What a mistyped query was meant to be, and how that is announced."""

# ruff: noqa: RUF001 - letters of other scripts look like Latin ones

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .lessons import indexed, lesson

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.searcher import Searcher

CARDS = {
    "Curaçao": "An island.",
    "Ångström": "A length.",
    "Contraseña": "Word that opens.",
    "Йогурт": "Milk.",
    "Чайник": "Kettle.",
    "Łódź": "A city.",
    "Smørrebrød": "Bread.",
    "Cœur": "Heart.",
    "Naïve Bayes": "A classifier.",
    "Grössenlehre": "Über die Größe einer Menge. Man misst die Größe mit Zahlen.",
    "Übergänge": "Von Schlüsseln und Türen: ein Schlüssel schließt die Tür.",
    "Façade": "A façade hides what is behind it.",
    "Café": "Where a cafetière stands.",
    "Ёлка": "Дерево с иголками.",
    "Ηλεκτρισμός": "Ρεύμα.",
    "Điện toán": "Máy tính.",
    "Kubernetes": "Kubernetes steers containers.",
}
CORRECTED = [
    ("чайники", "чайник"),
    ("чаиникк", "чайник"),
    ("иогуртт", "йогурт"),
    ("constraseña", "contraseña"),
    ("contrasenna", "contraseña"),
    ("curasao", "curaçao"),
    ("angstrem", "ångström"),
    ("lodzz", "łódź"),
    ("smorebrod", "smørrebrød"),
    ("coeurr", "cœur"),
    ("naive bayess", "naive bayes"),
    ("niave bayes", "naïve bayes"),
    ("groesse", "Größe"),
    ("gröse", "Größe"),
    ("was ist die grosze?", "was ist die Größe?"),
    ("schluessel", "Schlüssel"),
    ("ubergange", None),
    ("uebergange", "übergänge"),
    ("fasade", "façade"),
    ("cafetiere", None),
    ("cafetierre", "cafetière"),
    ("елкка", "ёлка"),
    ("ηλεκτριμος", "ηλεκτρισμός"),
    ("dien toann", "dien toán"),
    ("kuberentes", "kubernetes"),
    ("curacao", None),
    ("łódź", None),
]


@pytest.fixture(scope="module")
def spelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with indexed(tmp_path_factory.mktemp("spelling"), lesson(CARDS)) as searcher:
        yield searcher


@pytest.mark.parametrize(("query", "corrected"), CORRECTED)
def test_a_correction_is_spelled_as_in_the_lesson(
    spelled: Searcher, query: str, corrected: str | None
) -> None:
    result = spelled.search(query)
    assert result.corrected == corrected
    assert result.fits


COMPONENTS = {
    "Cloud Controller Manager": "It talks to a provider.",
    "Kube Scheduler": "It finds a loud place: a node is cloudy. Load is controlled by managers.",
    "Node Network": "One for each mode of the machine.",
    "Access Rules": "The sgid bit. A set of files has a gid. Man pages tell how to port a map.",
    "Load Balancers": "They balance load.",
    "Portals": "Doors.",
    "kube-proxy": "Rules for traffic.",
    "Role-Based Access Control (RBAC)": "Who may do what.",
    "Type 2 Error": "A miss.",
}


@pytest.fixture(scope="module")
def components(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with indexed(tmp_path_factory.mktemp("components"), lesson(COMPONENTS)) as searcher:
        yield searcher


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        ("loud coctroller mmnager", "cloud controller manager"),
        ("what is a loud coctroller mmnager", "what is a cloud controller manager"),
        ("cloud controller mangers", "cloud controller manager"),
        ("role basd acess control", "role based access control"),
        # A word that exists is not changed for another one alone, and a number never.
        ("mode netwrk", "mode network"),
        ("type 3 eror", "type 3 error"),
        # Nor is anything changed where all words exist.
        ("loud managers", None),
    ],
)
def test_a_whole_query_is_compared_with_whole_titles(
    components: Searcher, query: str, corrected: str | None
) -> None:
    assert components.search(query).corrected == corrected


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        ("setgid", "sgid"),
        ("loadbalancers", "load balancers"),
        ("portmap", "port map"),
        ("portals", None),
        ("port als", "portals"),
        ("what is a por tls", "what is a portals"),
        ("kube-prxoy", "kube-proxy"),
        ("kubeprxoy", "kubeproxy"),
    ],
)
def test_torn_words_and_near_names_are_weighed_together(
    components: Searcher, query: str, corrected: str | None
) -> None:
    assert components.search(query).corrected == corrected


def test_a_correction_prefers_words_of_titles(tmp_path: Path) -> None:
    cards = {"Zorby": "A name.", "Others": "The zorban, all zorban, every zorban."}
    with indexed(tmp_path, lesson(cards)) as searcher:
        assert searcher.search("zorba").corrected == "zorby"


OTHERS = {
    "Steps": "Take the bridge down and see what breaks: a break, in every step. French words.",
    "Promises": "A library keeps a promised solution. One solution, one promise.",
    "Ports": "A port map shows where a cpu is. Prove what was lost down at both sides of it.",
}


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        # Another beginning makes another word, and what nothing corrects is not of this course.
        ("bake", None),
        ("bake bread", None),
        ("how do I bake bread", None),
        ("french revolution", None),
        ("seccomp sultion", None),
        # But a word of a title is meant, a slip is one, and all words may be mistyped.
        ("seccomp promises brigde", "seccomp promises bridge"),
        ("seccomp promizes", "seccomp promises"),
        ("seccomp porzs", "seccomp ports"),
        ("sorts", "ports"),
        ("bridgge sulution", "bridge solution"),
        # Nor is a word torn into small ones.
        ("everystep", "every step"),
        ("whatbreaks", None),
        ("downsides", None),
        # A short word that can be spoken is one, but letters may be left out.
        ("probe", None),
        ("lots", None),
        ("a world cup", None),
        ("prov", "prove"),
    ],
)
def test_words_of_something_else_are_not_corrected(
    tmp_path: Path, query: str, corrected: str | None
) -> None:
    with indexed(tmp_path, lesson(OTHERS)) as searcher:
        assert searcher.search(query).corrected == corrected
