"""Moodle XML out: every text is Markdown and says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from content.exchange.gift_writing import category_path, share, weight_losses
from content.exchange.models import Written, local_name, loss_of, texts_of
from content.exchange.moodle_text import guard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.exchange.models import Category
    from content.models import Problem, Question

# XML has no way to write these characters, not even as a reference.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_moodle(categories: Sequence[Category]) -> Written:
    """Write all questions; their ids are Moodle's id numbers."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    losses: list[Problem] = []
    before: tuple[str, ...] = ()
    for category in categories:
        if category.names != before:
            path = _escape(category_path(category.names))
            lines += [
                '  <question type="category">',
                f"    <category><text>{path}</text></category>",
                "  </question>",
            ]
            before = category.names
        for question in category.questions:
            lines += _question(question)
            losses += _characters(category, question)
    data = "\n".join([*lines, "</quiz>", ""])
    return Written(data, (*losses, *weight_losses(categories)))


def _question(question: Question) -> Iterator[str]:
    name = _escape(local_name(question.id))
    single = len(question.correct) == 1
    yield '  <question type="multichoice">'
    yield f"    <name><text>{name}</text></name>"
    yield f"    {_text('questiontext', question.stem)}"
    yield f"    {_text('generalfeedback', question.explanation or '')}"
    yield "    <defaultgrade>1</defaultgrade>"
    yield "    <hidden>0</hidden>"
    yield f"    <idnumber>{name}</idnumber>"
    yield f"    <single>{'true' if single else 'false'}</single>"
    yield "    <shuffleanswers>true</shuffleanswers>"
    yield "    <answernumbering>abc</answernumbering>"
    for index, option in enumerate(question.options):
        # With several right options a wrong one costs everything, as in a quiz here.
        wrong = "0" if single else "-100"
        weight = share(len(question.correct)) if index in question.correct else wrong
        yield f'    <answer fraction="{weight}" format="markdown">'
        yield f"      <text>{_escape(guard(option.text))}</text>"
        yield f"      {_text('feedback', option.reason or '')}"
        yield "    </answer>"
    yield "  </question>"


def _text(tag: str, markdown: str) -> str:
    return f'<{tag} format="markdown"><text>{_escape(guard(markdown))}</text></{tag}>'


def _escape(text: str) -> str:
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))


def _characters(category: Category, question: Question) -> Iterator[Problem]:
    found = sorted(set(_NOT_XML.findall("".join(texts_of(question).values()))))
    if found:
        names = ", ".join(f"U+{ord(char):04X}" for char in found)
        yield loss_of(category, question, f"XML has no characters {names}: they became U+FFFD")
