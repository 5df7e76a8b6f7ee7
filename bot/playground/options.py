"""Checks what a person fills in (command options, selects, modals) before it goes to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.component_tree import Component, nested
from bot.playground.errors import ActionRefused
from bot.playground.permissions import permissions_in

if TYPE_CHECKING:
    from bot.playground.payloads import Json
    from bot.playground.world import World

(
    SUBCOMMAND,
    GROUP,
    STRING,
    INTEGER,
    BOOLEAN,
    USER,
    CHANNEL,
    ROLE,
    MENTIONABLE,
    NUMBER,
    ATTACHMENT,
) = range(1, 12)
_TYPES: dict[int, tuple[type, ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    NUMBER: (int, float),
    USER: (str,),
    CHANNEL: (str,),
    ROLE: (str,),
    MENTIONABLE: (str,),
}
_RESOLVES = {
    USER: ("users",),
    CHANNEL: ("channels",),
    ROLE: ("roles",),
    MENTIONABLE: ("users", "roles"),
}
_SELECTS = {
    Component.USER_SELECT: ("users",),
    Component.ROLE_SELECT: ("roles",),
    Component.MENTIONABLE_SELECT: ("users", "roles"),
    Component.CHANNEL_SELECT: ("channels",),
}


class Resolver:
    """Collects the users, members, roles and channels that ids in the data refer to."""

    def __init__(self, world: World, place: Json) -> None:
        self._world = world
        self._place = place
        self.found: Json = {}

    def add(self, snowflake: str, kinds: tuple[str, ...]) -> None:
        """Resolve an id as the first of the kinds that knows it, or refuse it."""
        known: dict[str, dict[int, Json]] = {
            "users": self._world.users,
            "roles": self._world.roles,
            "channels": self._world.channels,
        }
        number = int(snowflake) if snowflake.isdecimal() else 0
        for kind in kinds:
            if number in known[kind]:
                self.found.setdefault(kind, {})[snowflake] = known[kind][number] | self._more(kind)
                if kind == "users" and "guild_id" in self._place and number in self._world.members:
                    self.found.setdefault("members", {})[snowflake] = self._member(number)
                return
        raise ActionRefused(f"“{snowflake}” is not one of the {' or '.join(kinds)} here.")

    def _member(self, number: int) -> Json:
        """Return a partial member, with what they may do where the interaction is."""
        member = self._world.members[number]
        partial = {k: v for k, v in member.items() if k not in {"user", "deaf", "mute"}}
        allowed = permissions_in(self._world, number, self._place)
        return partial | {"permissions": str(int(allowed))}

    @staticmethod
    def _more(kind: str) -> Json:
        """Return the extra field of partial channels."""
        return {"permissions": "0"} if kind == "channels" else {}


def check_options(
    known: list[Json], given: list[Json], resolver: Resolver, *, complete: bool
) -> list[Json]:
    """Check options against the command's and return them typed; refuse what does not fit.

    `complete` asks for every required option; autocomplete does without.
    """
    by_name = {option["name"]: option for option in known}
    checked = []
    for option in given:
        definition = by_name.get(option.get("name", ""))
        if definition is None:
            raise ActionRefused(f"The command has no option “{option.get('name')}”.")
        checked.append(_check_option(definition, option, resolver, complete=complete))
    wants_subcommand = any(option["type"] in {SUBCOMMAND, GROUP} for option in known)
    if wants_subcommand and len(checked) != 1:
        raise ActionRefused("Choose one of the subcommands.")
    names = {option["name"] for option in given}
    for name, definition in by_name.items():
        if complete and definition.get("required") and name not in names:
            raise ActionRefused(f"Fill in “{name}”: {definition['description']}")
    return checked


def _check_option(definition: Json, given: Json, resolver: Resolver, *, complete: bool) -> Json:
    """Check one option, or a subcommand with its own."""
    kind, name = definition["type"], definition["name"]
    if kind in {SUBCOMMAND, GROUP}:
        inner = check_options(
            definition.get("options") or [], given.get("options") or [], resolver, complete=complete
        )
        return {"name": name, "type": kind, "options": inner}
    if kind == ATTACHMENT:
        raise ActionRefused("The local Discord cannot take files in commands.")
    value = given.get("value")
    checked: Json = {"name": name, "type": kind, "value": value}
    if given.get("focused"):
        # what is being typed is not yet a number or one of the choices
        return checked | {"focused": True, "value": "" if value is None else str(value)}
    if not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != BOOLEAN):
        raise ActionRefused(f"“{name}” has the wrong kind of value.")
    choices = definition.get("choices") or []
    if choices and value not in [choice["value"] for choice in choices]:
        raise ActionRefused(f"“{name}” must be one of the choices.")
    _check_range(definition, value)
    if kind in _RESOLVES:
        resolver.add(str(value), _RESOLVES[kind])
    return checked


def _check_range(definition: Json, value: Any) -> None:
    """Check the length of a text or the range of a number."""
    is_text = isinstance(value, str)
    size, what = (len(value), "characters") if is_text else (value, "")
    low = definition.get("min_length" if is_text else "min_value")
    high = definition.get("max_length" if is_text else "max_value")
    if is_text and definition["type"] == STRING and high is None:
        high = 6_000
    if low is not None and size < low:
        raise ActionRefused(f"“{definition['name']}” must be at least {low} {what}".rstrip() + ".")
    if high is not None and size > high:
        raise ActionRefused(f"“{definition['name']}” must be at most {high} {what}".rstrip() + ".")


def check_values(
    component: Json, values: list[str], resolver: Resolver, *, required: bool = True
) -> None:
    """Check the values chosen in a select of any kind, radio group or checkbox group."""
    is_radio = component["type"] == Component.RADIO_GROUP
    low = component.get("min_values", 1) if component.get("required", required) else 0
    is_group = component["type"] == Component.CHECKBOX_GROUP
    high = component.get("max_values") or (len(component["options"]) if is_group else 1)
    low, high = (low, high) if not is_radio else (min(low, 1), 1)
    if len(set(values)) != len(values) or not low <= len(values) <= high:
        wanted = str(low) if low == high else f"{low} to {high}"
        raise ActionRefused(f"Choose {wanted}.")
    if component["type"] in _SELECTS:
        for value in values:
            resolver.add(value, _SELECTS[component["type"]])
        return
    offered = {option["value"] for option in component.get("options") or ()}
    for value in values:
        if value not in offered:
            raise ActionRefused(f"“{value}” is not offered.")


def check_modal_values(modal: Json, given: list[Json], resolver: Resolver) -> list[Json]:
    """Check a filled-in modal and return its components as Discord sends them to the bot."""
    values = {
        part["custom_id"]: part for part in nested(given) if isinstance(part.get("custom_id"), str)
    }
    known = {part["custom_id"] for part in nested(modal["components"]) if "custom_id" in part}
    if unknown := values.keys() - known:
        raise ActionRefused(f"The form has no field “{min(unknown)}”.")
    sent = []
    for part in modal["components"]:
        base = {"type": part["type"], "id": part["id"]}
        if part["type"] == Component.ROW:
            fields = [
                _field(field, values, field.get("label", ""), resolver)
                for field in part["components"]
            ]
            sent.append(base | {"components": fields})
        elif part["type"] == Component.LABEL:
            field = part["component"]
            sent.append(base | {"component": _field(field, values, part["label"], resolver)})
        else:
            sent.append(base)
    return sent


def _field(field: Json, values: dict[str, Json], label: str, resolver: Resolver) -> Json:
    """Check one field's value and return it as sent."""
    given = values.get(field["custom_id"], {})
    sent: Json = {"type": field["type"], "id": field["id"], "custom_id": field["custom_id"]}
    if field["type"] == Component.TEXT_INPUT:
        return sent | {"value": _text(field, given.get("value") or "", label)}
    if field["type"] == Component.CHECKBOX:
        return sent | {"value": bool(given.get("value"))}
    chosen = list(given.get("values") or ([given["value"]] if given.get("value") else []))
    try:
        check_values(field, chosen, resolver)
    except ActionRefused as exc:
        raise ActionRefused(f"{label}: {exc}") from exc
    if field["type"] == Component.RADIO_GROUP:
        return sent | {"value": chosen[0] if chosen else None}
    return sent | {"values": chosen}


def _text(field: Json, text: str, label: str) -> str:
    """Check a text input's value."""
    if not text:
        if field.get("required", True):
            raise ActionRefused(f"Fill in “{label}”.")
        return text
    low, high = field.get("min_length") or 0, field.get("max_length") or 4_000
    if not low <= len(text) <= high:
        raise ActionRefused(f"“{label}” must have {low} to {high} characters; it has {len(text)}.")
    return text
