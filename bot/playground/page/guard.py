"""What every answer of the page has in common: its headers, and how errors read."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.errors import ActionRefused, DiscordError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.playground.page_api import Playground

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def guarded(handler: Handler) -> Handler:
    """Put errors into JSON for people, and the security headers on every answer."""

    @wraps(handler)
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            response = await handler(request)
        except ActionRefused as exc:
            response = _error(409, str(exc))
        except DiscordError as exc:
            response = _error(exc.status, exc.message)
        except ValueError as exc:
            response = _error(400, f"This request cannot be read: {exc}")
        if not response.prepared:
            response.headers.update(SECURITY_HEADERS)
        return response

    return answer


def person_of(playground: Playground, value: object) -> int:
    """Return the id of the person who makes a request; refuse ids of nobody here."""
    person = snowflake(value)
    if all(int(user["id"]) != person for user in playground.people):
        raise ActionRefused("There is nobody here with this id. Choose who you are at the top.")
    return person


def snowflake(value: object) -> int:
    """Read an id, which travels as a string; anything else is a ValueError."""
    if not isinstance(value, str) or not (value.isascii() and value.isdigit() and len(value) <= 20):  # noqa: PLR2004
        raise ValueError("an id is missing or malformed")
    return int(value)


def _error(status: int, message: str) -> web.Response:
    return web.json_response({"message": message}, status=status, headers=SECURITY_HEADERS)
