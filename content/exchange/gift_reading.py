"""GIFT in: Moodle's text format, one question between two blank lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.exchange.drafts import RIGHT, WRONG, Answer, Collector
from content.exchange.gift_items import ANSWER, BRACE, items, places, unescape, unescaped
from content.exchange.moodle_text import convert

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
            title = unescape(named["title"])
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
        stem = f"{text[:begin]}{gap}{text[end + 1 :]}".strip()
        if found := _FORMAT.match(stem):
            self._format = _format(found["name"])
        stem = self._text(stem)
        self._answers(text[begin + 1 : end].strip(), stem, title)

    def _answers(self, raw: str, stem: str, title: str) -> None:
        *_, cut = [len(raw), *places(_GENERAL, raw)]
        general, raw = raw[cut + 4 :], raw[:cut].strip()
        explanation = self._text(general)
        marks = [raw[place] for place in places(ANSWER, raw)]
        if raw and raw[0] != "#" and "~" in marks:
            self._choice(raw, stem, title, explanation)
        elif (truth := _TRUTH.get(_until(_HASH, raw).strip().upper())) is not None:
            wrong, right = map(self._text, self._feedback(raw))
            answers = [Answer("True", wrong, WRONG), Answer("False", wrong, WRONG)]
            answers[not truth] = answers[not truth]._replace(reason=right, weight=RIGHT)
            self._add(stem, answers, title, explanation)
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

    def _choice(self, raw: str, stem: str, title: str, explanation: str) -> None:
        found = list(places(ANSWER, raw))
        if raw[: found[0]].strip():
            self._collector.skip(self._item.line, _NO_ANSWERS)
            return
        pieces = zip(found, [*found[1:], len(raw)], strict=True)
        answers = [self._answer(raw[place], raw[place + 1 : end]) for place, end in pieces]
        inside = any(raw[place] == "=" and raw[place - 1].isalnum() for place in found[1:])
        self._add(
            stem,
            # `~=` and `~ ~` leave an answer with nothing in it between them.
            [one for one in answers if one.text or one.weight],
            title,
            explanation,
            single="=" in (raw[place] for place in found),
            advice=f"; {_EQUALS}" if inside else "",
        )

    def _answer(self, mark: str, raw: str) -> Answer:
        weight = RIGHT if mark == "=" else WRONG
        if found := _WEIGHT.match(raw):
            weight, raw = float(found["weight"]), raw[found.end() :]
        shown = _until(_HASH, raw)
        text = self._text(shown)
        self._collector.check_option(self._item.line, shown, text)
        return Answer(text, self._text(raw[len(shown) + 1 :]), weight)

    def _feedback(self, raw: str) -> tuple[str, str]:
        """Return what GIFT says to a wrong answer to a statement, and to a right one."""
        first, second, *_ = [*places(_HASH, raw), len(raw), len(raw)]
        return raw[first + 1 : second], raw[second + 1 :]

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
            form, raw = _format(found["name"]), raw[found.end() :]
        converted = convert(unescape(raw), form)
        self._leave_out(*converted.lost)
        return converted.markdown

    def _leave_out(self, *what: str) -> None:
        self._collector.leave_out(self._item.line, *what)


def _until(mark: re.Pattern[str], raw: str) -> str:
    return raw[: next(places(mark, raw), len(raw))]


def _format(name: str) -> TextFormat:
    match name:
        case "html" | "plain" | "markdown":
            return name
        case _:
            return "moodle"
