"""Problems in the formats of forges, which show them beside the lines of a change."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from content.models import Problem, Severity

_GITLAB: dict[Severity, str] = {"error": "major", "warning": "minor"}
_LINE = re.compile(r"\bline \d+")


def as_github(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield a GitHub workflow command for each problem; a runner makes annotations of them."""
    for problem in problems:
        properties = {
            "file": _forward(problem.path),
            "line": str(problem.line),
            "title": problem.code,
        }
        named = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        yield f"::{problem.severity} {named}::{_data(problem.message)}"


def as_gitlab(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return GitLab's Code Quality report.

    A fingerprint stays when lines move, so that GitLab knows which problems are new. Equal problems
    of a file are told apart by their order, because GitLab shows one for each fingerprint.
    """
    seen: Counter[str] = Counter()
    report = []
    for problem in problems:
        path = _forward(problem.path)
        what = "\0".join([path, problem.code, _LINE.sub("line", problem.message)])
        seen[what] += 1
        report.append(
            {
                "description": problem.message,
                "check_name": problem.code,
                "fingerprint": _digest(f"{what}\0{seen[what]}"),
                "severity": _GITLAB[problem.severity],
                "location": {"path": path, "lines": {"begin": problem.line}},
            }
        )
    return report


def _forward(path: str) -> str:
    return PurePath(path).as_posix()


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
