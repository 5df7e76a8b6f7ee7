"""What looks alike, against counting the trigrams one by one."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.trigrams import Trigrams


def trigrams(text: str) -> Counter[str]:
    padded = f" {text} "
    return Counter(padded[at : at + 3] for at in range(len(padded) - 2))


@given(
    st.lists(st.text(st.characters(max_codepoint=0x10FFFF), max_size=12), max_size=12),
    st.text(max_size=12),
)
def test_all_that_share_a_part_are_found(strings: list[str], text: str) -> None:
    found = set(Trigrams(strings).nearest(text, 50).tolist())
    least = max(1, int(len(text) * 0.2))
    asked = trigrams(text)
    for place, string in enumerate(strings):
        has = trigrams(string)
        shared = sum(asked[one] * has[one] for one in asked)
        assert (place in found) == (shared >= least)


@pytest.mark.parametrize(
    ("text", "best"), [("kuberentes", 1), ("servicemesh", 0), ("kube proxi", 2), ("overlay", 3)]
)
def test_the_nearest_are_kept(text: str, best: int) -> None:
    names = ["service mesh", "kubernetes", "kube-proxy", "overlay network", *("zzz",) * 50]
    assert best in Trigrams(names).nearest(text, 2).tolist()
    assert len(Trigrams(names).nearest(text, 2)) <= 2


def test_nothing_is_near_to_nothing() -> None:
    assert Trigrams([]).nearest("mesh", 5).tolist() == []
    assert Trigrams(["mesh"]).nearest("", 5).tolist() == []
