"""GIFT and Moodle XML out: every text is Markdown and says so, ids are Moodle's id numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from content.exchange.models import Written, local_name, losses_of, picture_files, texts_of
from content.exchange.moodle_text import guard
from content.option_order import keeps_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.exchange.models import Category
    from content.models import Option, Question

# Shares that Moodle accepts are those of a fixed list: it has no elevenths, but twentieths.
_SHARED = frozenset((*range(1, 11), 20))
_SPECIAL = re.compile(r"[\\#=~{}:\n]")
# XML has no way to write these characters, not even as a reference.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _by_path(categories: Sequence[Category]) -> Iterator[tuple[str, Sequence[Question]]]:
    """Yield questions with the path that Moodle gives their category where another one begins.

    A slash in a name is doubled there.
    """
    before: tuple[str, ...] = ()
    for category in categories:
        names = category.names if category.questions else before
        parts = (" ".join(name.split()).replace("/", "//") for name in names)
        yield "" if names == before else "/".join(["$course$", "top", *parts]), category.questions
        before = names


def share(count: int) -> str:
    """Return the weight of each of ``count`` right options as Moodle spells it."""
    return f"{100 / count:.5f}".rstrip("0").rstrip(".")


def _weights(question: Question) -> list[str]:
    """Return the weight of each option; of several, a wrong one costs everything, as here."""
    count = len(question.correct)
    right, wrong = share(count), "0" if count == 1 else "-100"
    places = range(len(question.options))
    return [right if place in question.correct else wrong for place in places]


def _is_fixed(question: Question) -> bool:
    """Return whether the options of a question have to keep their order."""
    return keeps_order([option.text for option in question.options])


def _lost_in_moodle(question: Question) -> Iterator[str]:
    """Yield what Moodle cannot hold of a question, whatever brings it there."""
    count = len(question.correct)
    if count not in _SHARED:
        yield f"Moodle has no weight for {count} right options: it takes the nearest"
    if files := picture_files(*texts_of(question).values()):
        yield f"pictures that are files stay outside of Moodle: {', '.join(files)}"


def write_gift(categories: Sequence[Category]) -> Written:
    """Write GIFT: each text on one line with every mark escaped, ids in comments and as titles."""
    lines: list[str] = []
    for path, questions in _by_path(categories):
        if path:
            lines += (f"$CATEGORY: {path}", "")
        for question in questions:
            lines += _gift(question)
    return Written("\n".join(lines), losses_of(categories, _lost_in_gift))


def _lost_in_gift(question: Question) -> Iterator[str]:
    if _is_fixed(question):
        yield "GIFT cannot keep the order of its options, and one refers to others by their place"
    yield from _lost_in_moodle(question)


def _gift(question: Question) -> Iterator[str]:
    name = local_name(question.id)
    yield f"// [id:{name}]"
    yield f"::{_gift_text(name)}::[markdown]{_gift_text(guard(question.stem))}{{"
    single = {"100": "=", "0": "~"}
    for option, weight in zip(question.options, _weights(question), strict=True):
        feedback = f"#{_named(option.reason)}" if option.reason else ""
        yield f"\t{single.get(weight, f'~%{weight}%')}{_named(option.text)}{feedback}"
    if question.explanation:
        yield f"\t####{_named(question.explanation)}"
    yield from ("}", "")


def _named(markdown: str) -> str:
    """Escape a text; its format is named where its first characters would be read as something."""
    escaped = _gift_text(guard(markdown))
    return f"[markdown]{escaped}" if escaped.startswith(("[", "%")) else escaped


def _gift_text(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return _SPECIAL.sub(lambda found: "\\n" if found[0] == "\n" else f"\\{found[0]}", plain)


def write_moodle(categories: Sequence[Category]) -> Written:
    """Write Moodle XML: every text is Markdown and says so, ids are id numbers."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    for path, questions in _by_path(categories):
        if path:
            text = f"<category><text>{_escape(path)}</text></category>"
            lines += ('  <question type="category">', f"    {text}", "  </question>")
        lines += map(_xml, questions)
    return Written("\n".join([*lines, "</quiz>", ""]), losses_of(categories, _lost_in_xml))


def _lost_in_xml(question: Question) -> Iterator[str]:
    if found := sorted(set(_NOT_XML.findall("".join(texts_of(question).values())))):
        names = ", ".join(f"U+{ord(char):04X}" for char in found)
        yield f"XML has no characters {names}: they became U+FFFD"
    yield from _lost_in_moodle(question)


def _xml(question: Question) -> str:
    name = _escape(local_name(question.id))
    answers = "".join(map(_answer_of, question.options, _weights(question)))
    return f"""\
  <question type="multichoice">
    <name><text>{name}</text></name>
    {_element("questiontext", question.stem)}
    {_element("generalfeedback", question.explanation)}
    <defaultgrade>1</defaultgrade>
    <hidden>0</hidden>
    <idnumber>{name}</idnumber>
    <single>{"true" if len(question.correct) == 1 else "false"}</single>
    <shuffleanswers>{"false" if _is_fixed(question) else "true"}</shuffleanswers>
    <answernumbering>abc</answernumbering>
{answers}  </question>"""


def _answer_of(option: Option, weight: str) -> str:
    return f"""\
    <answer fraction="{weight}" format="markdown">
      <text>{_escape(guard(option.text))}</text>
      {_element("feedback", option.reason)}
    </answer>
"""


def _element(tag: str, markdown: str | None) -> str:
    return f'<{tag} format="markdown"><text>{_escape(guard(markdown or ""))}</text></{tag}>'


def _escape(text: str) -> str:
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))
