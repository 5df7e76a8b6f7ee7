"""Builds the index beside the old one and swaps it in when it is finished."""

from __future__ import annotations

import errno
import hashlib
import shutil
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import whoosh
from whoosh.index import create_in

from content.readings import code_version, parser_version

from . import generations, pairs, postings, schema, semantic, sentence_model, spelling
from .documents import Document, Lessons, documents
from .emphasis import emphasized
from .errors import IndexUnwritable
from .words import in_a_row

if TYPE_CHECKING:
    from collections.abc import Sequence

_WRITER_MEMORY_MB = 64

STORED = (
    "label",
    "names",
    "written",
    "numbers",
    "emphasis",
    "kind",
    "course",
    "language",
    "lesson",
    "section",
    "text",
    "path",
    "line",
)
"""What is kept of a document for its hit."""


def ensure_index(library: Lessons, folder: Path) -> Path:
    """Return the folder, below ``folder``, of an index over ``library``; build it if need be.

    It is built when it is missing or damaged and when the lessons, the code that reads and indexes
    them, or Whoosh changed. Blocks for the build; any number of processes may call it at once.
    Raises IndexUnwritable.
    """
    content = _digest(library)
    code = f"{schema.SCHEMA_VERSION} {whoosh_version()} {_code()} {sentence_model.installed()}"
    told = f"{code} {content}"
    generation = folder / hashlib.sha256(told.encode()).hexdigest()[:24]
    if not generations.is_whole(generation):
        _build(documents(library), content, generation)
    generations.mark_used(generation)
    return generation


def whoosh_version() -> str:
    """Return the version of the installed Whoosh, such as "3.54.0"."""
    return ".".join(map(str, whoosh.__version__))


@cache
def _code() -> str:
    """Return a hash of the code that makes documents out of lessons and indexes them."""
    return code_version(Path(__file__).parent, [parser_version()])


def _digest(library: Lessons) -> str:
    """Return a hash of the lessons without their questions, which are never indexed.

    It does not need the documents, so an index that is there is found without making them.
    """
    digest = hashlib.sha256()
    for lesson in library.lessons:
        sections = (section for section in lesson.sections if section.kind != "questions")
        head = lesson.model_dump_json(exclude={"questions", "sections"})
        for text in (head, *(section.model_dump_json() for section in sections)):
            digest.update(f"{text}\n".encode())
    return digest.hexdigest()


def _build(docs: Sequence[Document], content: str, generation: Path) -> None:
    """Write the index into a temporary sibling of ``generation``, then rename it.

    Nobody else may read it: with the lessons' text it may hold what is not meant for everybody.
    """
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
        generations.publish(building, generation)
        generations.prune(folder)
    except OSError as exc:
        raise _unwritable(folder, exc) from exc
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _write(docs: Sequence[Document], folder: Path) -> None:
    """Write the index through Whoosh, and beside it what is worked out from it once."""
    index = create_in(str(folder), schema.make_schema(STORED))
    writer = index.writer(limitmb=_WRITER_MEMORY_MB)
    try:
        for document in docs:
            writer.add_document(id=document.id, **searched(document), **_stored(document))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    with closing(index.reader()) as reader:  # type: ignore[no-untyped-call]
        terms = postings.write(reader, folder)
    numbers = {term: number for number, term in enumerate(terms)}
    rows = (
        [numbers[term] for term in in_a_row(f"{document.title}\n{document.prose}")]
        for document in docs
    )
    pairs.write(rows, folder, len(docs))
    spelling.write(docs, folder)
    if (model := sentence_model.load()) is not None:
        semantic.write(docs, folder, model)


def searched(document: Document) -> dict[str, list[str]]:
    """Return the terms of each searched field."""
    titles = schema.whole_terms(document.title) + schema.part_terms(document.title)
    names = " ".join(document.names)
    named = dict.fromkeys(schema.whole_terms(names) + schema.part_terms(names))
    return {
        "title": [*titles, *(term for term in named if term not in titles)],
        "heading": schema.whole_terms(f"{document.lesson} {document.section}"),
        "bold": schema.whole_terms(document.bold),
        "body": schema.whole_terms(document.prose),
        "code": schema.whole_terms(document.code),
        "parts": schema.part_terms(f"{document.prose}\n{document.code}"),
    }


def _stored(document: Document) -> dict[str, object]:
    """Return what is kept for a hit; its text in one line, as a snippet shows it."""
    fields = document.model_dump(include=set(STORED))
    return {
        **fields,
        "label": document.title,
        "emphasis": emphasized(document.bold),
        "text": " ".join(document.text.split()),
    }


def _unwritable(folder: Path, exc: OSError) -> IndexUnwritable:
    reason = exc.strerror or str(exc)
    full = exc.errno in {errno.ENOSPC, errno.EDQUOT}
    remedy = "free some space there" if full else "make the folder writable"
    return IndexUnwritable(
        f"cannot write the index to {folder} ({reason}): {remedy},"
        " or set SYLLABOT_DATA to another folder"
    )
