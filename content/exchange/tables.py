"""Tables of questions in: CSV as Kahoot, Quizizz (Wayground), Blooket and Gimkit have it.

The row that names the columns says what each of them holds; what stands above it is a title.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from io import StringIO
from itertools import islice
from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple

from content.exchange.drafts import RIGHT, WRONG, Answer, Collector
from content.html.escaping import from_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence, Set

    from content.exchange.models import Imported

_ANSWER = r"(?:answer|antwort|respuesta|r[ée]ponse|risposta|resposta)"
_OPTION = rf"(?:{_ANSWER}|option|opt|choice|alternative)"
_ROLES = {
    "number": r"(?:question )?(?:#|no\.?|nr\.?|number|id)",
    "question": r"questions?(?: text| title| stem)?|stem|prompt|frage|pregunta|domanda|pergunta",
    "option": rf"(?:{_OPTION}(?: text)? ?)?(?P<name>\d\d?|[a-j])",
    "right": rf"(?:correct|right|richtige|bonne) ?(?:{_OPTION}s?)?|{_ANSWER}s?(?: key)?|key"
    rf"|{_OPTION}s? (?:correct[ae]?s?|corretta)",
    "wrong": rf"(?:(?:incorrect|wrong|falsche)(?: {_OPTION}s?)?|distractor) ?\d*",
    "explanation": rf"(?:{_OPTION} )?(?:explanation|feedback|rationale|justification)",
    "picture": r"(?:question )?(?:image|picture)(?: link| url)?|link of the image",
    "type": r"(?:question )?type",
    "category": r"category|topic|chapter|unit|subject",
}
_ROLE = re.compile("|".join(f"(?P<{role}>{form})" for role, form in _ROLES.items()), re.IGNORECASE)
# Programs whose numbers are always those of the columns.
_COUNTED = re.compile(
    r"max \d+ char|choose at least one|only include answer|question type", re.IGNORECASE
)
_CHOICE = re.compile(r"choice|check|select|single|multi|^mc|^tf|true|quiz|radio", re.IGNORECASE)
_ASIDE = re.compile(r" [-\u2013\u2014] .*| ?\(.*")
_PARTS = re.compile(r"_|(?<=[a-z])(?=[A-Z])")
_ADDRESS = re.compile(r"https?://[^\s()<>]+")
_DELIMITERS = ",;\t"
_HEAD = 40
_NAME = 100
_FIRST = "the first row names them, as in `Question,Answer 1,Answer 2,Correct answer`"


class _Columns(NamedTuple):
    """The columns by what they hold; ``line`` is that of the row that names them."""

    line: int
    delimiter: str
    row: Sequence[str]
    places: Mapping[str, Sequence[int]]
    options: Mapping[int, str]
    """What each column of options is called: its number or letter."""

    @property
    def is_whole(self) -> bool:
        """Return whether questions, options and the right ones have columns."""
        enough = len(self.options) > 1 or bool(self.places["wrong"])
        return bool(self.places["question"] and self.places["right"]) and enough


def looks_like_table(text: str) -> bool:
    """Return whether a row at the top names the columns of a table of questions."""
    return _columns(text) is not None


def read_table(text: str, path: str) -> Imported:
    """Read all questions of a table; a row that is none is a problem with its line."""
    collector = Collector(path)
    if columns := _columns(text):
        others: dict[int, str] = {}
        for line, row in _rows(text, columns.delimiter, collector):
            if line > columns.line and any(row):
                _read(line, row, columns, collector, others)
        if others:
            names = ", ".join(f"“{_name(others[place])}”" for place in sorted(others))
            collector.leave_out(columns.line, f"what the table says of {names}")
    else:
        collector.skip(
            1, f"no row names a column of questions, two of options, and the right one: {_FIRST}"
        )
    return collector.finish()


def _columns(text: str) -> _Columns | None:
    """Return the first row that names the columns of a table, whatever parts its cells."""
    for delimiter in _DELIMITERS:
        for line, row in islice(_rows(text[:20_000], delimiter, None), _HEAD):
            columns = _named(line, delimiter, row)
            if columns.is_whole:
                return columns
    return None


def _named(line: int, delimiter: str, row: Sequence[str]) -> _Columns:
    places: defaultdict[str, list[int]] = defaultdict(list)
    options: dict[int, str] = {}
    for place, cell in enumerate(row):
        found = _ROLE.fullmatch(_name(cell))
        role = found.lastgroup if found else ""
        if found and found["name"]:
            role, options[place] = "option", found["name"].lower()
        places[role or ("" if cell else "number")].append(place)
    return _Columns(line, delimiter, row, places, options)


def _name(cell: str) -> str:
    """Return the name of a column without what explains it."""
    return _ASIDE.sub("", " ".join(_PARTS.sub(" ", cell[:_NAME]).split()))


def _rows(
    text: str, delimiter: str, collector: Collector | None
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with the lines on which they begin; a row that is broken is noted."""
    reader = csv.reader(StringIO(text), delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            if collector:
                advice = "a quote begins and ends a cell, and is doubled within it"
                collector.skip(line, f"{exc}: {advice}")
            continue
        yield line, [cell.strip() for cell in row]


def _read(
    line: int, row: list[str], columns: _Columns, collector: Collector, others: dict[int, str]
) -> None:
    """Give the question of a row to the collector; ``others`` has columns that nothing holds."""
    names = columns.row
    if any(row[len(names) :]):
        message = f"{len(row)} cells, but {len(names)} columns: put quotes around a text with a"
        collector.skip(line, f"{message} `{columns.delimiter}` in it")
        return
    cells = row + [""] * (len(names) - len(row))
    stem, kind, right = (_cell(cells, columns, role) for role in ("question", "type", "right"))
    if "(required)" in stem and any("(optional)" in cell for cell in cells):
        # Quizizz explains its columns in the row below their names.
        return
    if not stem and not right and not any(cells[place] for place in columns.options):
        # A template may number rows that nobody has filled.
        return
    others.update((place, names[place]) for place in columns.places[""] if cells[place])
    if category := _cell(cells, columns, "category"):
        collector.enter([category])
    options = {place: cells[place] for place in columns.options if cells[place]}
    if columns.places["wrong"]:
        options = {columns.places["right"][0]: right} if right else {}
        options |= {place: cells[place] for place in columns.places["wrong"] if cells[place]}
        correct: Set[int] = set(columns.places["right"])
    elif kind and not _CHOICE.search(kind):
        collector.leave_out(line, f"a question of the type {kind}")
        return
    else:
        correct, fault = _right(right, options, columns)
        if fault:
            collector.skip(line, fault, "no-answer")
            return
    picture = _cell(cells, columns, "picture")
    if picture and not _ADDRESS.fullmatch(picture):
        collector.leave_out(line, f"the picture {picture}")
    shown = f"\n\n![]({picture})" if _ADDRESS.fullmatch(picture) else ""
    answers = [
        Answer(from_plain(text), None, RIGHT if place in correct else WRONG)
        for place, text in options.items()
    ]
    explanation = from_plain(_cell(cells, columns, "explanation"))
    collector.add(line, from_plain(stem) + shown, answers, explanation=explanation)


def _cell(cells: Sequence[str], columns: _Columns, role: str) -> str:
    return next((cells[place] for place in columns.places[role] if cells[place]), "")


def _right(cell: str, options: Mapping[int, str], columns: _Columns) -> tuple[Set[int], str]:
    """Return the columns of the right options, which a cell names or repeats; or what is wrong."""
    named = dict(zip(ascii_lowercase, columns.options, strict=False))
    if not any(name.isdigit() for name in columns.options.values()):
        named |= {str(number): place for number, place in enumerate(columns.options, start=1)}
    named |= {name: place for place, name in columns.options.items()}
    bare = re.sub(rf"(?i)\b(?:{_OPTION}s?|and)\b|\.0\b", " ", cell)
    by_name = _all(named, [word.strip("().") for word in re.findall(r"[^\s,;|/&]+", bare)])
    texts = {text.casefold(): place for place, text in options.items()}
    by_text = _all(texts, [cell]) or _all(texts, re.split(r"\s*[,;|\n]\s*", cell))
    shown = f"`{cell[:40]}`"
    if not cell:
        return set(), "no cell says which option is right"
    is_number = re.fullmatch(r"[\d\s,;.]+", cell) and _COUNTED.search(str(columns.row))
    if by_name and by_text not in {by_name, frozenset()} and not is_number:
        message = "is the text of one option and names another: name it in another way"
        return set(), f"{shown} {message}"
    correct = by_name or by_text
    if not correct:
        return set(), f"{shown} names no option"
    return correct, "" if correct <= options.keys() else f"{shown} names an empty cell"


def _all(places: Mapping[str, int], names: Sequence[str]) -> frozenset[int]:
    """Return where all of these are; empty when one of them is nowhere."""
    known = names and all(name.casefold() in places for name in names)
    return frozenset(places[name.casefold()] for name in names) if known else frozenset()
