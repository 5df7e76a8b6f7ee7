"""Where a lesson's links and pictures lead, and which of them lead nowhere."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from content.markdown.lines import without_code
from content.models import Link, Picture
from content.outline.tree import titled
from content.pictures import why_unshown

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from content.folders import Inside
    from content.markdown.blocks import Block
    from content.models import Lesson, Question
    from content.problems import ProblemSink
    from content.source import Anchor

_LINK = re.compile(
    r"(?:!\[(?P<alt>(?:[^\[\]]|\[[^\[\]]*\])*)\]|\])\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*))"
)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//|.*(?:\{\{|\{%|\$\{|\x00)", re.IGNORECASE)
"""The beginning of what is no file: an address, or what a site generator fills in."""
_ENDING = re.compile(r"\.[A-Za-z]\w{1,4}$")
_PAGES = frozenset({".htm", ".html"})
_COUNTED = re.compile(r"-\d+$")
_NOT_WORD = re.compile(r"[\W_]+")
_MADE = re.compile(r"_.*|[a-z]{0,8}[-_.]?\d[\d._-]*|.*[0-9a-f]{8}.*|[\W\d_]*|.{50,}", re.IGNORECASE)
_TOP = frozenset({"", "top"})


class Links(NamedTuple):
    """What a lesson refers to; ``anchors`` are what links to it may name, without signs."""

    pictures: tuple[Picture, ...]
    links: tuple[Link, ...]
    anchors: tuple[str, ...]


def read_links(parts: Sequence[Block], anchors: Iterable[Anchor], problems: ProblemSink) -> Links:
    """Return the links in all blocks of a lesson; ``anchors`` are those that were set by hand.

    Links into the page that lead nowhere are a problem. Forges disagree on hyphens and signs, so
    letters and digits alone decide.
    """
    known = {_bare(anchor.name) for anchor in anchors}
    for block in parts:
        if block.kind == "heading":
            title, _, attributes = titled(block.content)
            known |= {_bare(title), _bare(attributes.id or title), _bare(block.text)}
    pictures: list[Picture] = []
    links: list[Link] = []
    for line, target, alt in _targets(parts):
        if alt is not None:
            pictures.append(Picture(path=target, alt=" ".join(alt.split()), line=line))
        elif target.startswith("#"):
            _check_anchor(target[1:], known, line, "this file", problems)
        elif target and not _ADDRESS.match(target):
            links.append(Link(target=target, line=line))
    return Links(tuple(pictures), tuple(links), tuple(sorted(known)))


def _targets(parts: Iterable[Block]) -> Iterator[tuple[int, str, str | None]]:
    """Yield the line and the target of each link, and of each picture with its alternative text."""
    for part in parts:
        if "](" not in part.content or not part.is_text:
            continue
        content = titled(part.content)[1] if part.kind == "heading" else without_code(part.content)
        for found in _LINK.finditer(content):
            line = min(part.line + content.count("\n", 0, found.start()), part.end)
            yield line, found["angled"] or found["bare"] or "", found["alt"]


def _check_anchor(
    written: str, known: Container[str], line: int, where: str, problems: ProblemSink
) -> None:
    anchor = unquote(written).removeprefix("user-content-")
    meant = {_bare(anchor), _bare(_COUNTED.sub("", anchor))}
    if anchor.lower() not in _TOP and not any(name in known for name in meant):
        problems.warning(line, "dead-link", f"nothing in {where} has the anchor #{anchor}")


def picture_files(lessons: Iterable[Lesson], inside: Inside) -> Iterator[Path]:
    """Yield where the pictures of lessons are looked for."""
    for lesson in lessons:
        folder = Path(os.path.realpath(lesson.path)).parent
        for picture in lesson.pictures:
            if not _ADDRESS.match(picture.path):
                yield from inside.places(folder, _path(picture.path))


def picture_place(lesson: str, written: str) -> Path | None:
    """Return where a picture of a lesson is, or None unless that is below the lesson's folder."""
    folder = Path(os.path.realpath(lesson)).parent
    if _ADDRESS.match(written):
        return None
    place = Path(os.path.realpath(folder / _path(written)))
    return place if place.is_relative_to(folder) else None


def check_files(
    lessons: Mapping[Path, Lesson], inside: Inside, problems: ProblemSink
) -> dict[str, Lesson]:
    """Warn of links to files and of pictures that are not there; lessons are by their real path.

    Return, by their ids, lessons without the questions whose pictures are not there.
    """
    changed: dict[str, Lesson] = {}
    for path, lesson in lessons.items():
        sink = problems.file(lesson.path)
        local = [one for one in lesson.pictures if not _ADDRESS.match(one.path)]
        missing = [one for one in local if not _check_picture(one, path, inside, sink)]
        blind = [one for one in lesson.questions if _shows(one, missing)] if missing else []
        for question in blind:
            message = "a picture of this question is not there, so nobody is asked it"
            sink.error(question.line, "missing-picture", message)
        if blind:
            kept = tuple(one for one in lesson.questions if one not in blind)
            changed[lesson.id] = lesson.model_copy(update={"questions": kept})
        for link in lesson.links:
            _check_link(link, path, lessons, sink)
    return changed


def _shows(question: Question, pictures: Iterable[Picture]) -> bool:
    """Return whether the stem or an option of a question shows one of some pictures."""
    texts = (question.stem, *(option.text for option in question.options))
    return any(f"]({picture.path}" in text for picture in pictures for text in texts)


def _check_picture(picture: Picture, lesson: Path, inside: Inside, problems: ProblemSink) -> bool:
    """Return whether the file of a picture is there; warn otherwise."""
    places = list(inside.places(lesson.parent, _path(picture.path)))
    if not any(map(_is_file, places)):
        reason = "does not exist" if places else "lies outside of the folder of lessons"
        message = f"the picture {picture.path} {reason}: nobody will see it"
        problems.warning(picture.line, "missing-picture", message)
        return False
    if reason := why_unshown(picture_place(str(lesson), picture.path)):
        message = f"the picture {picture.path} {reason}: cards have its words only"
        problems.warning(picture.line, "missing-picture", message)
    return True


def _check_link(
    link: Link, lesson: Path, lessons: Mapping[Path, Lesson], problems: ProblemSink
) -> None:
    file, _, anchor = link.target.partition("#")
    name = _path(file)
    if name.startswith("/") or not _ENDING.search(name):
        # Where a site begins, and what it makes of `../water/`, only its generator knows.
        return
    place = Path(os.path.realpath(Path(lesson.parent, name)))
    if place.suffix.lower() in _PAGES and not _is_file(place):
        place = place.with_suffix(".md")
    if place in lessons:
        _check_anchor(anchor, lessons[place].anchors, link.line, name, problems)
    elif not _is_file(place):
        problems.warning(link.line, "dead-link", f"there is no file {name}")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # No file can have this name.
        return False


def _path(target: str) -> str:
    """Return the path in the target of a link, without what a browser takes off."""
    # No file can have a NUL in its name, and to ask for one is an error.
    return unquote(target.partition("#")[0].partition("?")[0]).replace("\0", "\ufffd")


def anchors_of_headings(anchors: Iterable[Anchor]) -> dict[int, str]:
    """Return by line what an author calls the heading that stands there.

    Names that programs make, such as ``_Toc12345`` and ``toc-4``, are none.
    """
    return {one.line: one.name for one in anchors if not _MADE.fullmatch(one.name)}


def _bare(text: str) -> str:
    return _NOT_WORD.sub("", text.lower())
