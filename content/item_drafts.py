"""What a lesson is made of while it is read: sections, concepts and questions that need an id."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from content.ids.allocation import IdRequest
from content.ids.names import question_names, title_names
from content.markdown.render import render
from content.models import Concept, Question, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown.blocks import Block
    from content.models import SectionKind
    from content.outline.tree import Heading
    from content.questions import Parsed


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


def section_request(
    title: str, node: Heading, above: str | None, *, is_quiet: bool = False
) -> IdRequest:
    """Return the request of a section below the heading ``above``."""
    names = title_names(title, above)
    return IdRequest("section", title, names, node.line, node.attributes, is_quiet=is_quiet)


def concept_request(title: str, node: Heading, section: str) -> IdRequest:
    """Return the request of a concept in the section with the title ``section``."""
    return IdRequest("concept", title, title_names(title, section), node.line, node.attributes)


def lab_request(title: str, node: Heading, number: str) -> IdRequest:
    """Return the request of a lab; one without a title has none of its own."""
    return IdRequest("lab", title, title_names(title, f"lab {number}"), node.line, node.attributes)


def question_request(one: Parsed) -> IdRequest:
    """Return the request of a question."""
    names = question_names(one.stem, (option.text for option in one.options))
    return IdRequest("question", one.stem, names, one.line, one.attributes)


def question(request: IdRequest, one: Parsed) -> Question:
    """Return a question that has its id."""
    return Question(
        id=request.id,
        line=one.line,
        stem=one.stem,
        options=one.options,
        correct=one.correct,
        explanation=one.explanation,
    )


def section(part: Part) -> Section:
    """Return a section that has its id, with its concepts that have theirs."""
    return Section(
        id=part.request.id,
        number=part.number,
        title=part.request.title,
        line=part.request.line,
        kind=part.kind,
        body=render(part.blocks),
        concepts=tuple(
            Concept(
                id=topic.request.id,
                title=topic.request.title,
                line=topic.request.line,
                body=render(topic.blocks),
            )
            for topic in part.topics
        ),
    )
