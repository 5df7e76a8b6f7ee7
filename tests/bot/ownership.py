"""Who owns the bot in the simulated Discord; by itself it says that the bot owns itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simcord.backend import serializers
from simcord.http import router

if TYPE_CHECKING:
    import pytest
    import simcord

_PATH = ["oauth2", "applications", "@me"]


def owned_by(
    monkeypatch: pytest.MonkeyPatch,
    owner: simcord.UserHandle,
    team: dict[int, tuple[str, int]] | None = None,
) -> None:
    """Let an application answer that it is ``owner``'s, or that of a team which ``owner`` owns.

    ``team`` has for each member's id the role and the membership state (1 invited, 2 accepted).
    """
    routes = router._ROUTES["GET"]
    usual = next(handler for path, handler in routes if path == _PATH)

    def application(ctx: router.RequestContext) -> dict[str, Any]:
        users = ctx.backend.users

        def shown(user_id: int) -> dict[str, Any]:
            return dict(serializers.user_payload(users[user_id]))

        members = [
            {"user": shown(one), "role": role, "membership_state": state, "permissions": ["*"]}
            | {"team_id": "1"}
            for one, (role, state) in (team or {}).items()
        ]
        named = {"id": "1", "name": "Tutors", "icon": None, "owner_user_id": str(owner.id)}
        return {
            **usual(ctx),
            "owner": shown(owner.id),
            "team": {**named, "members": members} if team is not None else None,
        }

    monkeypatch.setitem(router._ROUTES, "GET", [(_PATH, application), *routes])
