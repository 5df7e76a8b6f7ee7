"""``syllabot check --since``: which ids vanish from one commit to what is there now, by git."""

from __future__ import annotations

import os
import subprocess
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import StartupError
from content.errors import NoLessons
from content.folders import COURSE_FILES, is_lesson, shown
from content.id_checks import lost_ids
from content.library import Library, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.models import Problem

_LINK = b"120000"
_NOTHING = Library(courses=(), problems=(), fingerprint="")


class _File(NamedTuple):
    """A file of the commit, and where it is now; both are relative to the top of the repository."""

    then: str
    now: str


def vanished(paths: Sequence[Path], revision: str) -> tuple[Problem, ...]:
    """Return the warnings for ids of changed lessons that ``revision`` has and nothing has now.

    Lessons are looked at in the folders that are named, and beside the files. Raises StartupError
    where git does not know the commit; a repository without any commit has lost nothing.
    """
    folders = [path if path.is_dir() else path.parent for path in paths]
    top = Path(os.fsdecode(_git(folders[0], "rev-parse", "--show-toplevel").rstrip(b"\n")))
    if not _knows(top, revision):
        return ()
    within = [Path(os.path.realpath(folder)) for folder in folders]
    changed = [
        file
        for file in _changed(top, revision)
        if any((top / name).is_relative_to(folder) for name in file for folder in within if name)
    ]
    there = _tree(top, revision)
    then, now = _affected(top, there, changed)
    if not then:
        return ()
    is_absolute = any(path.is_absolute() for path in paths)

    def named(name: str) -> Path:
        return top / name if is_absolute else Path(os.path.relpath(top / name))

    with tempfile.TemporaryDirectory(prefix="syllabot-") as folder:
        # The folder's name may be that of a course.
        old = Path(folder, top.name)
        _write(top, old, then, there)
        moved = {file.then: file.now for file in changed if file.now}
        is_now = {shown(old / name): shown(named(moved.get(name, name))) for name in then}
        try:
            before = load([old / name for name in sorted(then) if is_lesson(Path(name))])
            after = load([named(name) for name in sorted(now)]) if now else _NOTHING
        except NoLessons:
            return ()
        return lost_ids(before, after, revision, is_now)


def _affected(
    top: Path, there: Iterable[str], changed: Iterable[_File]
) -> tuple[set[str], set[str]]:
    """Return the files to read of the commit and of now: what changed, and what it changes.

    A course file changes all lessons beside it.
    """
    then: set[str] = set()
    now: set[str] = set()
    for file in changed:
        then |= {file.then} - {""}
        now |= {file.now} - {""}
        for name in {one for one in file if one and Path(one).name in COURSE_FILES}:
            folder = Path(name).parent
            then |= {one for one in there if Path(one).parent == folder}
            now |= {str(folder / one.name) for one in (top / folder).glob("*") if one.is_file()}
    # To have their ids, lessons need the course files that are beside them.
    folders = {Path(name).parent for name in then}
    then |= {one for one in there if Path(one).parent in folders and Path(one).name in COURSE_FILES}
    return then & set(there), {one for one in now if is_lesson(Path(one))}


def _knows(top: Path, revision: str) -> bool:
    try:
        _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except StartupError:
        if revision == "HEAD" and not _git(top, "rev-list", "--all", "--max-count=1"):
            return False
        raise StartupError(
            f"git knows no commit {revision}: name a branch, a tag or a commit"
        ) from None
    return True


def _changed(top: Path, revision: str) -> Iterator[_File]:
    """Yield what differs between the commit and the files that are there."""
    told = iter(_names(_git(top, "diff", "--name-status", "-M", "-z", revision, "--")))
    for status in told:
        first, second = islice(told, 2) if status[0] in "RC" else (one := next(told), one)
        yield _File("" if status[0] in "AC" else first, "" if status[0] == "D" else second)
    for name in _names(_git(top, "ls-files", "--others", "--exclude-standard", "-z")):
        yield _File("", name)


def _tree(top: Path, revision: str) -> dict[str, bytes]:
    """Return the lessons and course files of a commit with the names of their contents."""
    found = {}
    for entry in _git(top, "ls-tree", "-r", "-z", revision).split(b"\0"):
        head, _, name = entry.partition(b"\t")
        path = Path(os.fsdecode(name))
        if head and not head.startswith(_LINK) and (is_lesson(path) or path.name in COURSE_FILES):
            found[os.fsdecode(name)] = head.split()[2]
    return found


def _write(top: Path, folder: Path, names: Iterable[str], tree: dict[str, bytes]) -> None:
    """Write files of a commit into a folder."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_git(top, "cat-file", "blob", tree[name].decode("ascii")))


def _names(told: bytes) -> list[str]:
    return [os.fsdecode(name) for name in told.split(b"\0") if name]


def _git(folder: Path, *arguments: str) -> bytes:
    """Return what git answers; raises StartupError in its words."""
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(folder), *arguments],  # noqa: S607  (whichever git the person uses)
            check=True,
            capture_output=True,
        )
    except FileNotFoundError as exc:
        raise StartupError("--since needs git, which is not installed") from exc
    except subprocess.CalledProcessError as exc:
        said = exc.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise StartupError(f"--since cannot ask git: {said or exc.returncode}") from exc
    return done.stdout
