"""Readings that are kept: what costs a new one, and files that cannot be trusted."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
from importlib import metadata
from typing import TYPE_CHECKING

import pytest

from content import readings
from content.library import load
from content.readings import Readings, code_version
from tests.bench.big_course import write_course
from tests.waiting import CEILING

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.synchronize import Barrier
    from pathlib import Path

    from content.library import Library

LESSONS = 6
_PROCESSES = multiprocessing.get_context("forkserver")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    write_course(tmp_path / "harbours", LESSONS)
    (tmp_path / "harbours" / "007-broken.md").write_text("# Piers\n\n### A\n", encoding="utf-8")
    return tmp_path / "harbours"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "data" / "readings"


def read(course: Path, kept: Path) -> Library:
    return load([course], Readings(kept))


def same(one: Library, other: Library) -> bool:
    return (one.courses, one.problems, one.fingerprint) == (
        other.courses,
        other.problems,
        other.fingerprint,
    )


def test_what_stays_is_read_once(course: Path, kept: Path) -> None:
    cold, warm = read(course, kept), read(course, kept)
    assert (cold.read_anew, warm.read_anew) == (LESSONS + 1, 0)
    assert warm.problems
    assert same(cold, warm)
    assert same(load([course]), warm)


@pytest.mark.parametrize(
    ("change", "anew"),
    [
        (lambda course: (course / "001-harbour.md").write_bytes(b"# New\n"), 1),
        (lambda course: (course / "001-harbour.md").unlink(), 0),
        (lambda course: (course / "001-harbour.md").rename(course / "001-pier.md"), 1),
        (lambda course: (course / "008-new.md").write_bytes(b"# New\n"), 1),
        (lambda course: (course / "course.yml").write_text("title: Piers"), 0),
        (lambda course: (course / "course.yml").write_text("id: piers"), LESSONS + 1),
        (lambda course: (course / "course.yml").write_text("aliases: [piers]"), LESSONS + 1),
        (lambda course: os.utime(course / "001-harbour.md"), 0),
    ],
)
def test_a_change_costs_only_what_it_changes(
    course: Path, kept: Path, change: Callable[[Path], object], anew: int
) -> None:
    read(course, kept)
    change(course)
    assert read(course, kept).read_anew == anew
    assert read(course, kept).read_anew == 0
    assert same(load([course]), read(course, kept))


def test_another_parser_reads_anew(
    course: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(course, kept)
    monkeypatch.setattr(readings, "parser_version", lambda: "another")
    assert read(course, kept).read_anew == LESSONS + 1


def test_the_version_is_that_of_every_file_and_library(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (rule := tmp_path / "rules" / "a.py").write_text("x = 1\n", encoding="utf-8")
    seen = {code_version(tmp_path), code_version(tmp_path, ["markdown 2"])}
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"x")
    assert code_version(tmp_path) in seen
    rule.write_text("x = 2\n", encoding="utf-8")
    seen.add(code_version(tmp_path))
    rule.rename(tmp_path / "rules" / "b.py")
    seen.add(code_version(tmp_path))
    (tmp_path / "words.txt").write_text("x\n", encoding="utf-8")
    assert len(seen | {code_version(tmp_path)}) == 5


def _with_checksum(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _another_shape(path: Path) -> None:
    found = json.loads(path.read_bytes().partition(b"\n")[2])
    del found["lesson"]["title"]
    path.write_bytes(_with_checksum(json.dumps(found).encode()))


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "a bit": lambda path: path.write_bytes(path.read_bytes().replace(b"harbour", b"Harbour", 1)),
    "no text": lambda path: path.write_bytes(b"\xff\x00" * 50),
    "another program's": lambda path: path.write_bytes(_with_checksum(b'{"a": 1}')),
    "another version's": _another_shape,
    "writable for all": lambda path: path.chmod(0o666),
    "a link": _link,
    "a pipe": _pipe,
    "a folder": _folder,
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_cannot_be_trusted_is_read_anew(course: Path, kept: Path, damage: str) -> None:
    cold = read(course, kept)
    path = max(kept.iterdir(), key=lambda one: one.stat().st_size)
    DAMAGES[damage](path)
    warm = read(course, kept)
    assert warm.read_anew == 1
    assert same(cold, warm)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
def test_a_file_of_somebody_else_is_read_anew(course: Path, kept: Path) -> None:
    read(course, kept)
    for path in kept.iterdir():
        os.chown(path, 65534, 65534)
    assert read(course, kept).read_anew == LESSONS + 1


def test_nobody_else_may_read_what_is_kept(course: Path, kept: Path) -> None:
    read(course, kept)
    assert kept.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept.iterdir())


def test_a_folder_that_cannot_be_made_costs_nothing_else(course: Path, kept: Path) -> None:
    kept.parent.mkdir()
    kept.write_text("in the way", encoding="utf-8")
    assert same(load([course]), read(course, kept))


def test_what_is_long_unused_goes(
    course: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "_KEPT", 0)
    read(course, kept)
    abandoned, fresh = kept / f"{readings._WRITING}old", kept / f"{readings._WRITING}new"
    abandoned.touch()
    fresh.touch()
    os.utime(abandoned, (0, 0))
    for edition in range(5 * LESSONS):
        (course / "007-broken.md").write_text(f"# Edition {edition}\n", encoding="utf-8")
        read(course, kept)
    names = {path.name for path in kept.iterdir()}
    assert len(names) == 4 * (LESSONS + 1) + 1
    assert fresh.name in names
    assert abandoned.name not in names
    (course / "007-broken.md").write_text(f"# Edition {5 * LESSONS - 3}\n", encoding="utf-8")
    assert read(course, kept).read_anew == 0


def test_a_search_in_one_lesson_leaves_those_of_the_bot(course: Path, kept: Path) -> None:
    read(course, kept)
    load([course / "007-broken.md"], Readings(kept))
    assert read(course, kept).read_anew == 0


def _without_metadata(name: str) -> str:
    raise metadata.PackageNotFoundError(name)


def test_a_version_that_nobody_knows_is_never_met_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", _without_metadata)
    assert len({readings.parser_version.__wrapped__() for _ in range(2)}) == 2


def _die_in_the_middle(course: Path, kept: Path) -> None:
    """Be a process that a power cut ends while it writes the third reading."""
    written: list[str] = []
    write = Readings.keep

    def keep(self: Readings, key: str, reading: readings.FileReading) -> None:
        written.append(key)
        if len(written) == 3:
            (kept / key).write_bytes(b"half")
            (kept / f"{readings._WRITING}x").write_bytes(b"half")
            os.kill(os.getpid(), signal.SIGKILL)
        write(self, key, reading)

    Readings.keep = keep  # type: ignore[method-assign]
    read(course, kept)


def test_a_process_that_is_killed_while_it_writes(course: Path, kept: Path) -> None:
    killed = _PROCESSES.Process(target=_die_in_the_middle, args=(course, kept))
    killed.start()
    killed.join(CEILING)
    assert killed.exitcode == -signal.SIGKILL
    after = read(course, kept)
    assert after.read_anew == LESSONS + 1 - 2
    assert same(load([course]), after)
    assert read(course, kept).read_anew == 0


def _read_at_once(course: Path, kept: Path, barrier: Barrier) -> None:
    barrier.wait(CEILING)
    assert same(load([course]), read(course, kept))


def test_processes_that_read_at_once(course: Path, kept: Path) -> None:
    barrier = _PROCESSES.Barrier(3)
    started = [
        _PROCESSES.Process(target=_read_at_once, args=(course, kept, barrier)) for _ in range(3)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join(CEILING)
    assert [process.exitcode for process in started] == [0, 0, 0]
    assert len(list(kept.iterdir())) == LESSONS + 1
    assert read(course, kept).read_anew == 0
