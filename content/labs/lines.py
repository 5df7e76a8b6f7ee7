"""A line of code in a lab: how it looks, what it is, and the commands that such lines make."""

from __future__ import annotations

import re
from enum import Enum
from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple

from content.labs.programs import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

VERBS = (
    "add|append|change|comment|copy|delete|edit|find|insert|look|make|modify|paste|put|remove"
    "|replace|search|set|uncomment|update|write"
)
_CAPITAL = "|".join(verb.capitalize() for verb in VERBS.split("|"))
_NOT_KEYED = r"(?:[^\n:=]|:(?:wq?|x|q)!?\b){0,80}"
_SAVED = (
    r"(?:#\s*)?(?:\d+[.)]\s*|[-*]\s+)?(?:(?:then|now|and|next|finally|please)\b[, ]*){0,3}"
    r"(?:(?:save|write|close|exit|quit|leave)\b"
    rf"(?={_NOT_KEYED}\b(?:file|editor|changes|close|exit|quit|save|vim?|nano|it)\b){_NOT_KEYED}"
    r"|save[.!]?|(?:speicher|enregistre|guard[ae]|сохран|保存)[^\n:=]{0,60}"
    r"|(?:(?:press|hit|use|type|enter|then|and)\W+){0,3}(?:<?esc(?:ape)?>?\W{0,3})?"
    r"(?:(?:then|and|type|enter)\W+){0,2}:(?:wq?|x|q)!?(?:\s[^\n:=]{0,60})?"
    r"|ZZ|[\[(<]?(?:press |hit |use |type )?(?:ctrl|\^)[-+ ]?[xosd]\b[^\n:=]{0,60}|<?eot>?)[.!]?$"
)
_DATA = (
    r"(?:for|while|if|elif|else|def|class|with|try)\b.*:$|host(?:\s+\S+){3}|timeout\s+[a-z]"
    r"|[{}\[\]]+,?$|[{\[]\s*[\"'{]|\"[^\"]*\"\s*[:,]|[\"'][\w./-]+[\"']:(?:\s|$)|<[!?/A-Za-z]|"
    r"[\w.-]+\s*=\s|[\w.-]+\s*=$|(?:[\d*][\d*,/-]*\s+){4}\S|//"
    r"|@(?:reboot|hourly|daily|weekly|monthly)\s|\d{1,3}(?:\.\d{1,3}){3}(?:/\d+)?\s"
    r"|/(?:dev|mnt|data|srv|share)\S*\s|[\w.-]+:/\S*\s+/|(?:UUID|LABEL)=\S+\s|[%\w-]+\s+ALL="
    r"|(?:FROM|RUN|CMD|COPY|ADD|ENV|EXPOSE|WORKDIR|ENTRYPOINT|USER|LABEL|ARG|VOLUME)\s"
)
# A key that ends what a command has opened, written behind it.
_KEYS = re.compile(r";\s*(?P<keys>(?:ctrl|\^)[-+]\w\b[^;\n]{0,60})$", re.IGNORECASE)
# An editor made a link of a file's name; no shell takes that outside of quotes.
_LINK = re.compile(r"\[(?P<text>[^\]\s]+)\]\([a-z]+://[^)\s]*\)")
_QUOTES = re.compile(r"[\"']|<<")


class Form(Enum):
    """How a line looks, and the pattern that says so: the first that fits is its form."""

    BLANK = r"$"
    # A comment that says that output follows.
    OUTPUT_LABEL = r"(?i:#+\s*(?:(?:expected|sample|example|the)\s+)?outputs?\s*:?$)"
    # The file is saved and its editor closed.
    SAVED = rf"(?i:{_SAVED})"
    # Keys that are pressed and nothing else.
    KEYS = (
        r"(?i:(?:press|hit) \S{1,12}(?: .{0,40})?$|(?:use )?[\[<(]?"
        r"(?:(?:(?:ctrl|alt|shift|cmd|\^)[-+ ]?){1,3}\w|f\d{1,2}|(?:up|down|left|right)[ -]?arrow"
        r"|enter|return|(?-i:Y)|i(?:nsert)?|esc(?:ape)?|tab|space(?:bar)?)"
        r"[\])>]?(?: key)?(?: (?:to|for|and|#) ?.{0,40})?[.!]?$)"
    )
    # The mark of a fence that somebody wrote as a comment.
    MARK = r"#+\s*(?:`{3,}|~{3,})[\w-]*$"
    # One of a numbered list of what to do.
    COUNTED = rf"(?i:(?:#+\s*)?\d+[.)]\s*(?:{VERBS}|close|exit|save)\b)"
    # What to do with a file.
    TOLD = (
        rf"(?:{_CAPITAL}) (?=\S+ \S)[^:=`]*(?:`[^`]*`[^:=`]*)*$"
        rf"|(?i:#+\s*(?:\d+[.)]|(?:{VERBS}|under)\b|[\w-]+(?:\.[\w-]+)+[ :])"
        rf"|[-*] +(?:{VERBS}) +(?:\S+ +)*[^\s:]+$)"
    )
    COMMENT = r"#(?!!)"
    SHEBANG = r"#!"
    # The branches that `tree` draws, and a question that waits for an answer.
    DRAWN = r"[\u2500-\u257f]|[|`]-- "
    PROMPT = r"(?=[A-Z][\w ]*:)[\w ]*?(?i:password|passphrase|username)"
    ADDRESS = r"https?://\S+$"
    # What files hold: a block or a test of a shell may begin like this too.
    DATA = _DATA
    SECTION = r"\[\[?[^\s\]][^\]]*\]\]?$"
    # What no command looks like, whatever its first word is.
    ITEM = r"-{3}$|\.{3}$|[-*](?:\s|$)|[\w./-]+:(?:\s|$)|\d{1,3}[.)]\s"
    # No pattern: it begins with a word that is a command in this lesson.
    COMMAND = "command"
    KEYED = r"[A-Za-z][\w-]*(?: [\w-]+){1,3}:(?: +\S|$)"
    SENTENCE = r"[A-Z][a-z]+(?:,? [\w'-]+){3,}[.:]?$|[A-Z][a-z]+(?: [\w'-]+){2}\.$"
    OTHER = "other"


def _table(forms: Sequence[Form]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{form.name}>{form.value})" for form in forms))


_FORMS = list(Form)
_SURE = _table(_FORMS[: _FORMS.index(Form.COMMAND)])
_UNSURE = _table(_FORMS[_FORMS.index(Form.COMMAND) + 1 : _FORMS.index(Form.OTHER)])


def form_of(line: str, knows: Callable[[str], bool] | None = None) -> Form:
    """Return how a line looks; ``knows`` says whether it is a command of the lesson."""
    line = line.strip()
    if found := _SURE.match(line):
        return Form[str(found.lastgroup)]
    if (knows and knows(line)) or opened(line) or _SWITCHED.match(line):
        return Form.COMMAND
    found = _UNSURE.match(line)
    return Form[str(found.lastgroup)] if found else Form.OTHER


_SWITCHED = re.compile(r"[a-z][\w.-]{1,30}(?: [a-z]+)? --?[a-zA-Z]")
"""A line with an option for what it begins with."""


class Kind(Enum):
    """What a line is: part of a command, or what it has to do with one."""

    COMMAND = "begins a command"
    CONTINUATION = "goes on with the command above"
    COMMENT = "is said of the command below"
    NOTE = "is said of the command above"
    CONTENT = "goes into the file or the dialog that the command above opens"
    OUTPUT = "is printed by the command above"
    TEXT = "can be typed nowhere"


class Line(NamedTuple):
    """A labelled line; ``offset`` counts from 0, ``comment`` is what stands behind a command."""

    offset: int
    kind: Kind
    text: str
    comment: str = ""


class Command(NamedTuple):
    """One command; ``offset`` is its first line from 0, ``hint`` what is said of it.

    ``content`` is what goes into the file that it opens, ``output`` what it prints. Without a
    ``text`` the content is lines that nobody can type; the hint alone is said of what stands above.
    """

    offset: int
    text: str
    hint: str | None = None
    content: str | None = None
    output: str | None = None


def is_saved(line: str) -> bool:
    """Return whether a line says to save a file, or to close its editor."""
    return form_of(line) is Form.SAVED


def join(lines: Iterable[Line]) -> list[Command]:
    """Join labelled lines to commands; each line belongs to exactly one of them."""
    commands: list[list[Line]] = []
    above: list[Line] = []
    last = Line(-1, Kind.COMMENT, "")
    for line in lines:
        follows = last.kind is Kind.TEXT and line.offset == last.offset + 1
        if line.kind is Kind.COMMENT:
            above.append(line)
        elif line.kind is Kind.COMMAND or (line.kind is Kind.TEXT and not follows):
            commands.append([*above, line])
            above = []
        else:
            commands[-1].append(line)
        last = line
    joined = list(map(_joined, commands))
    if any(line.text for line in above):
        joined.append(_joined(above))
    return joined


def _joined(lines: Sequence[Line]) -> Command:
    """Make one command of its lines and the comments above it."""
    said = [line for line in lines if line.text.strip() or not line.comment]

    def parts(*kinds: Kind) -> list[str]:
        return [line.text for line in said if line.kind in kinds]

    text = "\n".join(parts(Kind.COMMAND, Kind.CONTINUATION)).strip()
    keys = _KEYS.search(text)
    text = text[: keys.start()].rstrip() if keys else text
    text = _LINK.sub(r"\g<text>", text) if "](" in text and not _QUOTES.search(text) else text
    behind = [*(line.comment for line in lines), keys["keys"] if keys else ""]
    hints = [
        " ".join(filter(None, parts(Kind.COMMENT))),
        " ".join(filter(None, behind)),
        " ".join(filter(None, parts(Kind.NOTE))),
    ]
    content = dedent("\n".join(parts(Kind.CONTENT) + parts(Kind.TEXT)))
    return Command(
        next((line for line in lines if line.kind is not Kind.COMMENT), lines[0]).offset,
        text if text.endswith((";;", "\\;")) else text.removesuffix(";").rstrip(),
        "\n".join(filter(None, hints)) or None,
        content.strip("\n") or None,
        "\n".join(parts(Kind.OUTPUT)).strip("\n").rstrip() or None,
    )
