"""One reading as a flat list of items: what ``check --format json`` says, and the texts beside it.

A text of several lines is a list of them. Of a section and a concept, ``plain`` is the digest of
the text without marks. What is empty is left out.
"""

from __future__ import annotations

import hashlib
import io
import json
from contextlib import chdir, redirect_stdout
from typing import TYPE_CHECKING, Any

from bot.cli._check import check
from content.exchange import Format, read, tell_format, write
from content.library import load
from content.report import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from content.exchange import Category
    from content.models import Lesson, Question

Item = dict[str, Any]

_WRITTEN = (Format.MARKDOWN, Format.GIFT, Format.AIKEN, Format.MOODLE_XML)


def lesson_items(path: Path, root: Path) -> list[Item]:
    """Return all items of a lesson or a folder of them; paths become relative to ``root``."""
    library = load([path])
    document = as_json(library)
    found: list[Item] = []
    for lesson, told in zip(library.lessons, document["lessons"], strict=True):
        found += _lesson(lesson, told)
    found += (_item("problem", told) for told in document["problems"])
    return _tidied(found, root)


def bank_items(path: Path, root: Path) -> list[Item]:
    """Return the questions of a bank, what is wrong in it, and the bank in every text format."""
    return text_items(path.read_text(encoding="utf-8"), path, root)


def text_items(text: str, path: Path, root: Path) -> list[Item]:
    """Return what ``bank_items`` does for the text of a bank that would have this path."""
    form = tell_format(path.name, text)
    imported = read(form, text, str(path))
    found: list[Item] = [{"item": "bank", "format": str(form)}]
    for category in imported.categories:
        found.append({"item": "category", "names": list(category.names), "tags": category.tags})
        found += (_asked(question) for question in category.questions)
    found += (_item("problem", problem.model_dump()) for problem in imported.problems)
    for target in _WRITTEN:
        found += _written(imported.categories, target)
    return _tidied(found, root)


def check_items(path: Path, form: str, root: Path) -> list[Item]:
    """Return what ``check`` prints in a format, and its exit code, for a path below ``root``."""
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    # What is printed holds digests of the path as it is given.
    with chdir(root), redirect_stdout(printed):
        code = check([path], form, strict=False)
    printed.flush()
    text = printed.buffer.getvalue().decode()
    return _tidied([{"item": f"check, which ends with {code}", "text": text}], root)


def digest(value: Any) -> str:
    """Return a short digest of a text or of anything that JSON can hold."""
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _lesson(lesson: Lesson, told: dict[str, Any]) -> Iterator[Item]:
    front = {
        "id": lesson.id,
        "tags": lesson.tags,
        "difficulty": lesson.difficulty,
        "language": lesson.language,
        "authors": lesson.authors,
        "licence": lesson.licence,
        "aliases": [f"{alias.old} -> {alias.new}" for alias in lesson.aliases],
    }
    sections, questions, labs = told.pop("sections"), told.pop("questions"), told.pop("labs")
    yield {"item": "lesson"} | told | front
    for section, shown in zip(lesson.sections, sections, strict=True):
        concepts = shown.pop("concepts")
        beside = {"id": section.id, "body": section.body, "plain": _plain(section.text)}
        yield _item("section", {"line": section.line} | shown | beside)
        for concept, named in zip(section.concepts, concepts, strict=True):
            beside = {"body": concept.body, "plain": _plain(concept.text)}
            yield _item("concept", named | beside)
    for question, shown in zip(lesson.questions, questions, strict=True):
        yield _item("question", shown | {"reasons": _reasons(question)})
    for lab, shown in zip(lesson.labs, labs, strict=True):
        steps = shown.pop("steps")
        yield _item("lab", shown | {"closing": lab.closing, "requires": lab.requires})
        for step, typed in zip(lab.steps, steps, strict=True):
            # An empty output is not the same as none.
            expected = {"expects": "nothing"} if step.expected == "" else {}
            yield _item("step", typed | {"language": step.language} | expected)


def _plain(text: str) -> str | None:
    return digest(text) if text else None


def _reasons(question: Question) -> list[str | None]:
    reasons: list[str | None] = [option.reason for option in question.options]
    return reasons if any(reasons) else []


def _asked(question: Question) -> Item:
    options = [option.text for option in question.options]
    told = question.model_dump(exclude={"options"})
    return _item("question", told | {"options": options, "reasons": _reasons(question)})


def _written(categories: Iterable[Category], target: Format) -> Iterator[Item]:
    done = write(target, tuple(categories), "Bank")
    losses = [f"{loss.line}: {loss.message}" for loss in done.losses]
    yield {"item": f"as {target}", "text": done.data, "losses": losses}


def _item(kind: str, told: dict[str, Any]) -> Item:
    """Return an item with its name first, by which a difference is found in its file."""
    return {"item": f"{kind} @{told['line']}"} | told


def _tidied(found: list[Item], root: Path) -> list[Item]:
    # Paths stand in messages too.
    text = json.dumps(found, ensure_ascii=False).replace(f"{root}/", "")
    return [
        {key: _split(value) for key, value in item.items() if value not in (None, "", [])}
        for item in json.loads(text)
    ]


def _split(value: Any) -> Any:
    if isinstance(value, str) and "\n" in value:
        return value.split("\n")
    return [_split(one) for one in value] if isinstance(value, list) else value
