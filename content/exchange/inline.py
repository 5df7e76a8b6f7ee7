"""One line of HTML as Markdown: text, emphasis, code, links and pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from content.exchange.escaping import escape_inline, escape_start, from_plain
from content.markdown.inline import inline_words

_MARKS = {
    "b": "**",
    "strong": "**",
    "i": "*",
    "em": "*",
    "cite": "*",
    "del": "~~",
    "s": "~~",
    "strike": "~~",
}
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_POINTS = frozenset({"u", "mark"})
"""What may single out the words that a question asks about, and has no sign in Markdown."""

_SHOWN = 40
_DEPTH = 40
"""So many elements inside each other count; those inside of these only give their words."""
_RAISED = {"sup": "^", "sub": "_"}
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class _Span:
    """An inline element that is open; ``text`` is Markdown with marks, ``bare`` without."""

    tag: str
    href: str = ""
    text: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def add(self, text: str, bare: str, words: str) -> None:
        """Add one piece in its three forms."""
        self.text.append(text)
        self.bare.append(bare)
        self.words.append(words)


class Line:
    """Collects what stands in one paragraph, and in ``lost`` what Markdown cannot hold of it."""

    def __init__(self, lost: list[str]) -> None:
        self._path = [_Span("")]
        self._lost = lost

    def add(self, data: str) -> None:
        """Add text."""
        text = data if self._in_code else _SPACE.sub(" ", data.replace("\N{NO-BREAK SPACE}", " "))
        escaped = text if self._in_code else escape_inline(text)
        self._path[-1].add(escaped, escaped, text)

    def image(self, source: str, alt: str) -> None:
        """Add a picture that has an address."""
        alt = " ".join(alt.replace("[", "(").replace("]", ")").split())
        written = f"![{escape_inline(alt)}]({_target(source)})"
        self._path[-1].add(written, written, alt)

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element, or break the line."""
        if tag == "br":
            if not self._in_code:
                self._path[-1].add("\n", "\n", "\n")
            return
        if len(self._path) > _DEPTH:
            return
        opened = {one.tag for one in self._path}
        same = _MARKS.get(tag)
        if self._in_code or (same and any(_MARKS.get(one) == same for one in opened)):
            tag = f"/{tag}"
        self._path.append(_Span(tag, attributes.get("href", "")))

    def end(self, tag: str) -> None:
        """End an element; those inside it that are still open end with it."""
        if any(one.tag.lstrip("/") == tag for one in self._path):
            while True:
                done = self._path[-1].tag.lstrip("/") == tag
                self._close()
                if done:
                    return

    def finish(self) -> str:
        """Return the paragraph; marks that Markdown would show as stars are left out."""
        while len(self._path) > 1:
            self._close()
        whole = self._path[0]
        words = "".join(whole.words)
        for form in (whole.text, whole.bare):
            text = _lines("".join(form))
            if inline_words(text).split() == words.split():
                return text
        return from_plain(words)

    @property
    def _in_code(self) -> bool:
        return any(one.tag in _CODE for one in self._path)

    def _close(self) -> None:
        done = self._path.pop()
        text, bare, words = "".join(done.text), "".join(done.bare), "".join(done.words)
        around = self._path[-1]
        if done.tag in _CODE:
            code = _code(words)
            around.add(code, code, words)
        elif done.tag in _MARKS and text.strip():
            around.add(_wrap(text, _MARKS[done.tag]), bare, words)
        elif done.tag in _RAISED and words.strip():
            mark = _RAISED[done.tag]
            one = len(words.strip()) == 1
            sign, end = (mark, "") if one else (f"{mark}(", ")")
            shown = escape_inline(sign)
            around.add(f"{shown}{text}{end}", f"{shown}{bare}{end}", f"{sign}{words}{end}")
        elif done.tag == "a" and re.match(r"(?:https?://|mailto:)[^\s<>]+$", done.href):
            label = text.strip().replace("\n", " ") or done.href
            linked = f"[{label}]({_target(done.href)})"
            around.add(linked, linked, words if text.strip() else done.href)
        else:
            around.add(text, bare, words)
            shown = " ".join(words.split())[:_SHOWN]
            if done.tag == "a" and done.href:
                self._lost.append(f"where the link “{shown}” leads: {done.href}")
            elif done.tag in _POINTS and shown:
                self._lost.append(f"the mark <{done.tag}> of “{shown}”")


def _target(address: str) -> str:
    """Return an address as a link has it; parentheses in it would end the link."""
    return f"<{address}>" if re.search(r"[()\\]", address) else address


def _wrap(text: str, mark: str) -> str:
    """Put marks around the words of ``text``; spaces stay outside, where Markdown needs them."""
    bare = text.strip()
    lead = text[: len(text) - len(text.lstrip())]
    tail = text[len(text.rstrip()) :]
    return f"{lead}{mark}{bare}{mark}{tail}"


def _code(text: str) -> str:
    """Return a code span; Markdown takes one space off both its ends."""
    text = " ".join(text.split("\n"))
    if not text.strip():
        return text
    marks = "`" * (1 + max(map(len, re.findall(r"`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    pad = " " if text[0] == text[-1] == " " else pad
    return f"{marks}{pad}{text}{pad}{marks}"


def _lines(text: str) -> str:
    """Return a paragraph whose line breaks Markdown shows."""
    lines = [" ".join(line.split(" ")).strip() for line in text.strip().split("\n")]
    return "  \n".join(escape_start(line) for line in lines if line)
