"""Notices that files of lessons change, however they do, by looking at all of them again and again.

Events of a file system say too little here: a folder is renamed, a link above the lessons leads to
another edition, the whole folder is exchanged, or it is on a drive of another machine. To look is
one rule for all of these, and costs little: what is compared is exactly what would be read.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from content.folders import COURSE_FILES, Inside, lesson_files
from content.links import picture_files
from content.problems import ProblemSink

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Sequence
    from pathlib import Path

    from content.models import Lesson

PAUSE = 1.0
"""Seconds between two looks."""

_SHARE = 50
"""Looking takes at most one part in so many of the time."""

_UNSETTLED = 10
"""Looks that find yet another change before it is served all the same."""


async def changes(
    paths: Sequence[Path], lessons: Callable[[], Iterable[Lesson]], pause: float = PAUSE
) -> AsyncIterator[None]:
    """Yield at first, and then after each change, as soon as nothing changes from look to look.

    ``lessons`` returns those that are served, whose pictures are looked at too.
    """
    served: object = None

    async def look() -> tuple[object, float]:
        """Return what is there, and how long to wait until the next look."""
        clock = asyncio.get_running_loop().time
        began = clock()
        found = await asyncio.to_thread(what_is_there, paths, lessons())
        return found, max(pause, _SHARE * (clock() - began))

    seen, pause_now = await look()
    while True:
        unsettled = 0
        while seen != served and unsettled < _UNSETTLED:
            await asyncio.sleep(pause_now)
            before = seen
            seen, pause_now = await look()
            if seen == before:
                break
            unsettled += 1
        if seen != served:
            served = seen
            yield
        await asyncio.sleep(pause_now)
        seen, pause_now = await look()


def what_is_there(paths: Sequence[Path], lessons: Iterable[Lesson]) -> object:
    """Return what differs as soon as a file does that counts, is elsewhere or is gone.

    These are lessons, course files, and the pictures of the lessons that are served.
    """
    sink = ProblemSink("")
    files = list(lesson_files(paths, sink))
    folders = dict.fromkeys(path.parent for path in files)
    courses = [folder / name for folder in folders for name in COURSE_FILES]
    pictures = picture_files(lessons, Inside(paths))
    return [(path, _state(path)) for path in (*files, *courses, *pictures)], sink.in_order()


def _state(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    # The last one tells of what has kept its time and its size, as a copy or a mode may.
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
