"""Labs: headings, joining, steps, hints, outputs and placeholders."""

from __future__ import annotations

import pytest

from content.labs import LabTitle, lab_title
from content.labs.checks import placeholders
from content.labs.lines import Command, Kind, Line, join
from content.labs.programs import looks_like_command
from content.labs.prompts import label_transcript
from content.labs.scripts import Script
from content.labs.shells import POSIX
from tests.content.lessons import found, read_text
from tests.growth import blows_up

HEAD = "# T\n\n## Lab: L\n\nUse `a`, `b`, `c` and `d`.\n\n## Lab Solution: L\n\n"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Lesson 4 Lab: Gauges", LabTitle("Gauges", False)),
        ("Lesson 4 Lab Gauges", LabTitle("Gauges", False)),
        ("Lesson 4 Lab Solution: Gauges", LabTitle("Gauges", True)),
        ("Lesson 4 Lab Solution Gauges", LabTitle("Gauges", True)),
        ("Lab: Gauges", LabTitle("Gauges", False)),
        ("Lab 2: Gauges", LabTitle("Gauges", False, number="2")),
        ("Lab 2 Solution", LabTitle("", True, number="2")),
        ("Lab: Gauges (Solution)", LabTitle("Gauges", True)),
        ("Lesson 4 Lab", LabTitle("", False)),
        ("Lab environments", None),
        ("Lesson 4: Lab environments", None),
        ("Laboratory: x", None),
        ("Collaboration", None),
    ],
)
def test_lab_title(heading: str, expected: LabTitle | None) -> None:
    assert lab_title(heading) == expected


@pytest.mark.parametrize(
    ("script", "commands"),
    [
        ("a\nb;\n\n c ; d ;", [(0, "a", None), (1, "b", None), (3, "c ; d", None)]),
        ("# first\n# second\na # third", [(2, "a", "first second\nthird")]),
        ("a \\\n  --b", [(0, "a \\\n  --b", None)]),
        (
            "cat <<EOF > f\n# kept\nb\nEOF\nc",
            [(0, "cat <<EOF > f\n# kept\nb\nEOF", None), (4, "c", None)],
        ),
        ("cat <<-'END'\n\tx\n\tEND\ny", [(0, "cat <<-'END'\n\tx\n\tEND", None), (3, "y", None)]),
        ("echo 'a\n# b' # c\nd", [(0, "echo 'a\n# b'", "c"), (2, "d", None)]),
        ('echo "it\'s" # x', [(0, 'echo "it\'s"', "x")]),
        ("a |\n b\nc &&\nd", [(0, "a |\n b", None), (2, "c &&\nd", None)]),
        (
            "for x in 1 2; do\n  a\ndone\nb",
            [(0, "for x in 1 2; do\n  a\ndone", None), (3, "b", None)],
        ),
        ("f() {\n a\n}\nb", [(0, "f() {\n a\n}", None), (3, "b", None)]),
        ("x=$(a\nb)\nc", [(0, "x=$(a\nb)", None), (2, "c", None)]),
        (
            "cat <<< word\nfind . -exec ls {} \\;\necho a#b",
            [(0, "cat <<< word", None), (1, "find . -exec ls {} \\;", None), (2, "echo a#b", None)],
        ),
    ],
)
def test_split_commands(script: str, commands: list[tuple[int, str, str | None]]) -> None:
    found = Script(script.split("\n"), POSIX, looks_like_command)
    assert join(found.labelled) == [Command(*command) for command in commands]
    assert found.open is None


def test_open_quote_costs_no_command() -> None:
    script = Script(["a", "echo 'oops", "b", "c"], POSIX, looks_like_command)
    assert [command.text for command in join(script.labelled)] == ["a", "echo 'oops", "b", "c"]
    assert script.open == 1


def test_each_line_has_one_label() -> None:
    text = "# why\nvim a \n# add\nb: 1\n\nsave it\nls \\\n  -l\ntree a\n├── b\n- c"
    script = Script(text.split("\n"), POSIX, looks_like_command)
    assert [(line.offset, line.kind.name) for line in script.labelled] == [
        (0, "COMMENT"),
        (1, "COMMAND"),
        (2, "NOTE"),
        (3, "CONTENT"),
        (4, "CONTENT"),
        (5, "NOTE"),
        (6, "COMMAND"),
        (7, "CONTINUATION"),
        (8, "COMMAND"),
        (9, "OUTPUT"),
        (10, "TEXT"),
    ]


def test_join() -> None:
    lines = [
        Line(0, Kind.TEXT, "- a"),
        Line(1, Kind.TEXT, "- b"),
        Line(3, Kind.TEXT, "- c"),
        Line(4, Kind.COMMENT, "first"),
        Line(5, Kind.COMMAND, "d |", "second"),
        Line(6, Kind.CONTINUATION, "e ;"),
        Line(7, Kind.OUTPUT, "f"),
        Line(8, Kind.NOTE, "third"),
        Line(9, Kind.COMMENT, "last"),
    ]
    assert join(lines) == [
        Command(0, "", None, "- a\n- b"),
        Command(3, "", None, "- c"),
        Command(5, "d |\ne", "first\nsecond\nthird", None, "f"),
        Command(9, "", "last"),
    ]


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("docker inspect <CONTAINER ID>", ("CONTAINER ID",)),
        ("ssh <user-name>@<HOST_IP> <HOST_IP>", ("user-name", "HOST_IP")),
        ("curl http://<IP>:80/v<VERSION>", ("IP", "VERSION")),
        ("sort < in > out", ()),
        ("sort <in >out", ()),
        ("cat <in>out", ()),
        ("cat <<EOF > f", ()),
        ("cat <<< word >f", ()),
        ("diff <(a) <(b)", ()),
        ("echo '<p> x </p>'", ()),
    ],
)
def test_placeholders(command: str, names: tuple[str, ...]) -> None:
    assert placeholders(command) == names


def test_console() -> None:
    text = "$ a # why\nout\n\nme@box:~$ b \\\n> c\n[root@box ~]# d\n5 # e\n"
    assert join(label_transcript(text)) == [
        Command(0, "a", "why", output="out"),
        Command(3, "b \\\nc"),
        Command(5, "d", output="5 # e"),
    ]
    assert join(label_transcript("# id\nroot\n")) == [Command(0, "id", output="root")]
    assert label_transcript("plain\n") == []


def _steps(solution: str) -> list[tuple[int, str, str, str | None, str | None]]:
    reading = read_text(HEAD + solution)
    assert reading.problems == ()
    (lab,) = reading.lesson.labs
    return [(s.line, s.instruction, s.command, s.expected, s.hint) for s in lab.steps]


def test_many_commands_in_one_fence_take_their_time_each() -> None:
    few, many = (HEAD + "```bash\n" + "ls a\n" * count + "```\n" for count in (600, 9600))
    assert not blows_up(lambda: read_text(few), lambda: read_text(many))


def test_output_belongs_to_the_command_above() -> None:
    solution = "First.\n\n```bash\na\nb\n```\n\n```text\nB\n```\n\n"
    solution += "Then.\n\n```sh\nc\n```\n\n```output\nC\n\n D\n```\n"
    assert _steps(solution) == [
        (12, "First.", "a", None, None),
        (13, "", "b", "B", None),
        (23, "Then.", "c", "C\n\n D", None),
    ]


def test_sentence_before_the_output_is_a_hint() -> None:
    assert _steps("```sh\na\n```\n\nYou should see *two* rows:\n\n```output\nx\n```\n") == [
        (10, "", "a", "x", "You should see two rows:")
    ]


def test_sentence_that_only_announces_the_output_is_no_hint() -> None:
    assert _steps("```sh\na\n```\n\nYou should see *this*:\n\n```output\nx\n```\n") == [
        (10, "", "a", "x", None)
    ]


def test_console_with_prompts() -> None:
    assert _steps("Go.\n\n```console\n$ a\nA\n$ b\n```\n") == [
        (12, "Go.", "a", "A", None),
        (14, "", "b", None, None),
    ]


def test_console_that_repeats_the_commands() -> None:
    assert _steps("```bash\na\nb\n```\n\n```console\n$ a\nA\n$ b\nB\n```\n") == [
        (10, "", "a", "A", None),
        (11, "", "b", "B", None),
    ]


def test_fences_inside_a_list() -> None:
    assert _steps("1. One\n   ```bash\n   a\n   ```\n2. Two\n\n   ```bash\n   b\n   ```\n") == [
        (11, "One", "a", None, None),
        (16, "Two", "b", None, None),
    ]


def test_other_languages_stay_in_the_instruction() -> None:
    ((_, instruction, command, _, _),) = _steps("Write:\n\n```yaml\na: 1\n```\n\n```bash\nb\n```\n")
    assert instruction == "Write:\n\n```yaml\na: 1\n```"
    assert command == "b"


def test_output_without_a_command_is_kept() -> None:
    reading = read_text(HEAD + "```output\nx\n```\n\n```bash\na\n```\n")
    assert found(reading) == [(9, "warning", "output-without-command")]
    assert "x" in reading.lesson.labs[0].steps[0].instruction


def test_unclosed_quote_is_reported() -> None:
    reading = read_text(HEAD + "```bash\na\nb 'c\nd\n```\n")
    assert found(reading) == [(11, "warning", "open-command")]
    assert [step.command for step in reading.lesson.labs[0].steps] == ["a", "b 'c", "d"]


def test_titles_that_differ_are_joined_with_a_warning() -> None:
    text = "# T\n\n## Lab: Gauges\n\n`a`\n\n## Lab Solution: Needles\n\n```sh\na\n```\n"
    reading = read_text(text)
    assert found(reading) == [(7, "warning", "lab-title")]
    assert reading.lesson.labs[0].steps[0].instruction == "**Needles**"
    assert [len(lab.steps) for lab in reading.lesson.labs] == [1]


def test_two_labs_join_by_title() -> None:
    text = "# T\n\n## Lab: A\n\na\n\n## Lab: B\n\nb\n\n"
    text += "## Lab Solution: A\n\n```sh\na\n```\n\n## Lesson 1 Lab Solution B\n\n```sh\nb\n```\n"
    labs = read_text(text).lesson.labs
    assert [(lab.title, lab.task, lab.steps[0].command) for lab in labs] == [
        ("A", "a", "a"),
        ("B", "b", "b"),
    ]


def test_lab_in_one_piece() -> None:
    text = "# T\n\n## Lab: A\n\n### Task\n\nDo.\n\n### Solution\n\nSo:\n\n```sh\na\n```\n"
    (lab,) = read_text(text).lesson.labs
    assert (lab.task, lab.steps[0].instruction) == ("Do.", "So:")


def test_requires_for_all_and_for_one() -> None:
    labs = "# T\n\n## Lab: A\n\n```sh\na\n```\n\n## Lab: B {#bee}\n\n```sh\nb\n```\n"
    every = read_text("---\nrequires: [linux, root]\n---\n" + labs).lesson.labs
    assert [lab.requires for lab in every] == [("linux", "root")] * 2
    some = read_text("---\nrequires:\n  a: linux\n  bee: [docker]\n---\n" + labs).lesson.labs
    assert [lab.requires for lab in some] == [("linux",), ("docker",)]
