"""The Markdown parser of the project: CommonMark with tables, its rules asked where they can match.

markdown-it tries one rule after the other at every line. Most of them need a certain sign at the
begin of the line, and two need a line of signs below: to look first saves a third of the time.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.ruler import Ruler

from content.repair.lines import code_spans, inside

if TYPE_CHECKING:
    from typing import Any

    from markdown_it.parser_block import RuleFuncBlockType
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

# Deep enough for any lesson, shallow enough for Python's stack: a level costs two or three frames.
NESTING = 100

_FIRST = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "reference": "[",
    "heading": "#",
}
"""What the first line of a block begins with; other rules look at more than that."""
_CHAINS = ("", "paragraph", "reference", "blockquote", "list")
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_OPEN = 8
"""As many brackets in one paragraph cost nothing, whether they are closed or not."""
_UNDERLINED = re.compile(r"\n(?<=[^\n]\n)[ \t>]*[-=|:][-=|: \t]*$", re.MULTILINE)
"""What stands below the first line of a table, and below a heading that has its marks below."""


def tokens_of(text: str, env: dict[str, Any]) -> list[Token]:
    """Return the tokens of blocks; ``env`` is given the targets of references."""
    return _parser(underlined=_UNDERLINED.search(text) is not None).parse(text, env)


def inline_tokens(content: str) -> tuple[Token, ...]:
    """Return the tokens of what stands inside of a block."""
    tokens: list[Token] = []
    parser = _parser(underlined=True)
    parser.inline.parse(_without_open_brackets(content.strip()), parser, {}, tokens)
    return tuple(tokens)


def _without_open_brackets(content: str) -> str:
    """Escape the brackets that can be no link where there are many; the words stay the same.

    markdown-it looks for the end of each bracket behind all that are open before it, and again when
    it comes to those.
    """
    if content.count("[") <= _OPEN:
        return content
    spans = code_spans(content)
    # For each open bracket its place, and how deep the pairs are that were closed behind it.
    opened: list[tuple[int, int]] = []
    useless: list[int] = []
    for found in _BRACKET.finditer(content):
        if found[0][0] == "\\" or inside(found.start(), spans):
            continue
        if found[0] == "[":
            opened.append((found.start(), 0))
        elif opened:
            place, depth = opened.pop()
            if depth >= _OPEN:
                useless.append(place)
            if opened:
                around, other = opened[-1]
                opened[-1] = (around, max(other, depth + 1))
    useless += [place for place, _ in opened]
    parts: list[str] = []
    done = 0
    for place in sorted(useless):
        parts += (content[done:place], "\\")
        done = place
    return "".join([*parts, content[done:]])


@cache
def _parser(*, underlined: bool) -> MarkdownIt:
    """Return a parser, which is quicker for texts where no line is ``underlined``.

    HTML stays text, so that `<CONTAINER ID>` reads the same everywhere. What stands inside of a
    line is read when it is asked for: most lines are never asked, or have no marks at all.
    """
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": NESTING})
    parser.enable(["table", "strikethrough"]).disable(["inline", "text_join", "html_block"])
    if not underlined:
        parser.disable(["table", "lheading"])
    parser.block.ruler = _QuickRuler(parser.block.ruler)
    return parser


class _QuickRuler(Ruler["RuleFuncBlockType"]):
    """Gives for each chain of rules one rule, which asks those that a line may begin."""

    def __init__(self, ruler: Ruler[RuleFuncBlockType]) -> None:
        super().__init__()
        active = ruler.get_active_rules()
        self.__rules__ = [rule for rule in ruler.__rules__ if rule.name in active]
        self._chains = {chain: [self._chain(chain)] for chain in _CHAINS}

    def getRules(self, chainName: str = "") -> list[RuleFuncBlockType]:  # noqa: N802, N803
        """Return the rules of a chain."""
        return self._chains[chainName]

    def _chain(self, name: str) -> RuleFuncBlockType:
        rules = [rule for rule in self.__rules__ if not name or name in rule.alt]
        anywhere = [rule.fn for rule in rules if rule.name not in _FIRST]
        by_sign = {
            sign: [rule.fn for rule in rules if sign in _FIRST.get(rule.name, sign)]
            for sign in "".join(_FIRST.values())
        }

        def ask(state: StateBlock, line: int, end: int, silent: bool) -> bool:
            begin = state.bMarks[line] + state.tShift[line]
            # Nothing stands there in an empty line of a quote that ends the text.
            for rule in by_sign.get(state.src[begin : begin + 1], anywhere):
                if rule(state, line, end, silent):
                    return True
            return False

        return ask
