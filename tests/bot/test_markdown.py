"""Lesson Markdown in Discord's dialect, and pages that break nothing."""

from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.markdown import escape, paginate, to_discord
from bot.ui.tables import WIDEST, aligned
from tests.growth import calls

CASES = {
    "deep heading": ("##### Deep *one*", "**Deep *one***"),
    "heading": ("## Kettle", "## Kettle"),
    "joined sentence": ("Water boils\nat 100 °C.", "Water boils at 100 °C."),
    "nested list": ("* a\n     * b\n* c", "- a\n  - b\n- c"),
    "ordered list": ("3. a\n4. b", "3. a\n4. b"),
    "lists with other markers": ("- a\n+ b", "- a\n- b"),
    "numbers that go on": ("1. a\n2) b", "1. a\n2. b"),
    "numbers that begin anew": ("1. a\n1) b", "1. a\n\n1. b"),
    "fold": ("<details>\n\n<summary>More</summary>\n\nb\n\n</details>", "**More**\n\nb"),
    "code in a list": ("- run\n  ```sh\n  ls\n  ```", "- run\n  ```sh\n  ls\n  ```"),
    "paragraphs of an item": ("- a\n\n  b", "- a\n  b"),
    "fence": ("~~~python\nx = '*'\n~~~", "```python\nx = '*'\n```"),
    "strange language": ("``` {.sh}\nls\n```", "```sh\nls\n```"),
    "empty fence": ("```\n```", ""),
    "image": ("![a kettle](https://k.example/a.png)", "[a kettle](https://k.example/a.png)"),
    "image without words": ("![](https://k.example/a.png)", "https://k.example/a.png"),
    "local image": ("A ![red *box*](a.png) is", "A (picture: red box) is"),
    "link": ("[web](https://k.example/a_b)", "[web](https://k.example/a_b)"),
    "brackets in an address": ("[w](https://k.example/(b))", "[w](https://k.example/%28b%29)"),
    "local link": ("[next](02.md)", "next"),
    "script link": ("[x](vbscript:alert)", "[x]\\(vbscript:alert)"),
    "mail": ("<me@k.example>", "me@k.example"),
    "disguised link": (
        "[https://good.example](https://bad.example)",
        "https://good.example (https://bad.example)",
    ),
    "autolink": ("<https://k.example/a_b_>", "https://k.example/a_b_"),
    "bare address": ("see https://k.example/a_b_c", "see https://k.example/a_b_c"),
    "html": ("a <b>bold</b> <CONTAINER ID>", "a <b>bold</b> <CONTAINER ID>"),
    "line break": ("a<br>b", "a\nb"),
    "entity": ("a &amp; b", "a & b"),
    "escaped marks": ("\\*no\\*", "\\*no\\*"),
    "marks": ("*a* **b** ~~c~~ `d`", "*a* **b** ~~c~~ `d`"),
    "space after bold": ("A **Pod** is *one* ~~two~~ `c` d", "A **Pod** is *one* ~~two~~ `c` d"),
    "bold beside bold": ("**a** **b** *c*, **d**e", "**a** **b** *c*, **d**e"),
    "bold at the end of a line": ("**Pod**\nis *a*\nb", "**Pod** is *a* b"),
    "bold before a break": ("**Pod**  \nis", "**Pod**\nis"),
    "bold in a list": ("- **Pod** is\n  **a** b", "- **Pod** is **a** b"),
    "bold around code": ("**`a`** is **b `c` d** e", "**`a`** is **b `c` d** e"),
    "bold link": ("**[Pod](02.md)** is [**a**](b.md) c", "**Pod** is a c"),
    "snake": ("snake_case and \\_\\_init\\_\\_", "snake_case and \\_\\_init\\_\\_"),
    "spoiler": ("a || b", "a \\|\\| b"),
    "backticks in code": ("``a`b``", "``a`b``"),
    "no heading": ("\\# no", "\\# no"),
    "no list": ("1\\. no", "1\\. no"),
    "quote": ("> a\n> > b", "> a\n> \n> b"),
    "rule": ("***", "─" * 12),
    "small print": ("-# no", "\\-# no"),
}


@pytest.mark.parametrize(("markdown", "expected"), CASES.values(), ids=CASES)
def test_to_discord(markdown: str, expected: str) -> None:
    assert to_discord(markdown) == expected


@pytest.mark.parametrize("text", ["<@123>", "<@!1>", "<@&9>", "<#5>", "</help:7>", "<t:1:R>"])
def test_what_looks_like_a_mention_stays_text(text: str) -> None:
    assert to_discord(f"hi {text}") == f"hi \\{text}"
    assert to_discord(f"`{text}`") == f"`{text}`"


def test_everyone_is_visible_and_harmless() -> None:
    shown = to_discord("hi @everyone and @here")
    assert "@everyone" not in shown
    assert "@here" not in shown
    assert shown.replace("\N{ZERO WIDTH SPACE}", "") == "hi @everyone and @here"


def test_a_fence_in_a_fence_does_not_end_it() -> None:
    shown = to_discord("````md\n```sh\nls\n```\n````")
    assert shown.count("```") == 2
    assert shown.replace("\N{ZERO WIDTH SPACE}", "") == "```md\n```sh\nls\n```\n```"


def test_a_table_is_aligned_code() -> None:
    shown = to_discord("| Name | Heat |\n|--|--|\n| tea | 90 **°C** |\n| 茶 | `x` |")
    assert shown == "```\nName  Heat\n----  -----\ntea   90 °C\n茶    x\n```"


def test_a_wide_table_is_wrapped() -> None:
    table = aligned([["A", "B"], ["word " * 30, "other " * 10]])
    assert max(map(len, table.split("\n"))) <= WIDEST
    assert table.count("word") == 30


def test_escape_leaves_addresses_whole() -> None:
    assert escape("*a* https://k.example/a_b_*c") == "\\*a\\* https://k.example/a_b_*c"


def test_a_short_text_is_one_page() -> None:
    assert paginate("a\n\nb", 64) == ["a\n\nb"]
    assert paginate("", 64) == [""]


def test_pages_end_between_paragraphs_and_items() -> None:
    items = [f"- item {number} {'x' * 20}" for number in range(10)]
    pages = paginate("\n".join(items), 100)
    assert len(pages) > 1
    assert "\n".join(pages).split("\n") == items


def test_a_heading_stays_with_its_text() -> None:
    pages = paginate(f"{'a' * 50}\n\n### Title\n\n{'b' * 40}", 70)
    assert pages == ["a" * 50, f"### Title\n\n{'b' * 40}"]


def test_a_fence_is_not_split_when_it_fits_a_page() -> None:
    fence = "```sh\n" + "\n".join(f"echo {number}" for number in range(6)) + "\n```"
    assert paginate(f"{'a' * 40}\n\n{fence}", 70) == ["a" * 40, fence]


def test_a_long_fence_is_closed_and_opened_again() -> None:
    lines = [f"  echo {number}" for number in range(40)]
    pages = paginate("- run:\n  ```bash\n" + "\n".join(lines) + "\n  ```\n- end", 100)
    assert all(len(page) <= 100 for page in pages)
    assert all(page.count("```") % 2 == 0 for page in pages)
    assert all(page.startswith("  ```bash\n") for page in pages[1:-1])
    shown = [line for line in "\n".join(pages).split("\n") if "echo" in line]
    assert shown == lines


def test_a_line_is_cut_outside_of_marks() -> None:
    text = f"{'word ' * 11}**bold words here** and [a link](https://k.example) at the end"
    for page in paginate(text, 64):
        assert page.count("**") % 2 == 0
        assert page.count("[") == page.count("](")


def test_no_page_is_almost_empty_where_long_code_or_text_follows() -> None:
    code = [f"line {number} {'x' * 30}" for number in range(40)]
    fence = "```py\n" + "\n".join(code) + "\n```"
    for above in ("Shows code:", "Intro.\n\n### Title", "One line.\n\n**Bold**"):
        first, *_ = pages = paginate(f"{above}\n\n{fence}", 800)
        assert 700 < len(first) <= 800
        assert [line for page in pages for line in page.split("\n") if "line " in line] == code
        # A block that fits a page by itself, but not beside these few words.
        first, *_ = paginate(f"{above}\n\n```\n{'x' * 49}\n{(('y' * 49) + chr(10)) * 14}```", 800)
        assert len(first) > 700
    assert len(paginate(f"Title\n\n{'A sentence of words. ' * 100}", 800)[0]) > 700


def test_a_long_text_is_cut_between_sentences() -> None:
    for end in (".", "!**", ".)", "?\u201d", "\u061f", "\u3002"):
        mark = "**" * end.endswith("**")
        text = f"{mark}This is one sentence with some `code. Here` in it{end} " * 30
        *pages, _ = paginate(text.strip(), 300)
        assert all(page.endswith(end) for page in pages), pages
    runs = "\u6587" * 20 + "\u3002"
    assert paginate(runs * 8, 100)[0] == runs * 4


def test_pages_need_some_room() -> None:
    with pytest.raises(ValueError, match="pages of 10"):
        paginate("a", 10)


BLOCKS = st.sampled_from(
    [
        "plain words " * 9,
        "- item\n  - nested " + "y" * 30,
        "```sh\n" + "echo hello world\n" * 12 + "```",
        "```\n" + "z" * 300 + "\n```",
        "### Title",
        "x" * 200,
        "> quoted " * 20,
        "1. one\n   ```\n   code\n   ```",
    ]
)


@given(st.lists(BLOCKS, max_size=8), st.integers(64, 400))
def test_pages_fit_and_lose_nothing(blocks: list[str], limit: int) -> None:
    text = "\n\n".join(blocks)
    pages = paginate(text, limit)
    assert all(len(page) <= limit for page in pages)
    assert all(page.count("```") % 2 == 0 for page in pages)
    assert _letters("\n".join(pages)) == _letters(text)


@given(st.text())
def test_any_text_becomes_something(text: str) -> None:
    shown = to_discord(text)
    assert "@everyone" not in re.sub(r"`[^`]*`", "", shown)
    assert paginate(shown, 64)


def _letters(text: str) -> str:
    """Return what a reader reads: without fences, prefixes and spaces."""
    return re.sub(r"^[ >]*```\w*$|[\s>]", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize(
    "piece", ["a `b ", "[a](", "[", "`", "**a ", "a **b** ", "<br>", "</", "> a "]
)
def test_the_work_grows_with_the_text(piece: str) -> None:
    def show(text: str) -> None:
        for page in paginate(to_discord(text), 64):
            assert len(page) <= 64
        paginate(text, 64)

    few, many = (calls(partial(show, piece * count)) for count in (200, 800))
    assert many <= few * 4 * 1.5


def test_a_line_is_cut_at_the_same_places_however_long_it_is() -> None:
    text = "`one` [two](https://k.example) **three** four `` ` five "
    pages = paginate(text * 50, 80)
    assert "".join("".join(pages).split()) == "".join((text * 50).split())
    assert all(len(page) <= 80 for page in pages)
