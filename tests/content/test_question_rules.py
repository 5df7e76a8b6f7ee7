"""The rules of questions, one by one: what each reads, and what it leaves alone."""

# ruff: noqa: RUF001 - letters of other scripts look like Latin ones

from __future__ import annotations

import pytest

from content.markdown.blocks import Block, parse
from content.questions.rules.answer_statements import explains, read_statement
from content.questions.rules.key_rows import is_bare_key, read_key
from content.questions.rules.letters import index_of, letter_of, split_letter
from content.questions.rules.marks import is_marked, read_box, without_marks
from content.questions.rules.options import read_lines
from content.questions.rules.question_headers import read_header
from content.questions.titles import is_key_title, is_questions_title
from content.questions.tokens import tokens_of


@pytest.mark.parametrize(
    "mark", ["✅", "✔️", "[correct]", "(Correct answer)", "<-- correct", "*(✓)*"]
)
def test_marks_of_right_options_are_read_and_taken_off(mark: str) -> None:
    assert is_marked(f"a kettle {mark}")
    assert without_marks(f"a kettle {mark}") == "a kettle"


@pytest.mark.parametrize(
    "mark", ["❌", "✘", "❎", "🚫", "×", "(incorrect)", "[wrong]", "**(faux)**"]
)
def test_marks_of_wrong_options_are_taken_off(mark: str) -> None:
    assert not is_marked(f"a kettle {mark}")
    assert without_marks(f"a kettle {mark}") == "a kettle"


@pytest.mark.parametrize(
    "text", ["2 × 3", "`(correct)`", "correct", "a [link](correct)", "(wrongly)"]
)
def test_what_only_looks_like_a_mark_stays(text: str) -> None:
    assert not is_marked(text)
    assert without_marks(text) == text


@pytest.mark.parametrize(
    ("content", "ticked", "whole", "text"),
    [
        ("[ ] a", False, True, "a"),
        ("[x] a", True, True, "a"),
        ("[-] a", False, True, "a"),
        ("[ x ] a", True, False, "a"),
        ("(x) a", True, True, "a"),
        ("[( )] a", False, True, "a"),
        (r"\[x] a", True, False, "a"),
        ("**[x] a**", True, True, "**a**"),
    ],
)
def test_boxes(content: str, ticked: bool, whole: bool, text: str) -> None:
    assert read_box(content) == ((ticked, whole), text)


@pytest.mark.parametrize("content", ["[x](y)", "[xy] a", "(y) a", "a [x]"])
def test_no_boxes(content: str) -> None:
    assert read_box(content) == (None, content)


@pytest.mark.parametrize(
    "letters", ["AB", "ab", "АБ", "αβ", "アイ", "가나", "①②", "أب", "אב", "कख", "กข"]
)
def test_letters_of_all_scripts(letters: str) -> None:
    assert [letter_of(f"{letter}) a") for letter in letters] == [0, 1]
    assert [index_of(letter) for letter in letters] == [0, 1]
    assert split_letter(f"{letters[1]}) a")[1] == "a"


@pytest.mark.parametrize("text", ["A pod", "Ab) c", "1) a", "アイス", "(a", ""])
def test_what_begins_with_a_letter_is_not_named_by_it(text: str) -> None:
    assert letter_of(text) is None


def test_lines_end_where_the_answer_begins() -> None:
    block = parse("q\nA. a\n  more\nB. b\nAnswer: B").blocks[0]
    found = read_lines(block)
    assert found is not None
    assert [option.text for option in found.options] == ["A. a more", "B. b"]
    assert (found.first, found.above, found.below) == (0, 1, 4)


@pytest.mark.parametrize(
    ("content", "names", "text"),
    [
        ("**Answer: B**", ("B",), ""),
        ("Answers: A and C", ("A", "C"), ""),
        ("Correct answer: (b) Tea", ("B",), "Tea"),
        ("Answer: A pod", (), "A pod"),
        ("Answer: BD", ("B", "D"), ""),
        ("Ответ: б", ("Б",), ""),
        ("【答案】B", ("B",), ""),
        ("Answer: 2", ("2",), ""),
    ],
)
def test_answer_statements(content: str, names: tuple[str, ...], text: str) -> None:
    found = read_statement(content)
    assert found is not None
    assert (found.names, found.text) == (names, text)


@pytest.mark.parametrize("content", ["Answering: B", "Solution B of two", "The rest: B", "B"])
def test_no_answer_statements(content: str) -> None:
    assert read_statement(content) is None


def test_explanations() -> None:
    assert explains("**Explanation:** it *boils*") == "it *boils*"
    assert explains("Explain kettles") is None


@pytest.mark.parametrize(
    ("content", "number", "sure", "stem"),
    [
        ("**Question 1:** a", 1, True, "a"),
        ("**Q12. a?**", 12, True, "a?"),
        ("Question 3: a", 3, True, "a"),
        ("**4.** a", 4, False, "a"),
        ("**Question 2.10 (hard):** a", 10, True, "a"),
        ("第 5 題：a", 5, True, "a"),
    ],
)
def test_headers(content: str, number: int, sure: bool, stem: str) -> None:
    header = read_header(Block("paragraph", 1, 1, content))
    assert header is not None
    assert (header.number, header.sure, header.stem) == (number, sure, stem)


@pytest.mark.parametrize("content", ["Question the kettle", "4. a", "**Kettles**", "Q"])
def test_no_headers(content: str) -> None:
    assert read_header(Block("paragraph", 1, 1, content)) is None


@pytest.mark.parametrize(
    "text",
    [
        "1. B\n2. A, C",
        "1-B, 2-AC",
        "- Q1: B\n- Q2: A, C",
        "| Q | Answer |\n|-|-|\n| 1 | B |\n| 2 | A, C |",
    ],
)
def test_key_rows(text: str) -> None:
    (block,) = parse(text.replace("2-AC", "2-A,C")).blocks
    assert is_bare_key(block)
    rows = read_key([block]).rows
    assert [(row.number, row.answer.names) for row in rows] == [(1, ("B",)), (2, ("A", "C"))]


@pytest.mark.parametrize(
    "text", ["1. Boil\n2. Pour", "- B\n- A", "| # | Litres |\n|-|-|\n| 1 | 2 |", "1. B"]
)
def test_no_keys(text: str) -> None:
    (block,) = parse(text).blocks
    assert not is_bare_key(block)


def test_titles() -> None:
    assert is_questions_title("Practice Questions")
    assert not is_questions_title("Questions of style")
    assert is_key_title("Answer key")
    assert not is_key_title("Key ideas")


def test_each_part_of_a_question_is_labelled_once() -> None:
    text = (
        "**Question 1:** a?\n\n```sh\nb\n```\n\n- [ ] c\n- [x] d\n\n"
        "> Answer: B\n\nWhy: e\nmore\n\n---\n\n1. f\n   - A) g\n   - B) h\n"
    )
    kinds = [token.kind for token in tokens_of(parse(text).blocks)]
    assert kinds == [
        "paragraph",
        "fence",
        "options",
        "blockquote",
        "explanation",
        "hr",
        "item",
        "options",
    ]
