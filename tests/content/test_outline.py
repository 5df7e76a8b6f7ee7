"""Each heading is classified once, with the reason; attribute lists belong to no title."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from content.labs import lab_title
from content.markdown.blocks import parse
from content.outline.headings import TitleReaders, classify
from content.outline.tree import outline
from content.questions import Found, is_questions_title
from tests.content.lessons import found, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from content.outline.tree import Heading

READERS = TitleReaders(lab_title, is_questions_title)


def _kinds(text: str, *lines: set[int], has_title: bool = False) -> dict[str, str]:
    """Return what each heading is by its title; the one that names the lesson has a star."""
    root = outline(parse(dedent(text)).blocks)
    first = classify(root, READERS, Found([], [], *lines), has_title=has_title)
    headings = [node for child in root.children for node in all_below(child)]
    headings += [node for top in root.apart for node in all_below(top) if top not in headings]
    assert all(node.reason for node in headings)
    return {node.title + "*" * (node is first): node.kind for node in headings}


def all_below(node: Heading) -> Iterator[Heading]:
    """Yield a heading and all below it, those that stand for themselves too."""
    yield node
    for child in (*node.children, *node.apart):
        yield from all_below(child)


PAGE = """\
    # Tides

    ## Contents

    ## 1 Sea

    ### 1.1 Causes

    #### The Moon

    It pulls.

    ##### How

    Strongly.

    #### Question 3

    ### 1.2 Effects

    Some.

    ## Practice Questions

    ### Easy

    ## Answers

    ## Lab: Gauge

    Read it.

    ### Demo: Needle

    ### Lab Solution

    ## Question 9
    """


def test_kinds() -> None:
    lines = {line.strip(): n for n, line in enumerate(PAGE.splitlines(), start=1)}
    asked = {lines["#### Question 3"], lines["## Question 9"]}
    assert _kinds(PAGE, asked, {lines["## Answers"]}) == {
        "Tides*": "title",
        "Contents": "contents",
        "Sea": "group",
        "Causes": "section",
        "The Moon": "concept",
        "How": "text",
        "Question 3": "questions",
        "Effects": "section",
        "Practice Questions": "questions",
        "Easy": "text",
        "Answers": "key",
        "Lab: Gauge": "lab",
        "Demo: Needle": "text",
        "Lab Solution": "solution",
        "Question 9": "questions",
    }


def test_what_names_the_lesson() -> None:
    assert _kinds("## A\n\nb") == {"A*": "title"}
    assert _kinds("## A\n\nb", has_title=True) == {"A": "section"}
    assert _kinds("## A\n\n## B\n\nc") == {"A": "section", "B": "section"}
    assert _kinds("# Lab: A\n\nb") == {"Lab: A*": "lab"}
    assert _kinds("# 1.1 A\n\n# 1.2 B") == {"A": "section", "B": "section"}


def test_an_empty_solution_is_given_its_steps() -> None:
    text = "# T\n\n## Lab Solution: A\n\n## Step 1\n\nb\n\n## More\n\nc"
    assert _kinds(text) == {
        "T*": "title",
        "Lab Solution: A": "solution",
        "Step 1": "text",
        "More": "section",
    }


@pytest.mark.parametrize(
    ("written", "title", "identity"),
    [
        ("A {#a}", "A", "a"),
        ("A{#a}", "A", "a"),
        ("A { #a .wide }", "A", "a"),
        ("A {: #a }", "A", "a"),
        ("A {: .note }", "A", None),
        ("A {.unnumbered}", "A", None),
        ("A {-}", "A", None),
        ('A {data-toc-label="B"}', "A", None),
        ("A { #a data-toc-label='B' }", "A", "a"),
        ("A \u00b6", "A", None),
        ("A [#](#a)", "A", None),
        ("**A** {#a}", "A", "a"),
        ("**A {#a}**", "A", "a"),
        ("`{#a}`", "{#a}", None),
        ("f {:.2f}", "f {:.2f}", None),
        ("f {x=1}", "f {x=1}", None),
        ("{1, 2}", "{1, 2}", None),
        ("C #", "C", None),
        ("C [#](https://a.b)", "C #", None),
    ],
)
def test_attribute_lists(written: str, title: str, identity: str | None) -> None:
    (node,) = outline(parse(f"## {written}").blocks).children
    assert (node.title, node.attributes.id) == (title, identity)


def test_a_link_of_a_title_to_itself_is_never_dead() -> None:
    text = "# T\n\n## Tides [#](#7-tides)\n\na [b](#tides), [c](#7-tides)"
    assert found(read_text(text)) == [(5, "warning", "dead-link")]
