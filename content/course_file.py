"""What a course says about itself in its ``course.yml``: title, id, and the ids that it had."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from content.folders import COURSE_FILES, shown
from content.ids.names import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from content.folders import Inside
    from content.problems import ProblemSink

_KEYS = ("title", "id", "aliases")


class CourseFolder(NamedTuple):
    """A folder with lessons; ``identity`` is the course of those that name none themselves.

    ``named`` says that its file gives that id, ``lines`` has the line of each former id.
    """

    path: Path
    file: Path
    identity: str
    named: bool
    title: str | None
    lines: dict[str, int]

    @property
    def aliases(self) -> tuple[str, ...]:
        """Return the ids that the course had before."""
        return tuple(self.lines)


def read_folder(folder: Path, inside: Inside, problems: ProblemSink) -> CourseFolder:
    """Return what a folder of lessons is called, by its course file or else by its name."""
    name = Path(os.path.abspath(folder)).name  # noqa: PTH100  (links, as deployments swap, keep their names)
    file = _file(folder, inside, problems)
    found = _read(file, problems.file(shown(file))) if file else {}
    title, given = found.get("title"), found.get("id")
    former = {slug(one): line for one, line in found.get("aliases", {}).items()}
    identity = slug(given or name or "lessons")
    former.pop(identity, None)
    return CourseFolder(folder, file or folder, identity, bool(given), title, former)


def _file(folder: Path, inside: Inside, problems: ProblemSink) -> Path | None:
    """Return the course file of a folder; of two of them the first counts."""
    files = [folder / name for name in COURSE_FILES]
    there = [path for path in files if inside.holds(path, problems) and path.is_file()]
    for path in there[1:]:
        message = f"{there[0].name} counts and this file does not: keep one of the two"
        problems.file(shown(path)).warning(1, "course-file", message)
    return there[0] if there else None


def _read(path: Path, sink: ProblemSink) -> dict[str, Any]:
    try:
        node = yaml.BaseLoader(path.read_text(encoding="utf-8-sig")).get_single_node()
    except (yaml.YAMLError, OSError, UnicodeDecodeError, RecursionError) as exc:
        mark = getattr(exc, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        sink.error(line, "course-file", "write `title: …` as YAML in UTF-8")
        return {}
    found: dict[str, Any] = {}
    entries = node.value if isinstance(node, yaml.MappingNode) else []
    for key, value in entries:
        line = key.start_mark.line + 1
        if key.value not in _KEYS:
            message = f"unknown key `{key.value}` is ignored; known are {', '.join(_KEYS)}"
            sink.warning(line, "course-file", message)
        elif key.value == "aliases":
            found["aliases"] = dict(_names(value))
        elif isinstance(value, yaml.ScalarNode) and value.value.strip():
            found[key.value] = value.value.strip()
        else:
            sink.error(line, "course-file", f"write one line of text behind `{key.value}:`")
    if not any(key.value in _KEYS for key, _ in entries):
        sink.error(1, "course-file", "a course file needs a line `title: …`")
    return found


def _names(node: yaml.Node) -> Iterator[tuple[str, int]]:
    """Yield the names in a list, or in a text with commas, with their lines."""
    for one in node.value if isinstance(node, yaml.SequenceNode) else (node,):
        if isinstance(one, yaml.ScalarNode):
            for name in one.value.split(","):
                if name.strip():
                    yield name.strip(), one.start_mark.line + 1
