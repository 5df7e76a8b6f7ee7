"""XML as small trees that know their lines; a document that declares entities is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DEPTH = 50
# The text was decoded before, so the declaration is over; a line above it would be a fault.
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENTITY = re.compile(r"&[\w.-]+;")
_BROKEN = "this is not well-formed XML, and nothing from here on is read"


@dataclass(slots=True)
class Element:
    """An element; ``content`` is the text and the elements in it, in their order."""

    tag: str
    line: int
    attributes: Mapping[str, str]
    content: list[Element | str] = field(default_factory=list)

    @property
    def children(self) -> Iterator[Element]:
        """Yield the elements directly in this one."""
        return (one for one in self.content if isinstance(one, Element))

    @property
    def text(self) -> str:
        """Return the text directly in this element."""
        return "".join(one for one in self.content if isinstance(one, str)).strip()

    @property
    def html(self) -> str:
        """Return what is in this element as HTML; text without elements is HTML, or is to be."""
        return self._inner if any(self.children) else self.text

    @property
    def _inner(self) -> str:
        parts = (escape(one) if isinstance(one, str) else one.outer for one in self.content)
        return "".join(parts).strip()

    @property
    def outer(self) -> str:
        """Return this element as HTML."""
        given = (f" {name}={quoteattr(value)}" for name, value in self.attributes.items())
        return f"<{self.tag}{''.join(given)}>{self._inner}</{self.tag}>"

    @property
    def is_empty(self) -> bool:
        """Return whether there is no text in this element and in those below it."""
        return not self.text and all(child.is_empty for child in self.children)

    def all(self, tag: str) -> Iterator[Element]:
        """Yield the children with this tag."""
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> Element | None:
        """Return the first child with this tag."""
        return next(self.all(tag), None)

    def value(self, tag: str) -> str:
        """Return the text of the child with this tag, or of the ``text`` in it; may be empty."""
        child = self.first(tag)
        if child is None:
            return ""
        return (child.first("text") or child).text


class Fault(NamedTuple):
    """Why reading stopped, and on which line."""

    line: int
    message: str


class Tree(NamedTuple):
    """The name of the root, what was whole in it, and why no more was read."""

    root: str
    items: tuple[Element, ...]
    fault: Fault | None


class _RefusedError(Exception):
    """The document asks for what no list of questions needs."""


def read_tree(text: str) -> Tree:
    """Read the children of the root, up to the first fault."""
    text = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    builder = _Builder()
    fault = None
    try:
        builder.parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as exc:
        line = text.split("\n")[exc.lineno - 1]
        fault = Fault(exc.lineno, f"{_BROKEN}: {_advice(exc.code, line[exc.offset :])}")
    except _RefusedError as exc:
        fault = Fault(builder.parser.CurrentLineNumber, str(exc))
    return Tree(builder.root, tuple(builder.items), fault)


def _advice(code: int, rest: str) -> str:
    """Say what is wrong where ``rest`` begins, and what helps where that is known."""
    said = expat.ErrorString(code)
    if found := _ENTITY.match(rest):
        return f"XML has no {found[0]}, so put the text into <![CDATA[…]]>"
    if said == expat.errors.XML_ERROR_INVALID_TOKEN:
        return f"{said}: write &amp; for & and &lt; for <, or put the text into <![CDATA[…]]>"
    return said


class _Builder:
    """Builds elements from the parser's events."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        # Entities can only be declared in a DTD: without one there are no bombs and no fetches.
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.root = ""
        self.items: list[Element] = []
        self._path: list[Element] = []

    def _refuse(self, *_: object) -> None:
        raise _RefusedError("a DOCTYPE is refused, because it can declare entities: take it out")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._path) >= _DEPTH:
            raise _RefusedError("elements are nested too deep for a list of questions")
        element = Element(tag, self.parser.CurrentLineNumber, attributes)
        if len(self._path) > 1:
            self._path[-1].content.append(element)
        self.root = self.root or tag
        self._path.append(element)

    def _end(self, _tag: str) -> None:
        done = self._path.pop()
        if len(self._path) == 1:
            self.items.append(done)

    def _data(self, data: str) -> None:
        if self._path:
            self._path[-1].content.append(data)
