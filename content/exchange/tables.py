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

from content.exchange.drafts import Collector, plain_answers
from content.html.escaping import from_plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

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
    names: Sequence[str]
    places: defaultdict[str, list[int]]
    options: dict[int, str]
    """What each column of options is called: its number or letter."""

    @property
    def is_whole(self) -> bool:
        """Return whether questions, options and the right ones have columns."""
        enough = len(self.options) > 1 or bool(self.places["wrong"])
        return bool(self.places["question"] and self.places["right"]) and enough

    def cell(self, row: Sequence[str], role: str) -> str:
        """Return what a row has in the first column of some kind that is not empty there."""
        return next((row[place] for place in self.places[role] if row[place]), "")


def looks_like_table(text: str) -> bool:
    """Return whether a row at the top names the columns of a table of questions."""
    return _columns(text) is not None


def read_table(text: str, path: str) -> Imported:
    """Read all questions of a table; a row that is none is a problem with its line."""
    collector = Collector(path)
    columns = _columns(text)
    if columns is None:
        message = f"no row names a column of questions, two of options, and the right one: {_FIRST}"
        collector.skip(1, message)
        return collector.finish()
    others: set[int] = set()
    for line, row in _rows(text, columns.delimiter, collector):
        if line > columns.line and any(row) and _read(line, row, columns, collector):
            others.update(place for place in columns.places[""] if any(row[place : place + 1]))
    if others:
        names = ", ".join(f"“{_name(columns.names[place])}”" for place in sorted(others))
        collector.leave_out(columns.line, f"what the table says of {names}")
    return collector.finish()


def _columns(text: str) -> _Columns | None:
    """Return the first row that names the columns of a table, whatever parts its cells."""
    for delimiter in _DELIMITERS:
        for line, row in islice(_rows(text[:20_000], delimiter, None), _HEAD):
            columns = _Columns(line, delimiter, row, defaultdict(list), {})
            for place, cell in enumerate(row):
                found = _ROLE.fullmatch(_name(cell))
                role = (found.lastgroup if found else "") or ("" if cell else "number")
                if found and found["name"]:
                    role, columns.options[place] = "option", found["name"].lower()
                columns.places[role].append(place)
            if columns.is_whole:
                return columns
    return None


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


def _read(line: int, row: list[str], columns: _Columns, collector: Collector) -> bool:
    """Give the question of a row to the collector; return whether the row is to have one."""
    count = len(columns.names)
    if any(row[count:]):
        message = f"{len(row)} cells, but {count} columns: put quotes around a text with a"
        collector.skip(line, f"{message} `{columns.delimiter}` in it")
        return False
    row = row + [""] * (count - len(row))
    stem, kind, right = (columns.cell(row, role) for role in ("question", "type", "right"))
    # Quizizz explains its columns in the row below their names.
    is_advice = "(required)" in stem and any("(optional)" in cell for cell in row)
    # A template may number rows that nobody has filled.
    if is_advice or not (stem or right or any(row[place] for place in columns.options)):
        return False
    if category := columns.cell(row, "category"):
        collector.enter([category])
    places = list(columns.options)
    correct: Collection[int] = [place for place in columns.places["right"] if row[place]][:1]
    if columns.places["wrong"]:
        places = [*correct, *columns.places["wrong"]]
    elif kind and not _CHOICE.search(kind):
        collector.leave_out(line, f"a question of the type {kind}")
        return True
    else:
        correct, fault = _right(right, row, columns)
        if fault:
            collector.skip(line, fault, "no-answer")
            return True
    stem, picture = from_plain(stem), columns.cell(row, "picture")
    if _ADDRESS.fullmatch(picture):
        stem += f"\n\n![]({picture})"
    elif picture:
        collector.leave_out(line, f"the picture {picture}")
    filled = [place for place in places if row[place]]
    right_ones = [number for number, place in enumerate(filled) if place in correct]
    answers = plain_answers([row[place] for place in filled], right_ones)
    explanation = from_plain(columns.cell(row, "explanation"))
    collector.add(line, stem, answers, explanation=explanation)
    return True


def _right(cell: str, row: Sequence[str], columns: _Columns) -> tuple[Collection[int], str]:
    """Return the columns of the right options, which a cell names or repeats; or what is wrong."""
    places = columns.options
    named = dict(zip(ascii_lowercase, places, strict=False))
    if not any(map(str.isdigit, places.values())):
        named |= {str(number): place for number, place in enumerate(places, start=1)}
    named |= {name: place for place, name in places.items()}
    bare = re.sub(rf"(?i)\b(?:{_OPTION}s?|and)\b|\.0\b", " ", cell)
    by_name = _all(named, [word.strip("().") for word in re.findall(r"[^\s,;|/&]+", bare)])
    texts = {row[place].casefold(): place for place in places if row[place]}
    by_text = _all(texts, [cell]) or _all(texts, re.split(r"\s*[,;|\n]\s*", cell))
    shown = f"`{cell[:40]}`"
    is_number = re.fullmatch(r"[\d\s,;.]+", cell) and _COUNTED.search(str(columns.names))
    if not cell:
        return (), "no cell says which option is right"
    if by_name and by_text and by_name != by_text and not is_number:
        message = "is the text of one option and names another: name it in another way"
        return (), f"{shown} {message}"
    correct = by_name or by_text
    if not all(row[place] for place in correct):
        return (), f"{shown} names an empty cell"
    return correct, "" if correct else f"{shown} names no option"


def _all(places: Mapping[str, int], names: Sequence[str]) -> frozenset[int]:
    """Return where all of these are; empty when one of them is nowhere."""
    found = [places.get(name.casefold()) for name in names]
    return frozenset(place for place in found if place is not None and None not in found)
