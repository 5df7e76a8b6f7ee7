"""Checks every REST request that discord.py sends against Discord's published OpenAPI schema.

    contract = Contract(path_to_openapi_json)
    with record(contract, log=requests) as violations:
        ...  # run the bot
    assert not violations

The schema allows unknown keys everywhere; here they are refused, save those that discord.py always
sends (`ALWAYS_SENT`). Routes that the schema lacks are violations too.
"""

from __future__ import annotations

import copy
import functools
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import discord.http
import discord.webhook.async_
from jsonschema import Draft202012Validator, FormatChecker
from simcord.http import FakeHTTPClient, FakeWebhookAdapter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from jsonschema import ValidationError

Request = tuple[str, str, Any]

ALWAYS_SENT = {
    "RichEmbed": {"flags"},
    "RichEmbedFooter": {"proxy_icon_url"},
    "RichEmbedAuthor": {"proxy_icon_url"},
    "ApplicationCommandUpdateRequest": {"nsfw"},
    "ApplicationCommandCreateRequest": {"nsfw"},
    "MessageEditRequestPartial": {"tts"},
    "IncomingWebhookUpdateRequestPartial": {"tts"},
    "IncomingWebhookInteractionRequest": {"tts"},
    "InteractionCallbackMessageRequest": {"tts"},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts"},
    "CreateTextThreadWithoutMessageRequest": {"message"},
}

_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("uri")
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or bool(
        re.match(r"(?:https?|attachment|discord)://\S+$", value)
    )


@_FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.fromisoformat(value))


@dataclass(frozen=True)
class Violation:
    """One thing that Discord would refuse."""

    method: str
    path: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.where or '(body)'}: {self.message}"


class Contract:
    """The schema's routes, made strict and ready to check bodies (about 1 ms each)."""

    def __init__(self, schema: Path) -> None:
        self._spec: dict[str, Any] = json.loads(schema.read_text(encoding="utf-8"))
        schemas = self._spec["components"]["schemas"]
        # The API takes ids as numbers too, and discord.py sends them so.
        schemas["SnowflakeType"] = {
            "anyOf": [{"type": "string", "pattern": r"^(0|[1-9][0-9]*)$"}, {"type": "integer"}]
        }
        _allow_digit_strings(schemas)
        _allow_digit_strings(self._spec["paths"])
        for name, entry in schemas.items():
            _refuse_unknown_keys(entry, ALWAYS_SENT.get(name, ()))
        # A literal segment wins over a parameter.
        self._routes: list[tuple[int, str, str]] = sorted(
            (path.count("{"), _path_pattern(path), path) for path in self._spec["paths"]
        )

    def check(self, method: str, path: str, body: object) -> list[Violation]:
        """Return what is wrong with one request; ``body`` is what ``json`` would send, or None."""
        template = self._route(method, path)
        if template is None:
            return [Violation(method, path, "", "the schema has no such route")]
        if body is None:
            return []
        validator = self._validator(method.lower(), template)
        if validator is None:
            return [Violation(method, template, "", "the schema has no body for this route")]
        sent = json.loads(json.dumps(body))
        return [
            Violation(method, template, where, message)
            for where, message in _leaves(validator.iter_errors(sent))
        ]

    def _route(self, method: str, path: str) -> str | None:
        bare = re.sub(r"^/api(/v\d+)?", "", urlsplit(path).path)
        for _, pattern, template in self._routes:
            if method.lower() in self._spec["paths"][template] and re.fullmatch(pattern, bare):
                return template
        return None

    @functools.cache  # noqa: B019  (one contract lives as long as the run)
    def _validator(self, method: str, template: str) -> Draft202012Validator | None:
        operation = self._spec["paths"][template][method]
        content = operation.get("requestBody", {}).get("content", {})
        media = content.get("application/json") or content.get("multipart/form-data")
        if media is None:
            return None
        schema = {"components": self._spec["components"], **copy.deepcopy(media["schema"])}
        return Draft202012Validator(schema, format_checker=_FORMATS)


@contextmanager
def record(contract: Contract | None, *, log: list[Request]) -> Iterator[list[Violation]]:
    """Log and check each request of discord.py's two transports, and of SimCord's fakes of them."""
    violations: list[Violation] = []

    def see(method: str, path: str, body: object) -> None:
        log.append((method, path, copy.deepcopy(body)))
        if contract is not None:
            violations.extend(contract.check(method, path, body))

    kinds = (
        discord.http.HTTPClient,
        discord.webhook.async_.AsyncWebhookAdapter,
        FakeHTTPClient,
        FakeWebhookAdapter,
    )
    originals = [(kind, kind.__dict__["request"]) for kind in kinds if "request" in kind.__dict__]
    for kind, original in originals:
        setattr(kind, "request", _watched(original, see))  # noqa: B010  (mypy: not assignable)
    try:
        yield violations
    finally:
        for kind, original in originals:
            setattr(kind, "request", original)  # noqa: B010


def _watched(original: Any, see: Callable[[str, str, object], None]) -> Any:
    @functools.wraps(original)
    async def request(self: object, route: Any, *args: Any, **kwargs: Any) -> Any:
        payload = kwargs["payload"] if kwargs.get("payload") is not None else kwargs.get("json")
        parts = list(kwargs.get("form") or ()) + list(kwargs.get("multipart") or ())
        see(route.method, _path(route), _body(payload, parts))
        return await original(self, route, *args, **kwargs)

    return request


def _path(route: Any) -> str:
    base = discord.http.Route.BASE
    url: str = route.url
    return url[len(base) :] if url.startswith(base) else urlsplit(url).path


def _body(payload: object, parts: list[dict[str, Any]]) -> object:
    if payload is not None:
        return payload
    for part in parts:
        if part.get("name") == "payload_json":
            return json.loads(part["value"])
    return {} if parts else None


def _path_pattern(template: str) -> str:
    return re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(template))


def _allow_digit_strings(node: Any) -> None:
    """Let bitfields and ids be digit strings, as the API does; nothing else is loosened."""
    if isinstance(node, list):
        for value in node:
            _allow_digit_strings(value)
    if not isinstance(node, dict):
        return
    kinds = node.get("type")
    plain = "enum" not in node and node.get("format") not in {"int32", "double"}
    if kinds in ("integer", ["integer", "null"]) and plain:
        node["type"] = ["integer", "string", *(["null"] if "null" in kinds else [])]
        node["pattern"] = r"^-?[0-9]+$"
    for value in node.values():
        _allow_digit_strings(value)


def _refuse_unknown_keys(entry: dict[str, Any], extra: Iterable[str]) -> None:
    if entry.get("type") != "object" or "properties" not in entry:
        return
    if "additionalProperties" in entry:
        return
    for key in extra:
        entry["properties"].setdefault(key, True)
    entry["additionalProperties"] = False


def _leaves(errors: Iterable[ValidationError]) -> list[tuple[str, str]]:
    """Return (where, message) of the errors in the branch of each union that the sender meant."""
    found: list[tuple[str, str]] = []
    for error in errors:
        if error.validator in {"anyOf", "oneOf"} and error.context:
            branches: dict[Any, list[ValidationError]] = {}
            for inner in error.context:
                branches.setdefault(inner.schema_path[0], []).append(inner)
            found += _leaves(min(branches.values(), key=_distance))
        elif error.validator != "oneOf":  # several branches may match: the unions overlap
            found.append(("/".join(map(str, error.absolute_path)), error.message[:200]))
    return list(dict.fromkeys(found))


def _distance(branch: Iterable[ValidationError]) -> tuple[int, int]:
    """Rank a union's branch: a wrong ``type`` tells that another branch was meant."""
    errors = list(branch)
    wrong_kind = sum(
        1
        for error in errors
        if error.validator in {"enum", "const", "type"}
        and (not error.relative_path or list(error.relative_path) == ["type"])
    )
    return wrong_kind, len(errors)
