"""What a heading or a file's name says: a lab, its solution, the lesson, a group of sections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.ids.names import slug
from content.labs import lab_title
from content.markdown.blocks import has_content
from content.questions import is_questions_title

if TYPE_CHECKING:
    from content.labs import LabTitle
    from content.outline.tree import Heading

_LABELS = """
practice review quiz exam test self sample mock knowledge check multiple choice question questions
mcq mcqs and with answer answers key the of your
"""
_LABEL = frozenset(_LABELS.split())
_FILE_NUMBER = re.compile(r"0*(?P<number>\d{1,4})(?=[-_ .]|$)[-_ .]*")
_STEP = re.compile(r"(?:task|step|part|exercise)\b", re.IGNORECASE)


def adopt(node: Heading) -> None:
    """Give an empty heading of a solution the headings of its level that hold the steps."""
    lab = lab_of(node)
    kept: list[Heading] = []
    for child in node.children:
        above = kept[-1] if kept else None
        if above and _lacks_steps(above) and _holds_steps(child, inside=lab is not None):
            above.children.append(child)
            above.end = child.end
        else:
            kept.append(child)
    node.children[:] = kept
    for child in kept:
        adopt(child)


def _lacks_steps(node: Heading) -> bool:
    """Return whether a solution has nothing of its own, or steps that it was given."""
    found = lab_of(node)
    given = all(child.level == node.level for child in node.children)
    return bool(found and found.solution) and given and not has_content(node.blocks)


def _holds_steps(node: Heading, *, inside: bool) -> bool:
    """Return whether a heading is part of the solution above it; ``inside`` of a lab all are."""
    if lab_of(node) or is_questions_title(node.title):
        return False
    return inside or bool(_STEP.match(node.title))


def lab_of(node: Heading) -> LabTitle | None:
    """Return what a heading says about a lab, if it names one."""
    return lab_title(node.full_title, node.flat())


def file_names(stem: str) -> tuple[str | None, str]:
    """Return the number and the title that the name of a lesson's file gives."""
    found = _FILE_NUMBER.match(stem)
    bare = stem[found.end() :] if found else stem
    words = re.sub(r"[-_\s]+", " ", bare or stem).strip()
    return found["number"] if found else None, words[:1].upper() + words[1:] or "Lesson"


def has_own_words(title: str) -> bool:
    """Return whether a heading of questions says more than that questions follow."""
    return any(word not in _LABEL and not word.isdigit() for word in slug(title).split("-"))


def is_title(first: Heading, *, alone: bool) -> bool:
    """Return whether the first heading names the lesson and not its first section."""
    if alone:
        return True
    return not is_questions_title(first.title) and (
        first.level == 1 and "." not in (first.number or "")
    )


def is_part(node: Heading) -> bool:
    """Return whether a heading only groups sections: they are numbered ``4.1``, it is not."""
    return "." not in (node.number or "") and any(
        "." in (child.number or "") for child in node.children
    )


def only_heads_labs(node: Heading, found: LabTitle) -> bool:
    """Return whether a heading such as ``Module 7 - Lab Solutions`` names no lab but has some."""
    return not found.title and any(lab_of(child) for child in node.children)
