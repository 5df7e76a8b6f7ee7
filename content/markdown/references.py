"""Links by reference written out, because their definitions are not part of the block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import normalizeReference

from content.markdown.lines import code_spans, inside

if TYPE_CHECKING:
    from collections.abc import Mapping

_REFERENCE = re.compile(r"(?P<bang>!?)\[(?P<text>[^\[\]]+)\](?:\[(?P<label>[^\[\]]*)\])?(?!\()")


def written_out(content: str, references: Mapping[str, Any]) -> str:
    """Return inline Markdown whose links say where they lead; ``references`` are markdown-it's."""
    if not references:
        return content
    spans = code_spans(content)

    def replace(found: re.Match[str]) -> str:
        target = references.get(normalizeReference(found["label"] or found["text"]))
        if target is None or inside(found.start(), spans) or inside(found.end() - 1, spans):
            return found[0]
        title = f' "{target["title"]}"' if target.get("title") else ""
        return f"{found['bang']}[{found['text']}]({target['href']}{title})"

    return _REFERENCE.sub(replace, content)
