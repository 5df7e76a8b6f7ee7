"""Parts what a question is about from its frame: "etcd" from "hey, can you explain etcd to me?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .words import STOP_WORDS, keys_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .words import Word

_COMPARISON = """
vs versus compare compared comparing comparison differ differs difference differences different
between btw better unterschied zwischen entre diferencia
"""
_ASKING = """
tell us know explain explained define describe show remind learn understand get idea clue help need
want someone somebody anyone anybody everyone everybody please pls plz thanks thank thx hey hi hello
yo ok okay again really actually exactly basically simply lol bro dude guys i'd like to eli5 tldr
whats whos wheres sorry
"""
_ASKED_FOR = """
mean means meaning meanings definition defined purpose concept term topic basics intro introduction
overview example summary info details tutorial work works stand stands called needed well question
"""
_ASKING_ELSEWHERE = """
was ist sind ein eine einen einem einer der die das den dem bedeutet heisst bedeutung erklarung mir
mich bitte erklare erklar erklart erklaren kannst kann konnen konnte jemand du sie ich wir wozu
warum wofur wie wer und mal denn eigentlich nochmal brauche brauchen braucht man verstehe nicht
hallo funktioniert fur uber von
qu est ce que qui quoi un une le la les du de des signifie veut dire explique expliquer expliquez
moi peux tu pouvez vous svp plait comment pourquoi bonjour salut sont comprends pas je ne et
es son una el los las del significa explica explicame explicar puedes puede por favor para sirve
como hola cual quien quiere decir definicion entiendo no lo y
"""
COMPARING = frozenset(_COMPARISON.split())
_SPOKEN = STOP_WORDS.union(_ASKING.split())
_FRAME = _SPOKEN.union(COMPARING, _ASKED_FOR.split(), _ASKING_ELSEWHERE.split())
_TURNS = frozenset(["what", "what's", "is", "are", "was", "explain", "ist", "est", "es", "que"])
"""Where the question begins after what people say before it."""
_PROPERTY = frozenset(["how", "which", "what", "whose"])
_LONGEST_NAME = 8
"""Words of a name in a question; a longer title is mostly asked for without one."""


def subject(
    text: str,
    found: Sequence[Word],
    is_name: Callable[[str], bool],
    is_known: Callable[[str], bool],
) -> str | None:
    """Return the longest name in a query around which all is frame; ``found`` are its words.

    Words of asking are, and what the course does not know before a question begins ("wtf is") or
    as a mention. Elsewhere an unknown word is what is asked for: "etcd defragmentation".
    """
    framed = [is_frame(word) for word in found]
    if all(framed):
        return None
    begins = False
    for at in reversed(range(len(found))):
        word = found[at]
        if not framed[at]:
            is_asked = at > 0 and found[at - 1].text in _PROPERTY  # "how old is"
            is_called = text[word.start - 1 : word.start] == "@" and word.start > 0
            framed[at] = (is_called or (begins and not is_asked)) and not is_known(word.text)
        begins = framed[at] and (word.text in _TURNS or (begins and not is_frame(word)))
    if all(framed):
        return None
    first = framed.index(False)
    last = len(found) - framed[::-1].index(False)
    if last - first > _LONGEST_NAME:
        return None
    spans = [(start, end) for start in range(first + 1) for end in range(last, len(found) + 1)]
    for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
        if is_name("".join(keys_of(part for word in found[start:end] for part in word.parts))):
            return text[found[start].start : found[end - 1].end]
    return None


def bare(found: Sequence[Word], frame: Callable[[Word], bool]) -> Sequence[Word]:
    """Return words without the frame around them; no article ends one: "vitamin A"."""
    last = len(found) - 1
    kept = [
        at
        for at, word in enumerate(found)
        if not frame(word) or (at == last and len(word.text) == 1)
    ]
    return found[kept[0] : kept[-1] + 1] if kept else ()


def is_spoken(word: Word) -> bool:
    """Return whether a word is of asking and names nothing anywhere, as "work" may."""
    return word.text in _SPOKEN


def is_frame(word: Word) -> bool:
    """Return whether a word is one of asking, which no card is about."""
    return word.text in _FRAME or (word.parts[0] != word.text and _FRAME.issuperset(word.parts))
