"""The JSON document that ``syllabot search --format json`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import SearchResult


_OF_HITS = ("id", "kind", "title", "lesson", "section", "score", "snippet", "path", "line")


def as_json(result: SearchResult) -> dict[str, Any]:
    """Return ``result`` as plain data: query, corrected, took_ms and hits, best first."""
    found = {name: getattr(result, name) for name in ("query", "corrected", "took_ms")}
    return found | {"hits": [{key: getattr(hit, key) for key in _OF_HITS} for hit in result.hits]}
