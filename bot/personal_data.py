"""Recognises what looks like somebody's own data in a query, so that it is never stored."""

from __future__ import annotations

import re

_PERSONAL = re.compile(
    r"""
    [^\s@]+@[^\s@]+\.\w{2,}                         # an address of mail
    | <@[!&]?\d+>                                   # a mention of a person or a role
    | \d(?:[\s()/+-]{0,2}\d){8}                     # a number of a telephone, a card, an account
    | \b[0-9a-f]{8}-[0-9a-f]{4}-                    # a UUID
    | \b(?=\w{0,200}\d)(?=\w{0,200}[A-Za-z])\w{20}  # a token, a key, a digest
    """,
    re.VERBOSE | re.IGNORECASE,
)


def looks_personal(query: str) -> bool:
    """Return whether a query holds an address, a long number or a secret; too often is no harm."""
    return _PERSONAL.search(query) is not None
