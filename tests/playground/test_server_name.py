"""The local Discord's server is named after what is served in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.server_name import NAME_LIMIT, served_name, server_name
from content.library import load, shipped_courses

if TYPE_CHECKING:
    from pathlib import Path

LESSON = "# Lesson {number}: Ports\n\n## Port Publishing\n\nA port is published with `-p`.\n"


@pytest.mark.parametrize(
    ("titles", "name"),
    [
        (["Containers"], "Containers"),
        (["Containers", "Linux"], "Containers and 1 more course"),
        (["Containers", "Linux", "Git"], "Containers and 2 more courses"),
    ],
)
def test_one_course_or_several(titles: list[str], name: str) -> None:
    assert server_name(titles) == name


@pytest.mark.parametrize("count", [1, 12])
def test_a_long_title_keeps_to_discords_limit(count: int) -> None:
    name = server_name(["Administration " * 10] * count)
    assert len(name) <= NAME_LIMIT
    assert "…" in name
    assert name.endswith("…" if count == 1 else " and 11 more courses")


def test_the_courses_of_a_folder(tmp_path: Path) -> None:
    lessons, data = tmp_path / "lessons", tmp_path / "data"
    for number, folder in enumerate(("nets", "disks"), start=1):
        (lessons / folder).mkdir(parents=True)
        (lessons / folder / f"{number}.md").write_text(LESSON.format(number=number))
    (lessons / "disks" / "course.yml").write_text("title: Disks and Files\n")
    assert served_name([lessons / "disks"], data) == "Disks and Files"
    assert served_name([lessons], data) == server_name([c.title for c in load([lessons]).courses])
    assert served_name([], data) == load([shipped_courses()]).courses[0].title


def test_nothing_to_serve_is_for_the_bot_to_say(tmp_path: Path) -> None:
    assert served_name([tmp_path / "missing"], tmp_path / "data") is None
