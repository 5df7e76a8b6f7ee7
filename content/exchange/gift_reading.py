"""GIFT in: Moodle's text format, one question between two blank lines.

A character behind a backslash is text. While a document is read, such pairs are one character
that no text has, so that every ``=`` or ``{`` that is left is a mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, cast

from content.exchange.drafts import RIGHT, WRONG, Answer, Collector
from content.exchange.moodle_text import category_names, convert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.exchange.models import Imported
    from content.exchange.moodle_text import TextFormat

_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_HIDDEN = re.compile("[\ud800-\ud87f]")
_TITLE = re.compile(r"::(?P<title>.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\[(?P<name>html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"\s*%(?P<weight>-?\d{1,3}(?:\.\d*)?)%")
_COMMENT_ID = re.compile(r"\[id:(?P<id>(?:\\\]|[^\[\]])+)\]")
_COMMENT_TAG = re.compile(r"\[tag:((?:\\\]|[^\[\]])+)\]")
_CATEGORY = "$CATEGORY:"
# A paragraph that goes on with the answers above it.
_GOES_ON = re.compile(r"(?!::|\$CATEGORY:)(?:[~=]|[^{}]*\})")
_BRACES = (
    "the braces around the answers do not match: a question has one pair, a blank line ends it,"
    " and a brace that is text has a backslash before it"
)
_UNMARKED = "an answer begins with = or ~, and a brace that is text has a backslash before it"
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def read_gift(text: str, path: str) -> Imported:
    """Read all questions of a GIFT document; what is none is a problem with its line."""
    collector = Collector(path)
    # The path of a category is written as it is, also with backslashes.
    lines = (one if one.lstrip().startswith(_CATEGORY) else _hide(one) for one in text.split("\n"))
    for item in _items(lines):
        _Reader(collector, item).read()
    return collector.finish()


def _hide(line: str) -> str:
    """Replace each pair of a backslash and a mark by half of a character, which no text has."""
    return _ESCAPED.sub(lambda found: chr(0xD800 + ord(found[1])), line)


def _show(text: str) -> str:
    """Return what the pairs in a text mean."""
    shown = _HIDDEN.sub(lambda found: chr(ord(found[0]) - 0xD800), text.replace(_hide("\\n"), "\n"))
    return shown.strip()


@dataclass(slots=True)
class _Item:
    """The lines of a question, the comments among them, and the braces so far."""

    line: int = 0
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    braces: str = ""

    def add(self, number: int, line: str) -> None:
        if _is_comment(line):
            self.comments.append(_show(line))
            return
        self.line = self.line or number
        self.lines.append(line)
        self.braces += _braces(line)

    def is_ended_by(self, bare: str, *, is_asked: bool) -> bool:
        """Return whether a line begins another item; ``is_asked``: braces open here or below."""
        if not self.lines:
            return False
        if any(line.startswith(_CATEGORY) for line in (bare, self.lines[0].lstrip())):
            return True
        if "}" in self.braces:
            # Only what has no braces itself is the end of this question's text.
            return is_asked or bare.startswith(("::", "//"))
        title = _TITLE.match(bare)
        return bool(not self.braces and title and title["title"])


def _items(lines: Iterator[str]) -> Iterator[_Item]:
    """Yield the items; a blank line between braces ends none when the braces close below it.

    A blank line may be missing: behind closed braces a title, a comment and the text of another
    question begin a new item, and a title does so behind any text.
    """
    item = _Item()
    groups = groupby(enumerate(lines, start=1), key=lambda pair: bool(pair[1].strip()))
    for paragraph in (list(group) for is_text, group in groups if is_text):
        text = "\n".join(line for _, line in paragraph if not _is_comment(line)).lstrip()
        if "{" in item.braces and "}" not in item.braces and _GOES_ON.match(text):
            item.lines.append("")
        else:
            yield item
            item = _Item()
        last = max((number for number, line in paragraph if "{" in _braces(line)), default=0)
        for number, line in paragraph:
            if item.is_ended_by(line.strip(), is_asked=number <= last):
                yield item
                item = _Item()
            item.add(number, line)
    yield item


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("//")


def _braces(line: str) -> str:
    return "" if line.lstrip().startswith(("//", _CATEGORY)) else re.sub("[^{}]", "", line)


class _Reader:
    """Reads one item."""

    def __init__(self, collector: Collector, item: _Item) -> None:
        self._collector = collector
        self._item = item
        self._format: TextFormat = "moodle"

    def read(self) -> None:
        """Give the question to the collector, or say why there is none."""
        line, text = self._item.line, "\n".join(self._item.lines).strip()
        if text.startswith(_CATEGORY):
            self._collector.enter(category_names(text.removeprefix(_CATEGORY)))
            return
        if not text or self._collector.is_too_long(line, _show(text)):
            return
        title = ""
        if named := _TITLE.match(text):
            title, text = _show(named["title"]), text[named.end() :].strip()
        if not (braces := re.sub("[^{}]", "", text)):
            self._leave_out("a description: text without answers")
        elif braces != "{}":
            self._collector.skip(line, _BRACES)
        else:
            begin, answers, end = re.split("[{}]", text)
            gap = "_____" if end.strip() else ""
            self._question(title, f"{begin}{gap}{end}".strip(), answers.strip())

    def _question(self, title: str, stem: str, raw: str) -> None:
        if found := _FORMAT.match(stem):
            self._format = cast("TextFormat", found["name"])
        stem = self._text(stem)
        cut = raw.rfind("####") if "####" in raw else len(raw)
        explanation, raw = self._text(raw[cut + 4 :]), raw[:cut].strip()
        lead, *parts = re.split("([~=])", raw)
        marks, texts = parts[::2], parts[1::2]
        truth = _TRUTH.get(raw.partition("#")[0].strip().upper())
        advice = ""
        if not lead and "~" in marks:
            answers = list(self._choice(marks, texts))
            ends = zip(texts, marks[1:], strict=False)
            if any(mark == "=" and text[-1:].isalnum() for text, mark in ends):
                advice = "; write \\= for an equals sign that is text"
        elif truth is not None:
            answers = self._statement(raw, is_true=truth)
        else:
            self._refuse(raw, marks)
            return
        comments = "\n".join(self._item.comments)
        if tags := _COMMENT_TAG.findall(comments):
            self._leave_out(f"tags: {', '.join(tags)}")
        identity = _COMMENT_ID.search(comments)
        name = identity["id"].replace("\\]", "]") if identity else ""
        self._collector.add(
            self._item.line,
            stem,
            answers,
            single="=" in marks or truth is not None,
            advice=advice,
            explanation=explanation,
            titles=(name, title),
        )

    def _refuse(self, raw: str, marks: Sequence[str]) -> None:
        """Say what kind of question this is, when its answers are no options."""
        if not raw:
            self._leave_out("an essay question")
        elif raw[0] == "#":
            self._leave_out("a numerical question")
        elif marks and "~" not in marks:
            self._leave_out(f"a {'matching' if '->' in raw else 'short-answer'} question")
        else:
            self._collector.skip(self._item.line, _UNMARKED)

    def _choice(self, marks: Sequence[str], texts: Sequence[str]) -> Iterator[Answer]:
        for mark, answer in zip(marks, texts, strict=True):
            found = _WEIGHT.match(answer)
            weight = float(found["weight"]) if found else RIGHT if mark == "=" else WRONG
            shown, _, reason = answer[found.end() if found else 0 :].partition("#")
            text = self._text(shown)
            self._collector.check_option(self._item.line, _show(shown), text)
            # `~=` and `~ ~` leave an answer with nothing in it between them.
            if text or weight:
                yield Answer(text, self._text(reason), weight)

    def _statement(self, raw: str, *, is_true: bool) -> list[Answer]:
        """Return two options; feedback of a wrong answer stands before that of a right one."""
        wrong, right = map(self._text, [*raw.split("#", 2)[1:], "", ""][:2])
        answers = [Answer("True", wrong, WRONG), Answer("False", wrong, WRONG)]
        answers[not is_true] = answers[not is_true]._replace(reason=right, weight=RIGHT)
        return answers

    def _text(self, raw: str) -> str:
        """Convert a text in the format that it names, or in that of the stem."""
        raw = raw.strip()
        form = self._format
        if found := _FORMAT.match(raw):
            form, raw = cast("TextFormat", found["name"]), raw[found.end() :]
        converted = convert(_show(raw), form)
        self._leave_out(*converted.lost)
        return converted.markdown

    def _leave_out(self, *what: str) -> None:
        self._collector.leave_out(self._item.line, *what)
