"""Questions: what counts as one, what is right, and which faults are errors."""

from __future__ import annotations

import pytest

from content.models import Option
from tests.content.lessons import found, read_text

HEAD = "# T\n\n## Practice Questions\n\n"


def test_everything_a_question_may_have() -> None:
    text = """\
        # T

        ### 1.1 Practice Questions

        **Question 1:** Which of `a` and **b**
        is it?

        ```yaml
        kind: Pod
        ```

        1. First
           - Not this: too early.
        2. **Second [correct]**
           - Yes.
        3. **Third** [Correct]
        4. `[correct]` is no mark here

        > **Explanation:** Two are right.
        >
        > - really
        """
    lesson, problems = read_text(text)
    assert problems == ()
    (question,) = lesson.questions
    assert question.stem == "Which of `a` and **b** is it?\n\n```yaml\nkind: Pod\n```"
    assert question.options == (
        Option(text="First", reason="Not this: too early."),
        Option(text="Second", reason="Yes."),
        Option(text="Third", reason=None),
        Option(text="`[correct]` is no mark here", reason=None),
    )
    assert question.correct == (1, 2)
    assert question.explanation == "Two are right.\n\n- really"
    assert lesson.sections == ()


@pytest.mark.parametrize(
    "lead",
    [
        "**Question 1:** stem",
        "**Question 1**: stem",
        "**Question 1: stem**",
        "__Question 1.__ stem",
        "**Q1:** stem",
        "Question 1: stem",
        "#### Question 1: stem",
        "**Question 1**\n\nstem",
    ],
)
def test_ways_to_begin(lead: str) -> None:
    lesson, problems = read_text(f"{HEAD}{lead}\n\n1. a\n2. b [correct]\n")
    assert problems == ()
    assert [(q.stem, q.line, q.correct) for q in lesson.questions] == [("stem", 5, (1,))]


@pytest.mark.parametrize(
    ("options", "expected", "kept"),
    [
        ("1. a\n2. b", [(5, "error", "no-answer")], 0),
        ("1. a\n2. **b**", [], 1),
        ("1. a [correct]", [(5, "error", "one-option")], 0),
        ("", [(5, "error", "one-option")], 0),
        ("1. a\n2. b [correct]\n3. **a**", [(9, "error", "equal-options")], 0),
        ("1. -a\n2. -A [correct]", [], 1),
    ],
)
def test_faults(options: str, expected: list[tuple[int, str, str]], kept: int) -> None:
    reading = read_text(f"{HEAD}**Question 1:** stem\n\n{options}\n")
    assert found(reading) == expected
    assert len(reading.lesson.questions) == kept


def test_answers_never_reach_the_text_of_a_concept() -> None:
    text = "# T\n\n## S\n\n### C\n\nwords\n\n**Question 1:** q\n\n1. a\n2. b [correct]\n\nend\n"
    lesson = read_text(text).lesson
    assert lesson.sections[0].concepts[0].text == "words\nend"
    assert len(lesson.questions) == 1


def test_frequent_questions_stay_text() -> None:
    text = "# T\n\n## S\n\n**Question 1:** why?\n\n1. this\n2. that\n"
    lesson, problems = read_text(text)
    assert (lesson.questions, problems) == ((), ())
    assert "1. this" in lesson.sections[0].body


def test_same_stem_twice_gets_two_ids() -> None:
    block = "**Question 1:** stem\n\n1. a [correct]\n2. b\n\n"
    ids = [question.id for question in read_text(HEAD + block * 2).lesson.questions]
    assert ids[1] == f"{ids[0]}-2"
