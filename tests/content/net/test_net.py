"""Nothing is read otherwise than it was frozen; ``python -m tests.content.net`` shows it all."""

from __future__ import annotations

import pytest

from tests.conftest import SHARED
from tests.content.net.cases import Group, groups
from tests.content.net.store import FOLDER, differences

GROUPS = list(groups(SHARED if SHARED.is_dir() else None))


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_nothing_differs(group: Group) -> None:
    readings = {case.name: case.read() for case in group.cases}
    assert len(readings) == len(group.cases), "two cases of one name"
    changed = "\n".join(differences(group.name, readings, whole=True))
    assert not changed, (
        f"`python -m tests.content.net` shows all; what is better, --freeze it:\n{changed}"
    )


def test_no_frozen_file_is_left_over() -> None:
    frozen = {
        path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.json")
    }
    assert frozen == {group.name for group in GROUPS} | {"shared"}
