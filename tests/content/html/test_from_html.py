"""HTML of any shape becomes Markdown that shows the same words."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.exchange.moodle_text import convert
from content.html.escaping import words_of
from tests.growth import assert_linear

WORD = "tide|moon|sea|echo"
_NAMES = "p b em code pre ul ol li div table tr td blockquote h2 sup del span NAME"
_TEXTS = "tide| moon |*|_|#|- |1. |`|```|~~|[|](|&lt;|&amp;|>|\\|!|<|&|: |+ |=|---|\n|?>"
_ODD = ["<br>", "<hr>", "<a href='https://x.example/'>", "</a>", "<![CDATA[sea]]>", "<?php echo"]
PIECES = [f"<{end}{tag}>" for tag in _NAMES.split() for end in ("", "/")]
PIECES += [*_TEXTS.split("|"), *_ODD, "<!-- gone -->"]


class _Words(HTMLParser):
    """Collects what a browser shows, in the plainest way."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_data(self, data: str) -> None:
        self.found.update(re.findall(WORD, data))

    handle_pi = unknown_decl = handle_data


def test_a_declaration_that_is_none_is_text() -> None:
    assert "sting" in convert("<p>a <![<b>sting</b></p>", "html").markdown


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_every_word_stays(pieces: list[str]) -> None:
    html = "".join(pieces)
    plain = _Words()
    try:
        plain.feed(html.strip())
        plain.close()
    except AssertionError:
        # The library refuses `<![` in front of nothing that it knows; what we read stays whole.
        plain.found = Counter(re.findall(WORD, re.sub(r"<[^<>]*>", " ", html)))
    # More are shown than by a browser: unknown tags, as in `<tide<p>`.
    assert plain.found <= Counter(re.findall(WORD, convert(html, "html").markdown))


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [
                "tide",
                " moon ",
                "*",
                "_",
                "#",
                "- ",
                "1. ",
                "`",
                "~~",
                "[",
                "](",
                "\\",
                "!",
                ">",
                "|",
            ]
        ),
        max_size=12,
    )
)
def test_text_without_tags_is_shown_as_it_is(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert words_of(convert(text, "html").markdown) == " ".join(text.split())


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("a<b>b </b>c", "a**b** c"),
        ("<b><strong>x</strong></b>", "**x**"),
        ("<b></b>x<i> </i>", "x"),
        ("<p>1. x</p>", "1\\. x"),
        ("<p>a<p>b", "a\n\nb"),
        ("a<br/>b<br>", "a  \nb"),
        ("<h3>T</h3>x", "**T**\n\nx"),
        ("<ul><li>a<ol><li>b</ol><li>c</ul>", "- a\n  1. b\n- c"),
        ("<code>a`b</code>", "``a`b``"),
        ("<code>**x** <b>y</b></code>", "`**x** y`"),
        ("<pre>a\n\n<b>b</b></pre>", "```\na\n\nb\n```"),
        ("<a href='javascript:x'>y</a>", "y"),
        ("List<String> x", "List<String> x"),
        ("<del>old</del> <s>s</s>", "~~old~~ ~~s~~"),
        ('<b>"x"</b>y', '"x"y'),
        ('<b>"x"</b>y <code>z</code>', '"x"y `z`'),
        ("&lt;b&gt; &amp;amp;", "\\<b> \\&amp;"),
        ("<table><tr><td>a<tr><td>b</table>", "| a |\n| --- |\n| b |"),
        (
            "<table><tr><td colspan=2>Prices</td></tr><tr><td>tea</td><td>3</td></tr></table>",
            "| Prices |  |\n| --- | --- |\n| tea | 3 |",
        ),
        ("Which bee?<o:p></o:p> <st1:city>Hive</st1:city>", "Which bee? Hive"),
        ("<![if !supportLists]>1.<![endif]> wax", "1\\. wax"),
        ("<noscript>a</noscript><ruby>b<rt>c</rt></ruby>", "a\n\nbc"),
        ("Solve <math><mi>x</mi><mo>=</mo></math>!", "Solve !"),
        ("<picture><img src='https://x.example/y'></picture>", "![](https://x.example/y)"),
        ("Never closed: <video>a <b>b</b>", "Never closed: a **b**"),
        ("i<b && c>d", "i\\<b && c>d"),
        ("Is </Foo> or </NAME> it?", "Is </Foo> or </NAME> it?"),
        ("<ul><li>a", "- a"),
        ("<img src=https://x.example/y alt=''>", "![](https://x.example/y)"),
        ("\\<b>x</b> `<b>y</b>`", "\\\\**x** \\`**y**\\`"),
        ("a<br><br>b", "a  \nb"),
        ("a<sup></sup><sub> </sub>b", "a b"),
        ("<code>a*b <b>c_d</b></code> <b> e</b>", "`a*b c_d` **e**"),
        ("<img src='https://x.example/y' alt='a*b [c]'>", "![a\\*b (c)](https://x.example/y)"),
        ("a</pre>b</video>c", "a\n\nb\n\nc"),
        ("a<td>b</td>c", "a\n\nb\n\nc"),
        ("<table><td>a", "| a |\n| --- |"),
        ("<table><caption>C</caption><tr><td>a</table>", "C\n\n| a |\n| --- |"),
        ("<h2><p>T</p></h2>", "**T**"),
        ("<pre>&amp;lt;</pre>", "```\n&lt;\n```"),
        ("<code>&amp;lt;</code> <code> </code>", "`&lt;`"),
        ("<ul><li></li><li>a</li></ul>", "- a"),
        ("x<sup>2</sup> x<sub>ij</sub>", "x^2 x\\_(ij)"),
        ('<img alt="a > b" src="https://x.example/y">', "![a > b](https://x.example/y)"),
        ("<ol type=A start=2><li>a<li>b</ol>", "- B. a\n- C. b"),
        ("<ol type=a><li>a<li value=26>b<li>c</ol>", "- a. a\n- z. b\n\n27. c"),
        ("<ol type=i><li>a<li value=9>b</ol>", "- i. a\n- ix. b"),
        ("<ol type=1><li value=x>a</ol>", "1. a"),
        ("<dl><dt>a<dd>b<dt>c</dt><dd>d</dl>", "**a**\n\nb\n\n**c**\n\nd"),
        ("<span lang=fr>trois</span><span lang=en>three</span>", "trois / three"),
        (
            "<span lang=fr>un</span> <span lang=en>one</span> or <span lang=de>ein</span>",
            "un / one or ein",
        ),
        ("{mlang fr}trois{mlang} {mlang en}three{mlang} x", "trois / three x"),
        ("a <!-- b --> c <!-- d", "a  c \\<!-- d"),
    ],
)
def test_shapes(html: str, markdown: str) -> None:
    assert convert(html, "html").markdown == markdown


def test_ends_of_line_show_in_moodles_own_format_only() -> None:
    assert convert("a\nb\n\nc", "moodle").markdown == "a  \nb\n\nc"
    assert convert("a\n<b>b</b>\n\nc", "moodle").markdown == "a  \n**b**\n\nc"
    assert convert("a\nb", "html").markdown == "a b"


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<b>",
        "<ul><li>",
        "<blockquote>",
        "<!--",
        "&",
        "<a href=",
        "</p>",
        "*",
        "<pre>",
        "<td>",
        "<table><tr><td>|</td></tr>",
        "<tr><table>|",
        "<video>",
        "`a",
    ],
)
def test_work_grows_with_the_text(piece: str) -> None:
    assert_linear(lambda size: convert(piece * (size // len(piece)), "html"), 1_000)
