"""Questions go from each format into each other and back: the same, with nothing added."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.exchange import Category, Format, read, write
from content.exchange.models import local_name
from content.lesson import read_lesson
from content.models import Option, Question
from content.source import from_text
from tests.content.exchange.kit import content

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMATS = [Format.GIFT, Format.MOODLE_XML, Format.MARKDOWN]
PAIRS = pytest.mark.parametrize(("first", "second"), list(permutations(FORMATS, 2)))
LABELS = """
Right Wrong Correct Incorrect Answer Answers Explanation Hint Note Why Rationale Feedback Solution
Key True False Reason Question Option A B Richtig Antwort Lösung Respuesta Réponse
"""
LONGER = ["The answer is", "Correct answer", "Right answer", "Answer key", "The correct answer is"]
ENDS = [":", ": ", " - ", ". ", "! ", " ", " \u2014 ", ": **", ") "]
NOTES = ["it is so", "B", "A, C", "Tea boils", "the second one", "none of them", "1"]
NAMES = """
Answers|Question 7|Lab 3: Cables|2024 Exam
Key|Solutions|* stars|[x] done|# hash|Answer Key
3.1 Title|Practice|Lesson 4: Tea|Lab 3 Solution|Table of Contents|Task 1|Lösungen
Quiz 2|A. Names|- dash
> quote|1. First|tea: a, b|True|**bold**|A / B|Explanation: tea|Q1|Answer: B|(correct)|Notes|Week 2
Answers to Lab 1|Question 1: Which tea?|Review Questions and Answers|Section 2|404 Not Found
_x_|~~x~~|Contents|Lab|Question|Solution|Part 1
Final Exam 2024|Module 3|Summary|<b>bold</b>|x {y}|C#|a: b
"""
names = st.sampled_from([name for line in NAMES.split("\n") for name in line.split("|") if name])


def passed(form: Format, categories: Iterable[Category]) -> tuple[Category, ...]:
    """Write and read again; nothing may be lost, and nothing be wrong in what is written."""
    done = write(form, list(categories), "Tea")
    assert isinstance(done.data, str)
    back = read(form, done.data, "tea.x")
    assert done.losses == (), done.data
    assert back.problems == (), done.data
    if form is not Format.MARKDOWN:
        return back.categories
    reading = read_lesson(from_text("tea.md", done.data), "c")
    assert reading.lesson.labs == ()
    assert [one.concepts for one in reading.lesson.sections if one.concepts] == []
    # Only a lesson has a title that all its categories are below.
    return tuple(
        Category(one.names[1:], one.path, one.questions, one.tags) for one in back.categories
    )


def asked(number: int, stem: str = "Which tea?", note: str | None = None) -> Question:
    options = (Option(text="Green", reason=note), Option(text="Black", reason=note))
    return Question(
        id=f"l#n-{number}",
        line=number,
        stem=f"{stem} {number}",
        options=options,
        correct=(number % 2,),
        explanation=note,
    )


notes = st.builds(
    "{}{}{}".format,
    st.sampled_from(LABELS.split() + LONGER),
    st.sampled_from(ENDS),
    st.sampled_from(NOTES),
)


@PAIRS
@settings(max_examples=40)
@given(first_note=notes, second_note=st.none() | notes, last_note=st.none() | notes)
def test_feedback_that_begins_like_a_label_stays_its_own(
    first: Format, second: Format, first_note: str, second_note: str | None, last_note: str | None
) -> None:
    options = (Option(text="Green", reason=first_note), Option(text="Black", reason=second_note))
    question = asked(1).model_copy(update={"options": options, "explanation": last_note})
    (category,) = passed(second, passed(first, [Category(("Pots",), "tea.x", (question,))]))
    (back,) = category.questions
    same = {"first": first_note, "second": second_note, "last": last_note}
    found = {
        "first": back.options[0].reason,
        "second": back.options[1].reason,
        "last": back.explanation,
    }
    assert found == same
    assert content(back) == content(question)


@PAIRS
@settings(max_examples=40)
@given(st.lists(st.lists(names, min_size=1, max_size=3).map(tuple), min_size=1, max_size=4))
def test_categories_of_any_name_stay_what_they_are(
    first: Format, second: Format, paths: list[tuple[str, ...]]
) -> None:
    given_ = [Category(path, "tea.x", (asked(place),)) for place, path in enumerate(paths)]
    back = passed(second, passed(first, given_))
    found = {local_name(q.id): one.names for one in back for q in one.questions}
    assert found == {f"n-{place}": path for place, path in enumerate(paths)}
    assert {content(q)["name"]: content(q) for one in back for q in one.questions} == {
        content(q)["name"]: content(q) for one in given_ for q in one.questions
    }
