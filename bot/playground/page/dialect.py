"""What Discord's Markdown has beside CommonMark, or does another way, as markdown-it rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

FENCE = "```"
_LANGUAGE = re.compile(r"[\w+\-.#]*")
_HEADING = re.compile(r"(#{1,3})[ \t]+(\S.*)")
_SUBTEXT = re.compile(r"-#[ \t]+(\S.*)")
_SCHEME = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)
_ADDRESS = re.compile(r"://[^\s<>\"|]+")
_TAGS = re.compile(
    r"<(?:@!?(?P<user>\d{1,20})|@&(?P<role>\d{1,20})|\#(?P<channel>\d{1,20})"
    r"|/(?P<command>[\w\- ]{1,98}):\d{1,20}"
    r"|t:(?P<unix>-?\d{1,17})(?::(?P<style>[tTdDfFsSR]))?"
    r"|a?:(?P<emoji>\w{2,32}):\d{1,20})>"
)


def install(md: MarkdownIt) -> None:
    """Add every rule to a parser made with the ``zero`` preset."""
    interrupting: Any = {"alt": ["paragraph", "list"]}
    for name, block_rule in (
        ("discord_fence", fence),
        ("discord_quote", quote),
        ("discord_heading", heading),
        ("discord_subtext", subtext),
    ):
        md.block.ruler.before("list", name, block_rule, interrupting)
    md.block.ruler.at("paragraph", paragraph)
    md.inline.add_terminator_char("|")
    md.inline.ruler.before("newline", "discord_address", address)
    md.inline.ruler.before("autolink", "discord_tag", tag)
    md.inline.ruler.push("discord_spoiler", spoiler)


def paragraph(state: StateBlock, start: int, _end: int, _silent: bool) -> bool:
    """Read lines up to an empty one, another block, or a smaller indent (no lazy continuation)."""
    terminators = state.md.block.ruler.getRules("paragraph")
    parent, state.parentType = state.parentType, "paragraph"
    line = start + 1
    while line < state.lineMax and not state.isEmpty(line):
        if state.sCount[line] < state.blkIndent:
            break
        if any(rule(state, line, state.lineMax, True) for rule in terminators):
            break
        line += 1
    state.parentType = parent
    _push(state, "paragraph", "p", state.getLines(start, line, state.blkIndent, False).strip())
    state.line = line
    return True


def fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a code block; its end may follow code or precede text, and an unclosed one is text."""
    first = _text(state, start)
    if not first.startswith(FENCE):
        return False
    inside, closed, rest = first[len(FENCE) :].partition(FENCE)
    lines, line = [inside], start
    while not closed:
        line += 1
        if line >= end or (not state.isEmpty(line) and state.sCount[line] < state.blkIndent):
            return False
        inside, closed, rest = state.getLines(line, line + 1, state.blkIndent, False).partition(
            FENCE
        )
        lines.append(inside)
    language = lines.pop(0) if len(lines) > 1 and _LANGUAGE.fullmatch(lines[0].strip()) else ""
    code = "\n".join(lines).strip("\n")
    if not code.strip():
        return False
    if silent:
        return True
    token = state.push("fence", "code", 0)
    token.info, token.content = language.strip(), code.rstrip() + "\n"
    if rest.strip():
        _push(state, "paragraph", "p", rest.strip())
    state.line = line + 1
    return True


def quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read ``> `` line by line, or everything after ``>>> ``; quotes do not nest."""
    first = _text(state, start)
    everything = first.startswith(">>> ")
    if state.env.get("quoted") or not (everything or _quoted(first)):
        return False
    if silent:
        return True
    line = start + 1
    if everything:
        line = end
        inside = first[4:] + "\n" + state.getLines(start + 1, end, state.blkIndent, False)
    else:
        while line < end and _quoted(_text(state, line)):
            line += 1
        inside = "\n".join(_text(state, row)[2:] for row in range(start, line))
    state.push("blockquote_open", "blockquote", 1)
    state.env["quoted"] = True
    state.md.block.parse(inside, state.md, state.env, state.tokens)
    state.env["quoted"] = False
    state.push("blockquote_close", "blockquote", -1)
    state.line = line
    return True


def heading(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Read ``#`` to ``###``; more marks are text. A class says the size, so no level is skipped."""
    found = _HEADING.fullmatch(_text(state, start))
    if found is None:
        return False
    if not silent:
        _push(state, "heading", "h3", found[2].strip(), css=f"heading-{len(found[1])}")
        state.line = start + 1
    return True


def subtext(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Read a line of small print, ``-# like this``."""
    found = _SUBTEXT.fullmatch(_text(state, start))
    if found is None:
        return False
    if not silent:
        _push(state, "subtext", "small", found[1].strip())
        state.line = start + 1
    return True


def spoiler(state: StateInline, silent: bool) -> bool:
    """Read ``||hidden||`` with any marks inside."""
    start = state.pos
    if not state.src.startswith("||", start):
        return False
    end = state.src.find("||", start + 2, state.posMax)
    if end <= start + 2:
        return False
    if not silent:
        limit = state.posMax
        state.push("spoiler_open", "span", 1)
        state.pos, state.posMax = start + 2, end
        state.md.inline.tokenize(state)
        state.push("spoiler_close", "span", -1)
        state.posMax = limit
    state.pos = end + 2
    return True


def tag(state: StateInline, silent: bool) -> bool:
    """Read what Discord writes in angle brackets: mentions, commands, times and emoji."""
    found = _TAGS.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        kind = "unix" if found.lastgroup == "style" else str(found.lastgroup)
        token = state.push(f"tag_{kind}", "", 0)
        token.content, token.markup = found[kind], found["style"] or ""
    state.pos = found.end()
    return True


def address(state: StateInline, silent: bool) -> bool:
    """Read a bare web address as a link, without the punctuation of the sentence around it."""
    scheme = _SCHEME.search(state.pending) if state.src[state.pos] == ":" else None
    found = _ADDRESS.match(state.src, state.pos, state.posMax) if scheme else None
    if scheme is None or found is None or state.linkLevel:
        return False
    rest = found[0].rstrip(".,:;!?*_'`~")
    while rest.endswith(")") and rest.count(")") > rest.count("("):
        rest = rest[:-1].rstrip(".,:;!?*_'`~")
    url = scheme[1] + rest
    if len(rest) <= len("://") or not state.md.validateLink(url):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(url)}
        state.push("text", "", 0).content = url
        state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _quoted(line: str) -> bool:
    return line.startswith("> ") or line.rstrip() == ">"


def _push(
    state: StateBlock, kind: str, tag_name: str, content: str, *, css: str | None = None
) -> None:
    opening = state.push(f"{kind}_open", tag_name, 1)
    if css is not None:
        opening.attrSet("class", css)
    token = state.push("inline", "", 0)
    token.content, token.children = content, []
    state.push(f"{kind}_close", tag_name, -1)
