"""Discord's Markdown to safe HTML: nothing in the source reaches the page as markup of its own."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markupsafe import Markup

from bot.playground.page import dialect

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict

Env = MutableMapping[str, Any]
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_LINK_ATTRS = {"rel": "noopener noreferrer nofollow", "target": "_blank"}


class Names(Protocol):
    """Turns ids into what people call them; None for an id that is not known."""

    def user(self, user_id: int) -> str | None:
        """Return a person's display name."""

    def role(self, role_id: int) -> str | None:
        """Return a role's name."""

    def channel(self, channel_id: int) -> str | None:
        """Return a channel's name without its sign."""


def to_html(text: str, names: Names) -> Markup:
    """Render a message, an embed's description or a text display."""
    return Markup(_PARSER.render(text, {"names": names}))  # noqa: S704 - the parser escapes


def to_inline_html(text: str, names: Names) -> Markup:
    """Render one line, such as an embed's title, without blocks."""
    return Markup(_PARSER.renderInline(text, {"names": names}))  # noqa: S704 - the parser escapes


def first_line(text: str, names: Names) -> str:
    """Return the first line that has something to see, as plain text; empty when none has."""
    env = {"names": names}
    for token in _PARSER.parse(text, env):
        if token.type == "fence":
            lines = token.content.splitlines()
        else:
            html = _PARSER.renderer.render(token.children or [], _PARSER.options, env)
            lines = [Markup(line).striptags() for line in html.split("<br>")]  # noqa: S704
        for line in lines:
            if any(letter.isprintable() and not letter.isspace() for letter in line):
                return line.strip()
    return ""


def is_web_address(url: str) -> bool:
    """Return whether a link may be followed: http and https only."""
    return _WEB.match(url) is not None


class _Renderer(RendererHTML):
    """HTML of the tokens that differ from markdown-it's own; a method's name is its token."""

    def strong_open(self, tokens: Sequence[Token], idx: int, _o: OptionsDict, _e: Env) -> str:
        return "<u>" if tokens[idx].markup == "__" else "<strong>"

    def strong_close(self, tokens: Sequence[Token], idx: int, _o: OptionsDict, _e: Env) -> str:
        return "</u>" if tokens[idx].markup == "__" else "</strong>"

    def link_open(self, tokens: Sequence[Token], idx: int, _o: OptionsDict, _e: Env) -> str:
        tokens[idx].attrs.update(_LINK_ATTRS)
        return f"<a{self.renderAttrs(tokens[idx])}>"

    def spoiler_open(self, _t: Sequence[Token], _i: int, _o: OptionsDict, _e: Env) -> str:
        return (
            '<span class="spoiler" role="button" tabindex="0"'
            ' aria-label="Spoiler, activate to show"><span>'
        )

    def spoiler_close(self, _t: Sequence[Token], _i: int, _o: OptionsDict, _e: Env) -> str:
        return "</span></span>"

    def fence(self, tokens: Sequence[Token], idx: int, _o: OptionsDict, _e: Env) -> str:
        language, code = escape(tokens[idx].info), escape(tokens[idx].content)
        # A tab stop, because long lines are scrolled with the keyboard too.
        return (
            f'<div class="code"><div class="code-head"><span>{language or "text"}</span>'
            '<button type="button" class="copy" data-copy>Copy</button></div>'
            f'<pre tabindex="0"><code data-language="{language}">{code}</code></pre></div>\n'
        )

    def tag_user(self, tokens: Sequence[Token], idx: int, _o: OptionsDict, env: Env) -> str:
        name = env["names"].user(int(tokens[idx].content))
        return _mention(f"@{name or 'unknown-user'}")

    def tag_role(self, tokens: Sequence[Token], idx: int, _o: OptionsDict, env: Env) -> str:
        name = env["names"].role(int(tokens[idx].content))
        return _mention(f"@{name or 'deleted-role'}")

    def tag_channel(self, tokens: Sequence[Token], idx: int, _o: OptionsDict, env: Env) -> str:
        name = env["names"].channel(int(tokens[idx].content))
        if name is None:
            return _mention("#unknown")
        return (
            f'<a class="mention" href="#" data-open-channel="{escape(tokens[idx].content)}">'
            f"#{escape(name)}</a>"
        )

    def tag_command(self, tokens: Sequence[Token], idx: int, _o: OptionsDict, _e: Env) -> str:
        name = escape(tokens[idx].content)
        return f'<button type="button" class="mention" data-use-command="{name}">/{name}</button>'

    def tag_emoji(self, tokens: Sequence[Token], idx: int, _o: OptionsDict, _e: Env) -> str:
        return f'<span class="emoji">:{escape(tokens[idx].content)}:</span>'

    def tag_unix(self, tokens: Sequence[Token], idx: int, _o: OptionsDict, _e: Env) -> str:
        unix, style = tokens[idx].content, tokens[idx].markup or "f"
        try:
            moment = datetime.fromtimestamp(int(unix), UTC)
        except (ValueError, OverflowError, OSError):
            return f"&lt;t:{escape(unix)}&gt;"
        return (
            f'<time datetime="{moment:%Y-%m-%dT%H:%M:%SZ}" data-style="{escape(style)}">'
            f"{moment:%Y-%m-%d %H:%M} UTC</time>"
        )


def _mention(text: str) -> str:
    return f'<span class="mention">{escape(text)}</span>'


def _parser() -> MarkdownIt:
    """Build the parser: the marks of CommonMark that Discord shares, and Discord's own."""
    md = MarkdownIt("zero", {"breaks": True, "html": False}, renderer_cls=_Renderer)
    md.enable(["list", "newline", "escape", "backticks", "strikethrough", "emphasis", "link"])
    md.enable(["autolink"])
    dialect.install(md)
    md.validateLink = is_web_address  # type: ignore[method-assign]
    return md


_PARSER = _parser()
