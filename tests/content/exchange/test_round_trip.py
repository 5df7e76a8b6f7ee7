"""What is written reads back as it was, or the writer has said what its format cannot hold."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content.exchange import Category, Format, read, write
from content.exchange.moodle_text import guard, unguard
from content.html.escaping import from_plain, normal, words_of
from content.markdown.inline import formulas_in
from content.models import Option, Question
from tests.content.exchange.kit import (
    any_text,
    category,
    content,
    one_line,
    option_text,
    page,
    questions,
)

MOODLE = pytest.mark.parametrize("form", [Format.GIFT, Format.MOODLE_XML])


def written(form: Format, *categories: Category) -> str:
    """Write and return the text of a format that is text."""
    data = write(form, categories, "Tides").data
    assert isinstance(data, str)
    return data


@MOODLE
@settings(max_examples=120)
@given(questions())
def test_any_question_survives(form: Format, question: Question) -> None:
    done = write(form, [category(question)], "Tides")
    assert isinstance(done.data, str)
    back = read(form, done.data, "bank.x")
    assert done.losses == ()
    assert [content(one) for one in back.questions] == [content(question)]
    assert back.problems == ()


@MOODLE
@settings(max_examples=25)
@given(st.lists(st.lists(questions(), min_size=1, max_size=2), min_size=1, max_size=3))
def test_categories_survive(form: Format, groups: list[list[Question]]) -> None:
    given_ = [
        category(*group, names=("A / b", f"n {number}") if number else ())
        for number, group in enumerate(groups)
    ]
    back = read(form, written(form, *given_), "bank.x")
    assert [one.names for one in back.categories] == [one.names for one in given_]
    assert [len(one.questions) for one in back.categories] == [len(one) for one in groups]


@settings(max_examples=100)
@given(questions(page, option_text, page))
def test_a_well_formed_question_survives_in_a_lesson(question: Question) -> None:
    done = write(Format.MARKDOWN, [category(question)], "Tides")
    assert isinstance(done.data, str)
    assert done.losses == (), done.data
    back = read(Format.MARKDOWN, done.data, "lesson.md")
    (found,) = back.questions
    assert found.correct == question.correct
    assert normal(found.stem) == normal(question.stem)
    assert [normal(one.text) for one in found.options] == [
        normal(one.text) for one in question.options
    ]
    assert [one.reason and normal(one.reason) for one in found.options] == [
        one.reason and normal(one.reason) for one in question.options
    ]
    assert (found.explanation or "") == (question.explanation or "")
    assert content(found)["name"] == content(question)["name"]


@settings(max_examples=70)
@given(st.lists(questions(), min_size=1, max_size=3))
def test_a_lesson_loses_nothing_in_silence(given_: list[Question]) -> None:
    numbered = [
        one.model_copy(update={"id": f"l#n-{place}", "line": place})
        for place, one in enumerate(given_)
    ]
    done = write(Format.MARKDOWN, [category(*numbered)], "Tides")
    assert isinstance(done.data, str)
    found = {
        content(one)["name"]: one for one in read(Format.MARKDOWN, done.data, "l.md").questions
    }
    named = {loss.line for loss in done.losses}
    for one in numbered:
        if one.line not in named:
            back = found[content(one)["name"]]
            assert back.correct == one.correct
            assert normal(back.stem) == normal(one.stem)
            # A letter at the start of an option is escaped, which shows the same.
            texts = [[normal(x.text) for x in both.options] for both in (back, one)]
            assert [x.replace("\\", "") for x in texts[0]] == [
                x.replace("\\", "") for x in texts[1]
            ]
            assert normal(back.explanation or "") == normal(one.explanation or "")


@settings(max_examples=150)
@given(
    one_line.map("It: ".__add__),
    st.lists(any_text, min_size=2, max_size=9, unique_by=lambda text: " ".join(text.split())),
    st.integers(0, 8),
)
def test_plain_text_survives_in_aiken(stem: str, texts: list[str], right: int) -> None:
    plain = [from_plain(" ".join(text.split())) for text in texts]
    assume(not any(any(formulas_in(text)) for text in plain))
    options = [Option(text=text, reason=None) for text in plain]
    question = Question(
        id="l#q",
        line=1,
        stem=from_plain(stem),
        options=tuple(options),
        correct=(right % len(options),),
        explanation=None,
    )
    back = read(Format.AIKEN, written(Format.AIKEN, category(question)), "bank.txt")
    (found,) = back.questions
    assert found.stem == question.stem
    assert found.options == question.options
    assert found.correct == question.correct


@settings(max_examples=60)
@given(questions(page, option_text, page))
def test_aiken_says_what_it_leaves_out(question: Question) -> None:
    done = write(Format.AIKEN, [category(question)], "Tides")
    assert isinstance(done.data, str)
    said = " ".join(loss.message for loss in done.losses)
    back = read(Format.AIKEN, done.data, "bank.txt").questions
    if not back:
        assert "left out" in said
        return
    (found,) = back
    assert found.correct == question.correct
    assert ("reasons" in said) == any(option.reason for option in question.options)
    assert ("explanations" in said) == (question.explanation is not None)
    assert found.stem == question.stem or "the stem" in said


@settings(max_examples=500)
@given(st.text(max_size=60) | any_text)
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    # A formula is read as one in any text.
    assume(not any(formulas_in(from_plain(text))))
    shown = " ".join(text.replace("\0", "\ufffd").split())
    assert words_of(from_plain(text)) == shown


@settings(max_examples=500)
@given(
    st.text(max_size=60)
    | any_text
    | st.lists(
        st.sampled_from(
            [
                "<",
                "&lt;",
                "&#60;",
                "&#060;",
                "&#x3c;",
                "&#x03c;",
                "a",
                "\\<",
                "`",
                "``",
                "\\",
                " ",
                "/",
            ]
        )
    ).map("".join)
)
def test_guarding_tags_can_be_undone(text: str) -> None:
    assert unguard(guard(text)) == text
