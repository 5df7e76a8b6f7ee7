"""The rules of questions, one by one: what each reads, and what it leaves alone."""

# ruff: noqa: RUF001 - letters of other scripts look like Latin ones

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from content.markdown.blocks import Block, parse
from content.questions.rules.answer_statements import explains, read_alone, read_statement
from content.questions.rules.key_rows import is_bare_key, read_key
from content.questions.rules.letters import canonical, lettered, letters_of, name_of, split_letter
from content.questions.rules.marks import read_box, read_marks, ticked
from content.questions.rules.options import read_lines
from content.questions.rules.question_headers import read_header
from content.questions.titles import is_key_title, is_questions_title
from content.questions.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    "text",
    [
        *("2 × 3", "`(correct)`", "correct", "a [link](correct)", "[correct](a)", "(wrongly)"),
        *(
            "left <= right",
            "x ← true",
            "a (wrong) turn",
            "(no answer)",
            "(best practice)",
            "(true)",
        ),
        *("A - correct, B - incorrect", "tick ✓ and cross ✗", "~~a~~ b", "`:x:`", "5 ✖ 3"),
    ],
)
def test_what_only_looks_like_a_mark_stays(text: str) -> None:
    assert read_marks(text) == (text, False, False, ())


@pytest.mark.parametrize(
    ("content", "text", "reason"),
    [
        ("a kettle (incorrect: it boils)", "a kettle", "it boils"),
        ("a kettle <-- wrong, it boils", "a kettle", "it boils"),
        ("a kettle [falsch – es kocht]", "a kettle", "es kocht"),
    ],
)
def test_reasons_in_marks(content: str, text: str, reason: str) -> None:
    assert read_marks(content) == (text, False, True, (reason,))


@pytest.mark.parametrize(
    ("content", "sign", "whole", "text"),
    [
        ("[ ] a", "", True, "a"),
        ("[x] a", "x", True, "a"),
        ("[-] a", "-", True, "a"),
        ("[ x ] a", "x", False, "a"),
        ("(x) a", "x", True, "a"),
        ("[( )] a", "", True, "a"),
        (r"\[x] a", "x", False, "a"),
        ("**[x] a**", "x", True, "**a**"),
        ("☑️ a", "☑", True, "a"),
        ("[✗] a", "✗", True, "a"),
    ],
)
def test_boxes(content: str, sign: str, whole: bool, text: str) -> None:
    assert read_box(content) == ((sign, whole), text)


@pytest.mark.parametrize(
    ("signs", "right"),
    [
        (" x ", "x"),
        ("✓xx", "✓"),
        (" ✗ ", "✗"),
        ("☐☒☐", "☒"),
        ("☑☒☒", "☑"),
        ("○●○", "●"),
        ("●●●", ""),
        ("○××", "○"),
        ("-*-", "*"),
    ],
)
def test_a_box_is_ticked_beside_others(signs: str, right: str) -> None:
    boxes = [read_box(f"[{sign}] a")[0] or read_box(f"{sign} a")[0] for sign in signs]
    assert "".join(s for s, tick in zip(signs, ticked(boxes), strict=True) if tick) == right


@pytest.mark.parametrize("content", ["[x](y)", "[xy] a", "(y) a", "a [x]"])
def test_no_boxes(content: str) -> None:
    assert read_box(content) == (None, content)


@pytest.mark.parametrize(
    "letters",
    [
        *("ABCDE", "abcde", "АБВГД", "абвг", "αβγδ", "アイウエ", "가나다라", "①②③④"),
        *("أبجد", "ابتث", "אבגד", "कखगघ", "अबसद", "กขคง", "甲乙丙丁", "ＡＢＣＤ", "ⓐⓑⓒⓓ"),
        *("ⒶⒷⒸⒹ", "⒜⒝⒞⒟", "❶❷❸❹", "🅐🅑🅒🅓", "🇦🇧🇨🇩", "ⅠⅡⅢⅣ", "ㄱㄴㄷㄹ"),
        *(["1️⃣", "2️⃣", "3️⃣"], ["الف", "ب", "ج"], ["i", "ii", "iii", "iv"]),
    ],
)
def test_letters_of_all_scripts(letters: Sequence[str]) -> None:
    for form in ("{}) a", "- {}. a", "**{}.** a", "({}) a", "（{}）a", "{}、a", "{}: a", "{} – a"):
        texts = [form.format(letter).removeprefix("- ") for letter in letters]
        assert letters_of(texts) == list(range(len(letters)))
        assert lettered(texts)
        assert split_letter(texts[1]) == (canonical(letters[1]), "a")


def test_letters_that_slip() -> None:
    for letters in ("ABBD", "ABBC", "ABD", "ABDD"):
        texts = [f"{letter}) a" for letter in letters]
        assert lettered(texts, slips=True)
        assert not lettered(texts)
    for letters in ("AA", "AC", "ABBB", "ADBC", "BCD"):
        assert not lettered([f"{letter}) a" for letter in letters], slips=True)


@pytest.mark.parametrize("mark", ["*", "=", "~", "+", "→ ", "=> ", "✅ ", "(correct) ", "~~"])
def test_a_mark_stands_in_front_of_a_letter(mark: str) -> None:
    assert name_of(f"{mark}b) a") == "B"


@pytest.mark.parametrize(
    "text", ["A pod", "Ab) c", "1) a", "1. a", "アイス", "(a", "", "a-b", "V2: a", "A"]
)
def test_what_begins_with_a_letter_is_not_named_by_it(text: str) -> None:
    assert name_of(text) == ""


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
        ("Правильный ответ — б) чай", ("Б",), "чай"),
        ("Σωστή απάντηση: β", ("Β",), ""),
        ("正解は②", ("2",), ""),
        ("答案是Ｂ", ("B",), ""),
        ("故选B", ("B",), ""),
        ("התשובה הנכונה: ב", ("ב",), ""),
        ("เฉลย ข", ("ข",), ""),
        ("La bonne réponse est B", ("B",), ""),
        ("Answer: (iii)", ("III",), ""),
        ("The answer is both A and C.", ("A", "C"), ""),
        ("【答案】B", ("B",), ""),
        ("Answer: 2", ("2",), ""),
    ],
)
def test_answer_statements(content: str, names: tuple[str, ...], text: str) -> None:
    found = read_statement(content)
    assert found is not None
    assert (found.names, found.text) == (names, text)


@pytest.mark.parametrize(
    "content", ["Answering: B", "Solution B of two", "The rest: B", "B", "Lösung B"]
)
def test_no_answer_statements(content: str) -> None:
    assert read_statement(content) is None


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("**B** — because", "because"),
        ("Option B", ""),
        ("B is correct", ""),
        ("B is correct because it boils", "because it boils"),
        ("✅ B", ""),
        ("`B`", ""),
    ],
)
def test_a_letter_below_a_label_is_the_answer(content: str, text: str) -> None:
    found = read_alone(content)
    assert found is not None
    assert (found.names, found.text) == (("B",), text)


@pytest.mark.parametrize("content", ["A pod is small", "B is a letter", "Best of all", "As it is"])
def test_a_sentence_below_a_label_names_no_option(content: str) -> None:
    assert read_alone(content) is None


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
        "(1) B (2) A,C",
        "1、B 2、A, C",
        "Answer key: 1b 2ac".replace("ac", "AC"),
        "Lösungen: 1B, 2A,C",
        "**Answers:** 1 (b), 2 (a, c)",
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
    "text", ["1b 2a", "1. Boil\n2. Pour", "- B\n- A", "| # | Litres |\n|-|-|\n| 1 | 2 |", "1. B"]
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
