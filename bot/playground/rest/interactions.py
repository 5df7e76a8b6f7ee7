"""Routes that answer interactions: the callback, and the webhook for what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.rest.wire import Answer, Call, Route
    from bot.playground.world import Interaction


def _callback(call: Call) -> Answer:
    interactions = call.playground.interactions
    interaction = interactions.find(call.id("interaction"), call.request.match_info["token"])
    response = call.playground.callbacks.callback(interaction, call.json, call.files)
    wanted = call.request.query.get("with_response", "").lower() in {"1", "true"}
    return (200, response) if wanted else (204, None)


def _interaction(call: Call) -> Interaction:
    """Return the interaction whose webhook the path names."""
    token = call.request.match_info["token"]
    return call.playground.interactions.by_token(call.id("application"), token)


def _follow_up(call: Call) -> Answer:
    message = call.playground.callbacks.follow_up(_interaction(call), call.json, call.files)
    return 200, call.world.render(message)


def _get(call: Call) -> Answer:
    which = call.request.match_info["message"]
    return 200, call.world.render(call.playground.callbacks.message(_interaction(call), which))


def _edit(call: Call) -> Answer:
    message = call.playground.callbacks.message(
        _interaction(call), call.request.match_info["message"]
    )
    call.playground.messages_service.edit(message, call.json, call.files)
    return 200, call.world.render(message)


def _delete(call: Call) -> Answer:
    message = call.playground.callbacks.message(
        _interaction(call), call.request.match_info["message"]
    )
    call.playground.messages_service.delete(message)
    return 204, None


_WEBHOOK = r"/webhooks/{application:\d+}/{token}"
_MESSAGE = _WEBHOOK + r"/messages/{message:@original|\d+}"
ROUTES: tuple[Route, ...] = (
    ("POST", r"/interactions/{interaction:\d+}/{token}/callback", _callback),
    ("POST", _WEBHOOK, _follow_up),
    ("GET", _MESSAGE, _get),
    ("PATCH", _MESSAGE, _edit),
    ("DELETE", _MESSAGE, _delete),
)
