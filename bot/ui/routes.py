"""Routes: what a custom_id says, with the type of each field, so that nothing else gets in.

A route such as ``lab:go:{attempt:int}:{step:int}`` is the text of a custom_id with typed fields:

- ``int``: ASCII decimal without sign or leading zeros, at most 64 bits with a sign;
- ``word``: lower-case ASCII letters;
- ``text``, the default: one or more characters, none of them a colon or a control character.
"""

from __future__ import annotations

import re
import string
from typing import Any

CUSTOM_ID_LIMIT = 100
LARGEST = 2**63 - 1
"""The largest number that a custom_id or an option of a select can carry."""


def _at_most(limit: int) -> str:
    """Return a regular expression for the numbers from 0 to ``limit``, written the usual way."""
    digits = str(limit)
    forms = ["0", f"[1-9][0-9]{{0,{len(digits) - 2}}}"]
    for place, digit in enumerate(digits):
        # As long as the limit, equal to it up to here, and smaller at this digit.
        least = 0 if place else 1
        if int(digit) > least:
            smaller = f"[{least}-{int(digit) - 1}]"
            forms.append(f"{digits[:place]}{smaller}[0-9]{{{len(digits) - place - 1}}}")
    return "|".join([*forms, digits])


_NUMBER = re.compile(_at_most(LARGEST))
_FORMS = {
    "int": _NUMBER.pattern,
    "word": "[a-z]+",
    # No control characters, separators of lines or halves of surrogates: no id has any.
    "text": "[^:\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]+",
}


def number_of(text: str) -> int | None:
    """Return the number that ``text`` is in the form of an ``int`` field, or None."""
    return int(text) if _NUMBER.fullmatch(text) else None


class Route:
    """The form of the custom_ids of one kind of button or select."""

    def __init__(self, text: str) -> None:
        """Take the route; raise KeyError for a type that there is not."""
        self.text = text
        self._types: dict[str, str] = {}
        forms, plain = [], []
        for literal, field, kind, _ in string.Formatter().parse(text):
            forms.append(re.escape(literal))
            plain.append(literal)
            if field is not None:
                self._types[field] = kind or "text"
                forms.append(f"(?P<{field}>{_FORMS[kind or 'text']})")
                plain.append(f"{{{field}}}")
        self.template = "".join(forms)
        self._pattern = re.compile(self.template)
        self._plain = "".join(plain)

    def fits(self, custom_id: str) -> bool:
        """Return whether a custom_id has this form, each field as its type allows."""
        return self._pattern.fullmatch(custom_id) is not None

    def read(self, custom_id: str) -> dict[str, Any] | None:
        """Return the fields of a custom_id, or None when it has another form."""
        match = self._pattern.fullmatch(custom_id)
        return self.values(match) if match else None

    def values(self, match: re.Match[str]) -> dict[str, Any]:
        """Return the fields of a custom_id that matched ``template``, each with its type."""
        return {
            name: int(text) if self._types[name] == "int" else text
            for name, text in match.groupdict().items()
        }

    def fill(self, **fields: object) -> str:
        """Return a custom_id; raise ValueError for what its route or Discord does not take."""
        custom_id = self._plain.format(**fields)
        if not self.fits(custom_id):
            raise ValueError(f"the route {self.text} does not take {fields}")
        if len(custom_id) > CUSTOM_ID_LIMIT:
            raise ValueError(f"custom_id of {len(custom_id)} characters: {custom_id}")
        return custom_id
