"""Messages, embeds, components, modals and the list of channels as HTML from Discord's JSON."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.page.directory import Directory
from bot.playground.page.render import Renderer, initials, local_media, readable_size

USERS: list[dict[str, Any]] = [
    {"id": "1", "username": "dana", "global_name": "Dana Doe", "role": "instructor"},
    {"id": "2", "username": "syllabot", "global_name": "Syllabot", "bot": True},
]
ROLES = [{"id": "5", "name": "@everyone"}, {"id": "6", "name": "Student"}]
CHANNELS: list[dict[str, Any]] = [
    {"id": "7", "type": 0, "name": "general", "topic": "All", "last_message_id": "70"},
    {"id": "8", "type": 11, "name": "help me", "parent_id": "7"},
    {"id": "9", "type": 1, "recipients": []},
]
DIRECTORY = Directory(USERS, ROLES, CHANNELS)
RENDERER = Renderer()


def message(**parts: Any) -> str:
    base: dict[str, Any] = {
        "id": "100",
        "channel_id": "7",
        "author": USERS[1],
        "timestamp": "2026-01-02T03:04:05.000000+00:00",
        "edited_timestamp": None,
        "type": 0,
        "flags": 0,
        "content": "",
        "ephemeral": False,
        "pings_me": False,
    }
    return str(RENDERER.message(base | parts, DIRECTORY))


def components(*items: dict[str, Any]) -> str:
    return message(components=list(items), flags=1 << 15)


def test_a_message_says_who_wrote_what_and_when() -> None:
    shown = message(content="**hi** <script>", edited_timestamp="2026-01-02T03:05:05+00:00")
    assert 'id="m-100"' in shown
    assert '<span class="author">Syllabot</span>' in shown
    assert '<span class="app-tag">APP</span>' in shown
    assert 'datetime="2026-01-02T03:04:05.000000+00:00"' in shown
    assert "<strong>hi</strong> &lt;script&gt;" in shown
    assert "(edited" in shown
    assert "APP" not in message(author=USERS[0])


def test_the_version_follows_the_content() -> None:
    def version(shown: str) -> str:
        return shown.split('data-version="')[1].split('"', maxsplit=1)[0]

    assert version(message(content="a")) == version(message(content="a"))
    assert version(message(content="a")) != version(message(content="b"))


def test_marks_of_private_pinging_and_thinking_messages() -> None:
    assert "Only you can see this" in message(ephemeral=True)
    assert 'class="message ephemeral ping"' in message(ephemeral=True, pings_me=True)
    assert "Syllabot is thinking" in message(flags=1 << 7)
    assert "Only you" not in message()


def test_the_line_above_names_the_command_or_the_answered_message() -> None:
    meta = {"user": USERS[0], "name": "quiz start"}
    used = message(type=20, interaction_metadata=meta)
    assert "Dana Doe" in used
    assert ">/quiz start</span>" in used
    origin: dict[str, Any] = {"id": "99", "author": USERS[0], "content": "<why>?"}
    about: dict[str, Any] = {"type": 23, "interaction_metadata": meta | {"name": "Count Words"}}
    counted = message(**about, message_reference={"message_id": "99"}, referenced_message=origin)
    assert ">Count Words</span>" in counted
    assert 'on <a href="#m-99" data-jump="99">Dana Doe: &lt;why&gt;?</a>' in counted
    about["interaction_metadata"] |= {"target_user": USERS[1]}
    assert 'on <span class="lead-name">Syllabot</span>' in message(**about)
    reply = message(type=19, message_reference={"message_id": "99"}, referenced_message=origin)
    assert 'data-jump="99"' in reply
    assert "Dana Doe: &lt;why&gt;?" in reply
    card = {"type": 17, "components": [{"type": 10, "content": "## Question *3*\nwhich?"}]}
    origin |= {"content": "", "components": [card]}
    reply = message(type=19, message_reference={"message_id": "99"}, referenced_message=origin)
    assert "Dana Doe: Question 3<" in reply
    origin |= {"content": f"Ask <@{USERS[0]['id']}>", "components": []}
    reply = message(type=19, message_reference={"message_id": "99"}, referenced_message=origin)
    assert "Dana Doe: Ask @Dana Doe<" in reply
    gone = message(type=19, message_reference={"message_id": "99"}, referenced_message=None)
    assert "was deleted" in gone
    private = message(type=19, message_reference={"message_id": "99"})
    assert "Reply to a private message" in private


def test_messages_have_a_button_for_their_menu_once_they_are_there() -> None:
    shown = message(content="hi")
    assert shown.count('data-more aria-haspopup="menu" aria-expanded="false"') == 1
    assert 'data-user="2" data-name="Syllabot"' in shown
    assert "data-more" not in message(flags=1 << 7)


def test_embeds() -> None:
    embed = {
        "title": "A *title*",
        "url": "javascript:alert(1)",
        "description": "- point",
        "color": 0x00FF10,
        "fields": [{"name": "N", "value": "`v`", "inline": True}, {"name": "M", "value": "w"}],
        "footer": {"text": "foot"},
        "timestamp": "2026-01-01T00:00:00+00:00",
        "image": {"url": "https://elsewhere.example/x.png"},
        "author": {"name": "By", "url": "https://a.example"},
    }
    shown = message(embeds=[embed])
    assert 'data-accent="00ff10"' in shown
    assert "A <em>title</em>" in shown
    assert "javascript" not in shown
    assert "<li>point</li>" in shown
    assert 'class="field inline"' in shown
    assert "foot · " in shown
    assert "<img" not in shown
    assert "Picture elsewhere" in shown
    assert 'href="https://a.example"' in shown


def test_attachments_come_from_this_server_only() -> None:
    here = "http://127.0.0.1:5/attachments/7/1/a.png"
    picture = {
        "url": here,
        "filename": "a.png",
        "content_type": "image/png",
        "description": "A map",
    }
    assert '<img class="picture" src="/attachments/7/1/a.png" alt="A map"' in message(
        attachments=[picture]
    )
    text = {"url": here, "filename": "<x>.txt", "content_type": "text/plain", "size": 2048}
    shown = message(attachments=[text])
    assert 'download="&lt;x&gt;.txt"' in shown
    assert "2.0 KiB" in shown


@pytest.mark.parametrize("style", [1, 2, 3, 4])
def test_buttons(style: int) -> None:
    button = {"type": 2, "style": style, "label": "Go <on>", "custom_id": 'a"b'}
    shown = components({"type": 1, "components": [button]})
    assert f'class="button style-{style}" data-click="a&#34;b">' in shown
    assert "<span>Go &lt;on&gt;</span>" in shown
    off = components({"type": 1, "components": [button | {"disabled": True}]})
    assert 'data-click="a&#34;b" disabled>' in off


def test_link_buttons_and_emoji() -> None:
    link = {"type": 2, "style": 5, "label": "Docs", "url": "https://a.example"}
    assert '<a class="button style-5" href="https://a.example"' in components(link)
    assert "javascript" not in components(link | {"url": "javascript:alert(1)"})
    bare = {"type": 2, "style": 1, "custom_id": "x", "emoji": {"name": "👍"}}
    assert '<span class="emoji">👍</span>' in components(bare)
    assert ":own:" in components(bare | {"emoji": {"id": "4", "name": "own"}})


def test_string_selects() -> None:
    option = {"label": "One", "value": "1", "description": "first", "default": True}
    select = {"type": 3, "custom_id": "s", "placeholder": "Pick", "options": [option]}
    shown = components({"type": 1, "components": [select]})
    assert 'data-select="s" data-min="1" data-max="1"' in shown
    assert 'data-value="1" aria-selected="true"' in shown
    assert "<small>first</small>" in shown
    assert '<span class="select-value">One</span>' in shown
    assert "data-apply" not in shown
    many = components(select | {"max_values": 2, "min_values": 0})
    assert 'data-min="0" data-max="2"' in many
    assert "aria-multiselectable=true" in many
    assert "data-apply" in many


@pytest.mark.parametrize(
    ("kind", "present", "absent"),
    [
        (5, ["Dana Doe", "Syllabot"], ["@Student"]),
        (6, ["@everyone", "@Student"], ["Dana Doe"]),
        (7, ["Dana Doe", "@Student"], ["#general"]),
        (8, ["#general", "#help me"], ["Dana Doe"]),
    ],
)
def test_selects_of_people_roles_and_channels(
    kind: int, present: list[str], absent: list[str]
) -> None:
    shown = components({"type": kind, "custom_id": "s", "placeholder": "Pick"})
    labels = [part.split("</span>")[0] for part in shown.split('class="option-label">')[1:]]
    assert set(present) <= set(labels)
    assert not set(absent) & set(labels)


def test_channel_selects_keep_to_their_types() -> None:
    shown = components({"type": 8, "custom_id": "s", "channel_types": [11]})
    assert 'data-value="8"' in shown
    assert 'data-value="7"' not in shown


def test_components_v2_nest() -> None:
    here = "http://localhost:5/attachments/7/1/a.png"
    shown = components(
        {
            "type": 17,
            "accent_color": 0xFF,
            "components": [
                {"type": 10, "content": "# Title"},
                {"type": 14, "divider": True, "spacing": 2},
                {
                    "type": 9,
                    "components": [{"type": 10, "content": "text"}],
                    "accessory": {"type": 11, "media": {"url": here}, "description": "thumb"},
                },
                {"type": 12, "items": [{"media": {"url": here}, "description": "one"}]},
                {"type": 13, "file": {"url": here}},
                {"type": 99},
            ],
        }
    )
    assert 'class="container" data-accent="0000ff"' in shown
    assert '<h3 class="heading-1">Title</h3>' in shown
    assert 'class="separator line large"' in shown
    assert 'class="thumbnail" src="/attachments/7/1/a.png" alt="thumb"' in shown
    assert 'class="gallery"' in shown
    assert 'download="a.png"' in shown
    assert "component of type 99" in shown


def test_modals() -> None:
    short = {
        "type": 4,
        "custom_id": "n",
        "style": 1,
        "label": "Name",
        "max_length": 20,
        "value": 'a"',
    }
    long = {"type": 4, "custom_id": "w", "style": 2, "required": False, "min_length": 2}
    one = {"type": 3, "custom_id": "l", "options": [{"label": "Easy", "value": "e"}]}
    some = one | {"custom_id": "m", "max_values": 2, "min_values": 1}
    parts = [
        {"type": 10, "id": 1, "content": "**read**"},
        {"type": 1, "id": 2, "components": [short]},
        {"type": 18, "id": 3, "label": "Why", "description": "honestly", "component": long},
        {"type": 18, "id": 4, "label": "Level", "component": one},
        {"type": 18, "id": 5, "label": "Topics", "component": some},
        {"type": 18, "id": 6, "label": "Sure", "component": {"type": 23, "custom_id": "c"}},
        {"type": 18, "id": 7, "label": "Up", "component": {"type": 19, "custom_id": "f"}},
    ]
    event = {"interaction_id": "50", "channel_id": "7"}
    shown = str(RENDERER.modal(event | {"modal": {"title": "T<", "components": parts}}, DIRECTORY))
    assert 'data-interaction="50"' in shown
    assert "T&lt;</h2>" in shown
    assert "<strong>read</strong>" in shown
    assert 'value="a&#34;" placeholder="" data-longest="20" required>' in shown
    assert '<textarea id="field-w" name="w" rows="5" placeholder="" minlength="2"' in shown
    assert 'aria-describedby="field-w-help"' in shown
    assert '<select id="field-l" name="l" required>' in shown
    assert '<fieldset data-min="1" data-max="2">' in shown
    assert 'type="checkbox" name="c"' in shown
    assert "a field of type 19" in shown


def test_channels_show_threads_below_and_the_dm_apart() -> None:
    shown = str(RENDERER.channels(CHANNELS, DIRECTORY, 1))
    assert 'href="/?as=1&amp;channel=7" data-channel="7" data-last="70"' in shown
    assert shown.index("general") < shown.index("help me") < shown.index("Direct messages")
    assert "Syllabot" in shown


def test_small_helpers() -> None:
    assert initials(USERS[0]) == "DD"
    assert local_media("https://elsewhere.example/a") is None
    assert local_media("javascript:alert(1)") is None
    assert [readable_size(n) for n in (5, 1536, 3 << 20)] == ["5 bytes", "1.5 KiB", "3.0 MiB"]
