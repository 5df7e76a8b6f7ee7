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
        line, text = self._item.line, "\n".join(self._item.lines).strip()
        if text.startswith(_CATEGORY):
            self._collector.enter(category_names(text.removeprefix(_CATEGORY)))
            return
        if not text or self._collector.is_too_long(line, text):
            return
        title = ""
        if named := _TITLE.match(text):
            title = _unescape(named["title"])
            text = text[named.end() :].strip()
        marks = _places(_BRACE, text)
        if not marks:
            self._leave_out("a description: text without answers")
        elif "".join(text[place] for place in marks) != "{}":
            self._collector.skip(line, _BRACES)
        else:
            begin, end = marks
            gap = "_____" if text[end + 1 :].strip() else ""
            stem = f"{text[:begin]}{gap}{text[end + 1 :]}".strip()
            self._question(title, stem, text[begin + 1 : end].strip())

    def _question(self, title: str, stem: str, raw: str) -> None:
        if found := _FORMAT.match(stem):
            self._format = cast("TextFormat", found["name"])
        stem = self._text(stem)
        *_, cut = [len(raw), *_places("#{4}", raw)]
        explanation, raw = self._text(raw[cut + 4 :]), raw[:cut].strip()
        places = _places(_ANSWER, raw)
        marks = {raw[place] for place in places}
        truth = _TRUTH.get(_parts(raw)[0].strip().upper())
        advice = ""
        if raw[:1] in {"~", "="} and "~" in marks:
            answers = list(self._choice(raw, places))
            if any(raw[place] == "=" and raw[place - 1].isalnum() for place in places[1:]):
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
        self._collector.add(
            self._item.line,
            stem,
            answers,
            single="=" in marks or truth is not None,
            advice=advice,
            explanation=explanation,
            identity=identity["id"].replace("\\]", "]").strip() if identity else "",
            title=title,
        )

    def _refuse(self, raw: str, marks: set[str]) -> None:
        """Say what kind of question this is, when its answers are no options."""
        if not raw:
            self._leave_out("an essay question")
        elif raw[0] == "#":
            self._leave_out("a numerical question")
        elif marks and "~" not in marks:
            kind = "matching" if _places("->", raw) else "short-answer"
            self._leave_out(f"a {kind} question")
        else:
            fault = (
                "an answer begins with = or ~, and a brace that is text has a backslash before it"
            )
            self._collector.skip(self._item.line, fault)

    def _choice(self, raw: str, places: Sequence[int]) -> Iterator[Answer]:
        for place, end in zip(places, [*places[1:], len(raw)], strict=True):
            weight, answer = (RIGHT if raw[place] == "=" else WRONG), raw[place + 1 : end]
            if found := _WEIGHT.match(answer):
                weight, answer = float(found["weight"]), answer[found.end() :]
            shown = _parts(answer)[0]
            text = self._text(shown)
            self._collector.check_option(self._item.line, shown, text)
            # `~=` and `~ ~` leave an answer with nothing in it between them.
            if text or weight:
                yield Answer(text, self._text(answer[len(shown) + 1 :]), weight)

    def _statement(self, raw: str, *, is_true: bool) -> list[Answer]:
        _, wrong, right = map(self._text, _parts(raw))
        answers = [Answer("True", wrong, WRONG), Answer("False", wrong, WRONG)]
        answers[not is_true] = answers[not is_true]._replace(reason=right, weight=RIGHT)
        return answers

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
