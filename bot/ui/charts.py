"""Draws bars as a picture and as text: how many people chose each option."""

from __future__ import annotations

import asyncio
import hashlib
from io import BytesIO
from typing import TYPE_CHECKING

from bot.pictures import ReadPicture

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

# Twice as large as a narrow screen shows it, so that its text is sharp and as large as that around.
_WIDTH, _MARGIN, _ROW, _GAP = 640, 24, 44, 14
_LETTERS = 30
_STRIPES = 14
# Its own background: so it reads the same on a dark and on a light screen.
_PAPER, _INK = "#1e1f22", "#ffffff"
_RIGHT, _OTHER = "#3fb27f", "#6f8fd6"
_UNKNOWN = "\uffff"

_LONGEST = 12
_FULL, _SIGN, _NO_SIGN = "▇", "✓", " "


def text_bars(labels: Sequence[str], counts: Sequence[int], right: Collection[int]) -> str:
    """Return one line for each bar, in a block of code: its sign, label, bar and count."""
    most, width = max(counts, default=0), max(map(len, labels), default=0)
    lines = [
        f"{_SIGN if place in right else _NO_SIGN} {label:<{width}} "
        f"{_FULL * _share(count, most, _LONGEST)} {count}"
        for place, (label, count) in enumerate(zip(labels, counts, strict=True))
    ]
    return "\n".join(["```", *lines, "```"])


async def bar_chart(
    labels: Sequence[str],
    counts: Sequence[int],
    right: Collection[int],
    title: str,
    whole: int | None = None,
) -> ReadPicture:
    """Return a PNG with a bar for each label, and what it shows in words.

    ``whole`` is what the longest possible bar stands for; without it, that is the largest count.
    ``right`` has the places of those that are right: a sign and stripes tell them, not the colour
    alone. The font has few signs beyond ASCII; what it lacks is left out of the picture.
    """
    data = await asyncio.to_thread(_draw, labels, counts, right, title, whole)
    told = ", ".join(
        f"{label}{' (right)' if place in right else ''}: {count}"
        for place, (label, count) in enumerate(zip(labels, counts, strict=True))
    )
    return ReadPicture(f"{hashlib.sha256(data).hexdigest()[:16]}.png", data, f"{title}. {told}")


def _share(count: int, most: int, length: int) -> int:
    """Return the length of a bar; the smallest count can be seen."""
    return max(1, round(length * count / most)) if count else 0


def _draw(
    labels: Sequence[str],
    counts: Sequence[int],
    right: Collection[int],
    title: str,
    whole: int | None,
) -> bytes:
    # Only here: it takes 100 ms and 13 MB, and not every bot draws.
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415

    font = ImageFont.load_default(_LETTERS)
    most, shown = whole or max(counts, default=0), [_drawable(label, font) for label in labels]
    left = _MARGIN + _ROW + round(max(map(font.getlength, shown), default=0)) + _GAP
    room = _WIDTH - _MARGIN - _GAP - round(font.getlength(str(most))) - left
    first = _MARGIN + _ROW + _GAP
    image = Image.new("RGB", (_WIDTH, first + len(labels) * (_ROW + _GAP) + _MARGIN - _GAP), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((_MARGIN, _MARGIN), _drawable(title, font), _INK, font)
    for place, (label, count) in enumerate(zip(shown, counts, strict=True)):
        top = first + place * (_ROW + _GAP)
        middle, width = top + _ROW // 2, _share(count, most, room)
        if place in right:
            _draw_sign(draw, middle)
        draw.text((_MARGIN + _ROW, middle), label, _INK, font, anchor="lm")
        if width:
            bar = Image.new("RGB", (width, _ROW), _RIGHT if place in right else _OTHER)
            if place in right:
                _draw_stripes(ImageDraw.Draw(bar), width)
            image.paste(bar, (left, top))
        draw.text((left + width + _GAP, middle), str(count), _INK, font, anchor="lm")
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _draw_sign(draw: ImageDraw, middle: int) -> None:
    """Draw a tick: the font has none."""
    points = [(_MARGIN + 2, middle), (_MARGIN + 11, middle + 10), (_MARGIN + 28, middle - 13)]
    draw.line(points, _INK, width=6, joint="curve")


def _draw_stripes(draw: ImageDraw, width: int) -> None:
    for start in range(-_ROW, width, _STRIPES):
        draw.line([(start, _ROW), (start + _ROW, 0)], _PAPER, width=3)


def _drawable(text: str, font: FreeTypeFont | ImageFont) -> str:
    """Return a text without what the font draws as an empty box."""
    unknown = bytes(font.getmask(_UNKNOWN))
    return "".join(sign for sign in text if bytes(font.getmask(sign)) != unknown).strip()
