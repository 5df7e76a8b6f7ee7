"""``python -m tests.content.net``: print what a change alters in the readings, or freeze them."""

from __future__ import annotations

import argparse
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import SHARED
from tests.content.net.cases import groups
from tests.content.net.store import differences, forget, freeze

if TYPE_CHECKING:
    from tests.content.net.cases import Case, Group
    from tests.content.net.items import Item


def main() -> int:
    """Return 1 when something is read otherwise than it was frozen."""
    options = _options()
    names = {"shared"}
    read = differ = 0
    for group in groups(options.shared if options.shared.is_dir() else None):
        names.add(group.name)
        readings = _readings(group, options.only)
        lines = list(differences(group.name, readings, whole=not options.only))
        read += len(readings)
        differ += bool(lines)
        if lines and options.freeze:
            freeze(group.name, readings, whole=not options.only)
            print(f"{group.name}: frozen")
        elif lines:
            print("\n".join(lines))
    if options.freeze and not options.only:
        forget(names)
    print(f"{len(names)} files of {read} readings, {differ} differ")
    return 1 if differ and not options.freeze else 0


def _readings(group: Group, only: str) -> dict[str, list[Item]]:
    return {case.name: _read(case) for case in group.cases if only in f"{group.name}: {case.name}"}


def _read(case: Case) -> list[Item]:
    """Return a case's items; one that fails must not hide what the others are."""
    try:
        return case.read()
    except Exception:  # noqa: BLE001
        return [{"item": "an exception", "trace": traceback.format_exc().split("\n")[-4:]}]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.content.net", description=__doc__)
    parser.add_argument("--freeze", action="store_true", help="take the readings of now as right")
    parser.add_argument("--only", default="", metavar="TEXT", help="read cases with this in a name")
    parser.add_argument("--shared", type=Path, default=SHARED, help="where shared material is")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
