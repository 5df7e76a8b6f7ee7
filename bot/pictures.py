"""The pictures of a page: files beside the lesson that are read, and sent, with a card."""

from __future__ import annotations

import asyncio
import hashlib
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple, cast

import discord

from bot.ui.cards import clip
from content.links import picture_place
from content.pictures import LARGEST, picture_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from bot.ui.components import Interaction, StudyView
    from content.markdown.blocks import Block
    from content.markdown.render import Markdown

MOST = 10
"""Pictures of one card, as many as Discord takes."""
_ALT = 1024


class Picture(NamedTuple):
    """A picture as a lesson names it; ``alt`` says it in words, which the text has too."""

    lesson: str
    path: str
    alt: str


class ReadPicture(NamedTuple):
    """A picture to send; two with the same bytes have the same ``name``."""

    name: str
    data: bytes
    alt: str


def pictures_in(body: Markdown, lesson: str) -> tuple[Picture, ...]:
    """Return the pictures in a text of the lesson with this path."""
    return tuple(dict.fromkeys(_named(body.blocks, lesson)))


async def read_pictures(pictures: Sequence[Picture]) -> tuple[ReadPicture, ...]:
    """Return those that can be shown: pictures below the lesson's folder, until a card is full."""
    return await asyncio.to_thread(_read_all, pictures) if pictures else ()


def may_attach(interaction: Interaction) -> bool:
    """Return whether the app may send files where somebody uses it."""
    return interaction.guild_id is None or interaction.app_permissions.attach_files


def gallery(pictures: Iterable[ReadPicture]) -> discord.ui.MediaGallery[StudyView]:
    """Return what shows pictures on a card that is sent with their ``files``."""
    shown: discord.ui.MediaGallery[StudyView] = discord.ui.MediaGallery()
    for one in pictures:
        alt = clip(one.alt, _ALT) or None
        shown.add_item(media=f"attachment://{one.name}", description=alt)
    return shown


def files(view: StudyView) -> list[discord.File]:
    """Return what to upload with a card, for one request."""
    return [discord.File(BytesIO(one.data), one.name) for one in view.pictures]


def needed(
    view: StudyView, message: discord.Message | None
) -> list[discord.File | discord.Attachment]:
    """Return what a card is to have attached; what a message has already is not sent again."""
    sent = {one.filename: _Kept(one) for one in message.attachments} if message else {}
    return [cast("discord.Attachment", sent.get(file.filename, file)) for file in files(view)]


class _Kept:
    """An attachment that a message keeps, as discord.py asks for it.

    Discord's schema takes its id and name in a request, and nothing of what it said of it itself.
    """

    def __init__(self, sent: discord.Attachment) -> None:
        self._sent = sent

    def to_dict(self) -> dict[str, str]:
        """Return what names the attachment."""
        return {"id": str(self._sent.id), "filename": self._sent.filename}


async def respond(interaction: Interaction, view: StudyView, *, in_place: bool) -> None:
    """Show a card in private; ``in_place`` of the one that was used, whose pictures may stay."""
    attached = needed(view, interaction.message if in_place else None)
    if any(isinstance(one, discord.File) for one in attached):
        # An upload may take longer than Discord waits for a first answer.
        await interaction.response.defer(ephemeral=True, thinking=not in_place)
        await interaction.edit_original_response(view=view, attachments=attached)
    elif in_place:
        await interaction.response.edit_message(view=view, attachments=attached)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


def _named(blocks: Iterable[Block], lesson: str) -> Iterator[Picture]:
    for block in blocks:
        for token in block.inline:
            if token.type == "image":
                alt = " ".join(token.content.split())
                yield Picture(lesson, str(token.attrs.get("src", "")), alt)
        yield from _named(block.children, lesson)


def _read_all(pictures: Iterable[Picture]) -> tuple[ReadPicture, ...]:
    found: dict[str, ReadPicture] = {}
    left = LARGEST
    for picture in pictures:
        place = picture_place(picture.lesson, picture.path)
        data = _read(place, left) if place and len(found) < MOST else b""
        if kind := picture_kind(data):
            name = f"{hashlib.sha256(data).hexdigest()[:16]}.{kind}"
            left -= len(data) * (name not in found)
            found.setdefault(name, ReadPicture(name, data, picture.alt))
    return tuple(found.values())


def _read(place: Path, most: int) -> bytes:
    """Return the bytes of a file that has no more than ``most``, else nothing."""
    try:
        # To open a pipe would wait for who writes into it.
        if not place.is_file():
            return b""
        with place.open("rb") as file:
            data = file.read(most + 1)
    except OSError:
        return b""
    return data if len(data) <= most else b""
