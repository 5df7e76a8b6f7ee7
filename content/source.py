"""Bytes to text: one file decoded, its front matter taken off, its faults mended and noted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from content.errors import UnreadableLesson
from content.folders import shown
from content.front_matter import read_front_matter
from content.problems import ProblemSink
from content.repair.recovery import recover

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from content.front_matter import FrontMatter

_ANCHOR = re.compile(
    r"<(?:a\s[^<>]{0,200}?(?<![\w-])name|\w+\s[^<>]{0,200}?(?<![\w-])id)\s*=\s*[\"']?([^\"'\s>]+)"
    r"|^\s*\(([\w:.-]+)\)=\s*$",
    re.IGNORECASE,
)

_ALONE = re.compile(r"\s*(?:<[^<>]*>\s*|\([^()\s]+\)=\s*)+")

SIZE_LIMIT = 10 * 1024 * 1024
"""The largest lesson in bytes; anything above is not a text that a person wrote."""

WORK_LIMIT = 100_000
"""So many lines and marks are read in a few seconds; a long chapter has a tenth of them."""

BANK_LIMIT = 1_000_000
"""The same for a bank of questions, which may hold thousands; Moodle's XML has 150 for each."""

_WORK = re.compile(r"\r(?!\n)|[\n*_`~\[\](<>&|]")


class Anchor(NamedTuple):
    """A place that links lead to, and the line that it is on."""

    line: int
    name: str


@dataclass(frozen=True)
class Source:
    """A readable lesson: ``numbers`` gives for each line of ``text`` its line in the file."""

    path: str
    text: str
    numbers: tuple[int, ...]
    front: FrontMatter
    front_lines: Mapping[str, int]
    problems: ProblemSink
    """What is wrong so far; the stages that follow note theirs here too."""
    anchors: tuple[Anchor, ...] = ()
    """The anchors that the file sets by hand, as ``<a name="…">``, ``<h2 id="…">``, ``(…)=``."""

    def line_of(self, key: str, name: str = "") -> int:
        """Return the line of a key at the top, or of what it says of a name."""
        return self.front_lines.get(f"{key}.{name}", self.front_lines.get(key, 1))


def read(path: Path) -> Source:
    """Read the file at ``path``; raises UnreadableLesson when it holds no text, or too much."""
    return from_bytes(shown(path), read_bytes(path))


def read_text(path: Path) -> str:
    """Return the text of the file at ``path`` as it is; raises UnreadableLesson as ``read``."""
    return decode(path, read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """Return what is in the file at ``path``; raises UnreadableLesson where that is no lesson."""
    try:
        if not path.is_file():
            raise UnreadableLesson(
                path, "it does not exist" if not path.exists() else "it is no file"
            )
        if path.stat().st_size > SIZE_LIMIT:
            raise UnreadableLesson(path, "it is larger than 10 MB: split the lesson")
        return path.read_bytes()
    except OSError as exc:
        raise UnreadableLesson(path, (exc.strerror or "unknown fault").lower()) from exc


def from_bytes(path: str, data: bytes) -> Source:
    """Return the source of a lesson that was read already; raises UnreadableLesson as ``read``."""
    text = decode(Path(path), data)
    if not text.strip():
        raise UnreadableLesson(Path(path), "it is empty: write the lesson or remove the file")
    refuse_too_much(Path(path), text)
    return from_text(path, text)


def from_text(path: str, text: str) -> Source:
    """Return the source of a lesson that is text already; ``path`` is what problems name."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    problems = ProblemSink(path)
    head = read_front_matter(lines, problems)
    lines[: head.length] = [""] * head.length
    mended = recover(lines, problems)
    # Links that were HTML are Markdown by now.
    readable = "\n".join(line.text for line in mended)
    return Source(
        path=path,
        text=readable,
        numbers=tuple(line.number for line in mended),
        front=head.values,
        front_lines=head.lines,
        problems=problems,
        anchors=tuple(_anchors(lines)),
    )


def _anchors(lines: Sequence[str]) -> Iterator[Anchor]:
    """Yield all anchors; one that stands alone belongs to what begins below it."""
    for number, line in enumerate(lines, 1):
        for found in _ANCHOR.finditer(line) if "<" in line or ")=" in line else ():
            place = number
            if _ALONE.fullmatch(line):
                place += 1 + (not "".join(lines[number : number + 1]).strip())
            yield Anchor(place, found[1] or found[2])


def refuse_too_much(path: Path, text: str, limit: int = WORK_LIMIT) -> None:
    """Raise UnreadableLesson for a text that would take long to read, whatever is in it.

    The time goes with the lines and the marks, so those are counted: that is the same everywhere.
    """
    if len(text) <= limit:
        return
    found = next(islice(_WORK.finditer(text), limit, None), None)
    if found:
        line = len(re.findall(r"\r(?!\n)|\n", text[: found.start()])) + 1
        reason = f"it has more than {limit:,} lines and marks down to here: split the file"
        raise UnreadableLesson(path, reason, line)


def decode(path: Path, data: bytes) -> str:
    """Return the text that was read from ``path``; raises UnreadableLesson as ``read``."""
    if b"\0" in data[:8192] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableLesson(path, "it is binary, not text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        raise UnreadableLesson(path, f"it is not UTF-8 (line {line}): save it as UTF-8") from exc
