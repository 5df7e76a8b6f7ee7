"""The lines that are mended, for whoever looks for them here; they moved to the room below."""

from content.markdown.lines import (
    Line,
    Span,
    code_spans,
    continued,
    crossing_spans,
    inside,
    lead_of,
    without_code,
)

__all__ = [
    "Line",
    "Span",
    "code_spans",
    "continued",
    "crossing_spans",
    "inside",
    "lead_of",
    "without_code",
]
