"""XML as elements that know their lines; a document that declares entities is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast
from xml.etree.ElementTree import Element, TreeBuilder, tostring
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEPTH = 50
# The text was decoded before, so the declaration is over; a line above it would be a fault.
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENTITY = re.compile(r"&[\w.-]+;")
_BROKEN = "this is not well-formed XML, and nothing from here on is read"


class Node(Element):
    """An element that knows on which line it begins."""

    line = 0

    def all(self, tag: str) -> Iterator[Node]:
        """Yield the children with this tag."""
        return (child for child in self if child.tag == tag and isinstance(child, Node))


class Tree(NamedTuple):
    """The name of the root, what was whole in it, and where and why no more was read."""

    root: str
    items: tuple[Node, ...]
    fault: tuple[int, str] | None


class _RefusedError(Exception):
    """The document asks for what no list of questions needs."""


def read_tree(text: str) -> Tree:
    """Read the children of the root, up to the first fault."""
    text = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    tree = TreeBuilder(element_factory=Node)
    path: list[Node] = []
    root = ""
    items: list[Node] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal root
        if len(path) >= _DEPTH:
            raise _RefusedError("elements are nested too deep for a list of questions")
        root = root or tag
        node = cast("Node", tree.start(tag, attributes))
        node.line = parser.CurrentLineNumber
        path.append(node)

    def end(tag: str) -> None:
        tree.end(tag)
        node = path.pop()
        if len(path) == 1:
            items.append(node)

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
    return Tree(root, tuple(items), fault)


def text_of(element: Element | None) -> str:
    """Return the text directly in an element, or in the ``text`` in it; may be empty."""
    if element is None:
        return ""
    inner = element.find("text")
    inner = element if inner is None else inner
    return "".join([inner.text or "", *(child.tail or "" for child in inner)]).strip()


def html_of(element: Element) -> str:
    """Return what is in an element as HTML; text without elements is HTML, or is to be."""
    if not len(element):
        return text_of(element)
    whole = tostring(element, encoding="unicode")
    return whole[whole.index(">") + 1 : whole.rindex("</")].strip()


def is_empty(element: Element) -> bool:
    """Return whether there is no text in an element and in those below it."""
    return not "".join(element.itertext()).strip()


def _advice(code: int, rest: str) -> str:
    """Return what is wrong where ``rest`` begins, and what helps where that is known."""
    said = expat.ErrorString(code)
    if found := _ENTITY.match(rest):
        return f"XML has no {found[0]}, so put the text into <![CDATA[…]]>"
    if said == expat.errors.XML_ERROR_INVALID_TOKEN:
        return f"{said}: write &amp; for & and &lt; for <, or put the text into <![CDATA[…]]>"
    return said
