"""The limits of message components, both the rows of old and Components V2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.component_tree import Component, nested, text_of
from bot.playground.limits.inputs import SELECTS, check_select

if TYPE_CHECKING:
    from collections.abc import Container

    from bot.playground.limits.form import Form, Path
    from bot.playground.payloads import Json

ROWS = 5
PER_ROW = 5
TOTAL = 40
TEXT_TOTAL = 4_000
LINK, PREMIUM = 5, 6

_TOP_MODERN = {
    Component.ROW,
    Component.SECTION,
    Component.TEXT,
    Component.GALLERY,
    Component.FILE,
    Component.SEPARATOR,
    Component.CONTAINER,
}
_IN_CONTAINER = _TOP_MODERN - {Component.CONTAINER}


def check_components(form: Form, components: list[Json], *, modern: bool) -> None:
    """Check a message's components; `modern` says that the message is one of Components V2."""
    form.size(("components",), len(components), 0, TOTAL if modern else ROWS)
    allowed = _TOP_MODERN if modern else {Component.ROW}
    _check_children(form, ("components",), components, allowed)
    everything = list(nested(components))
    check_unique(form, ("components",), everything)
    if modern:
        if len(everything) > TOTAL:
            text = f"The total number of components cannot exceed {TOTAL}"
            form.add(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", text)
        if len(text_of(components)) > TEXT_TOTAL:
            text = f"The total text of the components cannot exceed {TEXT_TOTAL} characters"
            form.add(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", text)


def check_media(form: Form, components: list[Json], attached: Container[str | None]) -> None:
    """Check that what is shown is on the web or attached to the message."""
    for component in nested(components):
        for item in (component, *(component.get("items") or ())):
            media = item.get("media") or item.get("file")
            url = str(media.get("url", "")) if isinstance(media, dict) else "https://"
            scheme, _, name = url.partition("://")
            if scheme == "attachment" and name not in attached:
                text = f"The referenced attachment {name} was not found"
                code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
                form.add(("components",), code, text)
            elif scheme not in {"http", "https", "attachment"}:
                text = "Scheme must be one of ('attachment', 'http', 'https')"
                form.add(("components",), "URL_TYPE_INVALID_SCHEME", text)


def check_unique(form: Form, path: Path, components: list[Json]) -> None:
    """Check that no two components share a custom_id."""
    seen = set()
    for component in components:
        custom_id = component.get("custom_id")
        if custom_id is not None and custom_id in seen:
            text = "Component custom id cannot be duplicated"
            form.add(path, "COMPONENT_CUSTOM_ID_DUPLICATED", text)
        seen.add(custom_id)


def _check_children(
    form: Form, path: Path, components: list[Json], allowed: set[Component]
) -> None:
    """Check each of a list of components by its type."""
    for index, component in enumerate(components):
        here = (*path, index)
        if component.get("type") not in allowed:
            form.choice((*here, "type"), ", ".join(str(int(kind)) for kind in sorted(allowed)))
        else:
            _check_one(form, here, component)


def _check_one(form: Form, path: Path, component: Json) -> None:
    """Check one component whose place in the tree is allowed."""
    match component["type"]:
        case Component.ROW:
            _check_row(form, path, component)
        case Component.SECTION:
            _check_section(form, path, component)
        case Component.TEXT:
            form.text((*path, "content"), component.get("content"), 1, TEXT_TOTAL)
        case Component.GALLERY:
            items = form.objects((*path, "items"), component.get("items"))
            form.size((*path, "items"), len(items), 1, 10)
            for index, item in enumerate(items):
                _check_media(form, (*path, "items", index), item, "media")
        case Component.FILE:
            _check_media(form, path, component, "file")
        case Component.CONTAINER:
            children = form.objects((*path, "components"), component.get("components"))
            form.size((*path, "components"), len(children), 1, TOTAL)
            form.number((*path, "accent_color"), component.get("accent_color"), 0, 0xFFFFFF)
            _check_children(form, (*path, "components"), children, _IN_CONTAINER)
        case _:
            pass  # a separator has nothing to check


def _check_row(form: Form, path: Path, row: Json) -> None:
    """Check a row: up to five buttons, or one select."""
    items = form.objects((*path, "components"), row.get("components"))
    form.size((*path, "components"), len(items), 1, PER_ROW)
    for index, item in enumerate(items):
        here = (*path, "components", index)
        if item.get("type") == Component.BUTTON:
            check_button(form, here, item)
        elif item.get("type") in SELECTS:
            check_select(form, here, item)
            if len(items) > 1:
                text = "The width of components in this row is too large"
                form.add((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", text)
        else:
            form.choice((*here, "type"), "2, 3, 5, 6, 7, 8")


def _check_section(form: Form, path: Path, section: Json) -> None:
    """Check a section: one to three texts beside a button or a thumbnail."""
    texts = form.objects((*path, "components"), section.get("components"))
    form.size((*path, "components"), len(texts), 1, 3)
    _check_children(form, (*path, "components"), texts, {Component.TEXT})
    accessory = section.get("accessory")
    if not isinstance(accessory, dict):
        form.required((*path, "accessory"))
    elif accessory.get("type") == Component.BUTTON:
        check_button(form, (*path, "accessory"), accessory)
    elif accessory.get("type") == Component.THUMBNAIL:
        _check_media(form, (*path, "accessory"), accessory, "media")
    else:
        form.choice((*path, "accessory", "type"), "2, 11")


def _check_media(form: Form, path: Path, item: Json, field: str) -> None:
    """Check an item that shows a file or picture."""
    media = item.get(field)
    url = media.get("url") if isinstance(media, dict) else None
    form.text((*path, field, "url"), url, 1, 2_048)
    form.text((*path, "description"), item.get("description"), 0, 1_024, required=False)


def check_button(form: Form, path: Path, button: Json) -> None:
    """Check a button's style, what it shows and where it leads."""
    style = button.get("style")
    if style not in range(1, PREMIUM + 1):
        form.choice((*path, "style"), "1, 2, 3, 4, 5, 6")
        return
    form.text((*path, "label"), button.get("label"), 0, 80, required=False)
    if style == PREMIUM:
        form.text((*path, "sku_id"), button.get("sku_id"), 1, 20)
        return
    if not button.get("label") and not button.get("emoji"):
        text = "A button needs a label or an emoji"
        form.add((*path, "label"), "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", text)
    if style == LINK:
        form.text((*path, "url"), button.get("url"), 1, 512)
        if button.get("custom_id"):
            text = "A custom id and url cannot both be specified"
            form.add(
                (*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", text
            )
    else:
        form.text((*path, "custom_id"), button.get("custom_id"), 1, 100)
        if button.get("url"):
            form.add((*path, "url"), "BUTTON_COMPONENT_INVALID_URL", "Only a link button has a url")
