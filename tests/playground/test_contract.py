"""What the server answers has the shape that Discord publishes for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aiohttp
import jsonschema
import pytest

from bot.playground.payloads import CommandType
from tests.playground.conftest import TOKEN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.playground.conftest import Stage


@pytest.fixture(scope="module")
def spec(shared: Path) -> dict[str, Any]:
    """Return Discord's published schema, or skip without it."""
    schema = shared / "discord" / "openapi.json"
    if not schema.is_file():
        pytest.skip("Discord's published schema is not beside this checkout")
    loaded: dict[str, Any] = json.loads(schema.read_text(encoding="utf-8"))
    return loaded


class Client:
    """Sends requests and checks each answer against the schema."""

    def __init__(self, session: aiohttp.ClientSession, base: str, spec: dict[str, Any]) -> None:
        self._session = session
        self._base = base
        self._spec = spec

    async def __call__(
        self, method: str, template: str, body: object = None, **ids: object
    ) -> dict[str, Any]:
        url = self._base + template.format(**ids)
        async with self._session.request(method, url, json=body) as response:
            answer: dict[str, Any] = await response.json()
        operation = self._spec["paths"][template.partition("?")[0]][method.lower()]
        found = operation["responses"][str(response.status)]["content"]["application/json"]
        schema = {**found["schema"], "components": self._spec["components"]}
        jsonschema.Draft202012Validator(schema).validate(answer)
        return answer


GUILD = "/guilds/{guild_id}"
MESSAGES = "/channels/{channel_id}/messages"
HOOK = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"


async def test_answers_follow_the_schema(stage: Stage, spec: dict[str, Any]) -> None:
    world, general = stage.world, stage.channel("general")
    app, guild = world.bot_id, world.guild_id
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {TOKEN}"}) as session:
        ask = Client(session, world.base_url + "/api/v10", spec)
        for path in ("/users/@me", "/applications/@me", "/gateway/bot"):
            await ask("GET", path)
        for path in (GUILD, GUILD + "/roles", GUILD + "/channels"):
            await ask("GET", path, guild_id=guild)
        await ask("GET", GUILD + "/members/{user_id}", guild_id=guild, user_id=stage.sam)
        await ask("GET", "/channels/{channel_id}", channel_id=general)
        await ask("GET", "/applications/{application_id}/commands", application_id=app)
        await ask("POST", "/users/@me/channels", {"recipient_id": str(stage.sam)})
        body = {
            "content": f"<@{stage.sam}>",
            "embeds": [{"title": "t", "fields": [{"name": "n", "value": "v"}]}],
        }
        sent = await ask("POST", MESSAGES, body, channel_id=general)
        reply = {"content": "re", "message_reference": {"message_id": sent["id"]}}
        await ask("POST", MESSAGES, reply, channel_id=general)
        threads = MESSAGES + "/{message_id}/threads"
        await ask("POST", threads, {"name": "t"}, channel_id=general, message_id=sent["id"])
        await ask("GET", MESSAGES, channel_id=general)


async def test_answers_to_interactions_follow_the_schema(
    stage: Stage, spec: dict[str, Any]
) -> None:
    world = stage.world
    async with aiohttp.ClientSession() as session:
        ask = Client(session, world.base_url + "/api/v10", spec)
        used = await stage.use("parts", hidden=True)
        shown = await stage.answered(used, "message")
        token = world.interactions[used].token
        await ask("GET", HOOK, webhook_id=world.bot_id, webhook_token=token)
        click = await stage.playground.click(stage.sam, shown, "step:1")
        await stage.answered(click, "update")
        for menu, target, kind in (
            ("Count Words", shown, CommandType.MESSAGE),
            ("Wave", stage.ines, CommandType.USER),
        ):
            used = await stage.use_on(target, menu, kind=kind)
            await stage.answered(used, "message")
            token = world.interactions[used].token
            await ask("GET", HOOK, webhook_id=world.bot_id, webhook_token=token)
        used = await stage.use("late")
        await ask(
            "POST",
            CALLBACK + "?with_response=true",
            {"type": 4, "data": {"content": "x", "flags": 64}},
            interaction_id=used,
            interaction_token=world.interactions[used].token,
        )
        stage.bot.release.set()
        assert (await stage.bot.errors.get()).code == 40060
