"""What each heading of a lesson is, decided once, with the reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from content.ids.names import slug
from content.labs import lab_title
from content.markdown.blocks import has_content
from content.outline.furniture import is_contents_title
from content.questions import is_key_title, is_questions_title

if TYPE_CHECKING:
    from collections.abc import Container

    from content.labs import LabTitle
    from content.outline.tree import Heading, Kind

_LABELS = """
practice review quiz exam test self sample mock knowledge check multiple choice question questions
mcq mcqs and with answer answers key the of your
"""
_LABEL = frozenset(_LABELS.split())
_FILE_NUMBER = re.compile(r"0*(?P<number>\d{1,4})(?=[-_ .]|$)[-_ .]*")
_STEP = re.compile(r"(?:task|step|part|exercise)\b", re.IGNORECASE)


def classify(root: Heading, asked: Container[int], *, has_title: bool) -> Heading | None:
    """Say of each heading what it is; return the one that names the lesson, if one does.

    ``asked`` has the lines of headings below which questions were taken out; ``has_title`` says
    that the file names the lesson at its top. Headings that stand for themselves move from
    ``children`` to the ``apart`` of the one above.
    """
    for node in root.walk():
        node.lab = lab_title(node.full_title, node.flat())
    _adopt(root)
    first = root.children[0] if root.children else None
    named_by = None
    if first and first.lab and not _only_heads_labs(first, first.lab):
        named_by = first
    elif first and (why := _is_title(first, alone=len(root.children) == 1 and not has_title)):
        named_by = first
        first.kind, first.reason = "title", why
    for node in root.children:
        inside = node.children if node.kind == "title" else [node]
        root.apart += inside
        for one in inside:
            _place(one, asked)
    return named_by


def file_names(stem: str) -> tuple[str | None, str]:
    """Return the number and the title that the name of a lesson's file gives."""
    found = _FILE_NUMBER.match(stem)
    bare = stem[found.end() :] if found else stem
    words = re.sub(r"[-_\s]+", " ", bare or stem).strip()
    return found["number"] if found else None, words[:1].upper() + words[1:] or "Lesson"


def has_own_words(title: str) -> bool:
    """Return whether a heading of questions says more than that questions follow."""
    return any(word not in _LABEL and not word.isdigit() for word in slug(title).split("-"))


def _adopt(node: Heading) -> None:
    """Give an empty heading of a solution the headings of its level that hold the steps."""
    kept: list[Heading] = []
    for child in node.children:
        above = kept[-1] if kept else None
        if above and _lacks_steps(above) and _holds_steps(child, inside=node.lab is not None):
            above.children.append(child)
            above.end = child.end
        else:
            kept.append(child)
    node.children[:] = kept
    for child in kept:
        _adopt(child)


def _lacks_steps(node: Heading) -> bool:
    """Return whether a solution has nothing of its own, or steps that it was given."""
    given = all(child.level == node.level for child in node.children)
    return bool(node.lab and node.lab.solution) and given and not has_content(node.blocks)


def _holds_steps(node: Heading, *, inside: bool) -> bool:
    """Return whether a heading is part of the solution above it; ``inside`` of a lab all are."""
    if node.lab or is_questions_title(node.title):
        return False
    return inside or bool(_STEP.match(node.title))


def _is_title(first: Heading, *, alone: bool) -> str:
    """Return why the first heading names the lesson and not its first section; empty if not."""
    if alone:
        return "everything stands below it"
    if is_questions_title(first.title) or first.level > 1 or "." in (first.number or ""):
        return ""
    return "it comes first, on the highest level"


def _only_heads_labs(node: Heading, found: LabTitle) -> bool:
    """Return whether a heading such as ``Module 7 - Lab Solutions`` names no lab but has some."""
    return not found.title and any(child.lab for child in node.children)


def _place(node: Heading, asked: Container[int]) -> None:
    """Classify a heading that stands for itself, and all below it."""
    node.kind, node.reason = _by_title(node)
    if node.kind == "section" and _is_group(node):
        node.kind, node.reason = "group", "the headings below have the numbers of sections"
        node.apart, node.children = node.children, []
        for child in node.apart:
            _place(child, asked)
        return
    kind: Kind = "concept" if node.kind == "section" else "text"
    node.apart = _below(node, asked, node.lab, kind)
    if node.kind == "section" and not node.children and not has_content(node.blocks):
        if is_contents_title(node.title):
            node.kind, node.reason = "contents", "its words say so, and nothing is left below it"
        elif node.line in asked:
            node.kind, node.reason = "question", "nothing but questions stood below it"


def _by_title(node: Heading) -> tuple[Kind, str]:
    """Return what the words of a heading say that it is."""
    if node.lab:
        kind: Kind = "solution" if node.lab.solution else "lab"
        return "demo" if node.lab.demo else kind, "its words name a lab"
    if is_questions_title(node.title):
        return "questions", "its words announce questions"
    if is_key_title(node.title):
        return "key", "its words announce answers"
    return "section", "no words say otherwise"


def _is_group(node: Heading) -> bool:
    """Return whether a heading only groups sections: they are numbered ``4.1``, it is not."""
    return "." not in (node.number or "") and any(
        "." in (child.number or "") for child in node.children
    )


def _below(
    node: Heading, asked: Container[int], inside: LabTitle | None, kind: Kind
) -> list[Heading]:
    """Classify what stands below a heading; return in order what is no part of it.

    ``inside`` is the lab that it belongs to; ``kind`` is what the parts of the heading are.
    """
    apart: list[Heading] = []
    kept: list[Heading] = []
    for child in node.children:
        if _stands_apart(child, asked, inside):
            _place(child, asked)
            apart.append(child)
        else:
            child.kind, child.reason = kind, f"it stands below: {node.title}"
            apart += _below(child, asked, inside, "text")
            kept.append(child)
    node.children = kept
    return apart


def _stands_apart(node: Heading, asked: Container[int], inside: LabTitle | None) -> bool:
    """Return whether a heading below another one stands for itself: labs and questions do.

    Demos in a lab, and parts of its solution, are the lab's.
    """
    found = node.lab
    if found and not (inside and (found.demo or (found.solution and inside.solution))):
        return True
    if is_questions_title(node.title):
        return True
    return node.line in asked and not has_content(node.flat())
