"""The first sentence of a card: what a thing is, readable by itself."""

from __future__ import annotations

import pytest

from bot.ui.markdown import to_discord
from bot.ui.sentences import LIMIT, first_sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("**etcd** keeps state. It is fast.", "**etcd** keeps state."),
        ("### Basics\n\nWater boils. Then tea.", "Water boils."),
        ("**Basics**\n\nWater boils.", "Water boils."),
        ("A tool ![red](a.png) for logs. Next.", "A tool for logs."),
        ("![The tool](a.png)\n\nIt logs. Next.", "It logs."),
        ("| Tool | Used for |\n|---|---|\n| `lvm` | disks |", "A table: Tool, Used for"),
        ("```\nls -l\n```", ""),
        ("- First point. More.\n- Second.", "First point."),
        ("1. Switch it on.\n2. Pour.", "Switch it on."),
        ("> Quoted words. Others.", "Quoted words."),
        ("Runs `kubectl get. Now` often. Next.", "Runs `kubectl get. Now` often."),
        ("See [the docs. Really](https://a.b/c). Next.", "See [the docs. Really](https://a.b/c)."),
        ("**Bold. Still bold.** After.", "**Bold. Still bold.**"),
        ("Tools, e.g. Docker, run it. Next.", "Tools, e.g. Docker, run it."),
        ("Version 1.24 is out. Next.", "Version 1.24 is out."),
        ("What is it? A kettle.", "What is it?"),
        ("Reads example.com/a.b and more", "Reads example.com/a.b and more"),
        ("容器是进程。它们很小。", "容器是进程。"),
        (
            "It has three parts:\n\n- a lid\n- a spout\n\nMore.",
            "It has three parts: a lid; a spout; More.",
        ),
        ("Run this:\n\n```bash\nls. Then\n```\nDone.", "Run this:"),
        ("```bash\nkettle --on\n```", ""),
        ("```bash\nkettle --on\n```\nHeats water. Fast.", "Heats water."),
        ("", ""),
    ],
)
def test_the_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(to_discord(text)) == sentence


def test_a_long_sentence_is_cut_visibly_and_its_marks_stay_whole() -> None:
    long = first_sentence(
        "word " * 53 + "`code that is quite a bit longer than what is left`" + " end"
    )
    assert len(long) <= LIMIT
    assert long.endswith("…")
    assert long.count("`") % 2 == 0
