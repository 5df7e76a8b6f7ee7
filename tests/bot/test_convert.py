"""``syllabot convert`` as people run it: files in, files out, and a line for all that is lost."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from bot.cli._options import Target
from content.exchange import Format, read
from tests.bot.test_cli import assert_one_line
from tests.command_line import syllabot

if TYPE_CHECKING:
    from pathlib import Path

GIFT = "::bee-1::Who lays eggs?{=The queen#Only she. ~A drone}\n\nTell of hives.{}\n"
AIKEN = "What is wax for?\nA. Combs\nB. Wings\nANSWER: A\n"
LESSON = """# Lesson 3: Bees

### 3.1 Hives

#### Hive

- A home.

### 3.2 Practice Questions

**Question 1:** Which `insect` is *it*?

1. **A bee [correct]**
2. An ant
"""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    (path := tmp_path / "bank.gift").write_text(GIFT, encoding="utf-8")
    return path


def test_the_command_line_knows_every_format() -> None:
    assert [one.value for one in Target] == [one.value for one in Format]


def test_from_gift_to_a_lesson_that_check_accepts(bank: Path, tmp_path: Path) -> None:
    out = tmp_path / "05-bank.md"
    done = syllabot("convert", bank, "--to", "markdown", "--output", out, data=tmp_path)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert done.stderr == f"{bank}:3: warning[not-converted]: left out: an essay question\n"
    assert "**Question 1 {#bee-1}:** Who lays eggs?" in out.read_text(encoding="utf-8")
    assert syllabot("check", out, data=tmp_path).returncode == 0


def test_a_folder_of_lessons_becomes_categories(tmp_path: Path) -> None:
    (folder := tmp_path / "bees").mkdir()
    (folder / "03-bees.md").write_text(LESSON, encoding="utf-8")
    (folder / "04-wax.md").write_text(LESSON.replace("Bees", "Wax"), encoding="utf-8")
    done = syllabot("convert", folder, "--to", "moodle-xml", data=tmp_path)
    assert done.returncode == 0, done.stderr
    back = read(Format.MOODLE_XML, done.stdout, "x.xml")
    assert [one.names for one in back.categories] == [("Bees", "Bees"), ("Bees", "Wax")]
    assert done.stderr.count("left out: 1 concept: only questions are converted") == 2


def test_a_lesson_with_two_groups_of_questions_becomes_two_categories(tmp_path: Path) -> None:
    text = "$CATEGORY: Bees/Hive\n\nWho?{=a ~b}\n\n$CATEGORY: Bees/Wax\n\nWhat?{=a ~b}\n"
    (bank := tmp_path / "bees.gift").write_text(text, encoding="utf-8")
    lesson = tmp_path / "01-bees.md"
    assert syllabot("convert", bank, "--to", "markdown", "-o", lesson, data=tmp_path).stderr == ""
    assert syllabot("check", lesson, data=tmp_path).returncode == 0
    done = syllabot("convert", lesson, "--to", "gift", data=tmp_path)
    names = [one.names for one in read(Format.GIFT, done.stdout, "x.gift").categories]
    assert [one[1:] for one in names] == [("Bees", "Hive"), ("Bees", "Wax")]


def test_what_a_lesson_says_of_itself_is_named(tmp_path: Path) -> None:
    front = "---\ntags: [hot]\ndifficulty: easy\nauthors: [Ada, Bo]\nlicence: CC0\n"
    front += "aka:\n  Hive: [skep, gum]\n---\n"
    text = LESSON.replace("**Question 1:**", "**Question 1 {#it alias=old}:**")
    (lesson := tmp_path / "03-bees.md").write_text(front + text, encoding="utf-8")
    said = "left out: 1 concept, 2 other names, 1 tag, 2 authors, 1 former id, the difficulty,"
    said += " the licence: only"
    for target in ("gift", "markdown"):
        assert said in syllabot("convert", lesson, "--to", target, data=tmp_path).stderr
    out = ("--to", "anki", "--output", tmp_path / "x.apkg")
    done = syllabot("convert", lesson, *out, data=tmp_path)
    assert said.replace(" 1 tag,", "") in done.stderr


def test_a_former_name_of_the_course_is_no_former_id_of_its_lessons(tmp_path: Path) -> None:
    (folder := tmp_path / "bees").mkdir()
    (folder / "course.yml").write_text("title: Bees\naliases: [wasps]\n", encoding="utf-8")
    (folder / "03-bees.md").write_text(LESSON, encoding="utf-8")
    (folder / "04-wax.md").write_text(f"---\naliases: [02-wax]\n---\n{LESSON}", encoding="utf-8")
    done = syllabot("convert", folder, "--to", "gift", data=tmp_path)
    lines = [line for line in done.stderr.splitlines() if "left out" in line]
    assert ["1 former id" in line for line in lines] == [False, True]


def test_the_backslash_of_a_letter_is_taken_off(tmp_path: Path) -> None:
    text = LESSON + "\n**Question 9:** Which one?\n1. A\\) yes\n2. **B\\) no [correct]**\n"
    (lesson := tmp_path / "03-bees.md").write_text(text, encoding="utf-8")
    done = syllabot("convert", lesson, "--to", "gift", data=tmp_path)
    assert "~A) yes" in done.stdout
    assert "=B) no" in done.stdout


def test_lessons_and_banks_with_the_same_id_make_a_lesson_without_errors(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (folder := tmp_path / name).mkdir()
        text = f"::q1::Who is {name}?{{=one ~two}}\n"
        (folder / "bank.gift").write_text(text, encoding="utf-8")
    banks = (tmp_path / "a" / "bank.gift", tmp_path / "b" / "bank.gift")
    out = tmp_path / "05-all.md"
    done = syllabot("convert", *banks, "--to", "markdown", "--output", out, data=tmp_path)
    assert done.stderr.startswith(f"{banks[1]}:1: warning[not-converted]: question q1: its id is")
    assert syllabot("check", out, data=tmp_path).stderr == ""


def test_a_source_may_be_piped_in(tmp_path: Path) -> None:
    for name in ("-", "/dev/stdin"):
        for given, words in ((GIFT, "Who lays eggs?"), (LESSON, "Which insect is it?")):
            done = syllabot("convert", name, "--to", "aiken", data=tmp_path, given=given)
            assert done.returncode == 0, done.stderr
            assert done.stdout.startswith(f"{words}\nA. ")
            assert done.stderr.startswith("stdin:")


def test_banks_in_a_folder_are_not_passed_over_in_silence(bank: Path, tmp_path: Path) -> None:
    (tmp_path / "wax.txt").write_text(AIKEN, encoding="utf-8")
    assert_one_line(
        syllabot("convert", tmp_path, "--to", "gift", data=tmp_path),
        f"no lessons in {tmp_path}, but 2 question banks: name each, as in {bank}",
    )
    (tmp_path / "03-bees.md").write_text(LESSON, encoding="utf-8")
    done = syllabot("convert", tmp_path, "--to", "gift", data=tmp_path)
    assert done.returncode == 0
    assert "left out: 2 question banks, bank.gift first: name each" in done.stderr
    assert "What is wax for?" not in done.stdout


def test_nothing_is_written_when_the_format_can_hold_no_question(tmp_path: Path) -> None:
    text = "Which two?{~%50%a ~%50%b ~%-100%c}\n"
    (path := tmp_path / "two.gift").write_text(text, encoding="utf-8")
    (out := tmp_path / "good.txt").write_text("good", encoding="utf-8")
    arguments = ("--to", "aiken", "--output", out, "--force")
    done = syllabot("convert", path, *arguments, data=tmp_path)
    assert done.returncode == 1
    assert done.stderr.endswith("nothing is written, because no question fits aiken\n")
    assert out.read_text(encoding="utf-8") == "good"


def test_a_link_stays_and_its_file_is_written(bank: Path, tmp_path: Path) -> None:
    (file := tmp_path / "file.xml").write_text("old", encoding="utf-8")
    (link := tmp_path / "link.xml").symlink_to(file)
    arguments = ("--to", "moodle-xml", "--output", link, "--force")
    assert syllabot("convert", bank, *arguments, data=tmp_path).returncode == 0
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8").startswith("<?xml")


def test_files_of_several_formats_become_one_document(bank: Path, tmp_path: Path) -> None:
    (wax := tmp_path / "wax.txt").write_text(AIKEN, encoding="utf-8")
    done = syllabot("convert", wax, bank, "--to", "gift", data=tmp_path)
    back = read(Format.GIFT, done.stdout, "x.gift")
    assert done.returncode == 0
    assert [one.names for one in back.categories] == [("wax",), ("bank",)]
    assert len(back.questions) == 2


def test_losses_are_lines_and_no_failure(tmp_path: Path) -> None:
    (lesson := tmp_path / "03-bees.md").write_text(LESSON, encoding="utf-8")
    done = syllabot("convert", lesson, "--to", "aiken", data=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("Which insect is it?\nA. A bee\n")
    lines = done.stderr.splitlines()
    assert len(lines) == 2
    assert all(
        re.match(re.escape(str(lesson)) + r":\d+: warning\[not-converted\]: ", x) for x in lines
    )


def test_an_error_in_a_source_is_the_exit_code_and_the_rest_is_written(tmp_path: Path) -> None:
    (bad := tmp_path / "bad.gift").write_text(f"Open{{=a ~b\n\n{GIFT}", encoding="utf-8")
    done = syllabot("convert", bad, "--to", "aiken", data=tmp_path)
    assert done.returncode == 1
    assert f"{bad}:1: error[malformed]: " in done.stderr
    assert "ANSWER: A" in done.stdout


def test_pictures_that_stay_behind_are_said_once_for_a_file(tmp_path: Path) -> None:
    text = LESSON.replace(
        "is *it*?", "is it? ![a](img/a.png) ![b](b%20c.png) ![](https://x.y/z.png)"
    )
    text += "\n**Question 2:** Which ![a](img/a.png)?\n\n1. **One [correct]**\n2. ![](d.png?x=1)\n"
    (source := tmp_path / "bees").mkdir()
    (lesson := source / "03-bees.md").write_text(text, encoding="utf-8")
    (source / "img").mkdir()
    for name in ("img/a.png", "b c.png", "d.png"):
        (source / name).write_bytes(b"x")
    arguments = ("convert", lesson, "--to", "markdown", "--force", "--output")
    there = syllabot(*arguments, source / "04-more.md", data=tmp_path)
    assert " not in " not in there.stderr
    (folder := tmp_path / "new").mkdir()
    done = syllabot(*arguments, folder / "03-bees.md", data=tmp_path)
    (line,) = [one for one in done.stderr.splitlines() if " not in " in one]
    assert done.returncode == 0
    assert line == (
        f"{lesson}:11: warning[not-converted]: 3 pictures are not in {folder}, img/a.png first:"
        " copy what the questions show"
    )


def test_a_deck(tmp_path: Path) -> None:
    (lesson := tmp_path / "03-bees.md").write_text(LESSON, encoding="utf-8")
    out = tmp_path / "bees.apkg"
    arguments = ("convert", lesson, "--to", "anki", "--concepts", "--output", out)
    done = syllabot(*arguments, data=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "collection.anki2" in zipfile.ZipFile(out).namelist()


def test_a_file_that_exists_stays_unless_forced(bank: Path, tmp_path: Path) -> None:
    (out := tmp_path / "out.xml").write_text("mine", encoding="utf-8")
    arguments = ("convert", bank, "--to", "moodle-xml", "--output", out)
    assert_one_line(syllabot(*arguments, data=tmp_path), str(out), "--force")
    assert out.read_text(encoding="utf-8") == "mine"
    assert syllabot(*arguments, "--force", data=tmp_path).returncode == 0
    assert out.read_text(encoding="utf-8").startswith("<?xml")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bank.gift", "out.xml"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--to", "anki"), ("--output", "deck")),
        (("--to", "gift", "--from", "anki"), ("--from",)),
        (("--to", "gift", "--concepts"), ("--concepts",)),
        (("--to", "gift", "--output", "."), ("folder",)),
        (("--to", "gift", "--output", "no/such/folder/x.gift"), ("cannot be written",)),
    ],
)
def test_what_cannot_work_is_one_line(
    arguments: tuple[str, ...], words: tuple[str, ...], bank: Path, tmp_path: Path
) -> None:
    bank.write_text(GIFT.partition("\n")[0], encoding="utf-8")
    done = syllabot("convert", bank, *arguments, data=tmp_path)
    assert done.returncode == 2
    assert_one_line(done, *words)


def test_a_format_that_nobody_knows(bank: Path, tmp_path: Path) -> None:
    assert syllabot("convert", bank, "--to", "word", data=tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\0\1\2", "binary"),
        (b"caf\xe9 {=a ~b}", "UTF-8"),
        (b"x" * (10 * 1024 * 1024 + 1), "10 MB"),
    ],
)
def test_what_is_no_text_is_refused_with_one_line(data: bytes, reason: str, tmp_path: Path) -> None:
    (path := tmp_path / "bank.gift").write_bytes(data)
    for source in (path, tmp_path / "absent.gift"):
        done = syllabot("convert", source, "--to", "aiken", data=tmp_path)
        (line,) = done.stderr.splitlines()
        assert (done.returncode, done.stdout) == (1, "")
        assert line.startswith(f"{source}:1: error[unreadable]: ")
        assert source != path or reason in line


def test_a_lesson_that_takes_too_long_stops_no_other(tmp_path: Path) -> None:
    hostile = "# T\n\n" + "[[_TOC" * 60_000
    (tmp_path / "long.md").write_text(hostile, encoding="utf-8")
    good = "# Bees\n\n**Question 1:** q\n\n- [x] a\n- [ ] b\n"
    (tmp_path / "good.md").write_text(good, encoding="utf-8")
    for source in (tmp_path, tmp_path / "long.md", "-"):
        done = syllabot("convert", source, "--to", "gift", data=tmp_path, given=hostile)
        lines = done.stderr.splitlines()
        where = "stdin" if source == "-" else tmp_path / "long.md"
        assert [line for line in lines if "error[" in line] == [lines[0]]
        assert lines[0].startswith(f"{where}:3: error[unreadable]: it has more than 100,000 lines")
        assert done.returncode == 1
        assert ("=a" in done.stdout) == (source == tmp_path)


def test_a_source_without_questions(tmp_path: Path) -> None:
    (path := tmp_path / "empty.gift").write_text("// nothing\n", encoding="utf-8")
    done = syllabot("convert", path, "--to", "markdown", data=tmp_path)
    assert_one_line(done, "no question")
    assert done.returncode == 1
