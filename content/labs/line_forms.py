"""What a line of a script looks like by itself: one table says it, and each line is asked once."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from content.labs.editors import is_edit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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


class Form(Enum):
    """How a line looks, and the pattern that says so: the first that fits is its form."""

    BLANK = r"$"
    # A comment that says that output follows.
    OUTPUT_LABEL = r"(?i:#+\s*(?:(?:expected|sample|example|the)\s+)?outputs?\s*:?$)"
    # The file is saved and its editor closed.
    SAVED = rf"(?i:{_SAVED})"
    # The mark of a fence that somebody wrote as a comment.
    MARK = r"#+\s*(?:`{3,}|~{3,})[\w-]*$"
    # One of a numbered list of what to do.
    COUNTED = rf"(?i:(?:#+\s*)?\d+[.)]\s*(?:{_VERBS}|close|exit|save)\b)"
    # What to do with a file.
    TOLD = (
        rf"(?i:#+\s*(?:\d+[.)]|(?:{_VERBS}|under)\b|[\w-]+(?:\.[\w-]+)+[ :])"
        rf"|[-*] +(?:{_VERBS}) +(?:\S+ +)*[^\s:]+$)"
    )
    COMMENT = r"#(?!!)"
    SHEBANG = r"#!"
    # The branches that `tree` draws, and a question that waits for an answer.
    DRAWN = r"[\u2500-\u257f]|[|`]-- "
    PROMPT = r"(?=[A-Z][\w ]*:)[\w ]*?(?i:password|passphrase|username)"
    ADDRESS = r"https?://\S+$"
    # A file in which single words may stand, such as hosts.
    LOOSE = _LOOSE
    SECTION = r"\[\[?[^\s\]][^\]]*\]\]?$"
    # What no command looks like, whatever its first word is.
    ITEM = r"-{3}$|\.{3}$|[-*](?:\s|$)|[\w./-]+:(?:\s|$)|\d{1,3}[.)]\s"
    # In a file the same, but a block or a test of a shell begins like this too.
    BRACED = (
        r"[{}\[\]]+,?$|[{\[]\s*[\"'{]|\"[^\"]*\"\s*[:,]|[\"'][\w./-]+[\"']:(?:\s|$)|<[!?/A-Za-z]"
    )
    # No pattern: it begins with a word that is a command in this lesson.
    COMMAND = "command"
    KEYED = r"[A-Za-z][\w-]*(?: [\w-]+){1,3}:(?: +\S|$)"
    SENTENCE = r"[A-Z][a-z]+(?:,? [\w'-]+){3,}[.:]?$"
    DOTTED = (
        r"(?!\S+\.(?:sh|py|pl|rb|ya?ml|exe|ps1|bat|txt|conf)$)"
        r"[a-z][\w-]*(?:\.[A-Za-z][\w-]*)+(?:\s+#.*)?$"
    )
    OTHER = "other"


def _table(forms: Sequence[Form]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{form.name}>{form.value})" for form in forms))


_FORMS = list(Form)
_SURE = _table(_FORMS[: _FORMS.index(Form.COMMAND)])
_UNSURE = _table(_FORMS[_FORMS.index(Form.COMMAND) + 1 : _FORMS.index(Form.OTHER)])


def form_of(line: str, knows: Callable[[str], bool]) -> Form:
    """Return how a line looks; ``knows`` says whether it is a command of the lesson."""
    line = line.strip()
    if found := _SURE.match(line):
        return Form[str(found.lastgroup)]
    if knows(line) or is_edit(line):
        return Form.COMMAND
    found = _UNSURE.match(line)
    return Form[str(found.lastgroup)] if found else Form.OTHER
