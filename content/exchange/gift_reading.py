"""GIFT in: Moodle's text format, one question between two blank lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, cast

from content.exchange.drafts import RIGHT, WRONG, Answer, Collector
from content.exchange.moodle_text import convert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.exchange.models import Imported
    from content.exchange.moodle_text import TextFormat

_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_BRACE, _ANSWER = "[{}]", "[~=]"
_TITLE = re.compile(r"::(?P<title>(?:\\.|(?!::)[^\\])*)::", re.DOTALL)
_FORMAT = re.compile(r"\[(?P<name>html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"\s*%(?P<weight>-?\d{1,3}(?:\.\d*)?)%")
_COMMENT_ID = re.compile(r"\[id:(?P<id>(?:\\\]|[^\[\]])+)\]")
_COMMENT_TAG = re.compile(r"\[tag:((?:\\\]|[^\[\]])+)\]")
_SLASH = re.compile(r"(?<!/)/(?!/)|(?<=//)/(?!/)")
_CATEGORY = "$CATEGORY:"
_BRACES = (
    "the braces around the answers do not match: a question has one pair, a blank line ends it,"
    " and a brace that is text has a backslash before it"
)
_NO_ANSWERS = "an answer begins with = or ~, and a brace that is text has a backslash before it"
_EQUALS = "write \\= for an equals sign that is text"
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def read_gift(text: str, path: str) -> Imported:
    """Read all questions of a GIFT document; what is none is a problem with its line."""
    collector = Collector(path)
    for item in _items(text.split("\n")):
        _Reader(collector, item).read()
    return collector.finish()


def category_names(text: str) -> list[str]:
    """Split a category's path; ``$course$/top`` in front of it only says whose it is."""
    names = [name.replace("//", "/").strip() for name in _SLASH.split(text.strip())]
    if names and re.fullmatch(r"\$\w+\$", names[0]):
        del names[0]
    return names[1:] if names[:1] == ["top"] else names


@dataclass(slots=True)
class _Item:
    """The lines of a question, the comments among them, and the braces so far."""

    line: int = 0
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    braces: str = ""

    def add(self, number: int, line: str) -> None:
        if _is_comment(line):
            self.comments.append(line.strip())
            return
        self.line = self.line or number
        self.lines.append(line)
        self.braces += _braces(line)


def _items(lines: Sequence[str]) -> Iterator[_Item]:
    """Yield the items; a blank line between braces ends none when the braces close below it.

    A blank line may be missing: behind closed braces a title, a comment and the text of another
    question begin a new item, and a title does so behind any text.
    """
    item = _Item()
    paragraphs = groupby(enumerate(lines, start=1), key=lambda pair: bool(pair[1].strip()))
    for paragraph in (list(group) for is_text, group in paragraphs if is_text):
        if "{" in item.braces and "}" not in item.braces and _goes_on(paragraph):
            item.lines.append("")
        else:
            yield item
            item = _Item()
        last = max((number for number, line in paragraph if "{" in _braces(line)), default=0)
        for number, line in paragraph:
            if item.lines and _begins(line.strip(), item, is_asked=number <= last):
                yield item
                item = _Item()
            item.add(number, line)
    yield item


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("//")


def _braces(line: str) -> str:
    return "" if _is_comment(line) else "".join(line[place] for place in _places(_BRACE, line))


def _begins(bare: str, item: _Item, *, is_asked: bool) -> bool:
    """Return whether a line begins a new item; ``is_asked`` says that braces open here or below."""
    if any(line.startswith(_CATEGORY) for line in (bare, item.lines[0].strip())):
        return True
    if "}" in item.braces:
        # Only what has no braces itself is the end of this question's text.
        return is_asked or bare.startswith(("::", "//"))
    title = _TITLE.match(bare)
    return not item.braces and title is not None and bool(title["title"])


def _goes_on(paragraph: Sequence[tuple[int, str]]) -> bool:
    """Return whether the paragraph behind a blank line goes on with the answers above it."""
    for bare in (line.strip() for _, line in paragraph):
        if bare.startswith(("::", _CATEGORY)):
            return False
        if braces := _braces(bare):
            return braces[0] == "}"
        if bare.startswith(("~", "=")):
            return True
    return False


def _places(mark: str, raw: str) -> list[int]:
    """Return where a mark stands without a backslash before it."""
    found = re.finditer(rf"{_ESCAPED.pattern}|(?P<mark>{mark})", raw)
    return [one.start() for one in found if one["mark"]]


class _Reader:
    """Reads one item."""

    def __init__(self, collector: Collector, item: _Item) -> None:
        self._collector = collector
        self._item = item
        self._format: TextFormat = "moodle"

    def read(self) -> None:
        """Give the question to the collector, or say why there is none."""
        text = "\n".join(self._item.lines).strip()
        if text.startswith(_CATEGORY):
            self._collector.enter(category_names(text.removeprefix(_CATEGORY)))
            return
        if self._collector.is_too_long(self._item.line, text):
            return
        title = ""
        if named := _TITLE.match(text):
            title = _unescape(named["title"])
            text = text[named.end() :].strip()
        marks = _places(_BRACE, text)
        if not marks:
            if text:
                self._leave_out("a description: text without answers")
            return
        if "".join(text[place] for place in marks) != "{}":
            self._collector.skip(self._item.line, _BRACES)
            return
        begin, end = marks
        gap = "_____" if text[end + 1 :].strip() else ""
        stem = f"{text[:begin]}{gap}{text[end + 1 :]}".strip()
        if found := _FORMAT.match(stem):
            self._format = cast("TextFormat", found["name"])
        self._answers(text[begin + 1 : end].strip(), self._text(stem), title)

    def _answers(self, raw: str, stem: str, title: str) -> None:
        *_, cut = [len(raw), *_places("#{4}", raw)]
        explanation, raw = self._text(raw[cut + 4 :]), raw[:cut].strip()
        places = _places(_ANSWER, raw)
        marks = {raw[place] for place in places}
        truth, wrong, right = _parts(raw)
        is_true = _TRUTH.get(truth.strip().upper())
        if raw[:1] != "#" and "~" in marks:
            if places[0] > 0:
                self._collector.skip(self._item.line, _NO_ANSWERS)
                return
            ends = [*places[1:], len(raw)]
            answers = [
                self._answer(raw[place], raw[place + 1 : end])
                for place, end in zip(places, ends, strict=True)
            ]
            inside = any(raw[place] == "=" and raw[place - 1].isalnum() for place in places[1:])
            # `~=` and `~ ~` leave an answer with nothing in it between them.
            answers = [one for one in answers if one.text or one.weight]
            advice = f"; {_EQUALS}" if inside else ""
            self._add(stem, answers, title, explanation, single="=" in marks, advice=advice)
        elif is_true is not None:
            reasons = self._text(wrong), self._text(right)
            self._add(
                stem,
                [
                    Answer(
                        str(value), reasons[value is is_true], RIGHT if value is is_true else WRONG
                    )
                    for value in (True, False)
                ],
                title,
                explanation,
            )
        elif not raw:
            self._leave_out("an essay question")
        elif raw[0] == "#":
            self._leave_out("a numerical question")
        elif marks:
            kind = "matching" if _places("->", raw) else "short-answer"
            self._leave_out(f"a {kind} question")
        else:
            self._collector.skip(self._item.line, _NO_ANSWERS)

    def _answer(self, mark: str, raw: str) -> Answer:
        weight = RIGHT if mark == "=" else WRONG
        if found := _WEIGHT.match(raw):
            weight, raw = float(found["weight"]), raw[found.end() :]
        shown = _parts(raw)[0]
        text = self._text(shown)
        self._collector.check_option(self._item.line, shown, text)
        return Answer(text, self._text(raw[len(shown) + 1 :]), weight)

    def _add(
        self,
        stem: str,
        answers: list[Answer],
        title: str,
        explanation: str,
        *,
        single: bool = True,
        advice: str = "",
    ) -> None:
        comments = "\n".join(self._item.comments)
        found = _COMMENT_ID.search(comments)
        if tags := _COMMENT_TAG.findall(comments):
            self._leave_out(f"tags: {', '.join(tags)}")
        self._collector.add(
            self._item.line,
            stem,
            answers,
            single=single,
            advice=advice,
            explanation=explanation,
            identity=found["id"].replace("\\]", "]").strip() if found else "",
            title=title,
        )

    def _text(self, raw: str) -> str:
        """Convert a text in the format that it names, or in that of the stem."""
        raw = raw.strip()
        form = self._format
        if found := _FORMAT.match(raw):
            form, raw = cast("TextFormat", found["name"]), raw[found.end() :]
        converted = convert(_unescape(raw), form)
        self._leave_out(*converted.lost)
        return converted.markdown

    def _leave_out(self, *what: str) -> None:
        self._collector.leave_out(self._item.line, *what)


def _parts(raw: str) -> tuple[str, str, str]:
    """Split an answer and its feedback: for a statement, to a wrong answer and to a right one."""
    first, second, *_ = [*_places("#", raw), len(raw), len(raw)]
    return raw[:first], raw[first + 1 : second], raw[second + 1 :]


def _unescape(raw: str) -> str:
    """Take the backslashes off."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], raw)
