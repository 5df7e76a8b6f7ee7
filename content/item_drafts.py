"""What a lesson is made of while it is read: sections, concepts and questions that need an id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from content.ids.allocation import IdRequest
from content.ids.names import question_names, slug, title_names
from content.markdown.render import render
from content.models import Concept, Option, Question, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from content.ids.allocation import ItemKind
    from content.markdown.blocks import Block
    from content.models import SectionKind
    from content.outline.tree import Heading
    from content.problems import ProblemSink
    from content.questions.drafts import Draft

_ANCHOR = re.compile(r"\]\(#([^()\s]+)\)")


class Topic(NamedTuple):
    """A concept before it has its id."""

    request: IdRequest
    blocks: list[Block]


class Part(NamedTuple):
    """A section before it has its id."""

    request: IdRequest
    number: str | None
    kind: SectionKind
    blocks: Sequence[Block]
    topics: list[Topic]


def heading_request(
    kind: ItemKind, title: str, node: Heading, qualifier: str | None, *, is_quiet: bool = False
) -> IdRequest:
    """Return the request of what a heading begins; ``qualifier`` tells equal titles apart."""
    names = title_names(title, qualifier)
    return IdRequest(kind, title, names, node.line, node.attributes, is_quiet=is_quiet)


def question_request(one: Draft) -> IdRequest:
    """Return the request of a question."""
    names = question_names(one.stem, (option.text for option in one.options))
    return IdRequest("question", one.stem, names, one.line, one.header.attributes)


def question(request: IdRequest, one: Draft, concept: str | None) -> Question:
    """Return a question that has its id, and that of its ``concept``."""
    return Question(
        id=request.id,
        line=one.line,
        stem=one.stem,
        options=tuple(
            Option(text=option.text, reason="\n".join(filter(None, option.reasons)) or None)
            for option in one.options
        ),
        correct=one.correct,
        explanation="\n\n".join(filter(None, one.explanation)) or None,
        concept=concept,
    )


def concept_ids(topics: Iterable[Topic]) -> dict[str, str]:
    """Return the ids of concepts by their titles and by what links to them name."""
    ids: dict[str, str] = {}
    for topic in topics:
        for name in (topic.request.title, topic.request.name):
            ids.setdefault(slug(name), topic.request.id)
    return ids


def concept_of(one: Draft, ids: Mapping[str, str], problems: ProblemSink) -> str | None:
    """Return the id of the concept that a question names, or links to."""
    if one.concept:
        if slug(one.concept) not in ids:
            message = f"this question names the concept {one.concept}, which is not in this lesson"
            problems.warning(one.line, "dead-link", message)
        return ids.get(slug(one.concept))
    anchors = _ANCHOR.findall("\n".join([one.stem, *one.explanation]))
    return next((ids[slug(name)] for name in anchors if slug(name) in ids), None)


def section(part: Part) -> Section:
    """Return a section that has its id, with its concepts that have theirs."""
    concepts = (Concept(**_named(one.request), body=render(one.blocks)) for one in part.topics)
    return Section(
        **_named(part.request),
        number=part.number,
        kind=part.kind,
        body=render(part.blocks),
        concepts=tuple(concepts),
    )


def _named(request: IdRequest) -> dict[str, Any]:
    return {"id": request.id, "title": request.title, "line": request.line}
