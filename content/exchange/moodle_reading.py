"""Moodle XML in: choice and true/false questions; the rest is named with its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast
from xml.etree.ElementTree import Element, TreeBuilder, tostring
from xml.parsers import expat

from content.exchange.drafts import RIGHT, WRONG, Answer, Collector
from content.exchange.moodle_text import category_names, convert
from content.option_order import keeps_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from content.exchange.models import Imported
    from content.exchange.moodle_text import TextFormat

_DEPTH = 50
# The text was decoded before, so the declaration is over; a line above it would be a fault.
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENTITY = re.compile(r"&[\w.-]+;")
_BROKEN = "this is not well-formed XML, and nothing from here on is read"
_CHOICES = frozenset({"multichoice", "multichoiceset", "truefalse"})
_FORMATS: dict[str, TextFormat] = {
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

_ORDER = "that the options keep their order"
_SETTINGS = {
    "defaultgrade": ("a mark of {}", {"1"}),
    "penalty": ("a penalty of {}", {"0", "0.1", "0.333333", "1"}),
    "hidden": ("that the question is hidden", {"0"}),
    "shuffleanswers": (_ORDER, {"1", "true"}),
    "answernumbering": ("how the options are numbered: {}", {"abc", "ABCD"}),
}
"""What a question sets, how a loss of it is named, and the values by which nothing is lost."""

_KNOWN = {
    "category": {"category"},
    "question": {"name", "questiontext", "generalfeedback", "idnumber", "answer", "tags", "hint"}
    | {"single", "showstandardinstruction", "shownumcorrect", *_COMBINED, *_SETTINGS},
    "answer": {"text", "file", "feedback"},
}
"""The elements that may stand in others; what else holds something is lost, and said to be."""


class _Node(Element):
    """An element that knows on which line it begins."""

    line = 0


class _RefusedError(Exception):
    """The document asks for what no list of questions needs."""


def read_moodle(text: str, path: str) -> Imported:
    """Read all questions of a Moodle XML document, up to the first place that is not XML."""
    collector = Collector(path)
    nodes, fault = _read_tree(text)
    for node in nodes:
        if node.tag == "question":
            _read(node, collector)
        else:
            collector.leave_out(node.line, f"an element <{node.tag}>")
    if fault:
        collector.skip(*fault)
    return collector.finish()


def _read_tree(text: str) -> tuple[list[_Node], tuple[int, str] | None]:
    """Return what is whole in the root, and where and why no more was read."""
    text = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    tree = TreeBuilder(element_factory=_Node)
    path: list[_Node] = []
    whole: list[_Node] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if not path and tag != "quiz":
            raise _RefusedError(f"the root of Moodle XML is <quiz>, here it is <{tag}>")
        if len(path) >= _DEPTH:
            raise _RefusedError("elements are nested too deep for a list of questions")
        node = cast("_Node", tree.start(tag, attributes))
        node.line = parser.CurrentLineNumber
        path.append(node)

    def end(tag: str) -> None:
        tree.end(tag)
        node = path.pop()
        if len(path) == 1:
            whole.append(node)

    # Entities can only be declared in a DTD: without one there are no bombs and no fetches.
    def refuse(*_: object) -> None:
        raise _RefusedError("a DOCTYPE is refused, because it can declare entities: take it out")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = tree.data
    parser.StartDoctypeDeclHandler = refuse
    fault = None
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as exc:
        line = text.split("\n")[exc.lineno - 1]
        fault = exc.lineno, f"{_BROKEN}: {_advice(exc.code, line[exc.offset :])}"
    except _RefusedError as exc:
        fault = parser.CurrentLineNumber, str(exc)
    return whole, fault


def _advice(code: int, rest: str) -> str:
    """Return what is wrong where ``rest`` begins, and what helps where that is known."""
    said = expat.ErrorString(code)
    if found := _ENTITY.match(rest):
        return f"XML has no {found[0]}, so put the text into <![CDATA[…]]>"
    if said == expat.errors.XML_ERROR_INVALID_TOKEN:
        return f"{said}: write &amp; for & and &lt; for <, or put the text into <![CDATA[…]]>"
    return said


def _read(node: _Node, collector: Collector) -> None:
    kind = node.get("type", "")
    if kind == "category":
        collector.enter(category_names(_text_of(node.find("category"))))
        collector.leave_out(node.line, *_unknown(node, "category"))
        return
    if kind not in _CHOICES:
        collector.leave_out(node.line, f"a question of the type {kind or 'none'}")
        return
    if collector.is_too_long(node.line, "".join(map(_all_text, node.iter("text")))):
        return
    found = cast("list[_Node]", node.findall("answer"))
    # A quiz here keeps the order of options that refer to others, and shuffles all else.
    kept = {_ORDER} if keeps_order(list(map(_text_of, found))) else set()
    collector.leave_out(node.line, *(one for one in _lost_on_reading(node) if one not in kept))
    stem = _markdown(node.find("questiontext"), node.line, collector)
    answers = [_answer(one, kind, collector) for one in found]
    collector.add(
        node.line,
        stem,
        # Forms with room for five answers leave the last ones empty.
        [one for one in answers if one.text or one.reason or one.weight > 0],
        single=kind == "multichoice" and _text_of(node.find("single")) in {"true", "1", ""},
        explanation=_markdown(node.find("generalfeedback"), node.line, collector),
        titles=[_text_of(node.find(tag)) for tag in ("idnumber", "name")],
    )


def _answer(node: _Node, kind: str, collector: Collector) -> Answer:
    text = _markdown(node, node.line, collector)
    collector.check_option(node.line, _html_of(node), text)
    weight = _number(node.get("fraction") or "0")
    if weight is None or not abs(weight) <= RIGHT:
        message = f"a fraction is a number from -100 to 100, not {node.get('fraction', '')[:20]}"
        collector.skip(node.line, message)
        weight = WRONG
    reason = _markdown(node.find("feedback"), node.line, collector)
    return Answer(text.capitalize() if kind == "truefalse" else text, reason, weight)


def _lost_on_reading(node: _Node) -> Iterator[str]:
    """Name what a question of Moodle has and one here has not."""
    yield from _unknown(node, "question")
    told = [
        kind
        for tag, (kind, usual) in _COMBINED.items()
        if _text_of(node.find(tag)) not in {"", usual, f"<p>{usual}</p>"}
    ]
    if told:
        yield f"feedback for any answer that is {', '.join(told)}"
    if any(map(_all_text, node.iterfind("hint"))):
        yield "hints"
    if names := ", ".join(map(_text_of, node.iterfind("tags/tag"))):
        yield f"tags: {names}"
    for tag, (loss, silent) in _SETTINGS.items():
        value = _text_of(node.find(tag))
        number = _number(value)
        if value and (value if number is None else f"{number:g}") not in silent:
            yield loss.format(value)


def _unknown(element: Element, kind: str) -> Iterator[str]:
    """Name the elements in an element of some kind that have no place there, and hold something."""
    for child in element:
        if child.tag not in _KNOWN.get(kind, {"text", "file"}) and _all_text(child):
            yield f"what <{child.tag}> holds"


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _markdown(element: Element | None, line: int, collector: Collector) -> str:
    """Return the text of an element as Markdown; a text without a format is HTML."""
    if element is None:
        return ""
    form = _FORMATS.get(element.get("format", ""), "html")
    # Tags without CDATA around them are elements of the document, and HTML whatever the format.
    with_tags = element.find("text/*") is not None
    converted = convert(_html_of(element), "html" if with_tags else form)
    if files := [one.get("name", "without a name") for one in element.iterfind("file")]:
        collector.leave_out(line, f"files in the text: {', '.join(files)}")
    collector.leave_out(line, *_unknown(element, element.tag), *converted.lost)
    return converted.markdown


def _text_of(element: Element | None) -> str:
    """Return the text directly in an element, or in the ``text`` in it; may be empty."""
    if element is None:
        return ""
    inner = element.find("text")
    inner = element if inner is None else inner
    return "".join([inner.text or "", *(child.tail or "" for child in inner)]).strip()


def _html_of(element: Element) -> str:
    """Return the text in an element as HTML; text without elements is HTML, or is to be."""
    inner = element.find("text")
    if inner is None or not len(inner):
        return _text_of(element)
    whole = tostring(inner, encoding="unicode")
    return whole[whole.index(">") + 1 : whole.rindex("</")].strip()


def _all_text(element: Element) -> str:
    """Return the text in an element and in those below it."""
    return "".join(element.itertext()).strip()
