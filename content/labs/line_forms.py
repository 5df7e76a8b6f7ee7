"""What a line of a script looks like by itself: one table says it, and each line is asked once."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

from content.labs.editors import is_edit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Form(Enum):
    """How a line looks; those from ``ITEM`` on may stand in a file."""

    BLANK = auto()
    OUTPUT_LABEL = auto()
    """A comment that says that output follows."""
    SAVED = auto()
    """Says that a file is saved and its editor closed."""
    MARK = auto()
    """The mark of a fence that somebody wrote as a comment."""
    COUNTED = auto()
    """One of a numbered list of what to do."""
    TOLD = auto()
    """Says what to do, or asks for a password."""
    UNUSED = auto()
    """A setting that is commented out."""
    COMMENT = auto()
    SHEBANG = auto()
    DRAWN = auto()
    """The branches that `tree` draws."""
    PASSWORD = auto()
    ADDRESS = auto()
    LOOSE = auto()
    """Begins a file in which single words may stand, such as hosts."""
    SECTION = auto()
    ITEM = auto()
    """A form that no command has, whatever its first word is."""
    BRACED = auto()
    """The same in a file; a shell's block or test begins like this too."""
    COMMAND = auto()
    KEYED = auto()
    SENTENCE = auto()
    DOTTED = auto()
    PAIR = auto()
    """A key with its value that a shell would take as well."""
    DATA = auto()
    INDENTED = auto()
    OTHER = auto()


_VERBS = (
    "add|append|change|comment|copy|delete|edit|find|insert|look|make|modify|paste|put|remove"
    "|replace|search|set|uncomment|update|write"
)
_SAVED = (
    r"(?:#\s*)?(?:\d+[.)]\s*|[-*]\s+)?(?:(?:then|now|and|next|finally|please)\b[, ]*){0,3}"
    r"(?:(?:save|write|close|exit|quit|leave)\b"
    r"(?=[^\n:=]{0,80}\b(?:file|editor|changes|close|exit|quit|save|vim?|nano|it)\b)[^\n:=]{0,80}"
    r"|save[.!]?"
    r"|(?:(?:press|hit|use|type)\s+)?(?:<?esc(?:ape)?>?\W{0,3})?:(?:wq?|x|q)!?(?:\s[^\n:=]{0,60})?"
    r"|ZZ|(?:press |hit |use |type )?(?:ctrl|\^)[-+ ]?[xos]\b[^\n:=]{0,60})$"
)
_LOOSE = (
    r"[\w.-]+\s*=\s|[\w.-]+\s*=$|(?:[\d*][\d*,/-]*\s+){4}\S|//"
    r"|@(?:reboot|hourly|daily|weekly|monthly)\s|\d{1,3}(?:\.\d{1,3}){3}(?:/\d+)?\s"
    r"|/(?:dev|mnt|data|srv|share)\S*\s|[\w.-]+:/\S*\s+/|(?:UUID|LABEL)=\S+\s|[%\w-]+\s+ALL="
    r"|(?:FROM|RUN|CMD|COPY|ADD|ENV|EXPOSE|WORKDIR|ENTRYPOINT|USER|LABEL|ARG|VOLUME)\s"
)
# In their order; a command of the lesson stands between the two tables.
_SURE = {
    Form.BLANK: r"$",
    Form.OUTPUT_LABEL: r"(?i:#+\s*(?:(?:expected|sample|example|the)\s+)?outputs?\s*:?\s*$)",
    Form.SAVED: rf"(?i:{_SAVED})",
    Form.MARK: r"#+\s*(?:`{3,}|~{3,})[\w-]*$",
    Form.COUNTED: rf"(?i:(?:#+\s*)?\d+[.)]\s*(?:{_VERBS}|close|exit|save)\b)",
    Form.TOLD: rf"(?i:#+\s*(?:\d+[.)]|(?:{_VERBS}|under)\b|[\w-]+(?:\.[\w-]+)+[ :])"
    rf"|[-*] +(?:{_VERBS}) +(?:\S+ +)*[^\s:]+$)",
    Form.UNUSED: r"#+\s*[A-Za-z_][\w.-]*=",
    Form.COMMENT: r"#(?!!)",
    Form.SHEBANG: r"#!",
    Form.DRAWN: r"[\u2500-\u257f]|[|`]-- ",
    Form.PASSWORD: r"(?=[A-Z][\w ]*:)[\w ]*?(?i:password|passphrase|username)",
    Form.ADDRESS: r"https?://\S+$",
    Form.LOOSE: _LOOSE,
    Form.SECTION: r"\[\[?[^\s\]][^\]]*\]\]?$",
    Form.ITEM: r"-{3}$|\.{3}$|[-*](?:\s|$)|[\w./-]+:(?:\s|$)|\d{1,3}[.)]\s",
    Form.BRACED: r"[{}\[\]]+,?$|[{\[]\s*[\"'{]|\"[^\"]*\"\s*[:,]|[\"'][\w./-]+[\"']:(?:\s|$)"
    r"|<[!?/A-Za-z]",
}
_UNSURE = {
    Form.KEYED: r"[A-Za-z][\w-]*(?: [\w-]+){1,3}:(?: +\S|$)",
    Form.SENTENCE: r"[A-Z][a-z]+(?:,? [\w'-]+){3,}[.:]?$",
    Form.DOTTED: r"(?!\S+\.(?:sh|py|pl|rb|ya?ml|exe|ps1|bat|txt|conf)$)"
    r"[a-z][\w-]*(?:\.[A-Za-z][\w-]*)+(?:\s+#.*)?$",
    Form.PAIR: r"[A-Za-z_][\w.-]*=(?:\S*(?:\s|$)|\")",
    Form.DATA: r"[A-Z][A-Za-z]*\s+\S"
    r"|(?:add|append|change|delete|insert|modify|remove|replace)(?:\s+\S+){2}"
    r"|[^|;&\n]*:(?:\s*(?:\{\}|\[\]|[|>]-?))?$",
}


def _table(patterns: dict[Form, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{form.name}>{text})" for form, text in patterns.items()))


_FIRST, _SECOND = _table(_SURE), _table(_UNSURE)


def form_of(line: str, knows: Callable[[str], bool]) -> Form:
    """Return how a line looks; ``knows`` says whether it is a command of the lesson."""
    line = line.strip()
    if found := _FIRST.match(line):
        return Form[str(found.lastgroup)]
    if knows(line) or is_edit(without_comment(line)):
        return Form.COMMAND
    found = _SECOND.match(line)
    return Form[str(found.lastgroup)] if found else Form.OTHER


class ScriptLines:
    """The lines of a script with their forms, each of which is told once."""

    def __init__(self, lines: Sequence[str], knows: Callable[[str], bool]) -> None:
        self.lines = lines
        self._knows = knows
        self._forms: list[Form | None] = [None] * len(lines)

    def __len__(self) -> int:
        return len(self.lines)

    def form(self, index: int) -> Form:
        """Return the form of a line; behind the last one all are blank."""
        if index >= len(self.lines):
            return Form.BLANK
        form = self._forms[index]
        if form is None:
            form = self._forms[index] = form_of(self.lines[index], self._knows)
        return form

    def is_comment(self, index: int) -> bool:
        """Return whether a line is a comment, whatever it says."""
        return self.lines[index].lstrip().startswith("#") and self.form(index) != Form.SHEBANG

    def after_gap(self, index: int, *, comments: bool = False) -> int:
        """Return the first line from ``index`` on that says something; ``comments`` do not."""
        while index < len(self.lines) and (
            self.form(index) is Form.BLANK or (comments and self.is_comment(index))
        ):
            index += 1
        return index


def without_comment(line: str) -> str:
    """Return a line without the comment behind it."""
    return line.split(" #", 1)[0]
