"""Whether the options of a question may be shown in another order."""

from __future__ import annotations

import re
from string import ascii_uppercase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# An option such as "all of the above" or "both A and C" means nothing in another order.
_REFERS = re.compile(
    r"\b(?:all|none|any|both|each|either|neither|some|one|two|three)\s+of\s+(?:the\s+)?"
    r"(?:above|below|these|those|them|other|preceding|following|options|answers)\b"
    r"|\b(?:the\s+)?(?:above|preceding)(?:\s+(?:options|answers))?\W*$"
    r"|\b(?:options?|answers?|choices?)\s+(?:[a-z]|\d+)\b"
    r"|^\W*(?:both\s+|neither\s+|only\s+)?(?:[A-J]|\d)(?:\s*,\s*(?:[A-J]|\d))*"
    r"(?:\s*,)?\s+(?:and|or|nor|&)\s+(?:[A-J]|\d)\W*$"
    # The words for "above" in other languages: where they mean something else, nothing is harmed.
    r"|\b(?:oben|obigen?|genannten|bovenstaande|anteriores|ci-dessus|pr[ée]c[ée]dentes|precedenti"
    r"|powyższ\w+|(?:выше)?перечисленн\w+)\b|以上|上記|上述|위의",
    re.IGNORECASE,
)


def keeps_order(options: Sequence[str]) -> bool:
    """Return whether an option refers to others by their place, so that none may be moved.

    Options that are nothing but their letters name the parts of a picture.
    """
    texts = [option.strip("*_` ") for option in options]
    letters = [text.strip("().: ") for text in texts]
    return letters == list(ascii_uppercase[: len(texts)]) or any(map(_REFERS.search, texts))
