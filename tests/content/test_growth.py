"""No shape of text takes longer than its length accounts for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from content.exchange import Category, Format, write
from content.exchange import read as read_bank
from content.exchange.moodle_text import convert
from content.html.converter import Converter
from content.html.lesson import without_html
from content.html.reader import read_html
from content.markdown.blocks import parse, plain_text
from content.markdown.inline import inline_words
from content.markdown.lines import Line, code_spans
from tests.bench.lesson_parsing import SHAPES, grow, read
from tests.growth import MOST, TIMES, assert_linear, blows_up, calls

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 3_000
DENSE = 700
"""Calls for each character of the densest text; a hundred open brackets took more."""

_MARKS = """[|![|[a](|![[a](|[![a](|[a][|[[_TOC|[[_TOC_]]|*a|**a |*a*|*a_ |*a **b |~~a |*[|`|``a
\\[|<a|<a href="|<http://a|<!--|<![CDATA[|</|&amp;|<br>|**Question 1 [[[[|**Answer:** |<NAME> |$(
$|$$|$x |$$a |\\(|\\(a^|\\[|\\[a\\b"""
MARKS = _MARKS.replace("\n", "|").split("|")
_TAGS = "a b code div h1 li ol p pre script sub summary table td tr u video"
TAGS = _TAGS.split(" ")
PAIRS = [
    *(("[", "]"), ("![", "](b)"), ("[", "](b)"), ("![[", "]]")),
    *(("(", ")"), ("*a ", " a*"), ("{", "}")),
]
LAYOUTS = {
    "a paragraph": "¦",
    "an option": "**Question 1:** q\n\n- [x] ¦\n- [ ] b",
    "a cell": "| a | b |\n| - | - |\n| ¦ | b |",
    "a command": "## Lab: A\n\n```sh\n¦\n```",
}
BANKS = {
    Format.GIFT: "::t:: [html]¦ {=a¦ ~b}",
    Format.AIKEN: "¦\nA. a¦\nB. b\nANSWER: A\n",
    Format.MOODLE_XML: "<quiz><question type='multichoice'><questiontext><text><![CDATA[¦]]></text>"
    "</questiontext><answer fraction='100'><text>a</text></answer><answer><text>b</text></answer>"
    "</question></quiz>",
}


def _grows_evenly(
    call: Callable[[str], object], begin: str, end: str = "", layout: str = "¦"
) -> bool:
    """Return whether four times the text takes four times the calls, and none takes many.

    The text is ``layout``, in which ``begin`` and then ``end`` are repeated.
    """
    # A square hides behind what any text costs, and the parser looks 32 brackets ahead at most.
    texts = [layout.replace("¦", begin * count + end * count) for count in (0, 50, 200)]
    # What is prepared at the first use, such as patterns, does not count.
    call(texts[-1])
    nothing, few, many = (calls(partial(call, text)) for text in texts)
    evenly = many - nothing <= max(few - nothing, 400) * TIMES * MOST
    return evenly and many - nothing <= DENSE * len(texts[-1])


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if shape])
def test_work_grows_with_the_text(name: str) -> None:
    assert_linear(lambda size: read(grow(SHAPES[name], size)), SIZE)


def test_code_spans_of_all_lengths() -> None:
    small, large = (
        " ".join("`" * length + "a" for length in range(1, most)) for most in (100, 400)
    )
    assert not blows_up(lambda: code_spans(small), lambda: code_spans(large))
    assert not blows_up(
        lambda: read(f"[a](#b) {small}"),
        lambda: read(f"[a](#b) {large}"),
    )


def test_a_table_is_not_filled() -> None:
    text = "<table><tr>" + "<td>a</td>" * 300 + "</tr>" + "<tr><td>b</td></tr>" * 300 + "</table>"
    written = list(without_html([Line(1, text)]))
    assert len(written) > 300
    assert sum(len(line.text) for line in written) < len(text)


def _everything(text: str) -> None:
    """Read a lesson and all of its words, as the index and the cards do."""
    read(text)
    for block in parse(text).blocks:
        for part in block.walk():
            assert part.inline is not None
    plain_text(text)


def _html(text: str) -> object:
    return convert(text, "html")


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_marks_that_nothing_closes(layout: str) -> None:
    for mark in MARKS:
        assert _grows_evenly(_everything, mark, layout=layout), mark


@pytest.mark.parametrize(("begin", "end"), PAIRS)
def test_marks_inside_each_other(begin: str, end: str) -> None:
    assert _grows_evenly(_everything, begin, end)


def test_brackets_stay_what_they_are() -> None:
    many = "[0,1) " * 30
    assert inline_words(f"{many}[a](b) `[` \\[ ![c](d) [[e]](f)") == f"{many}a [ [ c [e]"
    assert inline_words("[" * 30 + "a" + "]" * 30) == "[" * 30 + "a" + "]" * 30
    assert inline_words("[" * 30 + "[a](b)") == "[" * 30 + "a"


@pytest.mark.parametrize("pieces", ["<{0}>a", "</{0}>", "<{0}>a</{0}>", "<{0} "])
def test_tags(pieces: str) -> None:
    for tag in TAGS:
        assert _grows_evenly(_html, pieces.format(tag)), tag


def test_tags_inside_each_other() -> None:
    for tag in TAGS:
        assert _grows_evenly(_html, f"<{tag}>a", f"</{tag}>"), tag


def test_a_table_of_a_bank_is_not_filled() -> None:
    html = "<table><tr>" + "<td>a</td>" * 300 + "</tr>" + "<tr><td>b</td></tr>" * 300 + "</table>"
    written = "\n".join(line.text for line in Converter(read_html(html), []).run())
    assert written.count("b") == 300
    assert len(written) < len(html)


@pytest.mark.parametrize("form", BANKS)
def test_banks(form: Format) -> None:
    def there_and_back(text: str) -> None:
        imported = read_bank(form, text, "bank")
        assert imported.problems or imported.categories
        write(form, [*imported.categories, Category((), "bank", ())], "T")

    for mark in ("[", "![a](", "*a_ ", "`", "<a", "<b>", "&amp;", "<tr><td>", "<li>a", "[["):
        assert _grows_evenly(there_and_back, mark, layout=BANKS[form]), mark
