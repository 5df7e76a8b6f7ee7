"""Formulas in LaTeX as text for where nothing draws them: ``x²``, ``(a + b)/2``, ``√2``.

Of two libraries for this, one leaves sub- and superscripts as they are and one knows no fractions;
both add a dependency to what is mostly one table.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from content.markdown import formula_signs as signs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# ruff: noqa: RUF001 - the signs of mathematics look like letters

_TOKEN = re.compile(r"\\(?P<name>[A-Za-z]+\*?)\s*|\\.|\s+|.", re.DOTALL)
_SCRIPTS = "′°²³¹⁰-⁹ᵀⁿ₀-₉ₐ-ₜᵢ-ᵥ\u0300-\u036f\u20d7"
_INDEX = r"_(?:[^\W_]|\([^()]*\))"
"""An index without small letters."""
# A number, a letter with what belongs to it, a word, a differential, what is in parentheses.
_ONE = re.compile(
    rf"[\d.,]+|(?:[^\W\d_]|∞)(?:[{_SCRIPTS}]|{_INDEX})*|[^\W\d_]{{3,}}"
    rf"|[d∂][^\W\d_][{_SCRIPTS}]*|\([^()]*\)"
)
_FACTORS = re.compile(rf"(?:{_INDEX}|[\w.,∞{_SCRIPTS}])*|\([^()]*\)")
_COUNT = re.compile(r"(?<=[A-Za-z)\]])\d+")
_CHARGE = re.compile(r"(?<=[^\s+-])\^?(\d*[+-])(?=\s|$|[)\]])")
_ARROWS = {"<=>>": "⇌", "<<=>": "⇌", "<=>": "⇌", "<-->": "⇄", "<->": "↔", "->": "→", "<-": "←"}
_OVER_ARROW = re.compile(r"(?<=[⇌⇄↔→←])\[([^\]]*)\](?:\[([^\]]*)\])?")
_FALLS = re.compile(r"(?<![^\s(])v(?![^\s)])")
_WITH_WATER = re.compile(r"\*|(?<=[^\s\d])\.(?=[\d/]*[A-Z(\[])")
_DEPTH = 30

_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_INNER_SPACE = re.compile(r"(?<=[(\[⌊⌈⟨]) | (?=[)\],.;:⌋⌉⟩])")
_NOT_NEEDED = re.compile(r"(?<![\w)\]°′‖|])\v")
# A fraction, or a root too, as `_formed` and `root` return it.
_FRACTION = re.compile(r"\v.+/.+ ", re.DOTALL)
_BUILT = re.compile(rf"{_FRACTION.pattern}|.+\v", re.DOTALL)
_DIVIDED = re.compile(r"[/÷:][\s+−-]*$")
_DELIMITERS = frozenset({"left", "right", "middle"})


class _Unreadable(Exception):
    """Raised for what text cannot show; the message is the command."""


def readable(latex: str) -> str | None:
    """Return a formula as text, its rows as lines; None where text cannot show it."""
    return _read(latex)[0]


def unreadable(latex: str) -> str | None:
    """Return the first part of a formula that text cannot show, if there is any."""
    return _read(latex)[1]


@lru_cache(512)
def _read(latex: str) -> tuple[str | None, str | None]:
    try:
        text = _Reader(list(_TOKEN.finditer(latex))).until(None)
    except _Unreadable as fault:
        return None, str(fault)
    rows = (" ".join(_NOT_NEEDED.sub("", row).split()) for row in text.split("\n"))
    return "\n".join(_INNER_SPACE.sub("", row) for row in rows if row), None


class _Reader:
    """Reads the tokens of one formula from left to right; a vertical tab is a space if needed."""

    def __init__(self, tokens: Sequence[re.Match[str]], depth: int = 0) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = depth
        self._is_chemical = False

    def until(self, end: str | None) -> str:
        """Return the text up to a token, which is taken too; None is the end of the formula."""
        parts: list[str] = []
        while (text := self._next) != end:
            if not text:
                raise _Unreadable(f"no {end}")
            if text in {"^", "!", "'"} and parts:
                # What binds to all of it would bind to its last part alone.
                last = next((at for at in range(len(parts))[:-3:-1] if parts[at].strip()), -1)
                parts[last] = _enclosed(parts[last], _BUILT)
            part = self._one()
            is_divisor = _DIVIDED.search("".join(parts[-4:]))
            parts.append(_enclosed(part, _FRACTION) if is_divisor else part)
        self._at += 1
        return "".join(parts)

    @property
    def _next(self) -> str | None:
        """Return the next token; None at the end."""
        return self._tokens[self._at][0] if self._at < len(self._tokens) else None

    def _one(self) -> str:
        """Return the text of the next token with its arguments."""
        token = self._tokens[self._at]
        self._at += 1
        self._depth += 1
        if self._depth > _DEPTH:
            raise _Unreadable("so many braces and commands in each other")
        shown = self._read(token[0], token["name"])
        self._depth -= 1
        return shown

    def _read(self, text: str, name: str | None) -> str:
        if text[0] == "\\":
            return self._command(name or text[1:])
        if text == "{":
            return self.until("}")
        if text in {"^", "_"}:
            return self._script(text)
        if text == "}":
            raise _Unreadable("no {")
        return " " if text.isspace() else {"~": " ", "&": "\t", "'": "′"}.get(text, text)

    def _argument(self) -> str:
        while (text := self._next) and text.isspace():
            self._at += 1
        if text is None:
            raise _Unreadable("the end")
        return self._one().strip()

    def _option(self) -> str:
        """Return what stands in square brackets, if that comes next."""
        if self._next != "[":
            return ""
        self._at += 1
        return self.until("]").strip()

    def _script(self, sign: str) -> str:
        if self._is_chemical and sign == "^" and (self._next or " ") in " })":
            return "↑"
        text = self._argument()
        if sign == "^" and text in {"∘", "°"}:
            return "°"
        table = signs.RAISED if sign == "^" else signs.LOWERED
        bare = "".join(text.split())
        if bare and all(char in table for char in bare):
            return _mapped(bare, table)
        return f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"

    def _command(self, name: str) -> str:
        if name in signs.SIGNS:
            return signs.SIGNS[name]
        if name in signs.FUNCTIONS:
            return self._named(name)
        if name in signs.PLAIN:
            return self._plain(name)
        if name in signs.ACCENTS:
            return self._accented(name)
        if name in signs.SPACES:
            return " "
        if name in signs.DROPPED:
            self._argument()
            return ""
        if name in signs.FORMS:
            return self._formed(name)
        if name in _COMMANDS:
            return _COMMANDS[name](self)
        if len(name) == 1 and not name.isalpha():
            return {"!": "", "|": "‖"}.get(name, name)
        raise _Unreadable(f"\\{name}")

    def _accented(self, name: str) -> str:
        """Return a letter with what is over it; over two it says something else."""
        text = self._argument()
        if len(text) > 1 and name != "cancel":
            raise _Unreadable(f"\\{name} over more than a letter")
        return "".join(char + signs.ACCENTS[name] for char in text)

    def _named(self, name: str) -> str:
        """Return the name of a function with a space before what it is of."""
        return f"\v{name}" + " " * (self._next not in {"(", "[", "_", "^", "{", None})

    def _plain(self, name: str) -> str:
        """Return the argument of a command that changes its looks; a delimiter may be a dot."""
        if name in _DELIMITERS and self._next == ".":
            self._at += 1
        if self._next != "{":
            return ""
        self._at += 1
        text = self.until("}")
        return self._named(text) if name.startswith("operatorname") else text

    def _formed(self, name: str) -> str:
        """Return the arguments of a command in the form that it has as text."""
        form = signs.FORMS[name]
        self._option()
        given = [self._argument() for _ in range(1 + ("{1}" in form))]
        if name.endswith("frac"):
            # `2x/3` is clear, `3/2x` is not.
            given = [_whole(given[0], _FACTORS), _whole(given[1])]
        return form.format(*given)

    def root(self) -> str:
        """Return a root with its index."""
        index = self._option()
        sign = _ROOTS.get(index) or f"{_mapped(index, signs.RAISED)}√"
        return f"{sign}{_whole(self._argument())}\v"

    def double(self) -> str:
        """Return letters of sets of numbers."""
        return _mapped(self._argument(), signs.DOUBLE)

    def negated(self) -> str:
        """Return a sign struck through."""
        return f" {self._one().strip()}\u0338 "

    def chemical(self) -> str:
        """Return a chemical formula: numbers behind a letter are lowered, charges raised."""
        self._is_chemical = True
        text = self._argument()
        self._is_chemical = False
        for arrow, sign in _ARROWS.items():
            text = text.replace(arrow, sign)
        text = _OVER_ARROW.sub(lambda found: f" ({', '.join(filter(None, found.groups()))}) ", text)
        text = _COUNT.sub(lambda found: _mapped(found[0], signs.LOWERED), text)
        text = _CHARGE.sub(lambda found: _mapped(found[1], signs.RAISED), text)
        return _WITH_WATER.sub("·", _FALLS.sub("↓", text))

    def line_end(self) -> str:
        """Return the end of a row."""
        self._option()
        return "\n"

    def environment(self) -> str:
        """Return the rows of a matrix in brackets, those of anything else as lines."""
        name = self._argument()
        if name in {"array", "tabular"}:
            self._argument()
        begin, depth = self._at, 1
        while self._at < len(self._tokens):
            depth += {"begin": 1, "end": -1}.get(self._tokens[self._at]["name"] or "", 0)
            if not depth:
                break
            self._at += 1
        else:
            raise _Unreadable(f"\\begin{{{name}}}")
        inner = _Reader(self._tokens[begin : self._at], self._depth).until(None)
        self._at += 1
        self._argument()
        gap = ", " if "matrix" in name or name == "array" else " "
        rows = [
            gap.join(filter(None, map(str.strip, row.split("\t")))) for row in inner.split("\n")
        ]
        rows = list(filter(None, rows))
        if gap == ", ":
            return f"[{'; '.join(rows)}]"
        return "{ " + "; ".join(rows) if name == "cases" else "\n".join(["", *rows, ""])


_COMMANDS: dict[str, Callable[[_Reader], str]] = {
    "sqrt": _Reader.root,
    "mathbb": _Reader.double,
    "not": _Reader.negated,
    "ce": _Reader.chemical,
    "begin": _Reader.environment,
    "\\": _Reader.line_end,
}


def _whole(text: str, simple: re.Pattern[str] = _ONE) -> str:
    """Return a part of a fraction or root, in parentheses where it is more than one thing."""
    return text if simple.fullmatch(text) else f"({text})"


def _enclosed(text: str, built: re.Pattern[str]) -> str:
    """Return a fraction or root in parentheses, anything else as it is."""
    return f"({text.strip()})" if built.fullmatch(text) else text


def _mapped(text: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)
