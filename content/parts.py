"""What a lesson is made of while it is read: sections, concepts and questions that need an id."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from content.identity import question_names, title_names
from content.markdown import text_of
from content.models import Concept, Question, Section
from content.naming import Claim
from content.render import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.markdown import Block
    from content.models import SectionKind
    from content.outline import Heading
    from content.questions import Parsed


class Topic(NamedTuple):
    """A concept before it has its id."""

    claim: Claim
    blocks: list[Block]


class Part(NamedTuple):
    """A section before it has its id."""

    claim: Claim
    number: str | None
    kind: SectionKind
    blocks: Sequence[Block]
    topics: list[Topic]


def section_claim(title: str, node: Heading, above: str | None, *, is_quiet: bool = False) -> Claim:
    """Return the claim of a section below the heading ``above``."""
    names = title_names(title, above)
    return Claim("section", title, names, node.line, node.attributes, is_quiet=is_quiet)


def concept_claim(title: str, node: Heading, section: str) -> Claim:
    """Return the claim of a concept in the section with the title ``section``."""
    return Claim("concept", title, title_names(title, section), node.line, node.attributes)


def lab_claim(title: str, node: Heading, number: str) -> Claim:
    """Return the claim of a lab; one without a title has none of its own."""
    return Claim("lab", title, title_names(title, f"lab {number}"), node.line, node.attributes)


def question_claim(one: Parsed) -> Claim:
    """Return the claim of a question."""
    names = question_names(one.stem, (option.text for option in one.options))
    return Claim("question", one.stem, names, one.line, one.attributes)


def question(claim: Claim, one: Parsed) -> Question:
    """Return a question that has its id."""
    return Question(
        id=claim.id,
        line=one.line,
        stem=one.stem,
        options=one.options,
        correct=one.correct,
        explanation=one.explanation,
    )


def section(part: Part) -> Section:
    """Return a section that has its id, with its concepts that have theirs."""
    return Section(
        id=part.claim.id,
        number=part.number,
        title=part.claim.title,
        line=part.claim.line,
        kind=part.kind,
        body=render(part.blocks),
        text=text_of(part.blocks),
        concepts=tuple(
            Concept(
                id=topic.claim.id,
                title=topic.claim.title,
                line=topic.claim.line,
                body=render(topic.blocks),
                text=text_of(topic.blocks),
            )
            for topic in part.topics
        ),
    )
