"""Turns the HTML that people put between Markdown into Markdown, line by line.

``<details>``, ``</details>`` and ``<summary>Text</summary>`` stay, each in a paragraph of its own,
because questions hide their answers there. Code is never touched, and unknown tags are text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from content.repair.comments import without_comments
from content.repair.lines import code_spans, continued, crossing_spans, lead_of
from content.repair.preformatted import begins_preformatted, read_preformatted
from content.repair.tables import read_table
from content.repair.tags import BREAK, Converter, find_tags
from content.repair.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.repair.lines import Line, Span
    from content.repair.tags import Tag

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CONTAINERS = frozenset({"p", "div", "center", "picture"})
_LOUD = _HEADINGS | _CONTAINERS | {"b", "strong"}
_PARTS = _HEADINGS | _CONTAINERS | {"details", "summary", "ul", "ol", "li", "hr"}
_INTEREST = re.compile(
    r"<(?:!--|/?(?:a|b|i|u|s|p|em|strong|del|strike|code|kbd|tt|samp|su[bp]|small|big|span|font|mark"
    r"|ins|abbr|div|center|picture|[ou]l|li|details|summary|h[1-6]|img|[bh]r|pre|table)[\s/>])"
    r"|<[a-z]\w*$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"</?(?:details|summary|ul|ol|li|hr|h[1-6]|p|div|center|picture)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_FOLD = re.compile(r"<details(?:\s[^<>]*)?>\s*(?:<|$)|</details>|</summary>", re.IGNORECASE)
_HALF = re.compile(
    r"<(?:a|img|p|div|h[1-6]|details|summary|span|font|td|th|br)(?:\s[^<>]*)?$", re.IGNORECASE
)
_TABLE = re.compile(r"<table(?:\s[^<>]*)?>", re.IGNORECASE)
_OPTION = re.compile(r"\(?[A-Za-z][.)]\s*\S")
_FEW = 2
# How many lines the rest of a paragraph, a tag, a summary and a table may take.
_BELOW = 10
_TAG_LINES = 6
_SUMMARY_LINES = 30
_TABLE_LINES = 400
# No list that is meant to be read is nested deeper than this.
_NESTING = 12
_DEEP = 4
# Enough of a line to find a tag's partner in.
_GLANCE = 500


def without_html(lines: Sequence[Line]) -> Iterable[Line]:
    """Return the lines with their HTML turned into Markdown."""
    if not any("<" in text and not code and _INTEREST.search(text) for _, text, code, _ in lines):
        return lines
    return _Page(_whole_tags(list(without_comments(lines)))).run()


def _whole_tags(lines: list[Line]) -> list[Line]:
    """Write each tag that goes on over several lines into the first of them."""
    out: list[Line] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if "<" in line.text and not line.code and _HALF.match(line.text, line.text.rfind("<")):
            for last in range(index, min(index + _TAG_LINES, len(lines))):
                text = lines[last].text
                if (
                    lines[last].code
                    or not text.strip()
                    or ("<" in text and text.find("<") < text.find(">"))
                ):
                    break
                if ">" in text:
                    joined = [line.text, *(below.text.strip() for below in lines[index : last + 1])]
                    line = line._replace(text=" ".join(joined))
                    index = last + 1
                    break
        out.append(line)
    return out


class _Page:
    """Walks the lines of a page once."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._crossing: dict[int, Span] = crossing_spans(lines)
        self._converter = Converter()
        self._ends: dict[str, list[int]] = {}
        self._counters: list[int | None] = []
        """For each open list: the number of its last item, or None where it has bullets."""
        self._margin: int | None = None
        """The column of the HTML that a line stands in, where an indent is no sign of code."""

    def run(self) -> Iterator[Line]:
        """Yield the lines of the whole page."""
        index = 0
        while index < len(self._lines):
            line = self._lines[index]
            if line.code:
                yield line
                index += 1
            elif "<" not in line.text:
                if not line.text.strip():
                    self._converter.end_paragraph()
                    self._margin = self._margin if self._counters else None
                yield self._dedented(line)
                index += 1
            else:
                written, index = self._html(index)
                yield from written

    def _html(self, index: int) -> tuple[Iterable[Line], int]:
        """Return what becomes of a line with ``<`` and the index of the line to go on with."""
        line = self._dedented(self._lines[index])
        lead = lead_of(line.text)
        if line.text.startswith("<", len(lead)):
            whole = self._preformatted(index, lead) or self._table(index, lead)
            if whole:
                return whole
        starts = _PART.match(line.text, len(lead))
        if not (starts or self._counters or _FOLD.search(line.text)):
            return self._inline(index, line), index + 1
        if not any(self._parts(index, line.text)):
            return self._inline(index, line), index + 1
        if self._margin is None:
            self._margin = len(continued(lead).expandtabs(_DEEP))
        writer = Writer(line, lead)
        below = self._blocks(index, line.text, writer)
        return writer.lines, below

    def _parts(self, index: int, text: str, done: int = 0) -> Iterator[Tag]:
        """Yield the tags of blocks behind a column."""
        for tag in find_tags(text, self._spans(index, text)):
            if tag.name in _PARTS and tag.start >= done:
                yield tag

    def _blocks(self, index: int, text: str, writer: Writer) -> int:
        """Write a line whose tags divide it into blocks; return the index of the line to go on."""
        done = len(writer.lead)
        tags = self._parts(index, text, done)
        while tag := next(tags, None):
            if tag.start < done:
                continue
            self._words(index, text[done : tag.start], writer)
            done = tag.end
            if (tag.name == "summary" or tag.name in _HEADINGS) and not tag.closes:
                words, last, done = self._title(index, text, tag)
                self._write_title(tag, words, writer)
                if last > index:
                    index, text = last, self._lines[last].text
                    writer.move(self._lines[last])
                    tags = self._parts(index, text, done)
            else:
                self._part(tag, writer)
        self._words(index, text[done:], writer)
        writer.finish()
        return index + 1

    def _part(self, tag: Tag, writer: Writer) -> None:
        """Write what stands for the tag of a block."""
        name = tag.name
        if name == "details":
            writer.block("</details>" if tag.closes else "<details>")
        elif name == "hr":
            writer.block("---")
        elif name in {"ul", "ol"}:
            if not tag.closes:
                self._counters.append(0 if name == "ol" else None)
            elif self._counters:
                self._counters.pop()
            writer.finish()
            if not self._counters:
                writer.gap()
        elif name == "li":
            writer.finish()
            if not tag.closes:
                writer.begin(self._marker())
        elif not self._counters:
            writer.gap()

    def _marker(self) -> str:
        """Return the marker of the next item; four columns are deep enough below any other."""
        marker = "- "
        if self._counters and (last := self._counters[-1]) is not None:
            self._counters[-1] = last + 1
            marker = f"{last + 1}. "
        depth = min(max(len(self._counters) - 1, 0), _NESTING)
        return " " * (_DEEP * depth) + marker

    @staticmethod
    def _write_title(tag: Tag, words: str, writer: Writer) -> None:
        words, *options = words.split(BREAK)
        if tag.name == "summary":
            writer.block(f"<summary>{words}</summary>")
        elif words:
            writer.block(f"{'#' * int(tag.name[1])} {words}")
        for option in options:
            writer.block(option)

    def _title(self, index: int, text: str, tag: Tag) -> tuple[str, int, int]:
        """Return what a summary or heading says, and the line and column of its end."""
        closing = re.compile(f"</{tag.name}>", re.IGNORECASE)
        limit = _SUMMARY_LINES if tag.name == "summary" else _TAG_LINES
        if found := closing.search(text, tag.end):
            return self._plain(text[tag.end : found.start()]), index, found.end()
        last = self._end(tag.name, index + 1, limit)
        found = closing.search(self._lines[last].text) if last is not None else None
        if last is None or not found or any(line.code for line in self._lines[index:last]):
            return self._plain(text[tag.end :]), index, len(text)
        between = [line.text for line in self._lines[index + 1 : last]]
        words = map(self._plain, [text[tag.end :], *between, found.string[: found.start()]])
        return " ".join(filter(None, words)), last, found.end()

    def _plain(self, text: str) -> str:
        """Return a part of a title without the marks and tags that make all of it large or bold."""
        if "<" in text:
            tags = find_tags(text, code_spans(text))
            kept = [tag for tag in tags if tag.name not in _LOUD]
            parts, done = [], 0
            for tag in tags:
                if tag.name in _LOUD:
                    parts.append(text[done : tag.start])
                    done = tag.end
            text = "".join(parts) + text[done:]
            if kept:
                text = self._converter.convert(text, find_tags(text, code_spans(text)))
        if BREAK in text:
            # Options below a question in its title become lines of their own.
            lines = [" ".join(line.split()) for line in text.strip().split(BREAK)]
            if len(lines) > _FEW and all(map(_OPTION.match, lines[1:])):
                return BREAK.join(lines)
        words = " ".join(text.split())
        return words.lstrip("#").lstrip() if words.startswith("#") else words

    def _words(self, index: int, text: str, writer: Writer) -> None:
        """Write what stands between the tags of blocks."""
        if "<" in text and (tags := find_tags(text, code_spans(text))):
            text = self._converter.convert(text, tags, self._below(index))
        for number, part in enumerate(text.split(BREAK)):
            if number:
                writer.finish()
            writer.add(part)

    def _inline(self, index: int, line: Line) -> Iterator[Line]:
        """Yield a line with its tags turned into marks, in several lines where it has breaks."""
        tags = find_tags(line.text, self._spans(index, line.text))
        if not tags:
            yield line
            return
        text = self._converter.convert(line.text, tags, self._below(index))
        if BREAK not in text:
            yield line._replace(text=text if text.strip() else "")
            return
        lead = lead_of(text)
        if text.lstrip().startswith(("|", "#")):
            yield line._replace(text=" ".join(part.strip() for part in text.split(BREAK)))
            return
        parts = [part.strip() for part in text[len(lead) :].split(BREAK)]
        for number, part in enumerate(parts):
            if part:
                before = continued(lead) if number else lead
                yield line._replace(text=before + part + "  " * (number + 1 < len(parts)))
            elif number + 1 < len(parts) or not any(parts):
                yield line._replace(text=continued(lead).rstrip())

    def _preformatted(self, index: int, lead: str) -> tuple[list[Line], int] | None:
        """Return ``<pre>`` as a fence, if the line begins with one that ends."""
        if not begins_preformatted(self._lines[index].text, len(lead)):
            return None
        end = self._end("pre", index, len(self._lines))
        fence = None if end is None else read_preformatted(self._lines[index : end + 1], lead)
        return None if end is None or fence is None else (fence, end + 1)

    def _table(self, index: int, lead: str) -> tuple[list[Line], int] | None:
        """Return ``<table>`` as a table of Markdown, if the line begins with a plain one."""
        end = None
        if _TABLE.match(self._lines[index].text, len(lead)):
            end = self._end("table", index, _TABLE_LINES)
        if end is None:
            return None
        rows = read_table(self._lines[index : end + 1])
        if rows is None:
            return list(self._lines[index : end + 1]), end + 1
        written: list[Line] = []
        for row in rows:
            moved = row._replace(text=(continued(lead) + row.text).rstrip())
            written += self._inline(index, moved) if "<" in row.text else [moved]
        return written, end + 1

    def _spans(self, index: int, text: str) -> list[Span]:
        spans = code_spans(text) if "`" in text else []
        if index in self._crossing:
            spans = sorted([*spans, self._crossing[index]])
        return spans

    def _below(self, index: int) -> str:
        """Return the rest of the paragraph, as far as a tag's partner may be away."""
        texts: list[str] = []
        for line in self._lines[index + 1 : index + 1 + _BELOW]:
            if line.code or not line.text.strip():
                break
            texts.append(line.text[:_GLANCE])
        return "\n".join(texts)

    def _end(self, name: str, index: int, limit: int) -> int | None:
        """Return the next line that closes ``name``, if it is not too far away."""
        if name not in self._ends:
            closing = f"</{name}>"
            self._ends[name] = [
                n
                for n, line in enumerate(self._lines)
                if "</" in line.text and closing in line.text.lower()
            ]
        ends = self._ends[name]
        place = bisect_left(ends, index)
        return ends[place] if place < len(ends) and ends[place] - index < limit else None

    def _dedented(self, line: Line) -> Line:
        """Take the indent off that HTML inside of HTML has; Markdown would read it as code."""
        if self._margin is None or line.text[:1] not in {" ", "\t"}:
            return line
        body = line.text.lstrip()
        column = len(line.text[: len(line.text) - len(body)].expandtabs(_DEEP))
        if not body or column - self._margin < _DEEP:
            return line
        return line._replace(text=" " * self._margin + body)
