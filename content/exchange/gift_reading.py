"""GIFT in: Moodle's text format, one question between two blank lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.exchange.drafts import Collector, Draft
from content.exchange.gift_items import ANSWER, BRACE, items, places, unescape, unescaped
from content.exchange.moodle_text import convert
from content.exchange.weights import read_weights
from content.models import Option

if TYPE_CHECKING:
    from content.exchange.gift_items import Item
    from content.exchange.models import Imported
    from content.exchange.moodle_text import TextFormat

_HASH = unescaped(r"\#")
_GENERAL = unescaped(r"\#{4}")
_MATCH = unescaped(r"->")
_TITLE = re.compile(r"::(?P<title>(?:\\.|(?!::)[^\\])*)::", re.DOTALL)
_FORMAT = re.compile(r"\[(?P<name>html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"\s*%(?P<weight>-?\d{1,3}(?:\.\d*)?)%")
_COMMENT_ID = re.compile(r"\[id:(?P<id>(?:\\\]|[^\[\]])+)\]")
_COMMENT_TAG = re.compile(r"\[tag:((?:\\\]|[^\[\]])+)\]")
_SLASH = re.compile(r"(?<!/)/(?!/)|(?<=//)/(?!/)")
_BRACES = (
    "the braces around the answers do not match: a question has one pair, a blank line ends it,"
    " and a brace that is text has a backslash before it"
)
_NO_ANSWERS = "an answer begins with = or ~, and a brace that is text has a backslash before it"
_EQUALS = "write \\= for an equals sign that is text"
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer between the braces; ``weight`` is in percent."""

    mark: str
    weight: float
    text: Converted
    feedback: Converted


def read_gift(text: str, path: str) -> Imported:
    """Read all questions of a GIFT document; what is none is a problem with its line."""
    collector = Collector(path)
    for item in items(text.split("\n")):
        _Reader(collector, item).read()
    return collector.finish()


def category_names(text: str) -> list[str]:
    """Split a category's path; ``$course$/top`` in front of it only says whose it is."""
    names = [name.replace("//", "/").strip() for name in _SLASH.split(text.strip())]
    if names and re.fullmatch(r"\$\w+\$", names[0]):
        del names[0]
    return names[1:] if names[:1] == ["top"] else names


class _Reader:
    """Reads one item."""

    def __init__(self, collector: Collector, item: Item) -> None:
        self._collector = collector
        self._item = item
        self._format: TextFormat = "moodle"

    def read(self) -> None:
        """Give the question to the collector, or say why there is none."""
        text = "\n".join(self._item.lines).strip()
        if text.startswith("$CATEGORY:"):
            self._collector.enter(category_names(text.removeprefix("$CATEGORY:")))
            return
        if not text:
            return
        if self._collector.is_too_long(self._item.line, text):
            return
        title = ""
        if named := _TITLE.match(text):
            title = " ".join(unescape(named["title"]).split())
            text = text[named.end() :].strip()
        marks = list(places(BRACE, text))
        if not marks:
            if text:
                self._leave_out("a description: text without answers")
            return
        if "".join(text[place] for place in marks) != "{}":
            self._collector.skip(self._item.line, _BRACES)
            return
        begin, end = marks
        gap = "_____" if text[end + 1 :].strip() else ""
        stem = self._stem(f"{text[:begin]}{gap}{text[end + 1 :]}")
        self._answers(text[begin + 1 : end].strip(), stem, title)

    def _stem(self, raw: str) -> str:
        raw = raw.strip()
        if found := _FORMAT.match(raw):
            self._format = _format(found["name"])
        return self._kept(self._text(raw)).markdown

    def _answers(self, raw: str, stem: str, title: str) -> None:
        *_, cut = [len(raw), *places(_GENERAL, raw)]
        general, raw = raw[cut + 4 :], raw[:cut].strip()
        explanation = self._kept(self._text(general)).markdown or None
        marks = [raw[place] for place in places(ANSWER, raw)]
        if raw and raw[0] != "#" and "~" in marks:
            self._choice(raw, stem, title, explanation)
        elif _truth(raw) is not None:
            self._truth(raw, stem, title, explanation)
        elif not raw:
            self._leave_out("an essay question")
        elif raw[0] == "#":
            self._leave_out("a numerical question")
        elif marks and next(places(_MATCH, raw), None) is not None:
            self._leave_out("a matching question")
        elif marks:
            self._leave_out("a short-answer question")
        else:
            self._collector.skip(self._item.line, _NO_ANSWERS)

    def _choice(self, raw: str, stem: str, title: str, explanation: str | None) -> None:
        found = list(places(ANSWER, raw))
        if raw[: found[0]].strip():
            self._collector.skip(self._item.line, _NO_ANSWERS)
            return
        ends = [*found[1:], len(raw)]
        pieces = zip(found, ends, strict=True)
        answers = [self._answer(raw[place], raw[place + 1 : end]) for place, end in pieces]
        # `~=` and `~ ~` leave an answer with nothing in it between them.
        answers = [one for one in answers if one.text.markdown or one.weight]
        single = any(one.mark == "=" for one in answers)
        correct, lost = read_weights([one.weight for one in answers], single=single)
        if lost:
            inside = any(raw[place] == "=" and raw[place - 1].isalnum() for place in found[1:])
            self._leave_out(f"{lost}; {_EQUALS}" if inside else lost)
        options = tuple(
            Option(text=one.text.markdown, reason=one.feedback.markdown or None) for one in answers
        )
        self._add(stem, options, correct, title, explanation)

    def _answer(self, mark: str, raw: str) -> _Answer:
        weight = 100.0 if mark == "=" else 0.0
        if found := _WEIGHT.match(raw):
            weight, raw = float(found["weight"]), raw[found.end() :]
        cut = next(places(_HASH, raw), len(raw))
        text = self._kept(self._text(raw[:cut]))
        self._collector.check_option(self._item.line, raw[:cut], text.markdown)
        return _Answer(mark, weight, text, self._kept(self._text(raw[cut + 1 :])))

    def _truth(self, raw: str, stem: str, title: str, explanation: str | None) -> None:
        first, second, *_ = [*places(_HASH, raw), len(raw), len(raw)]
        wrong = self._kept(self._text(raw[first + 1 : second])).markdown or None
        right = self._kept(self._text(raw[second + 1 :])).markdown or None
        truth = bool(_truth(raw))
        options = (
            Option(text="True", reason=right if truth else wrong),
            Option(text="False", reason=wrong if truth else right),
        )
        self._add(stem, options, (0 if truth else 1,), title, explanation)

    def _add(
        self,
        stem: str,
        options: tuple[Option, ...],
        correct: tuple[int, ...],
        title: str,
        explanation: str | None,
    ) -> None:
        comments = "\n".join(self._item.comments)
        found = _COMMENT_ID.search(comments)
        identity = found["id"].replace("\\]", "]").strip() if found else ""
        if tags := _COMMENT_TAG.findall(comments):
            self._leave_out(f"tags: {', '.join(tags)}")
        self._collector.add(
            Draft(self._item.line, stem, options, correct, explanation, identity, title)
        )

    def _text(self, raw: str) -> Converted:
        """Convert a text in the format that it names, or in that of the stem."""
        raw = raw.strip()
        form = self._format
        if found := _FORMAT.match(raw):
            form, raw = _format(found["name"]), raw[found.end() :]
        return convert(unescape(raw), form)

    def _kept(self, converted: Converted) -> Converted:
        for lost in converted.lost:
            self._leave_out(lost)
        return converted

    def _leave_out(self, what: str) -> None:
        self._collector.leave_out(self._item.line, f"left out: {what}")


def _truth(raw: str) -> bool | None:
    return _TRUTH.get(raw[: next(places(_HASH, raw), len(raw))].strip().upper())


def _format(name: str) -> TextFormat:
    match name:
        case "html" | "plain" | "markdown":
            return name
        case _:
            return "moodle"
