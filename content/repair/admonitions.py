"""Turns the callouts and admonitions that hide questions and answers into ``<details>``.

Obsidian and forges write ``> [!question]- Title`` and go on in the quote, MkDocs writes
``??? question "Title"`` and indents what belongs to it, Docusaurus and Pandoc close with ``:::``.
Other callouts stay as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.lines import Line

_QUOTED = re.compile(r" {0,3}(?:> ?)+\[!(?P<kind>\w+)\][+-]? *(?P<title>.*)")
_INDENTED = re.compile(r" *(?:\?\?\?\+?|!!!) +(?P<kind>\w+)[\w ]*?(?: +\"(?P<title>[^\"\n]*)\")? *")
_FENCED = re.compile(r" {0,3}:{3,} *\{?\.?(?P<kind>[\w-]+)\}?(?P<title>.*)")
_CLOSING = re.compile(r" {0,3}:{3,} *")
_SIGNS = frozenset({"[!", "??", "!!", "::"})
_KINDS = {
    **dict.fromkeys(("question", "quiz", "exercise", "mcq"), "Question"),
    **dict.fromkeys(("answer", "solution"), "Answer"),
}
"""What to call a box without a title; the first line of a question's box is its stem."""
_LABEL = re.compile(words.LABEL, re.IGNORECASE)
_SAYS_ANSWER = re.compile(rf"{words.ANSWER}|{words.EXPLANATION}|reveal", re.IGNORECASE)
_STEP = 4
"""The columns by which MkDocs indents what belongs to an admonition."""
_DEEPEST = 20
"""Boxes in boxes beyond this are nothing that somebody wrote."""


def unfold(lines: Sequence[Line], depth: int = 0) -> list[Line]:
    """Return the lines with callouts of questions and answers as boxes that open."""
    out: list[Line] = []
    colons: list[bool] = []
    """For everything that ``:::`` opened, whether it became a box."""
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        bare = line.text.lstrip(" >")
        if line.code or bare[:2] not in _SIGNS or depth > _DEEPEST:
            out.append(line)
        elif bare[:2] == "::":
            if colons and _CLOSING.fullmatch(line.text):
                text = "</details>" if colons.pop() else line.text
            else:
                summary = _summary(found := _FENCED.fullmatch(line.text))
                colons += [summary is not None] if found else []
                text = summary or line.text
            out.append(line._replace(text=text))
        else:
            quoted = bare[0] == "["
            summary = _summary((_QUOTED if quoted else _INDENTED).fullmatch(line.text))
            if summary is None:
                out.append(line)
                continue
            body = _quoted_below(lines, index - 1) if quoted else _indented_below(lines, index - 1)
            index += len(body)
            lead = "> " * (_quotes(line.text) - 1) if quoted else line.text[: -len(bare)]
            last = body[-1] if body else line
            out.append(line._replace(text=lead + summary))
            out += unfold(body, depth + 1)
            out.append(last._replace(text=f"{lead}</details>", code=False, opens=False))
    return out


def _summary(found: re.Match[str] | None) -> str | None:
    """Return the line that opens a box for a callout; None where it is another callout."""
    if found is None:
        return None
    kind, title = _KINDS.get(found["kind"].lower()), (found["title"] or "").strip(" []")
    if kind or (_LABEL.fullmatch(title) and _SAYS_ANSWER.search(title)):
        return f"<details><summary>{title or kind}</summary>"
    return None


def _quoted_below(lines: Sequence[Line], index: int) -> list[Line]:
    """Return the lines of a callout's quote below its first one, without its marks."""
    depth = _quotes(lines[index].text)
    body: list[Line] = []
    for line in lines[index + 1 :]:
        around = _quotes(line.text)
        if around < depth or (around == depth and not line.code and _QUOTED.fullmatch(line.text)):
            break
        _, _, text = line.text.partition(">")
        body.append(line._replace(text=text.removeprefix(" ")))
    return body


def _indented_below(lines: Sequence[Line], index: int) -> list[Line]:
    """Return the lines that stand in an admonition, without its indent."""
    text = lines[index].text
    column = len(text) - len(text.lstrip(" ")) + _STEP
    body: list[Line] = []
    for line in lines[index + 1 :]:
        if line.text.strip() and line.text[:column].strip(" "):
            break
        body.append(line._replace(text=line.text[_STEP:]))
    while body and not body[-1].text.strip():
        body.pop()
    return body


def _quotes(text: str) -> int:
    """Return how many marks of quotes a line begins with."""
    return text[: len(text) - len(text.lstrip("> "))].count(">")
