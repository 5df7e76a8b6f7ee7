"""No option and no stem holds a mark that says right or wrong, in whatever way it is written."""

# ruff: noqa: RUF001 - letters of other scripts look like Latin ones

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.lesson import read_lesson
from content.questions.rules.marks import read_marks
from content.source import from_text

_RIGHT_SIGNS = "✅ ✔ ✔️ ✓ ☑ 🗸 :white_check_mark: :heavy_check_mark: :ballot_box_with_check:"
_WRONG_SIGNS = "❌ ✗ ✘ ❎ 🚫 ⛔ :x: :no_entry_sign: :negative_squared_cross_mark:"
SIGNS = {True: _RIGHT_SIGNS.split(" "), False: _WRONG_SIGNS.split(" ")}
_RIGHT_WORDS = """correct¦Correct answer¦right answer¦this is correct¦correct!¦richtig¦korrekt¦vrai
juste¦bonne réponse¦correcto¦respuesta correcta¦certo¦resposta correta¦corretto¦risposta esatta
correcte¦juist¦goed¦верно¦правильный ответ¦вірно¦правильно¦poprawna¦prawidłowa¦doğru¦đúng
đáp án đúng¦benar¦正确¦正确答案¦正確¦正解¦정답¦सही¦सही उत्तर¦صحيح¦الإجابة الصحيحة¦נכון
תשובה נכונה¦ถูก¦ถูกต้อง¦σωστό¦σωστή απάντηση¦rätt"""
_WRONG_WORDS = """incorrect¦wrong¦Wrong answer¦not correct¦falsch¦faux¦fausse¦mauvaise réponse
incorrecto¦falso¦errado¦incorreta¦sbagliato¦errata¦incorrecte¦fout¦onjuist¦неверно
неправильный ответ¦невірно¦błędna¦niepoprawna¦yanlış¦sai¦salah¦错误¦錯誤¦不正确¦不正解¦誤り
오답¦गलत¦خطأ¦לא נכון¦ผิด¦λάθος¦fel"""
WORDS = {
    True: _RIGHT_WORDS.replace("\n", "¦").split("¦"),
    False: _WRONG_WORDS.replace("\n", "¦").split("¦"),
}
BRACKETS = ["({})", "[{}]", "*({})*", "**({})**", "**[{}]**", "_({})_", "（{}）", "【{}】"]
ARROWS = ["<-- {}", "<- {}", "← {}", "<== {}", "⬅️ {}", "👈 {}", "- {}", "**<-- {}**"]
FORMS = {
    "items": "- {text}",
    "numbers": "{number}. {text}",
    "letters in items": "- {letter}) {text}",
    "lines": "{letter}. {text}",
    "bold lines": "**{letter}.** {text}",
    "boxes": "- [{box}] {text}",
    "boxes behind letters": "{letter}) [{box}] {text}",
    "marks in front of letters": "{front}{letter}. {rest}",
}
LETTERS = ["ABCD", "abcd", "абвг", "αβγδ", "ＡＢＣＤ", "アイウエ", "①②③④", "אבגד", "กขคง", "ⓐⓑⓒⓓ"]
TEXTS = ["a kettle", "two cups of `tea`", "**cold** water", "3 × 4"]


class Mark(NamedTuple):
    """A mark as it is written, and whether it may stand in front of an option."""

    text: str
    front: bool


def marks(*, right: bool) -> list[Mark]:
    """Return all signs, and all words in all brackets and behind all arrows."""
    found = [Mark(sign, front=True) for sign in SIGNS[right]]
    for form in BRACKETS:
        # What stands in 【】 may be the label of an answer.
        front = form[0] != "【"
        found += (Mark(form.format(said), front) for said in (*SIGNS[right], *WORDS[right]))
    for form in ARROWS:
        found += (Mark(form.format(word), front=False) for word in WORDS[right])
    return found


@pytest.mark.parametrize("right", [True, False])
def test_all_marks_are_read_and_taken_off(right: bool) -> None:
    for mark in marks(right=right):
        for text in TEXTS:
            found = [read_marks(f"{text} {mark.text}")]
            found += [read_marks(f"{mark.text} {text}")] * mark.front
            for one in found:
                assert (one.text, one.right, one.wrong) == (text, right, not right), mark


@st.composite
def options(draw: st.DrawFn) -> tuple[list[str], int]:
    """Draw the lines of options of which one is right, and its place."""
    size = draw(st.integers(2, 4))
    right = draw(st.integers(0, size - 1))
    form = FORMS[draw(st.sampled_from(sorted(FORMS)))]
    letters = draw(st.sampled_from(LETTERS))
    said = {one: draw(st.sampled_from(marks(right=one))) for one in (True, False)}
    all_marked, in_front = draw(st.booleans()), draw(st.booleans())
    lines = []
    for place, text in enumerate(TEXTS[:size]):
        mark = said[place == right]
        shown = mark.text if all_marked or place == right else ""
        front = f"{shown} " if shown and mark.front and in_front else ""
        behind = f" {shown}" if shown and not front else ""
        line = form.format(
            number=place + 1,
            letter=letters[place],
            box="x" if place == right else " ",
            text=f"{front}{text}{behind}",
            front=front,
            rest=f"{text}{behind}",
        )
        lines.append(line)
    return lines, right


STEMS = ["**Question 1:** What boils?", "### Question 1\n\nWhat boils?", "1. What boils?"]


@settings(max_examples=250)
@given(options(), st.sampled_from(STEMS))
def test_no_option_and_no_stem_holds_a_mark(drawn: tuple[list[str], int], stem: str) -> None:
    lines, right = drawn
    if stem.startswith("1."):
        lines = [f"   {line}" for line in lines]
    text = "\n".join(["# Tea", "", stem, "", *lines, "", "# More", "", "The lesson goes on.", ""])
    reading = read_lesson(from_text("x.md", text), "c")
    assert [problem.code for problem in reading.problems] == [], text
    (question,) = reading.lesson.questions
    assert question.stem == "What boils?", text
    assert [option.text for option in question.options] == TEXTS[: len(lines)], text
    assert question.correct == (right,), text
    assert question.explanation is None, text
    assert {option.reason for option in question.options} == {None}, text


# Questions above a lab, below its task and between its steps.
PLACES = (
    "# Tea\n\n## Quiz\n\n{asked}\n\n## Lab: Tea\n\nBoil it.\n\n## Lab Solution: Tea\n\n{done}",
    "# Tea\n\n## Lab: Tea\n\nBoil it.\n\n### Quiz\n\n{asked}\n\n## Lab Solution: Tea\n\n{done}",
    "# Tea\n\n## Lab: Tea\n\nBoil it.\n\n## Lab Solution: Tea\n\n{done}\n\n### Quiz\n\n{asked}",
)
DONE = "1. Fill it.\n\n   ```bash\n   kettle fill\n   ```\n\n2. Wait:\n\n```bash\nkettle on\n```"


@settings(max_examples=100)
@given(options(), st.sampled_from([STEMS[0], f"#{STEMS[1]}"]), st.sampled_from(PLACES))
def test_no_instruction_of_a_lab_holds_a_mark(
    drawn: tuple[list[str], int], stem: str, place: str
) -> None:
    lines, right = drawn
    text = place.format(asked="\n".join([stem, "", *lines]), done=DONE) + "\n"
    reading = read_lesson(from_text("x.md", text), "c")
    (question,) = reading.lesson.questions
    assert (question.stem, question.correct) == ("What boils?", (right,)), text
    assert [option.text for option in question.options] == TEXTS[: len(lines)], text
    (lab,) = reading.lesson.labs
    assert (lab.task, lab.closing) == ("Boil it.", ""), text
    said = [(step.instruction, step.command, step.hint) for step in lab.steps]
    assert said == [("Fill it.", "kettle fill", None), ("Wait:", "kettle on", None)], text
