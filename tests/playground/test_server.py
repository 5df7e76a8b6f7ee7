"""Who may reach the server, and what the operator reads when it cannot start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.playground.errors import PlaygroundError
from bot.playground.server import is_loopback, serve

if TYPE_CHECKING:
    from bot.playground.page_api import Playground


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.org", "::", ""])  # noqa: S104
async def test_only_loopback_is_served(playground: Playground, host: str) -> None:
    with pytest.raises(PlaygroundError, match=r"use 127\.0\.0\.1"):
        async with serve(playground, host=host):
            pass


async def test_a_taken_port_is_one_line_that_helps(playground: Playground) -> None:
    async with serve(playground):
        port = int(playground.world.base_url.rpartition(":")[2])
        with pytest.raises(PlaygroundError) as caught:
            async with serve(playground, port=port):
                pass
    assert str(caught.value) == (
        f"port {port} is taken: stop the program that uses it, or choose another with --port"
    )


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("host", "status"),
    [("evil.example", 421), ("127.0.0.1.evil.example:80", 421), ("localhost:1", 200), ("", 421)],
)
async def test_foreign_host_headers_are_refused(
    playground: Playground, host: str, status: int
) -> None:
    url = playground.world.base_url + "/api/v10/gateway"
    async with (
        aiohttp.ClientSession() as session,
        session.get(url, headers={"Host": host}) as response,
    ):
        assert response.status == status


@pytest.mark.usefixtures("app")
async def test_other_sites_cannot_act(playground: Playground) -> None:
    base = playground.world.base_url
    async with aiohttp.ClientSession(headers={"Origin": "http://evil.example"}) as session:
        async with session.post(base + "/api/v10/users/@me/channels", json={}) as response:
            assert response.status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            async with session.ws_connect(base + "/gateway"):
                pass
        assert caught.value.status == 403
    url = base + "/api/v10/users/@me/channels"
    async with (
        aiohttp.ClientSession(headers={"Origin": base}) as session,
        session.post(url, json={}) as response,
    ):
        assert response.status == 401


def test_loopback_names() -> None:
    assert all(map(is_loopback, ["localhost", "127.0.0.1", "127.9.9.9", "::1"]))
    assert not any(map(is_loopback, [None, "", "localhost.evil", "10.0.0.1"]))
