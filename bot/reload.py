"""Exchanges the lessons for newer ones while the bot runs: whole or not at all."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.catalogue import Catalogue
from bot.errors import StartupError
from bot.loading import open_index, read_library
from content.folders import COURSE_FILE, ENDINGS
from content.library import shipped_courses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.models import Problem

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What came of reading the lessons again.

    ``refused`` says in one line why the old ones stay; ``errors`` are then the problems behind it.
    """

    changed: bool
    refused: str | None = None
    errors: tuple[Problem, ...] = ()


class LessonReloader:
    """Has the lessons that are served now, and exchanges them for newer ones.

    Interactions that use the old ones go on with them; the last of these closes the old index.
    """

    def __init__(self, catalogue: Catalogue, paths: Sequence[Path], data: Path) -> None:
        self.catalogue = catalogue
        self._paths = tuple(paths)
        self._data = data
        self._lock = asyncio.Lock()

    async def reload(self) -> Reloaded:
        """Read the lessons again and serve them; broken ones are refused and the old ones stay."""
        async with self._lock:
            try:
                return await self._reload()
            except StartupError as exc:
                log.warning("lessons.refused", reason=str(exc))
                return Reloaded(changed=False, refused=str(exc))

    async def _reload(self) -> Reloaded:
        library = await asyncio.to_thread(read_library, self._paths)
        errors = tuple(one for one in library.problems if one.severity == "error")
        if errors:
            for error in errors:
                log.warning("lessons.refused", problem=str(error))
            return Reloaded(changed=False, refused=str(errors[0]), errors=errors)
        if library.fingerprint == self.catalogue.library.fingerprint:
            return Reloaded(changed=False)
        searcher = await asyncio.to_thread(open_index, library, self._data)
        self.catalogue = await asyncio.to_thread(Catalogue, library, searcher)
        log.info("lessons.changed", lessons=len(library.lessons))
        return Reloaded(changed=True)

    async def watch(self) -> None:
        """Read the lessons again whenever one of their files changes, until cancelled."""
        from watchfiles import awatch  # noqa: PLC0415  (most bots never watch)

        folders = [path for path in self._paths or (shipped_courses(),) if path.exists()]
        async for _ in awatch(*folders, watch_filter=lambda _, path: _is_of_a_course(Path(path))):
            await self.reload()


def _is_of_a_course(path: Path) -> bool:
    """Return whether a file may be part of a course: editors leave many others beside it."""
    return not path.name.startswith(".") and (
        path.suffix.lower() in ENDINGS or path.name == COURSE_FILE
    )
