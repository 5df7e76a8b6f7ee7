"""Lesson Markdown as Discord shows it well: what Discord lacks becomes the nearest thing it has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.ui.code import code_block, code_span, side_by_side
from bot.ui.paging import paginate
from bot.ui.tables import aligned
from content.markdown.inline import inline_text, inline_tokens
from content.markdown.render import Markdown, unwrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markdown_it.token import Token

    from content.markdown.blocks import Block

__all__ = ["escape", "masked_link", "paginate", "picture_words", "to_discord", "without_words"]

_DEEPEST_HEADING = 3
_RULE = "─" * 12
_MARKS = {
    "em_open": "*",
    "em_close": "*",
    "strong_open": "**",
    "strong_close": "**",
    "s_open": "~~",
    "s_close": "~~",
}
_STRONG = ("strong_open", "strong_close")
# Browsers write neither backticks nor backslashes in an address; here they could begin code.
_ADDRESS = re.compile(r"https?://[^\s<>`\\]+")
# Characters that Discord would read as marks; an underscore inside a word is none.
_SPECIAL = re.compile(
    r"[\\*`]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|\|(?=\|)|(?<=\|)\||(?<=\])\("
    r"|<(?=@[!&]?\d|#\d|/[^<>\n]*:\d|t:-?\d|a?:\w+:\d|id:|https?:)"
)
_LINE_START = re.compile(
    r"^([^\S\n]*(?:\d+(?=\.))?)(#{1,3}|-#|>(?:>>)?|[-+]|(?<=\d)\.)(?=\s)", re.MULTILINE
)
_EVERYONE = re.compile(r"@(?=everyone|here)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def to_discord(markdown: str) -> str:
    """Return ``markdown`` in Discord's dialect; the text of code, links and tables is whole.

    Deep headings become bold lines, tables aligned code, images links to them. HTML stays readable
    text, links to anything but the web become their text, and nothing can mention anybody.
    """
    return _blocks(Markdown.of(markdown).blocks)


def escape(text: str) -> str:
    """Return plain ``text`` so that Discord shows it as it is: no marks, no mentions."""
    parts, end = [], 0
    for address in _ADDRESS.finditer(text):
        # A backslash would become part of the address.
        parts += [_escape_words(text[end : address.start()]), address[0]]
        end = address.end()
    return "".join([*parts, _escape_words(text[end:])])


def _escape_words(text: str) -> str:
    return _EVERYONE.sub("@\N{ZERO WIDTH SPACE}", _SPECIAL.sub(r"\\\g<0>", text))


def _blocks(blocks: Iterable[Block]) -> str:
    written = ""
    above: Block | None = None
    for block in blocks:
        if text := _block(block):
            gap = "\n" if above and _goes_on(above, block) else "\n\n"
            written += gap * bool(written) + text
            above = block
    return written


def _goes_on(above: Block, block: Block) -> bool:
    """Return whether a list is the one above with other markers: an empty line would part them."""
    if block.kind != above.kind or not block.is_list:
        return False
    return block.kind == "bullet_list" or block.level == above.level + len(above.children)


def _block(block: Block) -> str:
    match block.kind:
        case "bullet_list" | "ordered_list":
            return _list(block)
        case "fence" | "code_block":
            return _fence(block.shown, block.language)
        case "heading":
            return _heading(block)
        case "blockquote":
            quoted = _blocks(block.children)
            # Quotes do not nest in Discord.
            return "\n".join(f"> {line.removeprefix('> ')}" for line in quoted.split("\n"))
        case "table":
            return _table(block)
        case "hr":
            return _RULE
        case "summary":
            return _paragraph(inline_tokens(f"**{unwrap(block.content)}**"))
        case _ if block.is_text:
            # The lines of a sentence are joined; the ends of line that remain are meant.
            return _paragraph(inline_tokens(unwrap(block.content)))
        case _:
            return _blocks(block.children)


def _paragraph(tokens: Sequence[Token]) -> str:
    return _LINE_START.sub(r"\1\\\2", _inline(tokens)) if tokens else ""


def _heading(block: Block) -> str:
    deep = block.level > _DEEPEST_HEADING
    # A deep heading is bold as a whole.
    tokens = [token for token in block.inline if not (deep and token.type in _STRONG)]
    title = _inline(tokens).replace("\n", " ").strip()
    if not title:
        return ""
    return f"**{title}**" if deep else f"{'#' * block.level} {title}"


def _list(block: Block) -> str:
    items = []
    for index, item in enumerate(block.children):
        marker = f"{block.level + index}. " if block.kind == "ordered_list" else "- "
        # The items of a list stay together: an empty line would end it.
        content = "\n".join(filter(None, map(_block, item.children)))
        first, *rest = content.split("\n")
        pad = " " * len(marker)
        items.append("\n".join([marker + first, *(pad + line if line else "" for line in rest)]))
    return "\n".join(items)


def _fence(content: str, language: str) -> str:
    code = content.strip("\n").rstrip()
    return code_block(code, language) if code.strip() else ""


def _table(block: Block) -> str:
    rows = [row for part in block.children for row in part.children]
    cells = [[_BREAK.sub(" ", inline_text(cell.inline)) for cell in row.children] for row in rows]
    return _fence(aligned(cells), "")


def _inline(tokens: Sequence[Token]) -> str:
    """Return inline tokens in Discord's Markdown."""
    parts: list[str] = []
    number = 0
    while number < len(tokens):
        token = tokens[number]
        if token.type == "link_open":
            end = _closing(tokens, number)
            part = _link(token, tokens[number + 1 : end])
            number = end
        else:
            part = _leaf(token)
        if part:
            parts += [side_by_side(parts[-1] if parts else "", part), part]
        number += 1
    return "".join(parts)


def _leaf(token: Token) -> str:
    match token.type:
        case "softbreak" | "hardbreak":
            return "\n"
        case "code_inline":
            return code_span(token.content)
        case "image":
            return _image(inline_text(token.children or ()), str(token.attrs.get("src", "")))
        case kind if kind in _MARKS:
            return _MARKS[kind]
        case _:
            return escape(_BREAK.sub("\n", token.content))


def _image(words: str, source: str) -> str:
    if _ADDRESS.fullmatch(source):
        return _masked(words, source)
    return picture_words(words) if words.strip() else ""


def picture_words(words: str) -> str:
    """Return what stands for a picture in a text that may be shown without it."""
    return f"(picture: {escape(' '.join(words.split()))})"


def without_words(text: str, alts: Iterable[str]) -> str:
    """Return a text without the words of pictures that are shown beside it."""
    for words in map(picture_words, alts):
        text = text.replace(f"{words} ", "").replace(f" {words}", "").replace(words, "")
    return text.strip("\n")


def _closing(tokens: Sequence[Token], start: int) -> int:
    """Return where the link that opens at ``start`` ends; links do not nest."""
    numbers = range(start + 1, len(tokens))
    return next(number for number in numbers if tokens[number].type == "link_close")


def _link(token: Token, inside: Sequence[Token]) -> str:
    target = str(token.attrs.get("href", ""))
    words = inline_text(inside)
    if any(child.type == "image" for child in inside):
        return _masked(words, target)
    if not _ADDRESS.fullmatch(target) or _ADDRESS.search(words):
        return _masked(words, target)
    return f"[{_inline(inside)}]({_safe(target)})"


def _masked(words: str, target: str) -> str:
    """Return a link as Discord takes it: only to the web, and never dressed as another address."""
    shown = escape(" ".join(words.split()))
    if not _ADDRESS.fullmatch(target):
        return shown
    if not shown or words.rstrip("/") == target.rstrip("/"):
        return target
    return f"{shown} ({_safe(target)})" if _ADDRESS.search(words) else f"[{shown}]({_safe(target)})"


def masked_link(words: str, address: str) -> str:
    """Return plain ``words`` as a link to a web address."""
    return f"[{escape(words)}]({_safe(address)})"


def _safe(target: str) -> str:
    return target.replace("(", "%28").replace(")", "%29")
