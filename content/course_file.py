"""What a course says about itself in its ``course.yml``: title, ids now and before, address."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import yaml

from content.folders import COURSE_FILES, shown
from content.ids.names import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from content.folders import Inside
    from content.problems import ProblemSink

_KEYS = ("title", "id", "aliases", "url")
# With nothing that a chat would read as the end of the link; `{line}` may be there or not.
_ADDRESS = re.compile(
    r"(?=.{1,150}$)https?://[^\s/?#{}()<>`\\]+/(?:[^\s{}()<>`\\]|\{line\})*\{path\}"
    r"(?:[^\s{}()<>`\\]|\{(?:path|line)\})*"
)


class CourseFolder(NamedTuple):
    """A folder with lessons; ``identity`` is the course of those that name none themselves.

    ``named`` says that its file gives that id, ``lines`` has the line of each former id, and
    ``url`` is the address of a lesson with ``{path}`` for its file and perhaps ``{line}``.
    """

    path: Path
    file: Path
    identity: str
    named: bool
    title: str | None
    lines: dict[str, int]
    url: str | None

    @property
    def aliases(self) -> tuple[str, ...]:
        """Return the ids that the course had before."""
        return tuple(self.lines)

    def address(self, lesson: Path) -> str | None:
        """Return where people read a lesson of this folder, its lines still ``{line}``."""
        return self.url and self.url.replace("{path}", quote(lesson.name))


def read_folder(folder: Path, inside: Inside, problems: ProblemSink) -> CourseFolder:
    """Return what a folder of lessons is called, by its course file or else by its name."""
    name = Path(os.path.abspath(folder)).name  # noqa: PTH100  (links, as deployments swap, keep their names)
    file = _file(folder, inside, problems)
    found = _read(file, problems.file(shown(file))) if file else {}
    title, given = found.get("title"), found.get("id")
    former = {slug(one): line for one, line in found.get("aliases", {}).items()}
    identity = slug(given or name or "lessons")
    former.pop(identity, None)
    return CourseFolder(
        folder, file or folder, identity, bool(given), title, former, found.get("url")
    )


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
        elif key.value == "url" and not _ADDRESS.fullmatch(str(value.value).strip()):
            example = "https://example.org/{path}#L{line}"
            message = (
                f"write a web address with `{{path}}` in it behind `url:`, such as `{example}`"
            )
            sink.error(line, "course-file", message)
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
