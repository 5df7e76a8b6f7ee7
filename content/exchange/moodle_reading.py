"""Moodle XML in: choice and true/false questions; the rest is named with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.exchange.drafts import Answer, Collector
from content.exchange.gift_reading import category_names
from content.exchange.moodle_text import convert
from content.exchange.xml_tree import html_of, is_empty, read_tree, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from content.exchange.models import Imported
    from content.exchange.moodle_text import TextFormat
    from content.exchange.xml_tree import Node

_CHOICES = frozenset({"multichoice", "multichoiceset", "truefalse"})
_FORMATS: dict[str, TextFormat] = {
    "html": "html",
    "moodle_auto_format": "moodle",
    "plain_text": "plain",
    "markdown": "markdown",
}
_COMBINED = {
    "correctfeedback": ("right", "Your answer is correct."),
    "partiallycorrectfeedback": ("partly right", "Your answer is partially correct."),
    "incorrectfeedback": ("wrong", "Your answer is incorrect."),
}
"""Feedback for any answer, and what Moodle puts there by itself, which tells nobody anything."""

_SETTINGS = {
    "defaultgrade": ("a mark of {}", {"1"}),
    "penalty": ("a penalty of {}", {"0", "0.1", "0.333333", "1"}),
    "hidden": ("that the question is hidden", {"0"}),
    "shuffleanswers": ("that the options keep their order", {"1", "true"}),
    "answernumbering": ("how the options are numbered: {}", {"abc", "ABCD"}),
}
"""What a question sets, how a loss of it is named, and the values by which nothing is lost."""

_WITH_TEXT = frozenset({"text", "file"})
_KNOWN: dict[str, frozenset[str]] = {
    "category": frozenset({"category"}),
    "question": frozenset(
        {"name", "questiontext", "generalfeedback", "idnumber", "answer", "tags", "hint"}
        | {"single", "showstandardinstruction", "shownumcorrect", *_COMBINED, *_SETTINGS}
    ),
    "answer": _WITH_TEXT | {"feedback"},
}
"""The elements that may stand in others; what else holds something is lost, and said to be."""


def read_moodle(text: str, path: str) -> Imported:
    """Read all questions of a Moodle XML document, up to the first place that is not XML."""
    collector = Collector(path)
    tree = read_tree(text)
    if tree.root and tree.root != "quiz":
        collector.skip(1, f"the root of Moodle XML is <quiz>, here it is <{tree.root}>")
    else:
        for node in tree.items:
            if node.tag == "question":
                _read(node, collector)
            else:
                collector.leave_out(node.line, f"an element <{node.tag}>")
    if tree.fault:
        collector.skip(*tree.fault)
    return collector.finish()


def _read(node: Node, collector: Collector) -> None:
    kind = node.get("type", "")
    if kind == "category":
        collector.enter(category_names(text_of(node.find("category"))))
        collector.leave_out(node.line, *_unknown(node, "category"))
        return
    if kind not in _CHOICES:
        collector.leave_out(node.line, f"a question of the type {kind or 'none'}")
        return
    if collector.is_too_long(node.line, "".join(map(html_of, node.iter("text")))):
        return
    collector.leave_out(node.line, *_lost(node))
    stem = _convert(node, "questiontext", collector)
    answers = [_answer(one, kind, collector) for one in node.all("answer")]
    collector.add(
        node.line,
        stem,
        # Forms with room for five answers leave the last ones empty.
        [one for one in answers if one.text or one.reason or one.weight > 0],
        single=kind == "multichoice" and text_of(node.find("single")) in {"true", "1", ""},
        explanation=_convert(node, "generalfeedback", collector),
        identity=text_of(node.find("idnumber")),
        title=text_of(node.find("name")),
    )


def _answer(node: Node, kind: str, collector: Collector) -> Answer:
    text = _markdown(node, node.line, collector)
    collector.check_option(node.line, _raw(node), text)
    fraction = node.get("fraction", "") or "0"
    try:
        weight = float(fraction)
    except ValueError:
        weight = float("nan")
    if not -100 <= weight <= 100:  # noqa: PLR2004 - percent
        message = f"a fraction is a number from -100 to 100, not {fraction[:20]}"
        collector.skip(node.line, message)
        weight = 0.0
    reason = _convert(node, "feedback", collector)
    return Answer(text.capitalize() if kind == "truefalse" else text, reason, weight)


def _lost(node: Node) -> Iterator[str]:
    """Name what a question of Moodle has and one here has not."""
    yield from _unknown(node, "question")
    told = [
        kind
        for tag, (kind, usual) in _COMBINED.items()
        if text_of(node.find(tag)) not in {"", usual, f"<p>{usual}</p>"}
    ]
    if told:
        yield f"feedback for any answer that is {', '.join(told)}"
    if not all(map(is_empty, node.iterfind("hint"))):
        yield "hints"
    if names := ", ".join(text_of(one) for one in node.iterfind("tags/tag")):
        yield f"tags: {names}"
    for tag, (loss, silent) in _SETTINGS.items():
        value = text_of(node.find(tag))
        if value and _plain(value) not in silent:
            yield loss.format(value)


def _unknown(element: Element, kind: str) -> Iterator[str]:
    """Name the elements in an element of some kind that have no place there, and hold something."""
    for child in element:
        if child.tag not in _KNOWN.get(kind, _WITH_TEXT) and not is_empty(child):
            yield f"what <{child.tag}> holds"


def _plain(value: str) -> str:
    """Return a number in its shortest form, and all else as it is."""
    try:
        return f"{float(value):g}"
    except ValueError:
        return value


def _convert(node: Node, tag: str, collector: Collector) -> str:
    child = node.find(tag)
    return "" if child is None else _markdown(child, node.line, collector)


def _raw(element: Element) -> str:
    inner = element.find("text")
    return text_of(element) if inner is None else html_of(inner)


def _markdown(element: Element, line: int, collector: Collector) -> str:
    """Return the text of an element as Markdown; a text without a format is HTML."""
    form = _FORMATS.get(element.get("format", "html"), "html")
    # Tags without CDATA around them are elements of the document, and HTML whatever the format.
    with_tags = element.find("text/*") is not None
    converted = convert(_raw(element), "html" if with_tags else form)
    if files := [one.get("name", "without a name") for one in element.iterfind("file")]:
        collector.leave_out(line, f"files in the text: {', '.join(files)}")
    collector.leave_out(line, *_unknown(element, element.tag), *converted.lost)
    return converted.markdown
