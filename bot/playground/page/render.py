"""Discord's JSON to HTML fragments; what is shown is decided in ``templates/``, not here."""

from __future__ import annotations

import logging
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup

from bot.playground.page.directory import DM, THREADS, display_name
from bot.playground.page.markdown import first_line, is_web_address, to_html, to_inline_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.playground.page.directory import Directory
    from bot.playground.page.markdown import Names
    from bot.playground.payloads import Json

_TEMPLATES = Path(__file__).with_name("templates")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HUES = 8
_PREVIEW = 80
_log = logging.getLogger(__name__)


class Renderer:
    """Renders the page and its fragments; all is escaped but what the Markdown parser made."""

    def __init__(self) -> None:
        self._env = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.filters |= {
            "md": _md,
            "md_inline": _md_inline,
            "media": local_media,
            "is_web": is_web_address,
            "initials": initials,
            "hue": hue,
            "hex": "{:06x}".format,
            "name": display_name,
            "emoji": emoji,
            "size": readable_size,
            "preview": _preview,
        }

    def page(self, **values: Any) -> str:
        """Render the whole page; ``routes.Views.page`` says which values."""
        return self._env.get_template("page.html").render(values)

    def message(self, message: Json, directory: Directory) -> Markup:
        """Render one message as an ``<article>`` whose version changes with its content.

        One that cannot be rendered says so: the others of its channel are shown all the same.
        """
        try:
            inner = self._render("message.html", m=message, directory=directory)
            version = f"{zlib.crc32(inner.encode()):x}"
        except Exception:  # noqa: BLE001  (whatever it is, it is this one message's)
            _log.exception("Message %s cannot be shown", message["id"])
            inner, version = self._render("unshown.html", m=message), "unshown"
        return self._render("article.html", m=message, inner=inner, version=version)

    def messages(self, messages: Iterable[Json], directory: Directory) -> Markup:
        """Render messages in their order."""
        return Markup().join(self.message(message, directory) for message in messages)

    def channels(self, channels: Iterable[Json], directory: Directory, person: int) -> Markup:
        """Render the list of channels, each with its threads, then direct messages."""
        groups = group_channels(channels)
        return self._render("channels.html", **groups, directory=directory, person=person)

    def header(self, channel: Json, directory: Directory) -> Markup:
        """Render the name and topic of the open channel."""
        return self._render("header.html", channel=channel, directory=directory)

    def modal(self, event: Json, directory: Directory) -> Markup:
        """Render a MODAL_OPEN event as a form."""
        return self._render("modal.html", **event, directory=directory)

    def _render(self, template: str, **values: Any) -> Markup:
        return Markup(self._env.get_template(template).render(values))  # noqa: S704 - autoescaped


def group_channels(channels: Iterable[Json]) -> dict[str, list[Any]]:
    """Split channels into ``channels`` (pairs of a channel and its threads) and ``direct`` ones."""
    listed = list(channels)
    own = [channel for channel in listed if channel["type"] not in THREADS | {DM}]
    pairs = [
        (channel, [item for item in listed if item.get("parent_id") == channel["id"]])
        for channel in own
    ]
    return {"channels": pairs, "direct": [item for item in listed if item["type"] == DM]}


def local_media(url: str) -> str | None:
    """Return the path of a file that this server holds; None for one that is elsewhere."""
    parts = urlsplit(url)
    if parts.scheme in {"http", "https"} and parts.hostname in _LOOPBACK:
        return parts.path
    return None


def initials(user: Json) -> str:
    """Return one or two letters that stand for a user."""
    words = display_name(user).split()
    return "".join(word[0] for word in words[:2]).upper() or "?"


def hue(user: Json) -> int:
    """Choose one of the avatar colours, always the same for a user."""
    snowflake = int(user["id"])
    # Ids made in one burst differ in their counter, others in their moment.
    return (snowflake + (snowflake >> 22)) % _HUES


def emoji(value: Json) -> str:
    """Return an emoji as text: the character itself, or the name of a custom one."""
    name = str(value.get("name") or "")
    return f":{name}:" if value.get("id") else name


def readable_size(size: int) -> str:
    """Write a number of bytes for people."""
    if size < 1024:  # noqa: PLR2004 - a kibibyte
        return f"{size} bytes"
    return f"{size / 1024:.1f} KiB" if size < 1024**2 else f"{size / 1024**2:.1f} MiB"


def preview(message: Json, names: Names) -> str:
    """Return the first words of a message, wherever in it they are, as text without marks."""
    embeds = (embed.get("title") or embed.get("description") for embed in message.get("embeds", ()))
    parts = filter(None, _texts(message.get("components", ())))
    # A card's title says more than the quote and the small print above it.
    card = sorted(parts, key=lambda text: text.startswith(("> ", "-# ")))
    texts = (message.get("content"), *card, *embeds)
    lines = (first_line(str(text), names) for text in texts if text)
    line = next(filter(None, lines), "a message without text")
    return line if len(line) <= _PREVIEW else line[: _PREVIEW - 1] + "…"


def _texts(components: Iterable[Json]) -> Iterator[str | None]:
    for component in components:
        yield component.get("content")
        yield from _texts(component.get("components", ()))


@jinja2.pass_context
def _preview(context: jinja2.runtime.Context, message: Json) -> str:
    return preview(message, context["directory"])


@jinja2.pass_context
def _md(context: jinja2.runtime.Context, text: str) -> Markup:
    return to_html(text, context["directory"])


@jinja2.pass_context
def _md_inline(context: jinja2.runtime.Context, text: str) -> Markup:
    return to_inline_html(text, context["directory"])
