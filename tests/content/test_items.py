"""How single questions are written, as `check --items` looks at it, and whether the bank is so."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from content.lesson import read_lesson
from content.library import load, shipped_courses
from content.questions.items import item_problems
from content.source import from_text
from tests.command_line import syllabot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from content.models import Lesson, Problem, Question

HEAD = "# Tea\n\n### 1.1 Water\n\n#### Steam\n\nIt rises.\n\n### 1.2 Practice Questions\n\n"
STEM = "**Question 1:** What boils"


def faults(question: str) -> tuple[Problem, ...]:
    return item_problems([read_lesson(from_text("tea.md", HEAD + question), "c").lesson])


@pytest.mark.parametrize(
    ("wrong", "said", "right"),
    [
        (
            "**Question 1:** Which is not a drink?\n\n1. Tea\n2. **Salt [correct]**\n3. Milk\n",
            "write **NOT**",
            "**Question 1:** Which is **NOT** a drink?\n\n1. Tea\n2. **Salt [correct]**\n3. Milk\n",
        ),
        (
            "**Question 1:** All of these are drinks except:\n\n1. Tea\n2. **Salt [correct]**\n",
            "EXCEPT",
            "**Question 1:** All are drinks **except**:\n\n1. Tea\n2. **Salt [correct]**\n",
        ),
        (
            f"{STEM}?\n\n1. Tea\n2. Milk\n3. **All of the above [correct]**\n",
            "option 3 is `All of the above`",
            f"{STEM}?\n\n1. Tea\n2. Milk\n3. **Most of the drinks [correct]**\n",
        ),
        (
            f"{STEM}?\n\n1. Tea leaves\n2. **Water that is heated to 100 degrees [correct]**\n",
            "much longer",
            f"{STEM}?\n\n1. Leaves of tea, heated a bit\n2. **Water heated to 100 °C [correct]**\n",
        ),
        (
            f"{STEM}?\n\n1. The water\n2. **The water in a kettle [correct]**\n3. The tea\n",
            "option 2 says all that option 1 says",
            f"{STEM}?\n\n1. Watercress\n2. **Water [correct]**\n3. The tea\n",
        ),
        (
            f"{STEM}?\n\n1. Tea\n   - It steeps.\n2. **Water [correct]**\n   - Yes.\n3. Salt\n",
            "option 3 has no reason",
            f"{STEM}?\n\n1. Tea\n   - It steeps.\n2. **Water [correct]**\n   - Yes.\n",
        ),
        (
            f"{STEM}?\n\n1. Tea\n2. **Water [correct]**\n\nConcept: Steam\n\n"
            "**Question 2:** What melts?\n\n1. Tea\n2. **Ice [correct]**\n",
            "does not: add `Concept: Title`",
            f"{STEM}?\n\n1. Tea\n2. **Water [correct]**\n\n"
            "**Question 2:** What melts?\n\n1. Tea\n2. **Ice [correct]**\n",
        ),
    ],
    ids=["not", "except", "above", "longest", "contained", "reason", "concept"],
)
def test_each_rule(wrong: str, said: str, right: str) -> None:
    (problem,) = faults(wrong)
    assert said in problem.message
    assert faults(right) == ()


@pytest.mark.parametrize(
    "question",
    [
        # A handler in Python excepts nothing from the question.
        f"{STEM} here?\n\n```python\ntry:\n    boil()\nexcept:\n```\n\n1. Tea\n2. Ice [correct]\n",
        # Names and commands are as long as they are.
        f"{STEM}?\n\n1. Pod\n2. Service\n3. **Deployment [correct]**\n",
        f"{STEM}?\n\n1. `boil`\n2. **`boil --all` [correct]**\n",
        # Of several right options none stands out.
        f"{STEM}?\n\n1. **Ice [correct]**\n2. **All the water in the kettle [correct]**\n3. Tea\n",
        # Options that are signs have no words in common.
        f"{STEM}?\n\n1. ♠\n2. **♥ [correct]**\n",
    ],
    ids=["handler", "names", "commands", "several", "signs"],
)
def test_what_is_no_fault(question: str) -> None:
    assert faults(question) == ()


def test_only_who_asks_is_told(tmp_path: Path) -> None:
    (path := tmp_path / "tea.md").write_text(
        f"{HEAD}{STEM}?\n\n1. Tea\n2. **Hot water in a kettle [correct]**\n", encoding="utf-8"
    )
    assert "item-style" not in syllabot("check", path, data=tmp_path).stdout
    done = syllabot("check", "--items", "--strict", path, data=tmp_path)
    assert f"{path}:11: warning[item-style]: the right option" in done.stdout
    assert done.returncode == 1


@pytest.fixture(scope="module")
def bank() -> Lesson:
    """Return the lesson that ships."""
    (lesson,) = load([shipped_courses()]).lessons
    return lesson


def test_the_bank_breaks_no_rule(bank: Lesson) -> None:
    assert item_problems([bank]) == ()
    options = [option for question in bank.questions for option in question.options]
    assert all(option.reason for option in options)


def test_the_bank_asks_for_every_concept_twice(bank: Lesson) -> None:
    asked = Counter(question.concept for question in bank.questions)
    assert len(bank.questions) >= 60
    assert {one.id for section in bank.sections for one in section.concepts} == set(asked)
    assert min(asked.values()) >= 2


def test_the_bank_is_not_answered_by_lengths_or_places(bank: Lesson) -> None:
    """Of three options, which are the rule, a guess by such a mark would be right in a third."""
    single = [question for question in bank.questions if len(question.correct) == 1]
    longest, shortest = (
        sum(_ends(question)[end] == question.correct[0] for question in single) / len(single)
        for end in (0, 1)
    )
    assert longest <= 0.45
    assert shortest <= 0.45
    places = Counter(question.correct[0] for question in single if len(question.options) == 3)
    assert max(places.values()) <= 0.45 * places.total()


def _ends(question: Question) -> tuple[int, int]:
    """Return the place of the longest option and of the shortest."""
    sizes = [len(option.text.plain) for option in question.options]
    return sizes.index(max(sizes)), sizes.index(min(sizes))


def test_no_stem_is_given_away_by_its_key(bank: Lesson) -> None:
    """A rare word of the stem that stands in no option but the right one names it."""
    assert list(_echoes(bank)) == []


def _echoes(bank: Lesson) -> Iterator[tuple[int, set[str]]]:
    for question in bank.questions:
        right: set[str] = set()
        wrong: set[str] = set()
        for place, option in enumerate(question.options):
            (right if place in question.correct else wrong).update(_words(option.text.plain))
        if shared := (_words(question.stem.plain) & right) - wrong:
            yield question.line, shared


def _words(text: str) -> set[str]:
    return {word.strip("`.,:?*()\"'").lower() for word in text.split() if len(word) > 5}
