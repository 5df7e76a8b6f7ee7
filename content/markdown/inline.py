"""What stands inside of a block: inline Markdown as tokens, as words, and where formulas are."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference

from content.markdown.formulas import readable
from content.markdown.lines import code_spans, inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

NESTING = 100
"""Deep enough for any lesson, shallow enough for Python's stack: a level costs three frames."""
_BRACKET = re.compile(r"\\.|\[|\]\(?", re.DOTALL)
_OPEN = 8
"""As many brackets in one paragraph cost nothing, whether they are closed or not."""
_MOST_INSIDE = 2 * _OPEN
_REFERENCE = re.compile(r"(?P<bang>!?)\[(?P<text>[^\[\]]+)\](?:\[(?P<label>[^\[\]]*)\])?(?!\()")
_FORMULA = re.compile(
    r"\$\$(?P<display>(?:[^$\\\n]|\\.|\n(?![ \t]*\n)){1,2000}?)\$\$"
    r"|\$`(?P<ticks>[^`\n]{1,500})`\$"
    r"|\$(?P<dollars>(?:[^$\\\n]|\\.|\n(?![ \t]*\n)){1,500}?)\$"
    r"(?![\d{])"
    r"|\\\\?\((?P<round>(?:[^\\\n]|\\(?![()\\]).|\n(?![ \t]*\n)){1,500}?)\\\\?\)"
    r"|\\\\?\[(?P<square>(?:[^\\\n]|\\(?![\[\]]).|\n(?![ \t]*\n)){1,2000}?)\\\\?\]",
    re.DOTALL,
)
_SIGN = re.compile(r"\$|\\[(\[]|\\\\[(\[]")
_GOES_ON = re.compile(r"(?!(?:th|st|nd|rd|s|te|er)\b)[^\W\d]")
_ENDS = re.compile(r"(?:\\[A-Za-z]+|\})\s*$")
_MATHS = re.compile(r"\\[A-Za-z]|[\^=<>+]|_[{\w]|\w\s*[*/|]\s*\w|\d!")
_SHORT = re.compile(r"[\W\d]*[^\W\d_]{0,3}(?:[\W\d]+[^\W\d_]{1,3})?[\W\d]*")
_WORDS = re.compile(r"(?<![\\\w{])[^\W\d_]{3,}\s+[^\W\d_]{3,}")
_WORD = re.compile(r"[^\W\d_]{3}")
_TEXT = re.compile(r"\\(?:text|mbox|textrm|textbf|textit|mathrm|operatorname)\s*\{[^{}]*\}")
_SHORTEST = 20


@cache
def parser() -> MarkdownIt:
    """Return the parser: CommonMark with tables and strikethrough; blocks keep their text raw.

    HTML stays text, so that `<CONTAINER ID>` reads the same everywhere.
    """
    options = {"html": False, "maxNesting": NESTING}
    made = MarkdownIt("commonmark", options).enable(["table", "strikethrough"]).disable("inline")
    made.inline.ruler.before("escape", "formula", _formula)
    return made


def _formula(state: StateInline, silent: bool) -> bool:
    """Read a formula as its text, or as code where no text can show it."""
    found = formula_at(state.src, state.pos) if state.src[state.pos] in "$\\" else None
    if found is None:
        return False
    latex, state.pos = found
    if not silent:
        text = readable(latex)
        token = state.push("code_inline" if text is None else "text", "", 0)
        token.content = " ".join(latex.split()) if text is None else text.replace("\n", "; ")
        token.markup = "`" if text is None else ""
    return True


def formula_at(text: str, place: int) -> tuple[str, int] | None:
    """Return the LaTeX of the formula that begins at a place, and where it ends.

    ``$5 and $10`` are prices, ``$HOME`` is a variable, and ``\\(see there\\)`` is in parentheses.
    """
    found = _FORMULA.match(text, place)
    if not found:
        return None
    kind = found.lastgroup or ""
    latex = found[kind]
    if kind in {"display", "ticks"}:
        return latex, found.end()
    bare = _TEXT.sub("", latex)
    has_command = "\\" in bare.replace("\\_", "").replace("\\$", "")
    if kind == "dollars":
        before = text[place - 1 : place]
        loose = latex != latex.strip() and not has_command
        # `H$_2$O` and `5 $\mu$m` stand between letters, `$HOME:$PATH` does not; `$n$th` is a word.
        script = (latex[0] in "^_" and before.isalnum()) or _ENDS.search(latex)
        glued = not script and (before.isalnum() or _GOES_ON.match(text, found.end()))
        if glued or before == "\\" or loose or (not has_command and _WORDS.search(bare)):
            return None
        is_short = len(latex) <= _SHORTEST and _SHORT.fullmatch(latex)
        return (latex, found.end()) if is_short or _MATHS.search(latex) else None
    # In `\(Ctrl+C\)` the backslash only keeps a parenthesis from being a mark.
    is_maths = _MATHS.search(latex) if has_command or not _WORD.search(bare) else None
    return (latex, found.end()) if is_maths else None


def formulas_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the place and the LaTeX of each formula in a text without code."""
    end = 0
    for sign in _SIGN.finditer(text):
        if sign.start() >= end and (found := formula_at(text, sign.start())):
            yield sign.start(), found[0]
            end = found[1]


def inline_tokens(content: str) -> tuple[Token, ...]:
    """Return the tokens of inline Markdown."""
    tokens: list[Token] = []
    parser().inline.parse(_without_open_brackets(content.strip()), parser(), {}, tokens)
    return tuple(tokens)


# The words of a heading or an option are asked for at several steps of the reading.
@lru_cache(1024)
def inline_words(content: str) -> str:
    """Return the words of inline Markdown in one line: no marks, links as their text."""
    return inline_text(inline_tokens(content)).strip()


def inline_text(tokens: Iterable[Token]) -> str:
    """Return the words of inline tokens."""
    parts = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif token.type == "image":
            parts.append(inline_text(token.children or ()))
        else:
            parts.append(token.content)
    return "".join(parts)


def written_out(content: str, references: Mapping[str, Any]) -> str:
    """Return inline Markdown whose links say where they lead; ``references`` are markdown-it's.

    Their definitions are not part of the block.
    """
    if not references:
        return content
    spans = code_spans(content)

    def replace(found: re.Match[str]) -> str:
        target = references.get(normalizeReference(found["label"] or found["text"]))
        if target is None or inside(found.start(), spans) or inside(found.end() - 1, spans):
            return found[0]
        title = f' "{target["title"]}"' if target.get("title") else ""
        return f"{found['bang']}[{found['text']}]({target['href']}{title})"

    return _REFERENCE.sub(replace, content)


def _without_open_brackets(content: str) -> str:
    """Escape the brackets that begin no link where there are many; the words stay the same.

    markdown-it looks for the end of each bracket behind all that are open before it.
    """
    if content.count("[") <= _OPEN:
        return content
    spans = code_spans(content)
    brackets = [one for one in _BRACKET.finditer(content) if not inside(one.start(), spans)]
    opened: list[int] = []
    useless: list[int] = []
    for at, found in enumerate(brackets):
        if found[0] == "[":
            opened.append(at)
        elif found[0][0] == "]" and opened:
            place = opened.pop()
            useless += [place, at] if found[0] == "]" or at - place > _MOST_INSIDE else []
    places = (brackets[at].start() for at in sorted(useless + opened))
    return "\\".join(content[a:b] for a, b in pairwise([0, *places, len(content)]))
