"""Takes the marks of containers off: what is in them stays, and a title becomes a line in bold.

Boxes of questions and answers, and what else folds, become ``<details>``; alternatives, as in tabs,
have their name above them.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from content import words
from content.markdown.lines import Line, continued, lead_of, quote_marks
from content.repair.container_marks import (
    ANSWERS,
    ELSEWHERE,
    FOLDS,
    GROUPS,
    INDENTED,
    PICTURES,
    QUESTIONS,
    TABS,
    marks_of,
    partners_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.problems import ProblemSink
    from content.repair.container_marks import Mark

_BOXES = {
    **dict.fromkeys(QUESTIONS, "Question"),
    **dict.fromkeys(ANSWERS, "Answer"),
    **dict.fromkeys(FOLDS, "Details"),
}
"""What to call a box without a title; the first line of a question's box is its stem."""
_LABEL = re.compile(words.LABEL, re.IGNORECASE)
_SAYS_ANSWER = re.compile(rf"{words.ANSWER}|{words.EXPLANATION}|reveal", re.IGNORECASE)
_OPTION = re.compile(r"\s*:(?P<key>[\w-]+):\s*(?P<value>.*)|\s{2,}(?:type|open|attrs):.*")
_LABELLED = re.compile(r"(?P<fence>\W*\w*) +\[(?P<label>[^\]\[]+)\](?P<more>.*)")
_HEADING = re.compile(r" {0,3}#{1,6} (?P<title>.*)")
_ITEM = re.compile(r"\s*(?:[-*+]|\(?[Aa1][.)])\s")
_TAB_LINK = re.compile(r"#{1,6} \[(?P<title>[^\]]+)\]\(#tab/[^)]*\)\s*")
_CLOSE = 3
_STEP = 4
"""The columns by which MkDocs indents what is in a container."""
_DEEPEST = 20
"""Containers in containers beyond this are nothing that somebody wrote."""


def unfold(lines: Sequence[Line], problems: ProblemSink, depth: int = 0) -> list[Line]:
    """Return the lines without the marks of containers; note what those take from elsewhere."""
    return _Unfolder(lines, problems, depth).run() if depth <= _DEEPEST else list(lines)


class _Unfolder:
    """Walks the lines once."""

    def __init__(self, lines: Sequence[Line], problems: ProblemSink, depth: int) -> None:
        self._lines = lines
        self._problems = problems
        self._depth = depth
        self._marks = marks_of(lines)
        self._partners = partners_of(self._marks)
        self._out: list[Line] = []
        self._boxes: set[int] = set()
        """The marks that end what became a box."""
        self._labels: list[str] = []
        """The names of the alternatives to come, where their group has them."""

    def run(self) -> list[Line]:
        """Walk all lines."""
        index = 0
        while index < len(self._lines):
            line = self._lines[index]
            if mark := self._marks.get(index):
                index = self._take(index, mark)
                continue
            index += 1
            if not line.code and (found := _TAB_LINK.fullmatch(line.text)):
                self._title(line, "", found["title"])
                continue
            if line.opens and (found := _LABELLED.fullmatch(line.text)):
                # The name of one of several fences that say the same.
                lead = lead_of(line.text)
                self._title(line, lead, found["label"])
                fence = (found["fence"] + found["more"])[len(lead) :]
                line = line.with_text(continued(lead) + fence)
            self._out.append(line)
        return self._out

    def _take(self, index: int, mark: Mark) -> int:
        """Write what stands for a mark; return the index of the line to go on with."""
        line, partner = self._lines[index], self._partners.get(index)
        if mark.kind == "comment" and partner is not None:
            return partner + 1
        if mark.closes:
            is_box = index in self._boxes
            self._write(line, f"{mark.lead}</details>" if is_box else mark.lead.rstrip())
            return index + 1
        if mark.kind in PICTURES | ELSEWHERE:
            below = self._below_options(index + 1)
            options = (_OPTION.fullmatch(one.text) for one in self._lines[index + 1 : below])
            given = {**mark.given, **{one["key"]: one["value"] for one in options if one}}
            self._write(line, self._from_elsewhere(line, mark._replace(given=given)))
            self._write(line, continued(mark.lead).rstrip())
            return below
        return self._begin(index, mark)

    def _begin(self, index: int, mark: Mark) -> int:
        """Write what begins a container, and what stands further right or in its quote."""
        line, partner = self._lines[index], self._partners.get(index)
        lead, title = mark.lead, self._titled(mark)
        if not title and mark.kind.startswith("callout-"):
            title, index = self._heading_below(index)
        summary = _summary(mark, title)
        body: Sequence[Line] | None = None
        if mark.sign in INDENTED:
            body = _indented_below(self._lines, index, len(continued(lead).expandtabs(_STEP)))
            if not body and not title and not summary:
                # Somebody shouts.
                self._out.append(line)
                return index + 1
        elif mark.sign == "[!" and summary:
            body = _quoted_below(self._lines, index)
            lead, _, _ = lead.rpartition(">")
        elif summary and partner is None:
            summary = None
            message = f"{line.text.strip()} is never closed: mark where it ends"
            self._problems.warning(line.number, "unclosed-fence", message)
        below = self._lines[index + 1 :] if body is None else body
        first = next((one.text for one in below if one.text.strip()), "")
        if mark.kind in QUESTIONS and not title and _ITEM.match(first):
            # What the options belong to stands above.
            summary = None
        if summary:
            self._boxes.add(partner if partner is not None else index)
            self._write(line, lead + summary)
        else:
            self._title(line, lead, title)
        if body is None:
            return self._below_options(index + 1)
        self._out += unfold(body, self._problems, self._depth + 1)
        end = f"{continued(lead)}</details>" if summary else continued(lead).rstrip()
        self._write(body[-1] if body else line, end)
        return index + 1 + len(body)

    def _heading_below(self, index: int) -> tuple[str, int]:
        """Return the title that a heading gives to one of Quarto's callouts, and its line."""
        for n, line in enumerate(self._lines[index + 1 : index + 1 + _CLOSE], index + 1):
            if found := _HEADING.fullmatch(line.text):
                return found["title"], n
        return "", index

    def _titled(self, mark: Mark) -> str:
        """Return what readers should see of what a container is called."""
        if mark.kind in GROUPS:
            self._labels = re.findall(r"[^,\s][^,]*", mark.given.get("items", ""))
            return ""
        if mark.kind in TABS and self._labels and not (mark.title or mark.label):
            return self._labels.pop(0).strip()
        return mark.title or mark.label

    def _write(self, line: Line, text: str) -> None:
        self._out.append(Line(line.number, text))

    def _title(self, line: Line, lead: str, title: str) -> None:
        """Write a title as a paragraph of its own in bold, or nothing for none."""
        title = title.replace("**", "").strip()
        if title:
            self._write(line, continued(lead).rstrip())
            self._write(line, f"{lead}**{title}**")
            lead = continued(lead)
        self._write(line, lead.rstrip())

    def _from_elsewhere(self, line: Line, mark: Mark) -> str:
        """Return what stands for a picture, or for what only a generator of sites could show."""
        if said := mark.given.get("content") or mark.given.get("text"):
            return mark.lead + said
        names = ("src", "source", "url", "file", "path")
        given = next((mark.given[name] for name in names if name in mark.given), mark.label)
        source = " ".join(given.split()[:1]).strip("\"'()")
        if mark.kind in PICTURES and source:
            alt = mark.given.get("alt") or mark.given.get("alt-text") or mark.title
            return f"{mark.lead}![{alt or PurePosixPath(source).name}]({source})"
        if source.startswith(("https://", "http://")):
            return f"{mark.lead}<{source}>"
        message = f"{line.text.strip()} takes in what is not here: write it into the lesson"
        self._problems.warning(line.number, "left-out", message)
        return mark.lead.rstrip()

    def _below_options(self, index: int) -> int:
        """Return the index of what stands below the options of a directive."""
        while index < len(self._lines) and _OPTION.fullmatch(self._lines[index].text):
            index += 1
        return index


def _summary(mark: Mark, title: str) -> str | None:
    """Return the line that opens a box for a container; None where it is another one."""
    folds = mark.sign == "??" or mark.given.get("collapse") == "true"
    kind = _BOXES.get(mark.kind, mark.kind.capitalize() if folds else None)
    if kind or (_LABEL.fullmatch(title) and _SAYS_ANSWER.search(title)):
        return f"<details><summary>{title or kind}</summary>"
    return None


def _quoted_below(lines: Sequence[Line], index: int) -> list[Line]:
    """Return the lines of a callout's quote below its first one, without its marks."""
    depth = quote_marks(lines[index].text).count(">")
    body: list[Line] = []
    for line in lines[index + 1 :]:
        around = quote_marks(line.text).count(">")
        _, _, text = line.text.partition(">")
        if around < depth or (around == depth and not line.code and text.lstrip().startswith("[!")):
            break
        body.append(line.with_text(text.removeprefix(" ")))
    return body


def _indented_below(lines: Sequence[Line], index: int, column: int) -> list[Line]:
    """Return the lines that stand further right than a column, without that indent."""
    body: list[Line] = []
    step = 0
    for place in range(index + 1, len(lines)):
        line = lines[place]
        text = line.text.expandtabs(_STEP) if line.text[:1] == "\t" else line.text
        indent = len(text) - len(text.lstrip(" "))
        is_inside = indent > column or (line.code and not line.opens)
        if text.strip() and not is_inside:
            break
        if text.strip() and not step:
            step = min(indent - column, _STEP)
        body.append(line.with_text(text[min(indent, column + step) :]))
    while body and not body[-1].text.strip():
        body.pop()
    return [line.with_text(" " * column + line.text if line.text else "") for line in body]
