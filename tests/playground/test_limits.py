"""Each limit on what a bot sends: the code and the place of the error."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.errors import DiscordError
from bot.playground.limits.commands import check_command, check_commands
from bot.playground.limits.inputs import check_modal
from bot.playground.limits.messages import check_message

V2 = 1 << 15


def errors_of(work: Any, *args: Any) -> dict[str, str]:
    """Return the errors that a check raises, as path to code."""
    with pytest.raises(DiscordError) as caught:
        work(*args)
    assert caught.value.code == 50035
    found: dict[str, str] = {}

    def walk(node: dict[str, Any], path: str) -> None:
        for key, value in node.items():
            if key == "_errors":
                found[path] = value[0]["code"]
            else:
                walk(value, f"{path}.{key}".lstrip("."))

    walk(caught.value.errors or {}, "")
    return found


def button(**fields: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": "go", **fields}


def row(*items: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(items)}


def select(count: int, **fields: Any) -> dict[str, Any]:
    options = [{"label": str(n), "value": str(n)} for n in range(count)]
    return {"type": 3, "custom_id": "s", "options": options, **fields}


def text(content: str) -> dict[str, Any]:
    return {"type": 10, "content": content}


def gallery(*urls: str) -> dict[str, Any]:
    return {"type": 12, "items": [{"media": {"url": url}} for url in urls]}


MESSAGES: list[tuple[dict[str, Any], str, str]] = [
    ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{"title": "t"}] * 11}, "embeds", "BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{}]}, "embeds.0.description", "BASE_TYPE_REQUIRED"),
    ({"embeds": [{"description": "x" * 4096}] * 2}, "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
    (
        {"embeds": [{"fields": [{"name": "n", "value": ""}]}]},
        "embeds.0.fields.0.value",
        "BASE_TYPE_BAD_LENGTH",
    ),
    ({"components": [row(button())] * 6}, "components", "BASE_TYPE_MAX_LENGTH"),
    ({"components": [button()]}, "components.0.type", "BASE_TYPE_CHOICES"),
    ({"components": [row()]}, "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    (
        {"components": [row(button(label="x" * 81))]},
        "components.0.components.0.label",
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        {"components": [row(button(label=None))]},
        "components.0.components.0.label",
        "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
    ),
    (
        {"components": [row(button(custom_id=None))]},
        "components.0.components.0.custom_id",
        "BASE_TYPE_REQUIRED",
    ),
    (
        {"components": [row(button(style=5, url="https://example.org"))]},
        "components.0.components.0.custom_id",
        "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
    ),
    (
        {"components": [row(button(), button())]},
        "components",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    (
        {"components": [row(select(2), button())]},
        "components.0.components",
        "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
    ),
    (
        {"components": [row(select(26))]},
        "components.0.components.0.options",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        {"components": [row(select(2, max_values=3))]},
        "components.0.components.0.max_values",
        "NUMBER_TYPE_MAX",
    ),
    ({"components": [text("x")]}, "components.0.type", "BASE_TYPE_CHOICES"),
    (
        {"flags": V2, "components": [text("x")], "content": "y"},
        "content",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    (
        {"flags": V2, "components": [text("x" * 2001)] * 2},
        "components",
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    ),
    (
        {"flags": V2, "components": [{"type": 17, "components": [text("x")] * 40}]},
        "components",
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    (
        {"flags": V2, "components": [{"type": 9, "components": [text("x")]}]},
        "components.0.accessory",
        "BASE_TYPE_REQUIRED",
    ),
    (
        {
            "flags": V2,
            "components": [gallery("attachment://a.png", "attachment://b.png")],
            "attachments": [{"filename": "a.png"}],
        },
        "components",
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    (
        {"flags": V2, "components": [gallery("file:///a.png")]},
        "components",
        "URL_TYPE_INVALID_SCHEME",
    ),
    (
        {"flags": V2, "components": [gallery(*["https://k.example/a.png"] * 11)]},
        "components.0.items",
        "BASE_TYPE_BAD_LENGTH",
    ),
]


@pytest.mark.parametrize(("message", "path", "code"), MESSAGES)
def test_bad_messages(message: dict[str, Any], path: str, code: str) -> None:
    assert errors_of(check_message, message).get(path) == code


def test_good_messages() -> None:
    check_message({"content": "x" * 2000})
    five = [button(custom_id=str(n)) for n in range(5)]
    check_message({"components": [row(*five), row(select(25, max_values=25))]})
    section = {"type": 9, "components": [text("x")], "accessory": button()}
    container = {"type": 17, "components": [section, {"type": 14}, row(select(1))]}
    check_message({"flags": V2, "components": [container]})
    pictures = gallery("attachment://a.png", "https://k.example/b.png")
    attached = [{"filename": "a.png"}]
    check_message({"flags": V2, "components": [pictures], "attachments": attached})


def test_an_empty_message() -> None:
    with pytest.raises(DiscordError) as caught:
        check_message({"content": ""})
    assert caught.value.code == 50006


def test_what_is_missing_here_is_said() -> None:
    with pytest.raises(DiscordError, match="no poll"):
        check_message({"poll": {"question": {}}})


FIELD = {"type": 4, "custom_id": "f", "style": 1, "label": "Name"}


@pytest.mark.parametrize(
    ("modal", "path"),
    [
        ({"title": "x" * 46, "custom_id": "m", "components": [row(FIELD)]}, "data.title"),
        ({"title": "x", "components": [row(FIELD)]}, "data.custom_id"),
        ({"title": "x", "custom_id": "m", "components": []}, "data.components"),
        ({"title": "x", "custom_id": "m", "components": [row(FIELD)] * 6}, "data.components"),
        ({"title": "x", "custom_id": "m", "components": [row(FIELD)] * 2}, "data.components"),
        (
            {"title": "x", "custom_id": "m", "components": [row(button())]},
            "data.components.0.components.0.type",
        ),
        (
            {"title": "x", "custom_id": "m", "components": [{"type": 18, "label": "L"}]},
            "data.components.0.component.type",
        ),
    ],
)
def test_bad_modals(modal: dict[str, Any], path: str) -> None:
    assert path in errors_of(check_modal, modal)


def command(**fields: Any) -> dict[str, Any]:
    return {"name": "quiz", "description": "Practise", **fields}


def option(name: str = "count", **fields: Any) -> dict[str, Any]:
    return {"type": 4, "name": name, "description": "How many", **fields}


CHOICES = [{"name": str(n), "value": n} for n in range(26)]


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        (command(name="Quiz"), "name", "APPLICATION_COMMAND_INVALID_NAME"),
        (command(name="quiz start"), "name", "APPLICATION_COMMAND_INVALID_NAME"),
        (command(name="x" * 33), "name", "BASE_TYPE_BAD_LENGTH"),
        (command(description=""), "description", "BASE_TYPE_BAD_LENGTH"),
        (command(description="x" * 101), "description", "BASE_TYPE_BAD_LENGTH"),
        (
            command(options=[option(str(n)) for n in range(26)]),
            "options",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            command(options=[option("a"), option("b", required=True)]),
            "options.1",
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
        (
            command(options=[option(), option()]),
            "options.1.name",
            "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
        ),
        (
            command(options=[option(choices=CHOICES[:2], autocomplete=True)]),
            "options.0.autocomplete",
            "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID",
        ),
        (command(options=[option(choices=CHOICES)]), "options.0.choices", "BASE_TYPE_MAX_LENGTH"),
        (
            command(options=[option(), option("sub", type=1)]),
            "options",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        ),
        (
            command(
                options=[option("g", type=2, options=[option("h", type=2)])],
            ),
            "options.0.options",
            "BASE_TYPE_CHOICES",
        ),
        (command(contexts=[3]), "contexts.0", "BASE_TYPE_CHOICES"),
        ({"type": 3, "name": "x" * 33}, "name", "BASE_TYPE_BAD_LENGTH"),
        ({"type": 3, "name": "  "}, "name", "BASE_TYPE_BAD_LENGTH"),
        ({"type": 3}, "name", "BASE_TYPE_REQUIRED"),
        (
            {"type": 2, "name": "x", "name_localizations": {"de": "x" * 33}},
            "name_localizations.de",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            {"type": 3, "name": "x", "options": [option()]},
            "options",
            "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_INVALID",
        ),
        (
            command(type=2, description="x"),
            "description",
            "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID",
        ),
    ],
)
def test_bad_commands(body: dict[str, Any], path: str, code: str) -> None:
    assert errors_of(check_command, body).get(path) == code


def test_command_size() -> None:
    choices = [{"name": f"{n:090}", "value": str(n)} for n in range(25)]
    wordy = command(options=[option(f"o{n}", type=3, choices=choices) for n in range(4)])
    assert errors_of(check_command, wordy) == {"": "APPLICATION_COMMAND_TOO_LARGE"}


def test_sets_of_commands() -> None:
    assert errors_of(check_commands, [command(), command()]) == {
        "1": "APPLICATION_COMMANDS_DUPLICATE_NAME"
    }
    menus = [{"type": kind, "name": "Ask About This"} for kind in (2, 3)]
    check_commands([command(), *menus, {"type": 2, "name": "quiz", "description": ""}])
    assert errors_of(check_commands, [*menus, menus[1]]) == {
        "2": "APPLICATION_COMMANDS_DUPLICATE_NAME"
    }


@pytest.mark.parametrize(("kind", "most"), [(1, 100), (2, 5), (3, 5)])
def test_how_many_commands_there_may_be(kind: int, most: int) -> None:
    body = {"type": kind} | ({"description": "Practise"} if kind == 1 else {})
    check_commands([body | {"name": f"c{n}"} for n in range(most)])
    with pytest.raises(DiscordError) as caught:
        check_commands([body | {"name": f"c{n}"} for n in range(most + 1)])
    assert (caught.value.code, str(most) in caught.value.message) == (30032, True)
