"""When the index is built again, how it is swapped, and what happens to readers and rivals."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index import builder, generations, schema
from index.builder import ensure_index
from index.errors import IndexProblem, IndexUnreadable, IndexUnwritable
from index.generations import BUILDING, MANIFEST, Manifest
from index.searcher import Searcher, open_searcher
from tests.waiting import CEILING

from .sample import MESH, NETWORKS, QUIZ, Shelf, concept, lesson, library, other_library, section

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier


def inode(generation: Path) -> int:
    return (generation / MANIFEST).stat().st_ino


def titles(generation: Path, query: str) -> list[str]:
    with Searcher.open(generation) as searcher:
        return [hit.title for hit in searcher.search(query).hits]


def test_a_matching_index_is_used_again(tmp_path: Path) -> None:
    first = ensure_index(library(), tmp_path)
    before = inode(first)
    assert ensure_index(library(), tmp_path) == first
    assert inode(first) == before


def test_the_manifest_tells_what_the_index_is(tmp_path: Path) -> None:
    generation = ensure_index(library(), tmp_path)
    manifest = Manifest.model_validate_json((generation / MANIFEST).read_bytes())
    assert manifest.stamp == generation.name
    assert manifest.schema_version == schema.SCHEMA_VERSION
    assert manifest.whoosh == builder.whoosh_version()
    assert manifest.documents == 8
    assert [path.name for path in tmp_path.iterdir()] == [generation.name]


def test_changed_content_is_indexed_anew(tmp_path: Path) -> None:
    first = ensure_index(library(), tmp_path)
    second = ensure_index(other_library(), tmp_path)
    assert second != first
    assert titles(second, "volumes")[0] == "Volumes"
    assert titles(first, "etcd") == ["Service Registry"]


def test_a_moved_lesson_is_indexed_anew(tmp_path: Path) -> None:
    moved = Shelf((lesson(NETWORKS, MESH, QUIZ, path="elsewhere/01-sample.md"),))
    assert ensure_index(moved, tmp_path) != ensure_index(library(), tmp_path)


def test_questions_do_not_count_as_content(tmp_path: Path) -> None:
    without = Shelf((lesson(NETWORKS, MESH),))
    assert ensure_index(without, tmp_path) == ensure_index(library(), tmp_path)


def test_another_schema_is_indexed_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ensure_index(library(), tmp_path)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
    assert ensure_index(library(), tmp_path) != first


def test_another_whoosh_is_indexed_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ensure_index(library(), tmp_path)
    monkeypatch.setattr("whoosh.__version__", (99, 0, 0))
    assert ensure_index(library(), tmp_path) != first


def test_other_code_indexes_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ensure_index(library(), tmp_path)
    monkeypatch.setattr(builder, "_code", lambda: "other")
    assert ensure_index(library(), tmp_path) != first


def files_of(generation: Path) -> list[str]:
    return sorted(json.loads((generation / MANIFEST).read_text())["files"])


@pytest.mark.parametrize(
    "damage",
    ["truncate", "flip", "empty", "delete", "extra", "garbage manifest", "no manifest", "half"],
)
def test_a_damaged_index_is_built_again(tmp_path: Path, damage: str) -> None:
    generation = ensure_index(library(), tmp_path)
    largest = max(
        (generation / name for name in files_of(generation)), key=lambda p: p.stat().st_size
    )
    content = largest.read_bytes()
    if damage == "truncate":
        largest.write_bytes(content[: len(content) // 2])
    elif damage == "flip":
        middle = len(content) // 2
        largest.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    elif damage == "empty":
        largest.write_bytes(b"")
    elif damage == "delete":
        largest.unlink()
    elif damage == "extra":
        (generation / "_MAIN_2.toc").write_bytes(b"a table of contents that is not ours")
    elif damage == "garbage manifest":
        (generation / MANIFEST).write_bytes(b"\xff{]")
    elif damage == "no manifest":
        (generation / MANIFEST).unlink()
    else:
        manifest = generation / MANIFEST
        manifest.write_bytes(manifest.read_bytes()[:40])
    with pytest.raises(IndexUnreadable):
        Searcher.open(generation)
    assert ensure_index(library(), tmp_path) == generation
    assert titles(generation, "etcd") == ["Service Registry"]
    assert [path.name for path in tmp_path.iterdir()] == [generation.name]


def test_a_file_in_the_way_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(IndexUnwritable, match="SYLLABOT_DATA") as caught:
        ensure_index(library(), tmp_path / "file" / "index")
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, IndexProblem)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_says_what_to_do(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(IndexUnwritable, match="SYLLABOT_DATA"):
        ensure_index(library(), tmp_path)


def test_opening_nothing_is_an_error_of_the_package(tmp_path: Path) -> None:
    with pytest.raises(IndexUnreadable):
        Searcher.open(tmp_path / "absent")


def test_an_empty_library_has_an_index_that_finds_nothing(tmp_path: Path) -> None:
    with open_searcher(Shelf(()), tmp_path) as searcher:
        result = searcher.search("etcd")
    assert (result.hits, result.nearest, result.corrected) == ((), (), None)


def test_old_generations_and_abandoned_builds_are_removed(tmp_path: Path) -> None:
    abandoned = tmp_path / f"{BUILDING}killed"
    abandoned.mkdir()
    os.utime(abandoned, (0, 0))
    running = tmp_path / f"{BUILDING}running"
    running.mkdir()
    made = []
    for number in range(7):
        text = concept("c", "Volume", f"Edition {number} of the text")
        made.append(ensure_index(Shelf((lesson(section("s", "Disks", text)),)), tmp_path))
        os.utime(made[-1], (number, number))
    left = {path.name for path in tmp_path.iterdir()}
    assert made[-1].name in left
    assert made[0].name not in left
    assert len(left) <= 6
    assert abandoned.name not in left
    assert running.name in left


def test_a_reader_keeps_its_index_when_the_folder_goes(tmp_path: Path) -> None:
    generation = ensure_index(library(), tmp_path)
    with Searcher.open(generation) as searcher:
        generation.rename(tmp_path / "gone")
        for path in (tmp_path / "gone").iterdir():
            path.unlink()
        (tmp_path / "gone").rmdir()
        assert searcher.search("etcd").hits[0].title == "Service Registry"
        assert searcher.search("sidecar proxy").hits[0].snippet


def build_at_once(folder: str, barrier: Barrier) -> str:
    """Build when every process is ready, use the index, and return its folder."""
    barrier.wait(CEILING)
    with open_searcher(library(), Path(folder)) as searcher:
        assert searcher.search("etcd").hits[0].id == "registry"
    return ensure_index(library(), Path(folder)).name


def _rival(folder: str, barrier: Barrier, results: multiprocessing.Queue[str]) -> None:
    results.put(build_at_once(folder, barrier))


@pytest.mark.parametrize("damaged", [False, True])
def test_processes_that_build_at_once_all_get_a_good_index(tmp_path: Path, damaged: bool) -> None:
    if damaged:
        (ensure_index(library(), tmp_path) / MANIFEST).write_text("{}")
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(3), context.Queue()
    rivals = [
        context.Process(target=_rival, args=(str(tmp_path), barrier, results)) for _ in range(3)
    ]
    for rival in rivals:
        rival.start()
    names = {results.get(timeout=CEILING) for _ in rivals}
    for rival in rivals:
        rival.join(CEILING)
        assert rival.exitcode == 0
        rival.close()
    results.close()
    results.join_thread()
    assert {path.name for path in tmp_path.iterdir()} == names
    assert len(names) == 1
    assert generations.is_whole(tmp_path / names.pop())


READER = """
import sys
from pathlib import Path
from index.searcher import open_searcher
from tests.index.sample import library, other_library
folder = Path(sys.argv[1])
for round in range(12):
    for shelf, query, best in ((library(), "etcd", "registry"), (other_library(), "pod", "volume")):
        with open_searcher(shelf, folder) as searcher:
            assert searcher.search(query).hits[0].id == best
print("read")
"""


def test_readers_in_another_process_never_see_half_an_index(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    reader = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", READER, str(tmp_path)],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
    )
    number = 0
    while reader.poll() is None:
        text = concept("c", "Volume", f"Edition {number}")
        generation = ensure_index(Shelf((lesson(section("s", "Disks", text)),)), tmp_path)
        assert titles(generation, "edition") == ["Volume"]
        number += 1
    output, _ = reader.communicate()
    assert (reader.returncode, output.strip()) == (0, "read")
    assert number > 1
