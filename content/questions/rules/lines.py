"""Options that are lines of a paragraph, ``A. …``, or stand beside each other on one line."""

from __future__ import annotations

import re
from typing import NamedTuple

from content.markdown.blocks import Block
from content.questions.rules.checkboxes import read_box
from content.questions.rules.explanations import is_note
from content.questions.rules.letters import letter_of, lettered, split_letter
from content.questions.rules.options import Option, read_option

_ONLY_LINK = re.compile(r"\s*(?:[*_]{0,2})\[[^\[\]]+\]\([^()\s]+\)[*_.]{0,3}\s*")
# What stands between options on one line.
_GAP = re.compile(
    r"(?:(?:[ \u00a0\u3000]|&[en][mnb]sp;){2,40}|[ \t]?(?:\t|&[en][mnb]sp;)[ \t]?)"
    r"(?=[*_(]{0,4}\w[.):*_])"
)

# "Incorrect: it sinks", and italics that are all of a line, speak of the option above.
_VERDICT = re.compile(
    r"\s*(?:[*_]{0,2}(?:not correct|(?:in)?correct|wrong|right|false|true)[*_]{0,2}[:.!\u2013]"
    r"|\*[^*\n]+\*\s*\Z|_[^_\n]+_\s*\Z)",
    re.IGNORECASE,
)


class Lines(NamedTuple):
    """The options of a paragraph, the letter of the first one, and how many lines are above it.

    ``below`` is the number of the first line that is no part of them.
    """

    options: list[Option]
    first: int
    above: int
    below: int


def read_lines(block: Block) -> Lines | None:
    """Read the options among the lines of a paragraph; None where there are none."""
    lines = block.content.split("\n")
    named = [letter_of(line.strip()) for line in lines]
    if 0 in named:
        above = named.index(0)
    elif named[0] is not None:
        above = 0
    else:
        return None
    first = next_letter = named[above] or 0
    found: list[tuple[int, list[str]]] = []
    below = above
    for below in range(above, len(lines)):
        line = lines[below].strip()
        if named[below] == next_letter:
            parts = _beside(line, next_letter)
            found += ((below, [part]) for part in parts)
            next_letter += len(parts)
        elif _is_aside(line, "\n".join(found[-1][1][-2:])):
            break
        else:
            found[-1][1].append(lines[below])
    else:
        below = len(lines)
    texts = ["\n".join(text) for _, text in found]
    # A sign that breaks the line above the next option.
    inner = len(texts) - (below == len(lines))
    texts[:inner] = [text.removesuffix("\\") for text in texts[:inner]]
    options = [
        read_option(min(block.line + number, block.end), text)
        for (number, _), text in zip(found, texts, strict=True)
    ]
    return Lines(options, first, above, below)


def is_only_link(content: str) -> bool:
    """Return whether a line is a link and nothing else: a source."""
    return bool(_ONLY_LINK.fullmatch(content))


def split_aside(block: Block) -> tuple[str, list[Block]]:
    """Split lines that speak of the answer or name a source off the text of an option."""
    lines = block.content.split("\n")
    for cut in range(1, len(lines)):
        if _is_aside(lines[cut], lines[cut - 1]):
            line = min(block.line + cut, block.end)
            aside = Block("paragraph", line, block.end, "\n".join(lines[cut:]))
            return "\n".join(lines[:cut]), [aside]
    return block.content, []


def _is_aside(line: str, above: str) -> bool:
    if not is_only_link(line):
        return is_note(line) or bool(_VERDICT.match(line))
    text = read_box(above)[1].strip("`.()*_ ")
    return len(text) > 1 and text[-1] not in ":,"


def _beside(line: str, start: int) -> list[str]:
    """Split ``a) bread  b) water`` where each letter follows the one before it."""
    parts = [part.strip() for part in _GAP.split(line)]
    whole = len(parts) > 1 and lettered(parts, start) and all(split_letter(one)[1] for one in parts)
    return parts if whole else [line]
