"""GIFT and Moodle XML out: every text is Markdown and says so, ids are Moodle's id numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from content.exchange.models import Written, local_name, loss_of, picture_files, texts_of
from content.exchange.moodle_text import guard
from content.option_order import keeps_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from content.exchange.models import Category
    from content.models import Problem, Question

    _Lost = Callable[[Question], Iterator[str]]

# Shares that Moodle accepts are those of a fixed list: it has no elevenths, but twentieths.
_SHARED = frozenset((*range(1, 11), 20))
_SPECIAL = re.compile(r"[\\#=~{}:\n]")
# XML has no way to write these characters, not even as a reference.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_gift(categories: Sequence[Category]) -> Written:
    """Write GIFT: each text on one line with every mark escaped, ids in comments and as titles."""
    lines: list[str] = []
    for path, question in _in_order(categories):
        if path:
            lines += (f"$CATEGORY: {path}", "")
        lines += _gift(question)
    return Written("\n".join(lines), _losses(categories, _lost_in_gift))


def write_moodle(categories: Sequence[Category]) -> Written:
    """Write Moodle XML."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    for path, question in _in_order(categories):
        if path:
            text = f"<category><text>{_escape(path)}</text></category>"
            lines += ('  <question type="category">', f"    {text}", "  </question>")
        lines += _xml(question)
    data = "\n".join([*lines, "</quiz>", ""])
    return Written(data, _losses(categories, _lost_in_xml))


def share(count: int) -> str:
    """Return the weight of each of ``count`` right options as Moodle spells it."""
    return f"{100 / count:.5f}".rstrip("0").rstrip(".")


def _in_order(categories: Sequence[Category]) -> Iterator[tuple[str, Question]]:
    """Yield the questions, and with the first of each category the path that Moodle gives it.

    A slash in a name is doubled there.
    """
    before: tuple[str, ...] = ()
    for category in categories:
        for question in category.questions:
            path = ""
            if category.names != before:
                parts = (" ".join(name.split()).replace("/", "//") for name in category.names)
                path = "/".join(["$course$", "top", *parts])
                before = category.names
            yield path, question


def _weights(question: Question) -> Iterator[str]:
    """Yield the weight of each option; of several, a wrong one costs everything, as here."""
    count = len(question.correct)
    for index in range(len(question.options)):
        yield share(count) if index in question.correct else "0" if count == 1 else "-100"


def _losses(categories: Sequence[Category], lost: _Lost) -> tuple[Problem, ...]:
    """Return what Moodle cannot hold of each question, and what ``lost`` says of this format."""
    return tuple(
        loss_of(category, question, message)
        for category in categories
        for question in category.questions
        for message in (*lost(question), *_lost_in_moodle(question))
    )


def _lost_in_moodle(question: Question) -> Iterator[str]:
    count = len(question.correct)
    if count not in _SHARED:
        yield f"Moodle has no weight for {count} right options: it takes the nearest"
    if files := picture_files(*texts_of(question).values()):
        yield f"pictures that are files stay outside of Moodle: {', '.join(files)}"


def _is_fixed(question: Question) -> bool:
    return keeps_order([option.text for option in question.options])


def _lost_in_gift(question: Question) -> Iterator[str]:
    if _is_fixed(question):
        yield "GIFT cannot keep the order of its options, and one refers to others by their place"


def _lost_in_xml(question: Question) -> Iterator[str]:
    if found := sorted(set(_NOT_XML.findall("".join(texts_of(question).values())))):
        names = ", ".join(f"U+{ord(char):04X}" for char in found)
        yield f"XML has no characters {names}: they became U+FFFD"


def _gift(question: Question) -> Iterator[str]:
    name = local_name(question.id)
    yield f"// [id:{name}]"
    yield f"::{_gift_text(name)}::[markdown]{_gift_text(guard(question.stem))}{{"
    single = {"100": "=", "0": "~"}
    for option, weight in zip(question.options, _weights(question), strict=True):
        feedback = f"#{_named_text(option.reason)}" if option.reason else ""
        yield f"\t{single.get(weight, f'~%{weight}%')}{_named_text(option.text)}{feedback}"
    if question.explanation:
        yield f"\t####{_named_text(question.explanation)}"
    yield from ("}", "")


def _named_text(markdown: str) -> str:
    """Escape a text; its format is named where its first characters would be read as something."""
    escaped = _gift_text(guard(markdown))
    return f"[markdown]{escaped}" if escaped.startswith(("[", "%")) else escaped


def _gift_text(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return _SPECIAL.sub(lambda found: "\\n" if found[0] == "\n" else f"\\{found[0]}", plain)


def _xml(question: Question) -> Iterator[str]:
    name = _escape(local_name(question.id))
    yield '  <question type="multichoice">'
    yield f"    <name><text>{name}</text></name>"
    yield f"    {_xml_text('questiontext', question.stem)}"
    yield f"    {_xml_text('generalfeedback', question.explanation or '')}"
    yield "    <defaultgrade>1</defaultgrade>"
    yield "    <hidden>0</hidden>"
    yield f"    <idnumber>{name}</idnumber>"
    yield f"    <single>{'true' if len(question.correct) == 1 else 'false'}</single>"
    yield f"    <shuffleanswers>{'false' if _is_fixed(question) else 'true'}</shuffleanswers>"
    yield "    <answernumbering>abc</answernumbering>"
    for option, weight in zip(question.options, _weights(question), strict=True):
        yield f'    <answer fraction="{weight}" format="markdown">'
        yield f"      <text>{_escape(guard(option.text))}</text>"
        yield f"      {_xml_text('feedback', option.reason or '')}"
        yield "    </answer>"
    yield "  </question>"


def _xml_text(tag: str, markdown: str) -> str:
    return f'<{tag} format="markdown"><text>{_escape(guard(markdown))}</text></{tag}>'


def _escape(text: str) -> str:
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))
