"""Moodle XML in: choice and true/false questions; the rest is named with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.exchange.drafts import Collector, Draft
from content.exchange.gift_reading import category_names
from content.exchange.moodle_text import convert
from content.exchange.weights import read_weights
from content.exchange.xml_tree import read_tree
from content.models import Option

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from content.exchange.models import Imported
    from content.exchange.moodle_text import TextFormat
    from content.exchange.xml_tree import Element

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
        for element in tree.items:
            if element.tag == "question":
                _read(element, collector)
            else:
                collector.leave_out(element.line, f"left out: an element <{element.tag}>")
    if tree.fault:
        collector.skip(tree.fault.line, tree.fault.message)
    return collector.finish()


def _read(element: Element, collector: Collector) -> None:
    kind = element.attributes.get("type", "")
    if kind == "category":
        collector.enter(category_names(element.value("category")))
        _note(element.line, _unknown(element, "category"), collector)
        return
    if kind not in _CHOICES:
        collector.leave_out(element.line, f"left out: a question of the type {kind or 'none'}")
        return
    if collector.is_too_long(element.line, "".join(_texts(element))):
        return
    _note(element.line, _lost(element), collector)
    stem = _convert(element, "questiontext", collector)
    explanation = _convert(element, "generalfeedback", collector)
    answers = [_Answer(one, kind, collector) for one in element.all("answer")]
    # Forms with room for five answers leave the last ones empty.
    answers = [one for one in answers if one.option.text or one.option.reason or one.weight > 0]
    single = kind == "multichoice" and element.value("single") in {"true", "1", ""}
    correct, lost_weights = read_weights([one.weight for one in answers], single=single)
    if lost_weights:
        collector.leave_out(element.line, f"left out: {lost_weights}")
    collector.add(
        Draft(
            line=element.line,
            stem=stem,
            options=tuple(one.option for one in answers),
            correct=correct,
            explanation=explanation or None,
            identity=element.value("idnumber"),
            title=" ".join(element.value("name").split()),
        )
    )


class _Answer:
    """One ``<answer>``; ``weight`` is in percent."""

    def __init__(self, element: Element, kind: str, collector: Collector) -> None:
        text = _markdown(element, element.line, collector)
        collector.check_option(element.line, _raw(element), text)
        reason = _convert(element, "feedback", collector)
        if kind == "truefalse":
            text = text.capitalize()
        self.option = Option(text=text, reason=reason or None)
        self.weight = _number(element.attributes.get("fraction", ""), element.line, collector)


def _number(text: str, line: int, collector: Collector) -> float:
    try:
        number = float(text or "0")
    except ValueError:
        number = float("nan")
    if -100 <= number <= 100:  # noqa: PLR2004 - percent
        return number
    collector.skip(line, f"a fraction is a number from -100 to 100, not {text[:20]}")
    return 0.0


def _lost(element: Element) -> Iterator[str]:
    """Name what a question of Moodle has and one here has not."""
    yield from _unknown(element, "question")
    told = [
        kind
        for tag, (kind, usual) in _COMBINED.items()
        if element.value(tag) not in {"", usual, f"<p>{usual}</p>"}
    ]
    if told:
        yield f"feedback for any answer that is {', '.join(told)}"
    if any(any(child.children) for child in element.all("hint")):
        yield "hints"
    tags = element.first("tags")
    names = ", ".join(one.value("text") for one in tags.all("tag")) if tags else ""
    if names:
        yield f"tags: {names}"
    for tag, (loss, silent) in _SETTINGS.items():
        value = element.value(tag)
        if value and _plain(value) not in silent:
            yield loss.format(value)


def _unknown(element: Element, kind: str) -> Iterator[str]:
    """Name the elements in an element of some kind that have no place there, and hold something."""
    for child in element.children:
        if child.tag not in _KNOWN.get(kind, _WITH_TEXT) and not child.is_empty:
            yield f"what <{child.tag}> holds"


def _plain(value: str) -> str:
    """Return a number in its shortest form, and all else as it is."""
    try:
        return f"{float(value):g}"
    except ValueError:
        return value


def _texts(element: Element) -> Iterator[str]:
    """Yield the texts of a question, without files."""
    yield element.text
    for child in element.children:
        if child.tag == "text":
            yield child.html
        elif child.tag in _KNOWN["question"] | {"feedback"}:
            yield from _texts(child)


def _note(line: int, losses: Iterable[str], collector: Collector) -> None:
    for lost in dict.fromkeys(losses):
        collector.leave_out(line, f"left out: {lost}")


def _raw(element: Element) -> str:
    inner = element.first("text")
    return inner.html if inner else element.text


def _convert(element: Element, tag: str, collector: Collector) -> str:
    child = element.first(tag)
    return _markdown(child, element.line, collector) if child else ""


def _markdown(element: Element, line: int, collector: Collector) -> str:
    """Return the text of an element as Markdown; a text without a format is HTML."""
    inner = element.first("text")
    form = _FORMATS.get(element.attributes.get("format", "html"), "html")
    # Tags without CDATA around them are elements of the document, and HTML whatever the format.
    converted = convert(_raw(element), "html" if inner and any(inner.children) else form)
    files = [one.attributes.get("name", "without a name") for one in element.all("file")]
    if files:
        collector.leave_out(line, f"left out: files in the text: {', '.join(files)}")
    _note(line, (*_unknown(element, element.tag), *converted.lost), collector)
    return converted.markdown
