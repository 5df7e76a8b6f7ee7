"""The limits of a message: text, embeds, and the choice between content and Components V2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.errors import DiscordError
from bot.playground.limits.components import check_components, check_media
from bot.playground.limits.form import Form, Path
from bot.playground.payloads import MessageFlag

if TYPE_CHECKING:
    from bot.playground.payloads import Json

CONTENT = 2_000
EMBEDS = 10
EMBED_TOTAL = 6_000
FILES = 10
FILE_BYTES = 10 * 1024 * 1024


def check_message(message: Json, prefix: Path = ()) -> None:
    """Check a whole message, as sent or as an edit would make it; raise Discord's answer."""
    form = Form(prefix)
    for unsupported in ("poll", "sticker_ids"):
        if message.get(unsupported):
            raise DiscordError(400, 0, f"The local Discord has no {unsupported} in messages")
    form.text(("content",), message.get("content"), 0, CONTENT, required=False)
    _check_embeds(form, form.objects(("embeds",), message.get("embeds")))
    form.size(("attachments",), len(message.get("attachments") or ()), 0, FILES)
    modern = bool((message.get("flags") or 0) & MessageFlag.COMPONENTS_V2)
    components = form.objects(("components",), message.get("components"))
    if modern:
        for field in ("content", "embeds"):
            if message.get(field):
                text = (
                    f"The '{field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                )
                form.add((field,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)
        if not components:
            form.required(("components",))
    check_components(form, components, modern=modern)
    names = {item.get("filename") for item in message.get("attachments") or ()}
    check_media(form, components, names)
    form.finish()
    if not any(message.get(field) for field in ("content", "embeds", "components", "attachments")):
        raise DiscordError(400, 50006, "Cannot send an empty message")


def _check_embeds(form: Form, embeds: list[Json]) -> None:
    """Check each embed and their length together."""
    form.size(("embeds",), len(embeds), 0, EMBEDS)
    for index, embed in enumerate(embeds):
        _check_embed(form, ("embeds", index), embed)
    if sum(map(_embed_length, embeds)) > EMBED_TOTAL:
        text = f"Embed size exceeds maximum size of {EMBED_TOTAL}"
        form.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", text)


def _check_embed(form: Form, path: Path, embed: Json) -> None:
    """Check one embed's parts and that it shows anything at all."""
    form.text((*path, "title"), embed.get("title"), 0, 256, required=False)
    form.text((*path, "description"), embed.get("description"), 0, 4_096, required=False)
    form.number((*path, "color"), embed.get("color"), 0, 0xFFFFFF)
    if footer := embed.get("footer"):
        form.text((*path, "footer", "text"), footer.get("text"), 1, 2_048)
    if author := embed.get("author"):
        form.text((*path, "author", "name"), author.get("name"), 1, 256)
    fields = form.objects((*path, "fields"), embed.get("fields"))
    form.size((*path, "fields"), len(fields), 0, 25)
    for index, field in enumerate(fields):
        form.text((*path, "fields", index, "name"), field.get("name"), 1, 256)
        form.text((*path, "fields", index, "value"), field.get("value"), 1, 1_024)
    shown = ("title", "description", "fields", "footer", "author", "image", "thumbnail", "video")
    if not any(embed.get(part) for part in shown):
        form.required((*path, "description"))


def _embed_length(embed: Json) -> int:
    """Count the characters that Discord counts in an embed."""
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or ():
        texts += [field.get("name"), field.get("value")]
    return sum(len(text) for text in texts if isinstance(text, str))
