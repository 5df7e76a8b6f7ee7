"""Discord's Markdown as HTML: its own marks, and nothing that a message could smuggle in."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.page.markdown import to_html, to_inline_html


class Known:
    """Names of one person, one role and one channel."""

    def user(self, user_id: int) -> str | None:
        return "Dana <b>" if user_id == 1 else None

    def role(self, role_id: int) -> str | None:
        return "Student" if role_id == 2 else None

    def channel(self, channel_id: int) -> str | None:
        return "general" if channel_id == 3 else None


def html(text: str) -> str:
    return str(to_html(text, Known())).strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**a** *b* _c_", "<p><strong>a</strong> <em>b</em> <em>c</em></p>"),
        ("__under__ ~~gone~~", "<p><u>under</u> <s>gone</s></p>"),
        ("***both***", "<p><em><strong>both</strong></em></p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
        (
            "# a\n## b\n### c\n#### d",
            '<h3 class="heading-1">a</h3>\n<h3 class="heading-2">b</h3>\n'
            '<h3 class="heading-3">c</h3>\n<p>#### d</p>',
        ),
        ("-# small *print*\nnext", "<small>small <em>print</em></small>\n<p>next</p>"),
        (r"\*plain\*", "<p>*plain*</p>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<p>| a | b |<br>\n|---|---|<br>\n| 1 | 2 |</p>"),
        ("a\n---\nb", "<p>a<br>\n---<br>\nb</p>"),
        ("&amp;", "<p>&amp;amp;</p>"),
    ],
)
def test_marks(text: str, expected: str) -> None:
    assert html(text) == expected


def test_lists_nest_and_end_where_the_indent_ends() -> None:
    shown = html("- a\n  - b\nafter\n1. x\n2. y")
    assert re.sub(r"\s", "", shown) == (
        "<ul><li>a<ul><li>b</li></ul></li></ul><p>after</p><ol><li>x</li><li>y</li></ol>"
    )


def test_quotes_by_line_and_to_the_end() -> None:
    assert html("> a\n> b\nc") == "<blockquote>\n<p>a<br>\nb</p>\n</blockquote>\n<p>c</p>"
    assert html(">>> a\n\nb") == "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>"
    assert html("> > a").count("<blockquote>") == 1
    assert html(">no space") == "<p>&gt;no space</p>"


@pytest.mark.parametrize(
    "text",
    ["```py\nx = '<b>'\n```", "```py\nx = '<b>'```", "> ```py\n> x = '<b>'\n> ```"],
)
def test_fences_carry_their_language_and_a_copy_button(text: str) -> None:
    shown = html(text)
    assert '<code data-language="py">x = &#x27;&lt;b&gt;&#x27;\n</code>' in shown
    assert "<span>py</span>" in shown
    assert '<button type="button" class="copy" data-copy>Copy</button>' in shown


def test_a_fence_may_stand_before_text_in_a_list_or_stay_open() -> None:
    assert html("```\na\n``` rest").endswith("<p>rest</p>")
    assert '<li>run<div class="code">' in html("- run\n  ```sh\n  ls\n  ```\n- next")
    assert html("```\nopen **b**") == "<p>```<br>\nopen <strong>b</strong></p>"


def test_spoilers_hold_other_marks_and_do_not_tell_their_text() -> None:
    shown = html("||a **b**||")
    assert 'role="button" tabindex="0" aria-label="Spoiler, activate to show"' in shown
    assert "<span>a <strong>b</strong></span></span>" in shown
    assert html("||open") == "<p>||open</p>"
    assert html("||||") == "<p>||||</p>"


def test_mentions_become_names() -> None:
    shown = html("<@1> <@!9> <@&2> <#3> <#4> </quiz start:5> <a:wave:6>")
    assert '<span class="mention">@Dana &lt;b&gt;</span>' in shown
    assert "@unknown-user" in shown
    assert '<span class="mention">@Student</span>' in shown
    assert 'data-open-channel="3">#general</a>' in shown
    assert "#unknown" in shown
    assert 'data-use-command="quiz start">/quiz start</button>' in shown
    assert ":wave:" in shown


def test_times_are_for_the_browser_to_format() -> None:
    shown = html("<t:1800000000:R> <t:1800000000>")
    assert '<time datetime="2027-01-15T08:00:00Z" data-style="R">2027-01-15 08:00 UTC' in shown
    assert 'data-style="f"' in shown
    assert "&lt;t:99999999999999999&gt;" in html("<t:99999999999999999:R>")


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("see https://a.example/x_y_z?q=1&r=2.", "https://a.example/x_y_z?q=1&amp;r=2"),
        ("(https://a.example/w_(b))", "https://a.example/w_(b)"),
        ("<https://a.example/>", "https://a.example/"),
        ("[text](https://a.example/)", "https://a.example/"),
        ("**https://a.example/**", "https://a.example/"),
    ],
)
def test_web_addresses_are_links(text: str, href: str) -> None:
    assert f'<a href="{href}" rel="noopener noreferrer nofollow" target="_blank">' in html(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<javascript:alert(1)>",
        'https://a.example/"onmouseover="alert(1)',
        "[x](https://a.example/\"onmouseover='alert(1)')",
        '[x](https://a.example/ "\\"><script>alert(1)</script>")',
        '```"><script>\nx\n```',
        "</a onx=1:5>",
        "![x](https://a.example/x.png)",
        "[a][b]\n\n[b]: javascript:alert(1)",
        "<a@b.example>",
    ],
)
def test_nothing_dangerous_comes_through(text: str) -> None:
    assert_harmless(html(text))
    assert_harmless(str(to_inline_html(text, Known())))


@given(st.text(alphabet="<>&\"'`*_~|#>-+1. \n[]()\\/:@tabhttps!=", max_size=80))
def test_any_text_gives_balanced_harmless_html(text: str) -> None:
    assert_harmless(html(text))


TEXT_TAGS = {"p", "br", "strong", "em", "u", "s", "small", "a", "code", "pre", "time"}
BLOCK_TAGS = {"h3", "ul", "ol", "li", "blockquote", "div", "span", "button"}
LINK_ATTRIBUTES = {"href", "rel", "target", "title", "data-open-channel"}
CONTROL_ATTRIBUTES = {"role", "tabindex", "aria-label", "type", "data-copy", "data-use-command"}
OTHER_ATTRIBUTES = {"class", "start", "data-language", "datetime", "data-style"}
TAGS = TEXT_TAGS | BLOCK_TAGS
ATTRIBUTES = OTHER_ATTRIBUTES | LINK_ATTRIBUTES | CONTROL_ATTRIBUTES


class _Strict(HTMLParser):
    """Fails on any tag or attribute that the renderer does not mean to make, and on bad nesting."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, name
            assert name != "href" or (value or "").lower().startswith(("http://", "https://", "#"))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def assert_harmless(shown: str) -> None:
    parser = _Strict()
    parser.feed(shown)
    parser.close()
    assert parser.open == []
