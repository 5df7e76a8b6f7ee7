"""What a format cannot hold is said with its line; what only looks like a mark survives."""

from __future__ import annotations

import pytest

from content.exchange import Category, Format, read, tell_format, write
from content.exchange.models import local_name
from content.exchange.moodle_writing import share
from content.html.escaping import words_of
from content.lesson import read_lesson
from content.models import Option, Question
from content.source import from_text
from tests.growth import assert_linear


def asked(stem: str, *texts: str, right: tuple[int, ...] = (0,), **more: str | None) -> Question:
    """Return a question out of line 5 with a reason for its last option, if one is given."""
    reasons = [None] * (len(texts) - 1) + [more.get("reason")]
    return Question(
        id=f"lesson#{more.get('name') or 'q-1'}",
        line=5,
        stem=stem,
        options=tuple(
            Option(text=text, reason=reason) for text, reason in zip(texts, reasons, strict=True)
        ),
        correct=right,
        explanation=more.get("explanation"),
    )


def losses(form: Format, *questions: Question) -> list[str]:
    """Write and return what was lost, as the command line prints it."""
    done = write(form, [Category((), "bank.md", questions)], "Bank")
    return [str(loss) for loss in done.losses]


def text(form: Format, *questions: Question, title: str = "Bank") -> str:
    """Write a format that is text."""
    data = write(form, [Category((), "bank.md", questions)], title).data
    assert isinstance(data, str)
    return data


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (asked("Two?", "a", "b", "c", right=(0, 1)), "left out: Aiken has one right option"),
        (asked("Code?\n\n```\nx\n```", "a", "b"), "left out: the stem has code"),
        (asked("Look", "a", "![x](http://x.y/z)"), "left out: option 2 has a picture"),
        (
            asked("A | B\n\n| a | b |\n|--|--|\n| 1 | 2 |", "a", "b"),
            "left out: the stem has a table",
        ),
        (asked("A. first", "a", "b"), "left out: its text begins like an option"),
        (
            asked("What is *it*?", "a", "`b`"),
            "marks and ends of line are lost in the stem, option 2",
        ),
        (asked("Why?", "a", "b", reason="so"), "no reasons"),
        (asked("Why?", "a", "b", explanation="so"), "no explanations"),
        (asked("Who?", "a", "b", name="who-1"), "no ids"),
    ],
)
def test_what_aiken_cannot_hold(question: Question, said: str) -> None:
    found = losses(Format.AIKEN, question)
    assert all(line.startswith("bank.md:5: warning[not-converted]: question ") for line in found)
    assert any(said in line for line in found)


def test_what_a_lesson_cannot_hold() -> None:
    inside = asked("Look:\n\n- a list", "a", "b\n\n- deep", explanation="x")
    (line,) = losses(Format.MARKDOWN, inside)
    assert "option 2" in line
    (line,) = losses(Format.MARKDOWN, asked("Is it?", "**yes**", "no"))
    assert line.endswith("a lesson reads this otherwise: option 1")
    assert losses(Format.MARKDOWN, asked("Same?", "a", "*a*")) != []


def test_what_moodle_and_xml_cannot_hold() -> None:
    many = asked("Which?", *map(str, range(13)), right=tuple(range(11)))
    assert "no weight for 11 right options" in losses(Format.GIFT, many)[0]
    assert "no weight for 11 right options" in losses(Format.MOODLE_XML, many)[0]
    (line,) = losses(Format.MOODLE_XML, asked("Bell \x07?", "a", "b"))
    assert "U+0007" in line
    assert losses(Format.GIFT, asked("Bell \x07?", "a", "b")) == []


@pytest.mark.parametrize("count", [2, 3, 6, 7, 9, 20])
def test_shares_are_those_of_moodles_list(count: int) -> None:
    known = {2: "50", 3: "33.33333", 6: "16.66667", 7: "14.28571", 9: "11.11111", 20: "5"}
    assert share(count) == known[count]


def test_gift_names_the_format_where_a_text_begins_like_one() -> None:
    question = asked("[html] or not?", "%50% off", "[plain] x", reason="[a]")
    (back,) = read(Format.GIFT, text(Format.GIFT, question), "b.gift").questions
    assert "=[markdown]%50% off" in text(Format.GIFT, question)
    assert (back.stem, back.options) == (question.stem, question.options)


def test_moodle_would_hide_what_looks_like_a_tag() -> None:
    question = asked("Is `<A>` or <B> in <https://x.example>?", "&lt;B>", "<C")
    gift = text(Format.GIFT, question)
    assert "`<A>` or &lt;B>" in gift
    assert "<https\\://x.example>" in gift
    assert "&\\#60;B>" in gift


def test_a_lesson_is_in_the_base_dialect() -> None:
    first = asked(
        "What?", "this", "that *one*", right=(1,), reason="so", explanation="a\n\nb", name="what"
    )
    second = asked("Code?\n\n1. x\n2. y", "```sh\nls\n```", "`ps`", name="code")
    assert text(Format.MARKDOWN, first, second, title="Bees # 1") == (
        "# Bees # 1\n\n## Practice Questions\n\n"
        "**Question 1 {#what}:** What?\n\n"
        "1. this\n2. that *one* [correct]\n   - so\n\n> a\n>\n> b\n\n"
        "**Question 2 {#code}:** Code?\n\n1. x\n2. y\n\n"
        "1) [correct]\n   ```sh\n   ls\n   ```\n2) `ps`\n"
    )


def test_several_categories_become_headings() -> None:
    one = Category(("Bees", "Hive"), "a.md", (asked("One?", "a", "b", name="x"),))
    two = Category(("Bees", "# Wax"), "b.md", (asked("Two?", "a", "b", name="y"),))
    data = write(Format.MARKDOWN, [one, two], "Bees").data
    assert isinstance(data, str)
    reading = read_lesson(from_text("bees.md", data), "c")
    assert [question.stem for question in reading.lesson.questions] == ["One?", "Two?"]
    assert reading.problems == ()
    assert "## \\# Wax\n\n### Practice Questions" in data


NAMES = [
    [("Bees", "Hive"), ("Bees", "Wax"), ("Bees",), ("Quiz 1", "In / out"), ("Bees", "Wax", "Old")],
    [("A", "B")],
    [("A",)],
    [("A", "Practice Questions"), ("A", "4.1 Lab 1: Boil")],
    [("A", "b", "c", "d"), ("A", "b")],
]


@pytest.mark.parametrize("names", NAMES)
@pytest.mark.parametrize("title", ["A", "Tea"])
def test_categories_come_back_from_headings(names: list[tuple[str, ...]], title: str) -> None:
    given = [
        Category(one, "b.gift", (asked(f"Q {place}?", "a", "b", name=f"n-{place}"),))
        for place, one in enumerate(names)
    ]
    done = write(Format.MARKDOWN, given, title)
    assert isinstance(done.data, str)
    back = read(Format.MARKDOWN, done.data, "l.md")
    found = {local_name(q.id): one.names for one in back.categories for q in one.questions}
    assert done.losses == ()
    assert not [one for one in back.problems if one.severity == "error"]
    for place, one in enumerate(names):
        assert found[f"n-{place}"] == (title, *one[one[0] == title :])


def test_a_category_that_is_too_deep_for_headings_is_said() -> None:
    deep = Category(tuple("abcdef"), "b.gift", (asked("Q?", "a", "b"),))
    done = write(Format.MARKDOWN, [deep], "Tea")
    assert [str(loss) for loss in done.losses] == [
        "b.gift:1: warning[not-converted]: category a > b > c > d > e > f:"
        " headings hold this as a > b > c > d / e / f"
    ]


@pytest.mark.parametrize(
    ("form", "piece"),
    [
        (Format.GIFT, "a{\n\n\n"),
        (Format.GIFT, "::\\a"),
        (Format.GIFT, "{=a ~b"),
        (Format.GIFT, "// x\n"),
        (Format.GIFT, "q{=a ~b}\n\n"),
        (Format.GIFT, "~a=b"),
        (Format.GIFT, "<!-- x -->"),
        (Format.GIFT, "q{=a ~b}\nx\n"),
        (Format.AIKEN, "A. x\n"),
        (Format.AIKEN, "what\nA. x\nB. y\nANSWER: A\n"),
        (Format.CSV, "Question,A,B,Answer\n"),
        (Format.CSV, '"'),
        (Format.CSV, 'Question,A,B,Answer,"'),
        (Format.MOODLE_XML, "<quiz>"),
        (Format.MOODLE_XML, "<quiz><question>"),
    ],
)
def test_work_grows_with_the_text(form: Format, piece: str) -> None:
    def look(size: int) -> None:
        given = piece * (size // len(piece))
        tell_format("bank.txt", given)
        read(form, given, "bank.x")

    assert_linear(look, 2_000)


def test_a_picture_inside_of_a_text_makes_no_question_too_long() -> None:
    data = f"data:image/png;base64,{'iVBORw0K' * 9000}=="
    cdata = f'<![CDATA[Who hums?<img src="{data}">]]>'
    answers = '<answer fraction="100"><text>b</text></answer><answer><text>c</text></answer>'
    quiz = f"<question type='multichoice'><questiontext><text>{cdata}</text></questiontext>"
    old = f"<image_base64>{data}</image_base64></question>"
    given = f"<quiz>{quiz}{answers}{old}</quiz>"
    found = read(Format.MOODLE_XML, given, "b.xml")
    assert [one.stem for one in found.questions] == ["Who hums?[picture]"]
    assert [one.message for one in found.problems] == [
        "left out: what <image_base64> holds",
        "left out: a picture that is a file",
    ]
    escaped = data.replace(":", "\\:").replace("=", "\\=")
    found = read(Format.GIFT, f"[html]Who?<img src\\='{escaped}'>{{=b ~c}}", "b.gift")
    assert [one.stem for one in found.questions] == ["Who?[picture]"]
    (problem,) = read(Format.GIFT, f"{'Who? ' * 11000}{{=b ~c}}", "b.gift").problems
    assert problem.message.startswith("55,007 characters: one question has 50,000 at most")


@pytest.mark.parametrize(
    "question",
    [
        asked("Which?", "\\<b>x\\</b>", "\\<br>", "\\<table>", "\\<!-- x -->", "\\<pre>y\\</pre>"),
        asked("Is \\<b>tag\\</b> a \\<details>?", "yes", "no"),
        asked("Look <b>bold</b>?", "a <i>b</i>", "c"),
        asked("Why?", "a", "b", explanation="Explanation: so."),
        asked("Why?", "a", "b", explanation="The answer is A because of x."),
    ],
)
def test_what_a_lesson_shows_as_it_was(question: Question) -> None:
    (back,) = read(Format.MARKDOWN, text(Format.MARKDOWN, question), "l.md").questions
    assert all("left out" not in loss for loss in losses(Format.MARKDOWN, question))
    if "<b>b" not in question.stem:
        assert losses(Format.MARKDOWN, question) == []
        assert [one.text for one in back.options] == [one.text for one in question.options]
        assert back.stem == question.stem


@pytest.mark.parametrize(
    ("first", "second"),
    [("A) one", "B) two"), ("a. one", "b. two"), ("(A) x", "[ ]"), ("[x]", "y")],
)
def test_letters_and_boxes_of_options_are_text(first: str, second: str) -> None:
    question = asked("Which?", first, second)
    (back,) = read(Format.MARKDOWN, text(Format.MARKDOWN, question), "l.md").questions
    assert losses(Format.MARKDOWN, question) == []
    assert [words_of(one.text) for one in back.options] == [first, second]


@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.GIFT, Format.MOODLE_XML])
def test_ids_are_unique_in_what_is_written(form: Format) -> None:
    first = Category(("A",), "a/bank.gift", (asked("One?", "a", "b", name="q1"),))
    second = Category(("A",), "b/bank.gift", (asked("Two?", "a", "b", name="q1"),))
    third = Category(("A",), "c.gift", (asked("Three?", "a", "b", name="q1-2"),))
    done = write(form, [first, second, third], "A")
    assert isinstance(done.data, str)
    assert [str(loss) for loss in done.losses] == [
        "b/bank.gift:5: warning[not-converted]: question q1: its id is that of a/bank.gift:5 too:"
        " here it is q1-3"
    ]
    back = read(form, done.data, "all.x")
    assert [local_name(one.id) for one in back.questions] == ["q1", "q1-3", "q1-2"]
    assert back.problems == ()


@pytest.mark.parametrize(
    "last", ["All of the above", "**Both A and B**", "Ninguna de las anteriores"]
)
def test_options_that_refer_to_others_stay_behind_them(last: str) -> None:
    question = asked("Which?", "a", "b", last)
    written = text(Format.MOODLE_XML, question)
    assert "<shuffleanswers>false</shuffleanswers>" in written
    assert read(Format.MOODLE_XML, written, "b.xml").problems == ()
    assert losses(Format.MOODLE_XML, question) == []
    (line,) = losses(Format.GIFT, question)
    assert "GIFT cannot keep the order of its options" in line
    assert "<shuffleanswers>true" in text(Format.MOODLE_XML, asked("Which?", "a", "b", "c"))


def test_pictures_that_are_files_are_said_where_they_stay_behind() -> None:
    question = asked("See ![a](a.png)", "![](b.png)", "b", explanation="![](https://x.y/z.png)")
    for form in (Format.GIFT, Format.MOODLE_XML):
        (line,) = losses(form, question)
        assert line.endswith("pictures that are files stay outside of Moodle: a.png, b.png")


@pytest.mark.parametrize("wild", ["x is answer: B", "Answer: B"])
def test_a_stem_that_speaks_of_answers_is_no_answer(wild: str) -> None:
    question = asked(f"Read this:\n\n{wild}", "a", "b", right=(0,))
    (back,) = read(Format.MARKDOWN, text(Format.MARKDOWN, question), "l.md").questions
    assert losses(Format.MARKDOWN, question) == []
    assert (back.stem, back.correct) == (question.stem, (0,))


def test_what_is_wrong_in_a_whole_lesson_is_said() -> None:
    question = asked("See [there](#nowhere)?", "a", "b")
    (line,) = losses(Format.MARKDOWN, question)
    assert line.startswith(
        "bank.md:1: warning[not-converted]: line 5 of the lesson that is written:"
    )
