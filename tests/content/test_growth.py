"""No shape of text takes longer than its length accounts for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from content.exchange import Category, Format, write
from content.exchange import read as read_bank
from content.exchange.blocks import table_of
from content.exchange.hypertext import convert
from content.markdown import inline_words, parse, plain_text
from content.mending.html import without_html
from content.mending.lines import Line, code_spans
from tests.bench.lesson_parsing import SHAPES, grow, read
from tests.calls import count_calls

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 3_000
TIMES = 4
MOST = 1.5
"""How many times more calls than its length accounts for a text may take."""
PATTERN_TIMES = 16
# What grows with the square of the length takes 256 times as long. That is far from 16, so that a
# busy machine does not matter: time only has to tell the two apart.
PATTERN_BOUND = 100
# Below this many seconds a clock says little.
LEAST = 0.02
DENSE = 700
"""Calls for each character of the densest text; a hundred open brackets took more."""

_MARKS = """[|![|[a](|![[a](|[![a](|[a][|[[_TOC|[[_TOC_]]|*a|**a |*a*|*a_ |*a **b |~~a |*[|`|``a
\\[|<a|<a href="|<http://a|<!--|<![CDATA[|</|&amp;|<br>|**Question 1 [[[[|**Answer:** |$(|<NAME> """
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
    nothing, few, many = (count_calls(call, text) for text in texts)
    evenly = many - nothing <= max(few - nothing, 400) * TIMES * MOST
    return evenly and many - nothing <= DENSE * len(texts[-1])


def _seconds(call: Callable[[str], object], text: str) -> float:
    """Return the seconds of this process's own, so that others on the machine do not count."""
    began = time.process_time()
    call(text)
    return time.process_time() - began


def _blows_up(call: Callable[[str], object], small: str, large: str) -> bool:
    """Say whether a pattern takes far too long for ``large`` in each of three runs."""
    return all(
        _seconds(call, large) > max(PATTERN_BOUND * _seconds(call, small), LEAST) for _ in range(3)
    )


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if shape])
def test_work_grows_with_the_text(name: str) -> None:
    small, large = (grow(SHAPES[name], size) for size in (SIZE, SIZE * TIMES))
    few, many = count_calls(read, small), count_calls(read, large)
    assert many <= few * TIMES * MOST
    if many < 2 * few:
        # All the work is done inside of patterns.
        assert not _blows_up(read, small, grow(SHAPES[name], SIZE * PATTERN_TIMES))


def test_code_spans_of_all_lengths() -> None:
    small, large = (
        " ".join("`" * length + "a" for length in range(1, most)) for most in (100, 400)
    )
    assert not _blows_up(code_spans, small, large)
    assert not _blows_up(read, f"[a](#b) {small}", f"[a](#b) {large}")


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
    assert len("\n".join(table_of(["| a |" * 300, *["| b |"] * 300]))) < len(html)


@pytest.mark.parametrize("form", BANKS)
def test_banks(form: Format) -> None:
    def there_and_back(text: str) -> None:
        imported = read_bank(form, text, "bank")
        assert imported.problems or imported.categories
        write(form, [*imported.categories, Category((), "bank", ())], "T")

    for mark in ("[", "![a](", "*a_ ", "`", "<a", "<b>", "&amp;", "<tr><td>", "<li>a", "[["):
        assert _grows_evenly(there_and_back, mark, layout=BANKS[form]), mark
