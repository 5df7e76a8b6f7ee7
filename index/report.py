"""The JSON document that ``syllabot search --format json`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import SearchResult


def as_json(result: SearchResult) -> dict[str, Any]:
    """Return ``result`` as plain data: query, corrected, took_ms and hits, best first."""
    document = result.model_dump(mode="json", include={"query", "corrected", "took_ms", "hits"})
    for hit in document["hits"]:
        del hit["course"], hit["language"]
    return document
