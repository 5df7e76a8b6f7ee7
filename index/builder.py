"""Builds the index beside the old one and swaps it in when it is finished."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import whoosh
from whoosh.index import create_in

from . import generations, schema
from .documents import Document, Lessons, documents
from .errors import IndexUnwritable

if TYPE_CHECKING:
    from collections.abc import Sequence

_WRITER_MEMORY_MB = 64


def ensure_index(library: Lessons, folder: Path) -> Path:
    """Return the folder, below ``folder``, of an index over ``library``; build it if need be.

    It is built when it is missing or damaged and when the documents, the schema or Whoosh changed.
    Blocks for the build; any number of processes may call it at once. Raises IndexUnwritable.
    """
    docs = documents(library)
    content = _digest(docs)
    version = whoosh_version()
    stamp = hashlib.sha256(f"{schema.SCHEMA_VERSION} {version} {content}".encode()).hexdigest()[:24]
    generation = folder / stamp
    if not generations.is_whole(generation):
        _build(docs, content, generation)
    generations.mark_used(generation)
    return generation


def whoosh_version() -> str:
    """Return the version of the installed Whoosh, such as "3.54.0"."""
    return ".".join(map(str, whoosh.__version__))


def _digest(docs: Sequence[Document]) -> str:
    """Return a hash of all that is indexed.

    It covers more than the lessons' bytes: a changed parser or a moved folder changes it as well.
    """
    digest = hashlib.sha256()
    for document in docs:
        digest.update(document.model_dump_json().encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _build(docs: Sequence[Document], content: str, generation: Path) -> None:
    """Write the index into a temporary sibling of ``generation``, then rename it."""
    folder = generation.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=generations.BUILDING, dir=folder))
    except OSError as exc:
        raise _unwritable(folder, exc) from exc
    try:
        _write(docs, building)
        manifest = generations.Manifest(
            stamp=generation.name,
            content=content,
            schema_version=schema.SCHEMA_VERSION,
            whoosh=whoosh_version(),
            documents=len(docs),
            files=generations.checksums(building),
        )
        (building / generations.MANIFEST).write_text(manifest.model_dump_json(), encoding="utf-8")
        building.chmod(0o755)
        generations.publish(building, generation)
        generations.prune(folder)
    except OSError as exc:
        raise _unwritable(folder, exc) from exc
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _write(docs: Sequence[Document], folder: Path) -> None:
    index = create_in(str(folder), schema.make_schema())
    writer = index.writer(limitmb=_WRITER_MEMORY_MB)
    try:
        for document in docs:
            names = " ".join(document.names)
            body = f"{document.text} {document.extra}"
            heading = f"{document.lesson} {document.section}"
            writer.add_document(
                id=document.id,
                title=f"{document.title} {names}",
                heading=heading,
                body=body,
                exact=f"{document.title} {names} {heading} {body}",
                label=document.title,
                names=document.names,
                kind=document.kind,
                lesson=document.lesson,
                section=document.section,
                text=document.text,
                path=document.path,
                line=document.line,
            )
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _unwritable(folder: Path, exc: OSError) -> IndexUnwritable:
    reason = exc.strerror or str(exc)
    return IndexUnwritable(
        f"cannot write the index to {folder} ({reason}): make the folder writable"
        " or set SYLLABOT_DATA to one that is"
    )
