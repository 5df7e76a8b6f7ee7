"""Abbreviations are learned from texts that introduce them, in either order."""

from __future__ import annotations

import pytest

from index.abbreviations import Abbreviations


@pytest.mark.parametrize(
    "text",
    [
        "The Container Network Interface (CNI) is a contract.",
        "The CNI (Container Network Interface) is a contract.",
    ],
)
def test_both_names_are_learned(text: str) -> None:
    learned = Abbreviations.learn([text])
    assert learned.other_names("CNI") == ("container network interface",)
    assert learned.other_names("Container Network Interface plugins") == ("cni plugins",)
    assert learned.short_names("a container network interface, as ever") == ("cni",)


def test_small_words_and_plurals_may_be_left_out_of_the_letters() -> None:
    learned = Abbreviations.learn(["Quality of Service (QoS)", "virtual machines (VMs)"])
    assert learned.other_names("QoS") == ("quality of service",)
    assert learned.other_names("VM") == ("virtual machines",)


@pytest.mark.parametrize(
    "text", ["see the appendix (PDF)", "an address (IP)", "(CNI)", "runs (OK)"]
)
def test_brackets_that_explain_nothing_teach_nothing(text: str) -> None:
    learned = Abbreviations.learn([text])
    assert learned.other_names("PDF IP CNI OK") == ()
