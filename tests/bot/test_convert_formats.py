"""What ``syllabot convert`` makes of a file's name, first bytes and encoding."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.bot.test_cli import assert_one_line
from tests.bot.test_convert import GIFT, LESSON
from tests.command_line import syllabot

if TYPE_CHECKING:
    from pathlib import Path


def archive(*names: str) -> bytes:
    with zipfile.ZipFile(file := io.BytesIO(), "w") as package:
        for name in names:
            package.writestr(name, "x")
    return file.getvalue()


QTI = b'<?xml version="1.0"?>\n<!-- x -->\n<questestinterop><item/></questestinterop>'


@pytest.mark.parametrize(
    ("name", "data", "what", "advice"),
    [
        ("quiz.h5p", archive("h5p.json", "content/content.json"), "an H5P package", "CSV"),
        ("quiz.zip", archive("h5p.json"), "an H5P package", "CSV"),
        ("quiz.xlsx", archive("xl/workbook.xml"), "an Excel workbook", "save it as CSV"),
        ("quiz.xls", b"\xd0\xcf\x11\xe0\0\0", "an Excel workbook", "save it as CSV"),
        ("quiz.ods", archive("content.xml"), "a spreadsheet", "save it as CSV"),
        ("quiz.docx", archive("word/document.xml"), "a Word document", "ANSWER: B"),
        ("quiz.doc", b"\xd0\xcf\x11\xe0\0\0", "a Word document", "ANSWER: B"),
        ("quiz.pptx", archive("ppt/presentation.xml"), "a PowerPoint", "ANSWER: B"),
        ("quiz.pdf", b"%PDF-1.7\n\0", "a PDF", "ANSWER: B"),
        ("quiz.rtf", b"{\\rtf1 x}", "a document in RTF", "ANSWER: B"),
        ("quiz.xml", QTI, "QTI", "Moodle XML"),
        ("quiz.txt", QTI, "QTI", "Moodle XML"),
        ("quiz.zip", archive("imsmanifest.xml", "q1.xml"), "QTI", "Moodle XML"),
        ("quiz.imscc", archive("imsmanifest.xml"), "a Common Cartridge", "Moodle XML"),
        ("item.xml", b"<assessmentItem/>", "QTI", "Moodle XML"),
        ("backup.mbz", b"\x1f\x8b\0", "a backup of Moodle", "question bank"),
        ("deck.apkg", archive("collection.anki2", "media"), "an Anki deck", "only written"),
        ("bank.zip", archive("bank.gift", "x.png"), "a zip archive", "unpack it"),
        ("quiz.json", b'{"questions": []}', "JSON", "GIFT"),
        ("quiz.html", b"<!DOCTYPE html><html><p>x</p></html>", "HTML", "Moodle XML"),
        ("page.txt", b"<!DOCTYPE html><html><p>x</p></html>", "HTML", "Moodle XML"),
        ("quiz.ipynb", b"{}", "a notebook", "Markdown"),
    ],
)
def test_what_is_not_read_is_named_with_what_to_do(
    name: str, data: bytes, what: str, advice: str, tmp_path: Path
) -> None:
    (path := tmp_path / name).write_bytes(data)
    done = syllabot("convert", path, "--to", "markdown", data=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{path}:1: error[unreadable]: this is {what}")
    assert advice in line


def test_a_text_in_no_known_format_is_no_lesson_unless_one_says_so(tmp_path: Path) -> None:
    (path := tmp_path / "quiz.adoc").write_text(LESSON, encoding="utf-8")
    done = syllabot("convert", path, "--to", "gift", data=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "its format is not known by its name or its text" in done.stderr
    done = syllabot("convert", path, "--to", "gift", "--from", "markdown", data=tmp_path)
    assert (done.returncode, done.stdout.count("=A bee")) == (0, 1)
    (path := tmp_path / "quiz.dat").write_text(GIFT, encoding="utf-8")
    assert "=The queen" in syllabot("convert", path, "--to", "gift", data=tmp_path).stdout


TABLE = "Question;Option 1;Option 2;Correct answer\nWho hums, größer?;Bees;Stones;1\n"


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.replace(";", "\t").encode("utf-16"),
        b"\xfe\xff" + TABLE.replace("\n", "\r\n").encode("utf-16-be"),
    ],
)
@pytest.mark.parametrize("name", ["table.csv", "table.txt", "-"])
def test_a_table_in_each_encoding(data: bytes, name: str, tmp_path: Path) -> None:
    (path := tmp_path / "table.csv").write_bytes(data)
    path = path.rename(tmp_path / name) if name != "-" else path
    done = syllabot("convert", path, "--to", "aiken", "--from", "csv", data=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Who hums, größer?\nA. Bees\nB. Stones\nANSWER: A\n"
    assert syllabot("convert", path, "--to", "aiken", data=tmp_path).stdout == done.stdout


def test_a_table_in_another_encoding_is_said(tmp_path: Path) -> None:
    (path := tmp_path / "table.csv").write_bytes(TABLE.encode("latin-1"))
    done = syllabot("convert", path, "--to", "aiken", data=tmp_path)
    assert "save it as UTF-8" in done.stderr


def test_a_table_cannot_be_written(tmp_path: Path) -> None:
    (bank := tmp_path / "bank.gift").write_text(GIFT, encoding="utf-8")
    done = syllabot("convert", bank, "--to", "csv", data=tmp_path)
    assert done.returncode == 2
    assert_one_line(done, "tables are only read")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("quiz.h5p", archive("h5p.json"), "this is an H5P package"),
        ("quiz.xml", QTI, "this is QTI"),
        ("quiz.csv", TABLE.encode(), "this is no lesson, but a question bank"),
        ("bank.gift", GIFT.encode(), "this is no lesson, but a question bank"),
    ],
)
def test_check_does_not_take_a_bank_for_a_lesson(
    name: str, data: bytes, said: str, tmp_path: Path
) -> None:
    (path := tmp_path / name).write_bytes(data)
    (lesson := tmp_path / "03-bees.md").write_text(LESSON, encoding="utf-8")
    for paths, count in (((path,), "0 lessons"), ((lesson, path), "1 lesson")):
        done = syllabot("check", *paths, data=tmp_path)
        assert done.returncode == 1
        assert done.stdout.startswith(f"{path}:1: error[unreadable]: {said}")
        assert done.stdout.splitlines()[-1].startswith(f"{count}, ")


def test_a_page_of_html_is_a_lesson_by_its_name(tmp_path: Path) -> None:
    (path := tmp_path / "bees.md").write_text(f"<html>\n\n{LESSON}", encoding="utf-8")
    done = syllabot("convert", path, "--to", "gift", data=tmp_path)
    assert (done.returncode, done.stdout.count("=A bee")) == (0, 1)


def test_json_that_is_piped_in_is_named(tmp_path: Path) -> None:
    done = syllabot("convert", "-", "--to", "gift", data=tmp_path, given='{"questions": []}')
    assert "stdin:1: error[unreadable]: this is JSON" in done.stderr
    done = syllabot("convert", "-", "--to", "gift", data=tmp_path, given="[" * 200_000)
    assert done.returncode == 1
    assert "stdin:1: " in done.stderr
    lesson = syllabot("convert", "-", "--to", "gift", data=tmp_path, given=f"[x]: y\n\n{LESSON}")
    assert lesson.returncode == 0
