"""How text is cut into words, identifiers and their parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words import LONGEST, fold, plain, stem, stems, words


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("kube-apiserver", ["kube-apiserver", "kube", "apiserver", "kubeapiserver"]),
        ("/etc/hosts", ["etc/hosts", "etc", "hosts"]),
        ("--cni=calico", ["cni=calico", "cni", "calico"]),
        ("NetworkPolicy", ["networkpolicy", "network", "policy"]),
        ("resolv.conf.", ["resolv.conf", "resolv", "conf"]),
        ("**kubelet**", ["kubelet"]),
        ("_emphasis_", ["emphasis"]),
        ("C++", ["c++"]),
        ("Docker’s", ["docker"]),
        ("don't", ["don't", "don"]),
        ("Café", ["cafe"]),
    ],
)
def test_a_word_is_found_whole_and_by_its_parts(text: str, forms: list[str]) -> None:
    (word,) = words(text)
    assert list(word.forms) == forms


def test_words_keep_their_place_in_the_text() -> None:
    text = "See `/etc/hosts`, then ask DNS."
    assert [text[word.start : word.end] for word in words(text)] == [
        "See",
        "etc/hosts",
        "then",
        "ask",
        "DNS",
    ]


def test_stems_join_inflections_but_leave_identifiers() -> None:
    assert stems("Mapping ports") == stems("mapped port")
    assert stem("docker0s") == "docker0s"


def test_other_scripts_have_words_too() -> None:
    assert plain("Контейнеры и сети") == "контеинеры и сети"
    assert plain("网络 plugin") == "网络 plugin"


@given(st.text())
def test_any_text_gives_bounded_folded_forms(text: str) -> None:
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)
        for form in word.forms:
            assert 0 < len(form) <= LONGEST
            assert form == fold(form)
