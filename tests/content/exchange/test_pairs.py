"""Questions go from each format into each other and back: the same, with nothing added."""

from __future__ import annotations

import csv
import io
from itertools import permutations
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content.exchange import Category, Format, read, write
from content.exchange.models import local_name
from content.html.escaping import from_plain, words_of
from content.lesson import read_lesson
from content.markdown.inline import formulas_in
from content.models import Option, Question
from content.source import from_text
from tests.content.exchange.kit import any_text, content

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
    # Nobody is shown an empty card.
    assert {one.kind for one in reading.lesson.sections} <= {"questions"}
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


OPTIONS = """
yes [correct]|yes (right)|no (wrong)|it is (incorrect)|None [wrong]|(correct)|[correct] yes|[x] done
\u2713 yes|\u2717 no|x \u2713|\u2705 go|\u274c stop|\u2192 x|<- here|yes *|( )|[ ]|[-]|(x)
\u2460 one
Answer: B|Correct: yes|Wrong: no|Explanation: x|Answer B|Option A|Correct|Right answer|Key: a
A|1|a) x|(a) x|B. second|i. first|II) two|Q: a|Question 1: a|x # correct|x // wrong|5 (true)
All of it (correct)|`ls` (correct)|`(correct)`|True|No.|yes!|100%|=yes|~no|::a::|{=x}|(faux)
"""
options = st.sampled_from([one for line in OPTIONS.split("\n") for one in line.split("|") if one])


@PAIRS
@settings(max_examples=40)
@given(texts=st.lists(options, min_size=2, max_size=4, unique_by=words_of), right=st.integers(0, 1))
def test_options_that_look_marked_are_text(
    first: Format, second: Format, texts: list[str], right: int
) -> None:
    given_ = tuple(Option(text=text, reason=None) for text in texts)
    question = asked(1).model_copy(update={"options": given_, "correct": (right,)})
    done = write(first, [Category(("Pots",), "tea.x", (question,))], "Tea")
    assert isinstance(done.data, str)
    (middle,) = read(first, done.data, "tea.x").questions
    again = write(second, [Category(("Pots",), "tea.x", (middle,))], "Tea")
    assert isinstance(again.data, str)
    (back,) = read(second, again.data, "tea.x").questions
    assert [words_of(one.text) for one in back.options] == [words_of(text) for text in texts]
    assert back.correct == (right,)


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


plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20) | any_text
cell = plain.map(lambda text: " ".join(text.split())).filter(bool)


@settings(max_examples=150)
@given(
    cell,
    st.lists(cell, min_size=2, max_size=4, unique_by=str.casefold),
    st.sets(st.integers(0, 1), min_size=1),
    st.sampled_from(",;\t"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_any_text_survives_in_a_table(
    stem: str, texts: list[str], right: set[int], delimiter: str, quoting: Literal[0, 1]
) -> None:
    assume(not any(any(formulas_in(from_plain(text))) for text in (stem, *texts)))
    writer = csv.writer(file := io.StringIO(), delimiter=delimiter, quoting=quoting)
    writer.writerow(["Bees, and; more"])
    names = [f"Answer {number} - max 75 characters" for number in range(1, 5)]
    writer.writerow(["Question", *names, "Correct answer(s) - choose at least one"])
    numbers = ",".join(str(place + 1) for place in sorted(right))
    writer.writerow([stem, *texts, *[""] * (4 - len(texts)), numbers])
    back = read(Format.CSV, file.getvalue(), "table.csv")
    equal = [one for one in back.problems if one.code != "equal-options"]
    (question,) = back.questions
    assert equal == []
    assert words_of(question.stem) == stem
    assert [words_of(one.text) for one in question.options] == texts
    assert question.correct == tuple(sorted(right))
