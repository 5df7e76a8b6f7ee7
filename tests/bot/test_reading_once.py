"""From the file to the card a lesson is parsed once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from bot.ui.markdown import to_discord
from content.markdown import blocks, render
from index.documents import documents
from tests.content.lessons import WHOLE, read_text

if TYPE_CHECKING:
    import pytest

    from content.markdown.blocks import Document


def test_cards_and_the_index_parse_nothing_again(monkeypatch: pytest.MonkeyPatch) -> None:
    lesson, _ = read_text(WHOLE)
    parsed: list[str] = []

    def parse(markdown: str) -> Document:
        parsed.append(markdown)
        return blocks.parse(markdown)

    monkeypatch.setattr(render, "parse", parse)
    shown = [section.body for section in lesson.sections]
    shown += [concept.body for section in lesson.sections for concept in section.concepts]
    for lab in lesson.labs:
        shown += [lab.task, *(step.instruction for step in lab.steps), lab.closing]
    moon = "- Gravity pulls.\n  - Near side\n  - Far side\n- It turns **slowly**."
    cards = [to_discord(part) for part in shown]
    assert {"What moves the sea.", moon, "Open the gauge.", "Well done."} <= set(cards)
    assert len(documents(SimpleNamespace(lessons=[lesson]))) == 4
    assert parsed == []
    assert to_discord("*from elsewhere*") == "*from elsewhere*"
    assert parsed == ["*from elsewhere*"]
