"""The frozen readings, one JSON file for each group, and how a reading differs from them."""

from __future__ import annotations

import json
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.content.net.items import Item

FOLDER = Path(__file__).with_name("frozen")
_ITEM = '  "item": '


def frozen(name: str) -> dict[str, list[Item]]:
    """Return the frozen readings of a group by its cases' names; none where it is new."""
    path = _path(name)
    if not path.is_file():
        return {}
    found: dict[str, list[Item]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def freeze(name: str, readings: Mapping[str, Sequence[Item]], *, whole: bool) -> None:
    """Write the readings of a group; cases that are not among them stay unless it is whole."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = readings if whole else {**frozen(name), **readings}
    path.write_text(f"{_text(kept)}\n", encoding="utf-8")


def forget(names: set[str]) -> None:
    """Remove the frozen files of all groups but these."""
    for path in FOLDER.rglob("*.json"):
        if path.relative_to(FOLDER).with_suffix("").as_posix() not in names:
            path.unlink()


def differences(name: str, readings: Mapping[str, Sequence[Item]], *, whole: bool) -> Iterator[str]:
    """Yield lines that say what is read otherwise now, each part below its case and item.

    Only in a whole group, a case that is not among the readings is one that went.
    """
    before = frozen(name)
    for case in dict.fromkeys([*before, *readings] if whole else readings):
        if case not in readings:
            yield f"{name}: {case}: is no longer read"
        elif case not in before:
            yield f"{name}: {case}: is not frozen yet"
        elif list(before[case]) != list(readings[case]):
            yield f"{name}: {case}:"
            yield from _changes(before[case], readings[case])


def _changes(before: Sequence[Item], after: Sequence[Item]) -> Iterator[str]:
    old, new = (_text(items).split("\n") for items in (before, after))
    item = "the beginning"
    inside: list[str] = []
    for line in new:
        item = line.removeprefix(_ITEM).strip('",') if line.startswith(_ITEM) else item
        inside.append(item)
    for line in [*unified_diff(old, new, n=2, lineterm="")][2:]:
        if line.startswith("@@"):
            # The hunk's first line is context: what changes is two lines below it.
            place = int(line.split("+")[1].split(",")[0].split(" ")[0]) + 1
            yield f"  @@ {inside[min(place, len(inside) - 1)]}"
        else:
            yield f"  {line}"


def _path(name: str) -> Path:
    return FOLDER / f"{name}.json"


def _text(value: object) -> str:
    # One space, so that the long list stays narrow.
    return json.dumps(value, ensure_ascii=False, indent=1)
