"""Warns of labs and titles that the front matter says something about and that are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.front_matter import did_you_mean
from content.ids.names import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.models import Lab, Section
    from content.source import Source


def check_titles(source: Source, sections: Sequence[Section], labs: Sequence[Lab]) -> None:
    """Compare the keys of ``requires`` and ``aka`` with what a lesson holds."""
    known = {lab.id for lab in labs} | {lab.title for lab in labs}
    known |= {slug(lab.title) for lab in labs} | {lab.id.partition("#")[2] for lab in labs}
    for name in source.front.requires:
        if name not in {"*", *known}:
            _warn(
                source, "requires", name, f"no lab here is called so: {did_you_mean(name, known)}"
            )
    titles = {section.title for section in sections} | {lab.title for lab in labs}
    titles |= {concept.title for section in sections for concept in section.concepts}
    slugs = {slug(title) for title in titles}
    for name in source.front.aka:
        if slug(name) not in slugs:
            hint = did_you_mean(name, titles)
            _warn(source, "aka", name, f"nothing here has that title: {hint}")


def _warn(source: Source, key: str, name: str, reason: str) -> None:
    message = f"`{key}` names {name}, but {reason}".removesuffix(": ")
    source.problems.warning(source.line_of(key, name), "front-matter", message)
