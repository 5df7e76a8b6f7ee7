"""The documentation tells the truth: its examples parse, its commands exist, its links lead on."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from typer.core import TyperGroup

from bot.cli import app
from content.lesson import Reading, read_lesson
from content.library import load
from content.report import as_json
from content.source import from_text
from tests.conftest import ROOT

LESSONS = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
CHECKING = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMANDS = sorted(
    {
        (page.name, command.strip())
        for page in PAGES
        for command in re.findall(
            r"^(?: *- (?:run: )?|.*&& )?(syllabot [a-z].*)$", page.read_text("utf-8"), re.MULTILINE
        )
    }
)


def marked(name: str, page: str = LESSONS) -> list[str]:
    """Return the code of each fence below a comment with ``name``."""
    return re.findall(rf"<!-- {name} -->\n```\w+\n(.*?)```", page, re.DOTALL)


def read(text: str) -> Reading:
    return read_lesson(from_text("lesson.md", text), "c")


def whole_example() -> str:
    example = re.search(r"````markdown\n(.*?)````", LESSONS, re.DOTALL)
    assert example
    return example[1]


def test_the_example_is_what_the_text_says(tmp_path: Path) -> None:
    (path := tmp_path / "01-water.md").write_text(whole_example(), encoding="utf-8")
    library = load([path])
    assert library.problems == ()
    (lesson,) = library.lessons
    (section,) = lesson.sections
    assert [concept.title for concept in section.concepts] == [
        "Boiling Point",
        "Central Kettle Interface (CKI)",
    ]
    assert section.concepts[1].id.endswith("#cki")
    assert [question.correct for question in lesson.questions] == [(1,), (0, 1)]
    assert [option.reason is None for option in lesson.questions[0].options] == [False] * 3
    (lab,) = lesson.labs
    assert [step.command for step in lab.steps] == [
        "kettle list",
        "kettle on <KETTLE ID>",
        "kettle pour <KETTLE ID> --into cup",
    ]
    assert lab.steps[0].hint == "Look for the kettle that is cold"
    assert lab.steps[0].expected == "ID      STATE\n[..]    cold\n..."
    assert lab.requires == ("a kettle",)
    assert lab.closing == "Let the tea steep for four minutes."


@pytest.mark.parametrize("example", marked("question"))
def test_every_other_way_to_write_a_question_is_read(example: str) -> None:
    reading = read(f"# Kettles\n\n{example}")
    assert reading.problems == ()
    (question,) = reading.lesson.questions
    assert question.stem == "What does a kettle heat?"
    assert [option.text for option in question.options] == ["Bread", "Water"]
    assert question.correct == (1,)


def test_all_other_ways_are_shown() -> None:
    assert len(marked("question")) == 6


def test_names_are_given_as_the_text_says() -> None:
    (aliases,), (names,) = marked("aliases"), marked("names")
    bare = "\n".join(line for line in names.split("\n") if "alias=" not in line)
    reading = read(f"---\n{aliases}---\n# T\n\n{bare}\n### Names {{#names}}\n\nEach has one.\n")
    assert reading.problems == ()
    assert {(alias.old, alias.new) for alias in reading.lesson.aliases} == {
        ("c/02-old-name", "c/lesson"),
        ("c/lesson#kettle-names", "c/lesson#names"),
    }
    reading = read(f"# T\n\n{names}")
    assert reading.problems == ()
    assert {(alias.old, alias.new) for alias in reading.lesson.aliases} == {
        ("c/lesson#kettle-names", "c/lesson#names"),
        ("c/lesson#q-1a2b3c4d", "c/lesson#what-boils"),
    }


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_every_command_is_one(page: str, line: str) -> None:
    _, *words = shlex.split(re.split(r" [|>&#]", line)[0])
    command = typer.main.get_command(app)
    while isinstance(command, TyperGroup):
        name = words.pop(0)
        assert name in command.commands, page
        command = command.commands[name]
    # Parses all arguments, and does nothing with them.
    command.make_context(name, words).close()


def test_the_pipelines_are_yaml_that_checks() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", CHECKING, re.DOTALL)
    hook, github, gitlab = map(yaml.safe_load, blocks)
    assert hook["repos"][0]["hooks"][0]["id"] == "syllabot-check"
    assert re.search(hook["repos"][0]["hooks"][0]["files"], "lessons/kettles/01-water.md")
    assert "--format github" in github["jobs"]["check"]["steps"][-1]["run"]
    report = gitlab["lessons"]["artifacts"]["reports"]["codequality"]
    assert gitlab["lessons"]["script"][-1].endswith(f"--format gitlab lessons > {report}")


def test_the_json_document_has_the_keys_that_are_listed(tmp_path: Path) -> None:
    text = f"{whole_example()}\n### Empty\n"
    (path := tmp_path / "01-water.md").write_text(text, encoding="utf-8")
    block = CHECKING.split("## The JSON document")[1].split("```")[1]
    assert set(re.findall(r'"(\w+)"', block)) == set(keys(as_json(load([path]))))


def keys(document: Any) -> list[str]:
    """Return all keys in a document, however deep."""
    if isinstance(document, dict):
        return [*document, *(key for value in document.values() for key in keys(value))]
    return [key for part in document for key in keys(part)] if isinstance(document, list) else []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    shown = re.sub(r"^(`{3,}).*?^\1$|`[^`\n]+`", "", text, flags=re.MULTILINE | re.DOTALL)
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", shown)
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert missing == []
    problems = read_lesson(from_text(page.name, text), "docs").problems
    assert [problem for problem in problems if problem.code == "dead-link"] == []
