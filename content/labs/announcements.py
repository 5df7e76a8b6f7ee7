"""Sentences above a fence: whether they say that output follows, or a file's text."""

from __future__ import annotations

import re

from content import words

_LONGEST = 200
_SURELY = (
    r"\b(?:outputs?|responses?|prints|printed|displays|returns"
    r"|(?:should|will|can|now|you|you'll) (?:now )?(?:see|get))\b|^\W*(?:\w+ )?results?\W*$"
)
_CLEAR = re.compile(_SURELY, re.IGNORECASE)
_VAGUE = re.compile(
    rf"{_SURELY}|(?:^|(?<=\W))(?:{words.OUTPUT})\s*[:\uff1a]?\W*$"
    r"|\b(?:results?|looks? like|similar to|displayed|returned|(?<!^)(?:print|display|return)"
    r"|(?:should|will|can|now|you|you'll) (?:now )?(?:look|show|be))\b",
    re.IGNORECASE,
)
_PASTE = re.compile(
    r"\b(?:add|append|copy|enter|fill|include|insert|paste|put|type|write)\b[^.]*"
    r"\b(?:below|contents?|file|following|inside|into|lines?|this)\b"
    r"|\bcontents? (?:of|below)\b|\blook like this\b",
    re.IGNORECASE,
)
# A sentence of these words alone says nothing that the card does not say.
_LABEL = re.compile(
    r"(?:(?:the|your|an?|expected|sample|example|command|following|outputs?|results?|responses?"
    r"|should|will|would|can|is|be|looks?|like|similar|something|to|this|that|it|of|you|see|get|as"
    rf"|follows|below|and|now)\b\W*)+|\W*(?:{words.OUTPUT})\W*",
    re.IGNORECASE,
)


def announces_output(said: str, *, surely: bool) -> bool:
    """Return whether a text introduces what a command prints; ``surely`` asks for clear words."""
    return len(said) <= _LONGEST and bool((_CLEAR if surely else _VAGUE).search(said))


def introduces_file(said: str) -> bool:
    """Return whether a text asks to write what stands below it into a file."""
    return len(said) <= _LONGEST and bool(_PASTE.search(said))


def is_label(said: str) -> bool:
    """Return whether a text only says that output follows, such as ``Expected output:``."""
    return bool(_LABEL.fullmatch(said.strip()))
