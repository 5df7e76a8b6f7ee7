"""A broken fence, comment or indentation costs a warning, never the rest of the lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from content.problems import ProblemSink
from content.repair.recovery import recover
from content.source import from_text
from tests.content.lessons import found, read_text
from tests.growth import assert_linear

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = "# T\n\n## S\n\n### A\n\n"
TAIL = "\n### B\n\n- after\n\n## 1.2 Next\n\nmore\n"


@pytest.mark.parametrize(
    ("middle", "expected"),
    [
        pytest.param("```bash\nls\n", [(7, "warning", "unclosed-fence")], id="unclosed"),
        pytest.param("```bash\nls\n~~~\n", [(9, "warning", "wrong-fence-close")], id="tildes"),
        pytest.param("```bash\nls\n``\n", [(9, "warning", "wrong-fence-close")], id="two marks"),
        pytest.param("````\nls\n```\n", [(9, "warning", "wrong-fence-close")], id="fewer marks"),
        pytest.param("~~~\nls\n```\n", [(9, "warning", "wrong-fence-close")], id="backticks"),
        pytest.param(
            "```bash\nls\n```bash\nid\n```\n", [(7, "warning", "unclosed-fence")], id="next fence"
        ),
        pytest.param("```\nls\n```\n\n```\n", [(11, "warning", "unclosed-fence")], id="leftover"),
        pytest.param("- x\n  ```sh\n  ls\n- y\n", [(8, "warning", "unclosed-fence")], id="in list"),
        pytest.param("```bash\n## a comment\nls\n```\n", [], id="comment in a script"),
        pytest.param("````md\n## 1.1 Shown\n\n```\nls\n```\n````\n", [], id="Markdown shown"),
        pytest.param("- x\n  ```sh\nls\n  ```\n", [], id="code left of its item"),
    ],
)
def test_rest_survives(middle: str, expected: list[tuple[int, str, str]]) -> None:
    reading = read_text(HEAD + middle + TAIL)
    assert found(reading) == expected
    first, second = reading.lesson.sections
    assert [concept.title for concept in first.concepts] == ["A", "B"]
    assert first.concepts[1].body == "- after"
    assert (second.title, second.body) == ("Next", "more")
    assert "ls" in first.concepts[0].text


def test_unclosed_fence_before_another_one() -> None:
    text = HEAD + "```bash\nls\n" + TAIL + "\n### C\n\n```bash\nid\n```\n\nend\n"
    reading = read_text(text)
    assert found(reading) == [(7, "warning", "unclosed-fence")]
    assert reading.lesson.sections[1].concepts[0].body == "```bash\nid\n```\n\nend"


def test_unclosed_fence_at_the_end_of_the_file() -> None:
    reading = read_text("# T\n\n## S\n\n```bash\nls")
    assert found(reading) == [(5, "warning", "unclosed-fence")]
    assert reading.lesson.sections[0].body == "```bash\nls\n```"


def test_heading_in_a_closed_fence_is_reported() -> None:
    reading = read_text(HEAD + "```bash\nls\n\n#### Inside\n\n- text\n```\n" + TAIL)
    assert found(reading) == [(10, "warning", "swallowed-heading")]


def test_numbered_heading_in_a_closed_fence_is_recovered() -> None:
    reading = read_text("# T\n\n## 1.1 A\n\n```bash\nls\n\n## 1.2 B\n\n- b\n```\n\n## 1.3 C\n\nc\n")
    assert [s.title for s in reading.lesson.sections] == ["A", "B", "C"]
    assert {code for _, _, code in found(reading)} == {"unclosed-fence"}


def test_uneven_lists_are_even() -> None:
    text = "# T\n\n## S\n\n- a\n        - b\n            - c\n   - d\n1. e\n     - f\n"
    body = read_text(text).lesson.sections[0].body
    assert body == "- a\n  - b\n    - c\n  - d\n\n1. e\n   - f"


def test_question_glued_to_the_options_above() -> None:
    text = "# T\n\n## Quiz\n\n**Question 1:** p\n 1. a [correct]\n 2. b\n"
    text += "**Question 2:** q\n    1. c\n    2. d [correct]\n"
    reading = read_text(text)
    assert reading.problems == ()
    questions = reading.lesson.questions
    assert [(q.line, q.stem, q.correct) for q in questions] == [(5, "p", (0,)), (8, "q", (1,))]


def test_comments_are_not_shown() -> None:
    text = "# T\n\n## S\n\n<!-- one -->\n\na\n\n<!-- two\n\n### no\n-->\n"
    text += "\n```\n<!-- kept -->\n```\n\n<!-- open\n"
    body = read_text(text).lesson.sections[0].body
    assert body == "a\n\n```\n<!-- kept -->\n```\n\n<!-- open"


def test_inserted_lines_keep_the_numbers() -> None:
    source = from_text("x.md", "# T\n```\na\n### B\nb\n")
    assert [source.numbers[n] for n, line in enumerate(source.text.split("\n")) if line == "b"] == [
        5
    ]


def _mended(text: str) -> list[str]:
    """Return the lines of ``text`` once they are mended, without empty ones, in quotes or not."""
    lines = recover(text.split("\n"), ProblemSink("x.md"))
    return [line.text for line in lines if line.text.strip(" >")]


STEPS = "\n".join(
    f"### {name}\n\n- Turn it:\n\n```bash\n# Note {name}\n\n## Step\n\nturn {name}\n```\n"
    for name in ("North", "East", "South", "West")
)


def _damages() -> Iterator[tuple[list[str], int]]:
    """Yield a lesson with one fence broken in one way, and the index of the damage."""
    lines = f"# T\n\n## S\n\n{STEPS}".split("\n")
    for index, line in enumerate(lines):
        before, after = lines[:index], lines[index + 1 :]
        if line == "```":
            for wrong in ([], ["~~~"], ["``"], ["        ```"], ["```bash"], ["```", "```"]):
                yield [*before, *wrong, *after], index
        elif line == "```bash":
            yield [*before, line, line, *after], index
        elif line.startswith("###"):
            yield [*before, "```", "", line, *after], index
            yield [*before, "```bash", line, *after], index


@pytest.mark.parametrize(("lines", "damaged"), list(_damages()))
def test_one_broken_fence_costs_one_warning(lines: list[str], damaged: int) -> None:
    reading = read_text("\n".join(lines))
    (section,) = reading.lesson.sections
    assert [concept.title for concept in section.concepts] == ["North", "East", "South", "West"]
    assert all(f"turn {concept.title}" in concept.text for concept in section.concepts)
    ((line, _, code),) = found(reading)
    assert code in {"unclosed-fence", "wrong-fence-close"}
    assert abs(line - damaged) <= 8


def test_details_stand_alone() -> None:
    text = "a <details open><summary> <b>1. Why\n\n`x`?</b>\n</summary>b\n</DETAILS> c"
    assert _mended(text) == [
        "a",
        "<details>",
        "<summary>1. Why `x`?</summary>",
        "b",
        "</details>",
        "c",
    ]
    assert _mended("- a\n  <details>\n  b\n  </details>") == [
        "- a",
        "  <details>",
        "  b",
        "  </details>",
    ]


@pytest.mark.parametrize(
    ("comment", "kept"),
    [
        ("<!-- **Answer: B** -->", "<!-- answer: B -->"),
        ("<!-- ANSWERS: A, C -->", "<!-- answers: A, C -->"),
        ("<!--\nCorrect answer = D\n-->", "<!-- answer: D -->"),
    ],
)
def test_an_answer_in_a_comment_is_kept(comment: str, kept: str) -> None:
    assert _mended(f"1. a\n2. b\n{comment}\nc") == ["1. a", "2. b", kept, "c"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param(
            "> [!quiz] a\n> - b\n> [!QUESTION]\n> c\n\nd",
            "<details>|<summary>a</summary>|- b|</details>"
            "|<details>|<summary>Question</summary>|c|</details>|d",
            id="one below the other",
        ),
        pytest.param(
            "> [!note] a\n> > [!answer]- b\n> > c\n> d",
            "> **a**|> <details>|> <summary>b</summary>|> c|> </details>|> d",
            id="in another",
        ),
        pytest.param(
            "> [!answer]\n> ```\n> > [!answer]\n> ```\n> a",
            "<details>|<summary>Answer</summary>|```|> [!answer]|```|a|</details>",
            id="code inside",
        ),
        pytest.param("```\n> [!answer]\n::: answer\n```", None, id="only code"),
        pytest.param(
            '- a\n  ??? exercise\n\n      b\n\n      !!! solution "C"\n          d\n\n  e',
            "- a|  <details>|  <summary>Question</summary>|  b"
            "|  <details>|  <summary>C</summary>|  d|  </details>|  </details>|  e",
            id="indented",
        ),
        pytest.param('!!! tip "Click here"\n    a', "**Click here**|a", id="no answer"),
        pytest.param(
            '!!! tip "The answer of the sea"\n    a',
            "**The answer of the sea**|a",
            id="more than an answer",
        ),
        pytest.param(
            ":::details[Show the answer]\na\n:::note\nb\n:::\n:::\n:::",
            "<details>|<summary>Show the answer</summary>|a|b|</details>",
            id="colons",
        ),
        pytest.param("> [!mcq]", "<details>|<summary>Question</summary>|</details>", id="nothing"),
    ],
)
def test_callouts_of_questions_and_answers_are_boxes(text: str, kept: str | None) -> None:
    assert _mended(text) == (text if kept is None else kept.replace("|", "\n")).split("\n")


def test_boxes_in_boxes_end() -> None:
    text = "\n".join(" " * 4 * depth + "??? question" for depth in range(2_000))
    assert _mended(text).count("</details>") == 21


PIECES = [
    *("```\n", "~~~\n```\n", "- ```\n", "> ```\n", "```\n\n### H\n\n", "### H\n", "- a\n"),
    *("1. a\n  - b\n", "1. ", "**", "**x **or ", "`", "`a` **b** ", "*x *, ", "<!--\n"),
    *("<!-- x -->", "text <!-- a\n", "<b>", "<b>x</b> ", "<a ", "<img\n", "<br>", "<p>\n"),
    *("<pre>\n", "<table>\n", "<summary>\n", "</summary><summary>\n", "<details>\n"),
    *("<ul>\n<li>a\n", "<code>x "),
    *(
        "> [!question]\n> > a\n",
        ":::question\n",
        "??? question\n    a\n",
        "- - ",
        "> > ```\n> ```\n",
    ),
    *("::: note\n", ":::\n", '=== "a"\n    b\n', '{{< tab "a" >}}\n', "{{< /tab >}}\n", "{{<"),
    *("{% x %}\n", "{% tab\n", "/// a | b\n", "== a\n", "> [!note] a\n", "{% highlight sh %}\n"),
    *(
        "<Tab a>\n",
        "<Tab ",
        "<Tab\n",
        "<Tab {",
        "</Tab>",
        "{/*\n",
        "import {\n",
        "export const a\n",
    ),
    *("a {.x} ", "[a", "[a]{.x", "{: ", "==a", "++a+", ":a[", "{a}`b ", "```{note}\n", "{.a b=c "),
    *("      ```\n", "````md\n", "```sh\n\n## 1.1 H\n\n", "** ", "*a *", "\t- a\n\n"),
]


@pytest.mark.parametrize("piece", PIECES)
def test_work_grows_with_the_text(piece: str) -> None:
    def work(size: int) -> object:
        return recover((piece * (size // len(piece))).split("\n"), ProblemSink("x.md"))

    assert_linear(work, 3_000)
