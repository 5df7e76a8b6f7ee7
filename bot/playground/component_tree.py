"""Component trees: their types, all components in them, their text and their ids."""

from __future__ import annotations

from enum import IntEnum
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.playground.payloads import Json


class Component(IntEnum):
    """Discord's component types."""

    ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


def nested(components: Iterable[Json]) -> Iterator[Json]:
    """Yield every component of a tree, parents first."""
    for component in components:
        yield component
        children = component.get("components")
        if isinstance(children, list):
            yield from nested(child for child in children if isinstance(child, dict))
        for key in ("accessory", "component"):
            if isinstance(component.get(key), dict):
                yield from nested([component[key]])


def text_of(components: Iterable[Json]) -> str:
    """Return the text of all text displays together."""
    texts = (
        part.get("content") for part in nested(components) if part.get("type") == Component.TEXT
    )
    return "".join(text for text in texts if isinstance(text, str))


def number(components: list[Json]) -> list[Json]:
    """Give each component of a valid tree an id where the bot gave none, and return the tree."""
    parts = list(nested(components))
    taken = {part["id"] for part in parts if part.get("id")}
    free = (n for n in count(1) if n not in taken)
    for part in parts:
        if not part.get("id"):
            part["id"] = next(free)
    return components
