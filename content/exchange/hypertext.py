"""Texts in Moodle's formats as Markdown: HTML block by block, plain text literally."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Literal, NamedTuple

from content.exchange.blocks import blocks_of, fence_of
from content.exchange.escaping import from_plain, normal, unguard
from content.exchange.inline import Line
from content.exchange.tags import (
    BLOCKS,
    CONTAINERS,
    CONTROLS,
    EMPTY,
    HEADINGS,
    INLINE,
    KNOWN,
    MEDIA,
    SILENT,
)

TextFormat = Literal["html", "moodle", "plain", "markdown"]

_NOT_CLOSED_BY = {"li": ("ul", "ol"), "tr": ("table",), "td": ("table",), "th": ("table",)}
_LANGUAGE = re.compile(r"\b(?:language|lang|brush:)-?\s*(?P<name>[\w+#-]+)")
# Word's own elements, and the conditions that it writes around parts of a list.
_OFFICE = re.compile(r"(?:[movw]|st\d):\w+")
_CONDITION = re.compile(r"\s*(?:if|else|endif)\b")
# `a<b && c>d` has no tag in it.
_OPERATOR = re.compile(r"[&|<>=!+*-]+")
_DEPTH = 40


class Converted(NamedTuple):
    """Markdown, and what the text held beside it that Markdown here cannot."""

    markdown: str
    lost: tuple[str, ...] = ()


def convert(text: str, form: TextFormat) -> Converted:
    """Return ``text``, which is in a format of Moodle's, as Markdown."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    match form:
        case "markdown":
            return Converted(unguard(text))
        case "plain":
            return Converted(from_plain(text))
        case "moodle":
            if not re.search(r"[<&]", text):
                return Converted(from_plain(text))
            return _from_html(text if "<pre" in text.lower() else _with_breaks(text))
        case "html":
            return _from_html(text)


def _with_breaks(text: str) -> str:
    """Write the ends of line, which Moodle shows in this format, as HTML."""
    return "<p>".join(part.replace("\n", "<br>") for part in re.split(r"\n\s*\n", text))


def _from_html(text: str) -> Converted:
    reader = _Reader()
    # No tag ends behind the last `>`; the library would look for an end from every `<` on.
    end = text.rfind(">") + 1
    reader.feed(text[:end])
    reader.close()
    reader.handle_data(unescape(text[end:]))
    return Converted(normal(reader.finish()), tuple(dict.fromkeys(reader.lost)))


@dataclass(slots=True)
class _Open:
    """An element that is open: the blocks in it, and what stands in its last line so far."""

    tag: str
    lost: list[str]
    number: int = 1
    blocks: list[str] = field(default_factory=list)
    line: Line = field(init=False)

    def __post_init__(self) -> None:
        self.line = Line(self.lost)

    def flush(self) -> None:
        """End the paragraph."""
        text = self.line.finish()
        if text:
            self.blocks.append(f"**{text}**" if self.tag in HEADINGS else text)
        self.line = Line(self.lost)


class _Reader(HTMLParser):
    """Turns a stream of tags into blocks of Markdown, well nested or not."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lost: list[str] = []
        self._path = [_Open("", self.lost)]
        self._silent = 0
        self._media = ""
        self._held: list[str] = []
        self._end = ""
        self._code: list[str] | None = None
        self._language = ""

    def finish(self) -> str:
        """Close what is open and return the Markdown."""
        if self._media:
            # It was never closed, so what follows it may be the text.
            self._media = ""
            self.handle_data("".join(self._held))
        if self._code is not None:
            self._end_code()
        while len(self._path) > 1:
            self._close()
        self._path[0].flush()
        return "\n\n".join(self._path[0].blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element; an unknown one is text."""
        attributes = {name: value or "" for name, value in attrs}
        if self._media or (self._code is None and _OFFICE.fullmatch(tag)):
            return
        if tag not in KNOWN or any(map(_OPERATOR.fullmatch, attributes)):
            self.handle_data(self.get_starttag_text() or f"<{tag}>")
        elif self._code is not None:
            self._inside_code(tag, attributes)
        elif tag in SILENT:
            self._silent += 1
        elif tag in MEDIA or tag in CONTROLS:
            self.lost.append(f"what <{tag}> holds")
            self._media, self._held = tag if tag in MEDIA else "", []
        elif tag == "pre":
            self._top.flush()
            self._code, self._language = [], _language(attributes)
        elif tag == "img":
            self._image(attributes)
        elif tag in INLINE or tag == "br":
            self._top.line.begin(tag, attributes)
        elif tag not in EMPTY or tag == "hr":
            self._begin_block(tag, attributes)

    def parse_endtag(self, i: int) -> int:
        """Remember how an end is spelled: the parser gives its name in small letters."""
        self._end = self.rawdata[i : self.rawdata.find(">", i) + 1]
        return super().parse_endtag(i)

    def handle_endtag(self, tag: str) -> None:
        """End an element; an end without a begin is passed over."""
        if self._media:
            self._media = "" if tag == self._media else self._media
        elif tag not in KNOWN:
            if self._code is not None or not _OFFICE.fullmatch(tag):
                self.handle_data(self._end or f"</{tag}>")
        elif self._code is not None:
            if tag == "pre":
                self._end_code()
        elif tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in INLINE:
            self._top.line.end(tag)
        elif tag in BLOCKS:
            self._top.flush()
        elif any(one.tag == tag for one in self._path):
            while self._path[-1].tag != tag:
                self._close()
            self._close()

    def handle_data(self, data: str) -> None:
        """Add text to the line, or to the code that is open."""
        if self._silent:
            return
        if self._media:
            self._held.append(data)
        elif self._code is not None:
            self._code.append(data)
        else:
            self._top.line.add(data)

    def handle_pi(self, data: str) -> None:
        """Keep what is no HTML, such as ``<?php …>``, as text."""
        self.handle_data(f"<?{data}>")

    def handle_decl(self, decl: str) -> None:
        """Keep a declaration as text."""
        self.handle_data(f"<!{decl}>")

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Read ``<![`` that begins nothing as text; the library only asserts that none comes."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            self.handle_data("<![")
            return i + len("<![")

    def unknown_decl(self, data: str) -> None:
        """Keep ``<![CDATA[…]]>`` as text; what Word writes for its own is gone."""
        if not _CONDITION.match(data):
            self.handle_data(f"<![{data}]>")

    @property
    def _top(self) -> _Open:
        return self._path[-1]

    def _begin_block(self, tag: str, attributes: dict[str, str]) -> None:
        self._top.flush()
        if tag == "hr":
            self._top.blocks.append("---")
        elif tag in _NOT_CLOSED_BY:
            # `<li>a<li>b` and `<td>a<td>b`: the one before ends here.
            same = {"td", "th"} if tag in {"td", "th"} else {tag}
            for one in reversed(self._path):
                if one.tag in _NOT_CLOSED_BY[tag]:
                    break
                if one.tag in same:
                    self.handle_endtag(one.tag)
                    break
        if tag in (CONTAINERS | HEADINGS) and len(self._path) < _DEPTH:
            start = attributes.get("start", "")
            number = (
                int(start) if start.isascii() and start.isdigit() and len(start) < _DEPTH else 1
            )
            self._path.append(_Open(tag, self.lost, min(number, 999_999_999)))

    def _close(self) -> None:
        """End the innermost element and give its blocks to the one around it."""
        done = self._path.pop()
        done.flush()
        self._top.blocks += blocks_of(done.tag, done.blocks, done.number)

    def _image(self, attributes: dict[str, str]) -> None:
        source, alt = attributes.get("src", ""), attributes.get("alt", "")
        if re.match(r"https?://\S+$", source):
            self._top.line.image(source, alt)
        else:
            self.lost.append("a picture that is a file" + (f": {alt}" if alt else ""))
            self._top.line.add(f"[{alt or 'picture'}]")

    def _inside_code(self, tag: str, attributes: dict[str, str]) -> None:
        assert self._code is not None
        if tag == "br":
            self._code.append("\n")
        elif tag == "code":
            self._language = self._language or _language(attributes)

    def _end_code(self) -> None:
        self._top.blocks.append(fence_of("".join(self._code or ()).strip("\n"), self._language))
        self._code = None


def _language(attributes: dict[str, str]) -> str:
    found = _LANGUAGE.search(attributes.get("class", ""))
    return found["name"] if found else ""
