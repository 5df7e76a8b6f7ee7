"""Questions to convert: arbitrary ones, well-formed ones, and what makes two of them equal."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from content.exchange import Category
from content.exchange.models import local_name
from content.html.escaping import words_of
from content.markdown.blocks import parse
from content.markdown.render import render
from content.models import Option, Question
from content.source import from_text

_PLAIN = r"tide <NAME> {x} k=v ~/bin #1 2:1 \n 50% &lt;b> &amp; a|b // :: -> TRUE \\ \{ $x$ <b>"
_MARKED = "**big** _low_ ``a`b`` [link](http://x.y/z) ![](http://x.y/z.png)"
_OTHER_SCRIPTS = "\u05e9\u05dc\u05d5\u05dd \u6f6e \U0001f30a e\u0301"
WORDS = [*f"{_PLAIN} {_MARKED} {_OTHER_SCRIPTS}".split(), "`ls *`", "a & b"]
SIGNS = "\\#=~{}:%[]<>&;*_`|/-+.!?()$\"' \n\tab1\u05d0\u202e\u6f6e\u0301\u00a0"

any_text = (
    st.one_of(
        st.text(SIGNS, min_size=1, max_size=40),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join),
    )
    .map(str.strip)
    .filter(bool)
)

one_line = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
_code = st.sampled_from(
    ["```sh\nls -l | wc\n```", "```\n{\n  a = b\n}\n```", "```yaml\n# x\nk: v\n\nl: w\n```"]
)
_list = st.sampled_from(["- one\n- two\n  - three", "1. first\n2. second"])
_table = st.just("| a | b |\n| --- | --- |\n| 1 | 2 |")


def _is_list(text: str) -> bool:
    """Sort lists behind everything else: text behind a list begins a new question."""
    return text.startswith(("- ", "1. "))


page = (
    st.tuples(
        one_line.map("It: ".__add__),
        st.lists(st.one_of(one_line, _code, _list, _table), max_size=2),
    )
    .map(lambda parts: "\n\n".join([parts[0], *sorted(parts[1], key=_is_list)]))
    .map(lambda text: render(parse(text).blocks))
    .filter(lambda text: from_text("a.md", text).text == text)
)
"""Markdown of several blocks in the spelling that the project itself writes."""

option_text = (
    st.tuples(one_line.map("Say ".__add__), st.lists(_code, max_size=1))
    .map(lambda parts: "\n".join([parts[0], *parts[1]]))
    .map(lambda text: render(parse(text).blocks))
)


@st.composite
def questions(
    draw: st.DrawFn,
    stems: st.SearchStrategy[str] = any_text,
    texts: st.SearchStrategy[str] = any_text,
    notes: st.SearchStrategy[str] = any_text,
) -> Question:
    """Draw a question with two to six different options."""
    options = draw(st.lists(texts, min_size=2, max_size=6, unique_by=words_of))
    right = draw(st.lists(st.sampled_from(range(len(options))), min_size=1, unique=True))
    name = draw(st.sampled_from(["", "", "moon-1", "q9", "x"]))
    return Question(
        id=f"lesson#{name}" if name else "lesson#q-00000000",
        line=draw(st.integers(1, 99)),
        stem=draw(stems),
        options=tuple(Option(text=text, reason=draw(st.none() | notes)) for text in options),
        correct=tuple(sorted(right)),
        explanation=draw(st.none() | notes),
    )


def category(*questions: Question, names: tuple[str, ...] = ()) -> Category:
    """Return a category that came out of no file."""
    return Category(names, "given.md", questions)


def content(question: Question) -> dict[str, Any]:
    """Return a question without its place: what a round trip has to keep."""
    return question.model_dump(exclude={"line", "id"}) | {"name": local_name(question.id)}
