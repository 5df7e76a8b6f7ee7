"""The JSON document that ``syllabot search --format json`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import SearchResult


_OF_HITS = ("id", "kind", "title", "lesson", "section", "score", "snippet", "path", "line")


def as_json(result: SearchResult) -> dict[str, Any]:
    """Return ``result`` as plain data, hits best first.

    ``sure`` says that the first hit is the answer. ``compared`` and ``in_passing`` (ids), and
    ``lacking`` (words of the query), are there only when they apply.
    """
    found = {name: getattr(result, name) for name in ("query", "corrected", "took_ms")}
    hits = [{key: getattr(hit, key) for key in _OF_HITS} for hit in result.hits]
    told = {
        "compared": [hit.id for hit in result.compared],
        "in_passing": [hit.id for hit in result.in_passing],
        "lacking": list(result.lacking),
    }
    return found | {"sure": result.is_sure, "hits": hits} | {key: t for key, t in told.items() if t}
