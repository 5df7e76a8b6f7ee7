"""What stands within a paragraph of HTML as Markdown: emphasis, code, links and pictures.

In a lesson the text between the tags is Markdown already; elsewhere it is escaped, and what
Markdown cannot hold is noted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from content.html.elements import CODE, MARKS
from content.html.escaping import escape_inline, escape_start, from_plain
from content.markdown.inline import inline_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from content.html.reader import Token

BREAK = "\v"
"""What stands for ``<br>``."""

JOINED = "\r"
"""What stands for an end of line that was taken out, so that lines can still be counted."""

_POINTS = frozenset({"u", "mark"})
"""What may single out the words that a question asks about, and has no sign in Markdown."""

_RAISED = {"sup": "^", "sub": "_"}
_SHOWN = 40
_DEPTH = 40
"""So many elements inside each other count; those inside of these only give their words."""
_SPACE = re.compile(r"[ \t\n\r\f\N{NO-BREAK SPACE}]+")


class _Forms(NamedTuple):
    """A piece as Markdown with marks, without, and as the words that are to be seen."""

    text: str = ""
    bare: str = ""
    words: str = ""


@dataclass(slots=True)
class _Span:
    """An element that is open."""

    name: str
    href: str = ""
    language: str = ""
    pieces: list[_Forms] = field(default_factory=lambda: [_Forms()])

    def whole(self) -> _Forms:
        """Return all pieces as one."""
        return _Forms(*map("".join, zip(*self.pieces, strict=True)))


class Paragraph:
    """Collects text and inline elements; ``lost`` is None where the text is that of a lesson."""

    def __init__(self, lost: list[str] | None) -> None:
        self._lost = lost
        self._path = [_Span("")]
        self._language = ""
        """What the words right before are in, where they say so: they may be said again."""

    def add(self, data: str) -> None:
        """Add text."""
        shown = data
        self._language = "" if data.strip() else self._language
        if self._lost is not None:
            data = _SPACE.sub(" ", data)
            shown = escape_inline(data)
        self._path[-1].pieces.append(_Forms(shown, shown, data))

    def take(self, token: Token) -> None:
        """Add the tag of an inline element."""
        if token.name == "img":
            self._image(token.attributes)
        elif token.name == "br":
            self._path[-1].pieces.append(_Forms(BREAK, BREAK, BREAK))
        elif token.closes:
            self._end(token.name)
        elif len(self._path) <= _DEPTH:
            name, mark = token.name, MARKS.get(token.name)
            if mark and any(MARKS.get(one.name) == mark for one in self._path):
                name = f"/{name}"
            given = token.attributes
            language = given.get("lang", "")
            if self._language and language not in {"", self._language}:
                has_space = self._path[-1].pieces[-1].words.endswith((" ", "\n"))
                self.add("/ " if has_space else " / ")
            self._path.append(_Span(name, given.get("href", "").strip(), language))

    def finish(self) -> str:
        """Return the paragraph; marks that Markdown would show as stars are left out."""
        while len(self._path) > 1:
            self._close()
        text, bare, words = self._path[0].whole()
        if self._lost is None:
            return text
        words = words.replace(BREAK, "\n")
        for form in (text, bare):
            lines = (line.strip() for line in form.split(BREAK))
            text = "  \n".join(escape_start(line) for line in lines if line)
            if inline_words(text).split() == words.split():
                return text
        return from_plain(words)

    def _image(self, given: Mapping[str, str]) -> None:
        source, alt = given.get("src", "").strip(), given.get("alt", "").strip()
        if self._lost is None:
            alt = alt or PurePosixPath(source.split("?", 1)[0]).name
        elif not re.match(r"https?://\S+$", source):
            self._lost.append("a picture that is a file" + (f": {alt}" if alt else ""))
            self.add(f"[{alt or 'picture'}]")
            return
        alt = " ".join(alt.replace("[", "(").replace("]", ")").split())
        written = f"![{escape_inline(alt)}]({_target(source)})"
        self._path[-1].pieces.append(_Forms(written, written, alt))

    def _end(self, name: str) -> None:
        """End an element; those inside it that are still open end with it."""
        if any(one.name.lstrip("/") == name for one in self._path):
            while self._close() != name:
                pass

    def _close(self) -> str:
        done = self._path.pop()
        text, bare, words = done.whole()
        around = self._path[-1]
        mark = MARKS.get(done.name, "")
        whole = words if done.name in CODE else text
        inner = whole.strip()
        if inner and (done.name in CODE or not inner.startswith(mark)):
            # Spaces stay outside, where Markdown needs them.
            before, _, after = whole.partition(inner)
            if before == " " and around.pieces[-1].text.endswith(" "):
                before = ""
            text = f"{before}{mark}{inner}{mark}{after}"
            if done.name in CODE:
                text = bare = f"{before}{self._code(inner)}{after}"
        elif done.href:
            text, bare, words = self._link(done.href, text, bare, words)
        elif self._lost is not None and done.name in _POINTS and words.strip():
            self._lost.append(f"the mark <{done.name}> of “{_shown(words)}”")
        elif self._lost is not None and done.name in _RAISED and words.strip():
            sign, end = _RAISED[done.name], ""
            if len(words.strip()) > 1:
                sign, end = f"{sign}(", ")"
            first = escape_inline(sign)
            text, bare, words = f"{first}{text}{end}", f"{first}{bare}{end}", f"{sign}{words}{end}"
        around.pieces.append(_Forms(text, bare, words))
        self._language = done.language
        return done.name.lstrip("/")

    def _code(self, text: str) -> str:
        """Return a code span with marks that its text does not hold itself."""
        words = " ".join((unescape(text) if self._lost is None else text).split())
        marks = "`" * (1 + max(map(len, re.findall(r"`+", words)), default=0))
        space = " " if "`" in {words[:1], words[-1:]} else ""
        joined = JOINED * text.count("\n") if self._lost is None else ""
        return f"{marks}{space}{words}{space}{marks}{joined}" if words else joined

    def _link(self, href: str, text: str, bare: str, words: str) -> tuple[str, str, str]:
        if self._lost is not None and not re.match(r"(?:https?://|mailto:)[^\s<>]+$", href):
            self._lost.append(f"where the link “{_shown(words)}” leads: {href}")
            return text, bare, words
        if text.strip():
            linked = f"[{text.strip().replace(BREAK, ' ')}]({_target(href)})"
            return linked, linked, words
        linked = "" if href.startswith("#") else f"<{href}>"
        return linked, linked, href


def _shown(words: str) -> str:
    return " ".join(words.split())[:_SHOWN]


def _target(address: str) -> str:
    """Return an address as a link has it; spaces and parentheses in it would end the link."""
    return f"<{address}>" if re.search(r"[\s()\\]", address) else address
