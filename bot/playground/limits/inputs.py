"""The limits of what a person fills in: selects, and the fields of a modal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.component_tree import Component, nested
from bot.playground.limits.form import Form, Path

if TYPE_CHECKING:
    from bot.playground.payloads import Json

SELECTS = (
    Component.STRING_SELECT,
    Component.USER_SELECT,
    Component.ROLE_SELECT,
    Component.MENTIONABLE_SELECT,
    Component.CHANNEL_SELECT,
)
_FIELDS = (
    *SELECTS,
    Component.TEXT_INPUT,
    Component.RADIO_GROUP,
    Component.CHECKBOX_GROUP,
    Component.CHECKBOX,
)


def check_select(form: Form, path: Path, select: Json) -> None:
    """Check a select's id, its limits and, for a string select, its options."""
    form.text((*path, "custom_id"), select.get("custom_id"), 1, 100)
    form.text((*path, "placeholder"), select.get("placeholder"), 0, 150, required=False)
    low, high = select.get("min_values"), select.get("max_values")
    form.number((*path, "min_values"), low, 0, 25)
    form.number((*path, "max_values"), high, 1, 25)
    if isinstance(low, int) and isinstance(high, int) and low > high:
        form.add(
            (*path, "min_values"),
            "NUMBER_TYPE_MAX",
            f"Value should be less than or equal to {high}.",
        )
    if select["type"] != Component.STRING_SELECT:
        return
    options = form.objects((*path, "options"), select.get("options"))
    check_options(form, (*path, "options"), options, 1, 25)
    if isinstance(high, int) and high > len(options):
        text = f"Value should be less than or equal to {len(options)}."
        form.add((*path, "max_values"), "NUMBER_TYPE_MAX", text)


def check_options(form: Form, path: Path, options: list[Json], low: int, high: int) -> None:
    """Check a list of options with label and value."""
    form.size(path, len(options), low, high)
    seen = set()
    for index, option in enumerate(options):
        form.text((*path, index, "label"), option.get("label"), 1, 100)
        form.text((*path, index, "value"), option.get("value"), 1, 100)
        form.text((*path, index, "description"), option.get("description"), 0, 100, required=False)
        if option.get("value") in seen:
            text = "The specified option value is already used"
            form.add((*path, index, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", text)
        seen.add(option.get("value"))


def check_modal(modal: Json) -> None:
    """Check the modal that answers an interaction; raise 50035."""
    form = Form(("data",))
    form.text(("title",), modal.get("title"), 1, 45)
    form.text(("custom_id",), modal.get("custom_id"), 1, 100)
    components = form.objects(("components",), modal.get("components"))
    form.size(("components",), len(components), 1, 5)
    for index, component in enumerate(components):
        _check_modal_part(form, ("components", index), component)
    seen = set()
    for component in nested(components):
        custom_id = component.get("custom_id")
        if custom_id is not None and custom_id in seen:
            text = "Component custom id cannot be duplicated"
            form.add(("components",), "COMPONENT_CUSTOM_ID_DUPLICATED", text)
        seen.add(custom_id)
    form.finish()


def _check_modal_part(form: Form, path: Path, component: Json) -> None:
    """Check a row with a text input, a label with a field, or a text of a modal."""
    match component.get("type"):
        case Component.ROW:
            inputs = form.objects((*path, "components"), component.get("components"))
            form.size((*path, "components"), len(inputs), 1, 1)
            for index, field in enumerate(inputs):
                here = (*path, "components", index)
                if field.get("type") != Component.TEXT_INPUT:
                    form.choice((*here, "type"), "4")
                else:
                    form.text((*here, "label"), field.get("label"), 1, 45)
                    _check_field(form, here, field)
        case Component.LABEL:
            form.text((*path, "label"), component.get("label"), 1, 45)
            form.text((*path, "description"), component.get("description"), 0, 100, required=False)
            inner = component.get("component")
            if not isinstance(inner, dict) or inner.get("type") not in _FIELDS:
                form.choice(
                    (*path, "component", "type"), ", ".join(str(int(kind)) for kind in _FIELDS)
                )
            else:
                _check_field(form, (*path, "component"), inner)
        case Component.TEXT:
            form.text((*path, "content"), component.get("content"), 1, 4_000)
        case _:
            form.choice((*path, "type"), "1, 10, 18")


def _check_field(form: Form, path: Path, field: Json) -> None:
    """Check one field of a modal."""
    if field["type"] in SELECTS:
        check_select(form, path, field)
        return
    form.text((*path, "custom_id"), field.get("custom_id"), 1, 100)
    if field["type"] == Component.TEXT_INPUT:
        if field.get("style") not in {1, 2}:
            form.choice((*path, "style"), "1, 2")
        form.number((*path, "min_length"), field.get("min_length"), 0, 4_000)
        form.number((*path, "max_length"), field.get("max_length"), 1, 4_000)
        form.text((*path, "placeholder"), field.get("placeholder"), 0, 100, required=False)
        form.text((*path, "value"), field.get("value"), 0, 4_000, required=False)
    elif field["type"] in {Component.RADIO_GROUP, Component.CHECKBOX_GROUP}:
        options = form.objects((*path, "options"), field.get("options"))
        low = 2 if field["type"] == Component.RADIO_GROUP else 1
        check_options(form, (*path, "options"), options, low, 10)
