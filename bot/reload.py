"""Exchanges the lessons for newer ones while the bot runs; what has errors is left out."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.catalogue import Catalogue
from bot.error_handler import record_failure
from bot.errors import StartupError
from bot.loading import load_library, named_first, open_index
from bot.watching import changes
from content.folders import COURSE_FILES
from content.library import shipped_courses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from content.library import Library
    from content.models import Problem

log = structlog.stdlib.get_logger(__name__)

_LOGGED = 50
"""Lines of errors at a time; the one that counts them says how many there are."""


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What came of reading the lessons again.

    ``refused`` says in one line why the old ones stay, ``offer`` names those that wait for somebody
    to accept them without what has errors; ``errors`` are the problems behind both, or what is left
    out of the lessons that are served.
    """

    changed: bool
    refused: str | None = None
    offer: str | None = None
    errors: tuple[Problem, ...] = ()


class LessonReloader:
    """Has the lessons that are served now, and exchanges them for newer ones.

    Interactions that use the old ones go on with them; the last of these closes the old index.
    With ``strict`` lessons with errors are never served.
    """

    def __init__(
        self, catalogue: Catalogue, paths: Sequence[Path], data: Path, *, strict: bool = False
    ) -> None:
        self.catalogue = catalogue
        self._paths = tuple(paths)
        self._data = data
        self._strict = strict
        self._lock = asyncio.Lock()
        self._is_refused = False

    async def reload(self) -> Reloaded:
        """Read the lessons again and serve them; where errors have come up, only offer them."""
        known = set(map(_named, self.catalogue.library.errors))
        return await self._exchange(lambda new: known.issuperset(map(_named, new.errors)))

    async def accept(self, offer: str) -> Reloaded:
        """Serve the lessons that were offered; if others are there by now, offer those."""
        return await self._exchange(lambda new: offer_of(new) == offer)

    def serves(self, offer: str) -> bool:
        """Return whether the lessons that were offered are those that are served."""
        return offer_of(self.catalogue.library) == offer

    async def watch(self) -> None:
        """Serve all that is sound whenever one of the files changes, until cancelled."""
        paths = self._paths or (shipped_courses(),)
        async for _ in changes(paths, lambda: self.catalogue.library.lessons):
            try:
                await self._exchange(lambda _: True)
            except Exception as exc:  # noqa: BLE001  (the next edition may be right)
                record_failure(exc, source="watch")

    async def _exchange(self, accepts: Callable[[Library], bool]) -> Reloaded:
        async with self._lock:
            try:
                done = await self._try(accepts)
            except StartupError as exc:
                done = Reloaded(changed=False, refused=str(exc))
            if done.refused is not None:
                log.warning("lessons.refused", reason=done.refused)
            elif self._is_refused and done.offer is None:
                log.info("lessons.served_again", lessons=len(self.catalogue.library.lessons))
            self._is_refused = done.refused is not None
            return done

    async def _try(self, accepts: Callable[[Library], bool]) -> Reloaded:
        library = await asyncio.to_thread(load_library, self._paths, self._data)
        served = self.catalogue.library
        errors = library.errors
        if self.serves(offer_of(library)):
            return Reloaded(changed=False, errors=errors)
        if self._strict and errors:
            return Reloaded(changed=False, refused=named_first(errors), errors=errors)
        if not accepts(library):
            log.warning("lessons.offered", errors=len(errors))
            return Reloaded(changed=False, offer=offer_of(library), errors=errors)
        searcher = await asyncio.to_thread(open_index, library, self._data)
        self.catalogue = await asyncio.to_thread(Catalogue, library, searcher)
        log_lessons(library, served)
        return Reloaded(changed=True, errors=errors)


def offer_of(library: Library) -> str:
    """Return a short name of lessons and of what is left out of them."""
    told = [library.fingerprint, *map(str, library.errors)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def log_lessons(library: Library, before: Library | None = None) -> None:
    """Say what is served now, what has newly been left out of it, and what was mended."""
    was = {_named(one): one for one in (before.errors if before else ())}
    now = {_named(one): one for one in library.errors}
    for one in [one for name, one in now.items() if name not in was][:_LOGGED]:
        log.warning("lessons.left_out", problem=str(one))
    # A problem also goes with its file; what is mended is in a lesson that is there, or its course.
    there = {lesson.path for lesson in library.lessons}
    gone = [one for name, one in was.items() if name not in now]
    gone = [one for one in gone if one.path in there or one.path.endswith(COURSE_FILES)]
    for one in gone[:_LOGGED]:
        log.info("lessons.mended", problem=str(one))
    numbers = {"lessons": len(library.lessons), "read_anew": library.read_anew}
    if before:
        log.info("lessons.changed", **numbers, left_out=len(library.errors))
    elif library.errors:
        log.warning("lessons.served", **numbers, left_out=len(library.errors))


def _named(problem: Problem) -> tuple[str, str, str]:
    """Return what a problem is known by when lines above it come and go."""
    return problem.path, problem.code, problem.message
