"""The lines that begin or end a container, in all the ways that people write them.

Pandoc, Docusaurus and MyST write ``::: note`` and ``:::``, MkDocs ``!!! note "Title"`` and
``=== "Tab"`` with an indent, or ``/// note``, forges and Obsidian ``> [!note] Title``, Hugo and
Jekyll ``{{< note >}}`` and ``{% note %}``; Learn and others have their own.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from content.html.reader import ATTRIBUTE, attributes_of
from content.markdown.lines import lead_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from content.markdown.lines import Line

_FORMS = {
    "::": re.compile(r":{3,}(?P<rest>.*)|(?P<leaf>::[a-z][\w-]*(?:\[.*\])?(?:\{[^{}]*\})?)"),
    "//": re.compile(r"/{3,} *(?P<rest>(?:[\w-]+ *(?:\|.*)?)?)"),
    "{{": re.compile(r"\{\{(?:[<%](?!/\*)|#(?=\w*include|playground))(?P<rest>[^{}]*?)[>%]?\}\}"),
    "{%": re.compile(r"\{%(?P<rest>[^%]*)%\}"),
    "{:": re.compile(r"\{:(?P<rest>[^{}]*)\}"),
    "[!": re.compile(r"\[!(?P<rest>[\w-]+)(?P<more>[^\]]*)\](?P<after>.*)"),
    "==": re.compile(r"===[!+]? *(?P<rest>\".*)"),
    "??": re.compile(r"\?\?\?\+? *(?P<rest>[\w-]+(?: +[\w-]+)*(?: +[\"'].*)?)"),
    "!!": re.compile(r"!!! *(?P<rest>[\w-]+(?: +[\w-]+)*(?: +[\"'].*)?)"),
    "--": re.compile(r"-+8<-+ *(?P<rest>\S.*)"),
}
_FORMS |= dict.fromkeys(("[T", "[t", "[["), re.compile(r"\[\[?_?(?:TOC|toc)_?\]?\](?P<rest>)"))
_FORUM = frozenset({"[d", "[s", "[/"})
_FORMS |= dict.fromkeys(_FORUM, re.compile(r"\[(?P<rest>/?(?:details|spoiler)(?:=[^\[\]]*)?)\]"))
"""By the first two signs of a line, how a mark looks that is the whole of it."""

INDENTED = frozenset({"==", "??", "!!"})
"""The marks of what stands further right below them."""

_CODES = frozenset({"{{", "{%"})

_FLAT = frozenset({"::", "//"})
"""The marks whose ends do not say what they end."""

_NAME = re.compile(r"(?:^|[\s.])(?P<name>[A-Za-z][\w-]*+)(?![\w-]*\s?=)")
_BRACES = re.compile(r"\{[^{}]*\}")
_QUOTED = re.compile(r"\"([^\"]+)\"|'([^']+)'")
_WORD = re.compile(r"[^/\w.-]")
_KINDS = {"==": "tab", "--": "include"}
_CODE_COLUMNS = 4


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = (
    *("title", "label", "header", "summary", "caption", "tabname", "tab", "heading", "pivot"),
    *("text", "name"),
)
TABS = _words("tab tab-item tabitem tabs-item tabs-tab tab-panel tabpanel tab-pane pane")
"""Alternatives."""
GROUPS = _words("tabs tab-set tabset tabpane code-group codegroup columns")
"""What holds others; what these are called is not for readers."""
PICTURES = _words("figure image img picture")
ELSEWHERE = _words(
    "include includes include_relative include_cached readfile embed code_sample codenew partial"
    " rustdoc_include playground literalinclude snippet gist iframe youtube vimeo video"
)
"""What is shown out of another file or from another place."""
QUESTIONS = _words("question quiz exercise mcq")
ANSWERS = _words("answer solution")
FOLDS = _words("details spoiler expand dropdown collapse accordion toggle")
_WITH_WORDS = TABS | FOLDS | PICTURES | ELSEWHERE
"""What is called by a plain word too, not only by one in quotes."""
DIRECTIVES = (_WITH_WORDS | GROUPS | QUESTIONS | ANSWERS) | _words(
    "admonition attention caution danger error hint important note tip warning seealso card grid"
    " grid-item margin sidebar epigraph topic"
)
"""What MyST writes as a fence though it holds text; all others, as ``{python}``, hold code."""


class Mark(NamedTuple):
    """A line that begins or ends a container, or is one; ``sign`` says how it is written.

    ``title`` is what it calls its title, ``label`` what else may be one; ``given`` are all of its
    attributes.
    """

    sign: str
    lead: str
    kind: str = ""
    title: str = ""
    label: str = ""
    closes: bool = False
    given: Mapping[str, str] = MappingProxyType({})


def marks_of(lines: Sequence[Line]) -> dict[int, Mark]:
    """Return the lines that are marks, by their index."""
    marks: dict[int, Mark] = {}
    is_list = False
    for index, line in enumerate(lines):
        text, lead = line.text, lead_of(line.text)
        indent = len(text) - len(text.lstrip(" "))
        if text.strip() and indent < _CODE_COLUMNS:
            is_list = bool(lead.strip(" >")) or (is_list and indent > 0)
        if not line.code and (indent < _CODE_COLUMNS or is_list) and (mark := _mark(text, lead)):
            marks[index] = mark
    return marks


def partners_of(marks: dict[int, Mark]) -> dict[int, int]:
    """Return for each mark that begins or ends a container the index of the other one.

    Taken out is a code that holds nothing.
    """
    opened: dict[tuple[str, str], list[int]] = {}
    partners: dict[int, int] = {}
    for index, mark in marks.items():
        waiting = opened.setdefault((mark.sign, "" if mark.sign in _FLAT else mark.kind), [])
        if not mark.closes:
            waiting.append(index)
        elif waiting:
            partners[index] = waiting.pop()
            partners[partners[index]] = index
    for (sign, kind), waiting in opened.items():
        if sign == "//" or (sign in _CODES and kind not in _WITH_WORDS):
            for index in waiting:
                del marks[index]
    return partners


def title_of(given: Mapping[str, str]) -> str:
    """Return the title among attributes; empty without one."""
    return next((given[name] for name in _TITLES if given.get(name)), "")


def _mark(text: str, lead: str) -> Mark | None:
    """Return the mark that a line is, if it is one; ``lead`` stands before its words."""
    form = _FORMS.get(text[len(lead) : len(lead) + 2])
    bare = text[len(lead) :].rstrip() if form else ""
    found = form.fullmatch(bare) if form else None
    if not found:
        return None
    sign, groups = "[d" if bare[:2] in _FORUM else bare[:2], found.groupdict()
    rest = (found["rest"] or "").strip()
    if sign == "{:":
        # The attributes of a block are no container.
        kind = "comment" if rest.strip(":/") in {"comment", ""} else ""
        return Mark(sign, lead, kind, closes=rest.startswith("/"))
    if sign == "[!":
        if ">" not in lead and rest.lower() != "include":
            return None
        title = found["after"].lstrip("+- ")
        label = found["more"].strip() if rest.lower() in ELSEWHERE else ""
        return Mark(sign, lead, rest.lower(), title, label)
    if leaf := groups.get("leaf"):
        sign, rest = ":", leaf[2:]
    elif sign == "::":
        # Learn's own marks are closed on their line: `:::row:::`.
        sign = ":" if re.fullmatch(r":::\w.*:::", bare) else sign
        rest = rest.strip(": ")
    elif sign in _CODES:
        rest = rest.strip("- ").removesuffix("/")
    return _named(sign, lead, rest)


def _named(sign: str, lead: str, rest: str) -> Mark:
    """Return the mark that says ``rest`` of itself: its kind, and what it is called."""
    if not rest:
        return Mark(sign, lead, closes=sign in _FLAT)
    in_braces = rest[0] == "{"
    word = rest[1:].partition("}")[0] if in_braces else _WORD.split(rest, 1)[0]
    after = rest[len(word) + 2 * in_braces :]
    name = _NAME.search(word.lstrip("/"))
    kind = name["name"].lower() if name else _KINDS.get(sign, "")
    given = attributes_of(rest)
    closes = word.startswith("/") or kind.endswith("-end")
    if sign == "{%" and kind.startswith("end"):
        kind, closes = kind[len("end") :].lstrip("-_"), True
    after = ATTRIBUTE.sub(" ", _BRACES.sub(" ", after)).strip(" |")
    if sign in _FLAT or sign == ":":
        whole = re.fullmatch(r"[\[\"](.*)[\]\"]", after)
        label = whole[1] if whole else after
    else:
        quoted = _QUOTED.search(after)
        label = (quoted[1] or quoted[2]) if quoted else after if kind in _WITH_WORDS else ""
    if in_braces and kind == "solution":
        # What stands there is the name of the exercise.
        label = ""
    title = title_of(given) or (given.get("value", "") if kind in TABS else "")
    return Mark(sign, lead, kind, title, label, closes, given)
