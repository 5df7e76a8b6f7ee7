"""Tells what people say to a bot without asking anything: it is answered in kind, and is no gap."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

SmallTalk: TypeAlias = Literal["greeting", "thanks", "help", "nothing"]

_WORD = re.compile(r"[^\W_]+")
_SAID = {
    "thanks": "thanks thank thx tysm ty cheers ok okay great cool perfect bye goodbye",
    "greeting": "hi hello hey hiya yo morning afternoon evening hallo hola",
    "beside": "you u so very much a lot for the your that all again good there bot help",
}
_THANKS, _GREETINGS, _BESIDE = (frozenset(words.split()) for words in _SAID.values())
_HELP = frozenset(["help", "help me", "commands", "what can you do", "how do you work"])


def small_talk(query: str) -> SmallTalk | None:
    """Return what a query says that asks nothing; None when it may be about something."""
    words = [word for word in _WORD.findall(query.casefold()) if word != "please"]
    said = frozenset(words)
    if not said:
        return "nothing"
    if " ".join(words) in _HELP:
        return "help"
    if not said <= _THANKS | _GREETINGS | _BESIDE:
        return None
    return "thanks" if said & _THANKS else "greeting" if said & _GREETINGS else None
