"""XML as small trees that know their lines; a document that declares entities is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DEPTH = 50


@dataclass(slots=True)
class Element:
    """An element; ``pieces`` is the text directly in it."""

    tag: str
    line: int
    attributes: Mapping[str, str]
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text directly in this element."""
        return "".join(self.pieces).strip()

    @property
    def size(self) -> int:
        """Return how many characters stand in this element and below it, files left out."""
        own = sum(map(len, self.pieces))
        return own + sum(child.size for child in self.children if child.tag != "file")

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
        inner = child.first("text")
        return inner.text if inner else child.text


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
    builder = _Builder()
    try:
        builder.parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as exc:
        fault = Fault(exc.lineno, f"this is not well-formed XML: {expat.ErrorString(exc.code)}")
    except _RefusedError as exc:
        fault = Fault(builder.parser.CurrentLineNumber, str(exc))
    else:
        return Tree(builder.root, tuple(builder.items), None)
    return Tree(builder.root, tuple(builder.items), fault)


class _Builder:
    """Builds elements from the parser's events."""

    def __init__(self) -> None:
        # The text was decoded before: what the declaration says of its encoding is over.
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
            self._path[-1].children.append(element)
        self.root = self.root or tag
        self._path.append(element)

    def _end(self, _tag: str) -> None:
        done = self._path.pop()
        if len(self._path) == 1:
            self.items.append(done)

    def _data(self, data: str) -> None:
        if self._path:
            self._path[-1].pieces.append(data)
