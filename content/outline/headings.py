"""What each heading of a lesson is, decided once, with the reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

from content.markdown.blocks import has_content
from content.outline.furniture import is_contents_title
from content.outline.numbers import strip_number

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from content.labs import LabTitle
    from content.markdown.blocks import Block
    from content.outline.tree import Heading, HeadingKind

_STEP = re.compile(r"(?:task|step|part|exercise)\b", re.IGNORECASE)


class TitleReaders(NamedTuple):
    """What the rooms of labs and questions say of a title; each is asked once for a heading."""

    lab: Callable[[str, Iterable[Block]], LabTitle | None]
    questions: Callable[[str], bool]


class Questions(Protocol):
    """What the room of questions found: lines of headings above questions, and of keys' titles."""

    asked: set[int]
    keys: set[int]


def classify(
    root: Heading, titles: TitleReaders, found: Questions, *, has_title: bool
) -> Heading | None:
    """Say of each heading what it is; return the one that names the lesson, if one does.

    ``found`` has the lines of headings below which questions were taken out; ``has_title`` says
    that the file names the lesson at its top. Headings that stand for themselves move from
    ``children`` to the ``apart`` of the one above.
    """
    for node in root.walk():
        if not _only_asks(node, titles):
            node.lab = titles.lab(node.full_title, node.flat())
        node.kind, node.reason = _by_title(node, titles, found.keys)
    _adopt(root)
    first = _name_giver(root, has_title=has_title)
    for node in root.children:
        inside = node.children if node.kind == "title" else [node]
        root.apart += inside
        for one in inside:
            _place(one, found.asked)
    return first


def _only_asks(node: Heading, titles: TitleReaders) -> bool:
    """Return whether nothing but questions stood below a heading, under headings of their own."""
    asks = any(
        titles.questions(strip_number(one.full_title)[1])
        for child in node.children
        for one in child.walk()
    )
    return asks and _is_bare(node)


def _is_bare(node: Heading) -> bool:
    """Return whether nothing but headings is left below a heading."""
    return not any(has_content(one.blocks) for one in node.walk())


def _by_title(node: Heading, titles: TitleReaders, keys: Container[int]) -> tuple[HeadingKind, str]:
    """Return what the words of a heading say that it is."""
    kind: HeadingKind
    if node.lab:
        kind = "solution" if node.lab.solution else "lab"
        return "demo" if node.lab.demo else kind, "its words name a lab"
    number, bare = strip_number(node.full_title)
    if titles.questions(bare):
        kind, reason = "questions", "its words announce questions"
    elif node.line in keys:
        kind, reason = "key", "its rows answer questions above it"
    else:
        return "section", "its words are a title of their own"
    node.number, node.title = number, bare
    return kind, reason


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
    node.children = kept
    for child in kept:
        _adopt(child)


def _lacks_steps(node: Heading) -> bool:
    """Return whether a solution has nothing of its own, or steps that it was given."""
    given = all(child.level == node.level for child in node.children)
    return bool(node.lab and node.lab.solution) and given and not has_content(node.blocks)


def _holds_steps(node: Heading, *, inside: bool) -> bool:
    """Return whether a heading is part of the solution above it; ``inside`` of a lab all are."""
    if node.lab or node.kind == "questions":
        return False
    return inside or bool(_STEP.match(node.title))


def _name_giver(root: Heading, *, has_title: bool) -> Heading | None:
    """Return the first heading if it names the lesson and not its first section."""
    if not root.children:
        return None
    first = root.children[0]
    # `Module 7 - Lab Solutions` names no lab but has some.
    if first.lab and (first.lab.title or not any(child.lab for child in first.children)):
        return first
    if len(root.children) == 1 and not has_title:
        first.kind, first.reason = "title", "everything stands below it"
    elif first.kind != "questions" and first.level == 1 and "." not in (first.number or ""):
        first.kind, first.reason = "title", "it comes first, on the highest level"
    else:
        return None
    return first


def _place(node: Heading, asked: Container[int]) -> None:
    """Classify what stands below a heading that stands for itself, and what that makes of it."""
    only_asks = node.line in asked and _is_bare(node)
    if node.kind == "section" and _is_group(node) and not only_asks:
        node.kind, node.reason = "group", "the headings below it have the numbers of sections"
        node.apart, node.children = node.children, []
        for child in node.apart:
            _place(child, asked)
        return
    node.apart = _below(node, asked, node.lab, "concept" if node.kind == "section" else "text")
    if node.kind != "section" or node.children or has_content(node.blocks):
        return
    if is_contents_title(node.title):
        node.kind, node.reason = "contents", "its words say so, and nothing is left below it"
    elif node.line in asked:
        node.kind, node.reason = "questions", "nothing but questions stood below it"


def _is_group(node: Heading) -> bool:
    """Return whether a heading only groups sections: they are numbered ``4.1``, it is not."""
    numbers = [child.number or "" for child in node.children if child.kind == "section"]
    dotted = sum("." in number for number in numbers)
    return "." not in (node.number or "") and dotted > 0 and dotted * 2 >= len(numbers)


def _below(
    node: Heading, asked: Container[int], inside: LabTitle | None, kind: HeadingKind
) -> list[Heading]:
    """Classify what stands below a heading; return in order what is no part of it.

    ``inside`` is the lab that it belongs to; ``kind`` is what the parts of the heading are.
    """
    apart: list[Heading] = []
    kept: list[Heading] = []
    for child in node.children:
        part = node.kind == child.kind == "key"
        if not part and _stands_apart(child, asked, inside):
            _place(child, asked)
            apart.append(child)
        else:
            # What its rows do not answer stands behind a key.
            child.kind = "concept" if node.kind == "key" != child.kind else kind
            child.reason = f"it is part of what stands above it: {node.title}"
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
    return node.kind in {"questions", "key"} or (node.line in asked and _is_bare(node))
