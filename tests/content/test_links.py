"""Pictures are part of a lesson; links and pictures that lead nowhere are told."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.folders import Inside
from content.library import load
from content.links import picture_files
from content.pictures import LARGEST
from tests.content.lessons import read_text
from tests.pictures import png

if TYPE_CHECKING:
    from pathlib import Path


def _problems(folder: Path, **texts: str) -> list[tuple[str, int, str]]:
    """Write lessons into a folder and return what is wrong in them, as file, line and code."""
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(dedent(text), encoding="utf-8")
    problems = load([folder]).problems
    return [(problem.path.rpartition("/")[2], problem.line, problem.code) for problem in problems]


def test_pictures_are_part_of_the_model() -> None:
    text = """\
        # Bread

        ## Kinds

        ![A  loaf](loaf.png "Loaf") and <img src="roll.png" alt="A roll">,
        ![](<two words.png>) `![no](no.png)`

        - [![Rye](rye%20(1).svg)](rye.md) ![far](https://example.org/far.png)

        ```
        ![no](no.png)
        ```

        **Question 1:** Which is rye?

        ![both][ref]

        1. ![a](a.png) [correct]
        2. ![b](b.png)

        [ref]: both.png
        """
    lesson = read_text(text).lesson
    assert [(one.line, one.path, one.alt) for one in lesson.pictures] == [
        (5, "loaf.png", "A loaf"),
        (5, "roll.png", "A roll"),
        (6, "two words.png", ""),
        (8, "rye%20(1).svg", "Rye"),
        (8, "https://example.org/far.png", "far"),
        (16, "both.png", "both"),
        (18, "a.png", "a"),
        (19, "b.png", "b"),
    ]
    assert [(link.line, link.target) for link in lesson.links] == [(8, "rye.md")]


def test_pictures_that_are_missing_or_outside(tmp_path: Path) -> None:
    folder = tmp_path / "bread"
    (folder / "img").mkdir(parents=True)
    for place in (folder / "img" / "a b.png", folder / "c.png", tmp_path / "outside.png"):
        place.write_bytes(png(1))
    text = """\
        # Bread

        ![a](img/a%20b.png) ![a](<img/a b.png>) ![c](c.png?raw=true) ![d](./img/../c.png)
        ![e](C.png)
        ![f](../outside.png)
        ![g](https://example.org/g.png) ![h](data:image/png;base64,AA==)
        ![j](/static/j.png)
        """
    assert _problems(folder, bread=text) == [
        ("bread.md", 4, "missing-picture"),
        ("bread.md", 5, "missing-picture"),
        ("bread.md", 7, "missing-picture"),
    ]
    reasons = [problem.message for problem in load([folder]).problems]
    assert "does not exist" in reasons[0]
    assert "outside" in reasons[1]


def test_pictures_that_no_card_can_show(tmp_path: Path) -> None:
    (tmp_path / "bread").mkdir()
    (tmp_path / "up.png").write_bytes(png(1))
    (tmp_path / "bread" / "oven.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "bread" / "loaf.gif").write_bytes(png(1))
    (tmp_path / "bread" / "large.png").write_bytes(png(1).ljust(LARGEST + 1))
    names = ("../up.png", "/up.png", "oven.svg", "loaf.gif", "large.png")
    text = "# Bread\n\n" + "\n".join(f"![a]({name})" for name in names)
    (tmp_path / "bread" / "01.md").write_text(text, encoding="utf-8")
    told = [(one.line, one.code, one.message) for one in load([tmp_path]).problems]
    assert [(line, code) for line, code, _ in told if code == "missing-picture"] == [
        (line, "missing-picture") for line in (3, 4, 5, 7)
    ]
    reasons = [reason for _, code, reason in told if code == "missing-picture"]
    assert "../up.png lies outside of the lesson's folder" in reasons[0]
    assert "no PNG" in reasons[2]
    assert "10 MB" in reasons[3]


@pytest.mark.parametrize(
    ("target", "is_dead"),
    [
        ("dough.md", False),
        ("./dough.md#kneading-by-hand", False),
        ("dough.md#Kneading-by-Hand", False),
        ("dough.md#rest", False),
        ("dough.md#mark", False),
        ("dough.html#rest", False),
        ("sub/oven.md", False),
        ("notes.pdf", False),
        ("dough", False),
        ("../site/dough/", False),
        ("/dough.md", False),
        ("https://example.org/no.md#no", False),
        ("mailto:baker@example.org", False),
        ("Dough.md", True),
        ("dough.md#knead", True),
        ("sub/oven.md#no", True),
        ("no.md", True),
        ("no.pdf", True),
        ("../no.md#a", True),
        ("no.html", True),
        ("x" * 300 + ".md", True),
    ],
)
def test_links_to_other_files(tmp_path: Path, target: str, *, is_dead: bool) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "oven.md").write_text("# Oven\n\n## Heat\n\na\n", encoding="utf-8")
    (tmp_path / "notes.pdf").touch()
    dough = '# Dough\n\n## Kneading, by Hand\n\na <a name="mark"></a>\n\n## Rising {#rest}\n\nb\n'
    found = _problems(tmp_path, dough=dough, bread=f"# Bread\n\na\n\n[b]({target})\n")
    assert found == ([("bread.md", 5, "dead-link")] if is_dead else [])


def test_a_question_without_its_picture_is_left_out(tmp_path: Path) -> None:
    bread = (
        "# Bread\n\n## Quiz\n\nWhich is it?\n\n![a loaf](loaf.png)\n\n- [x] Rye\n- [ ] Wheat\n\n"
        "What rises?\n\n- [x] Dough\n- [ ] Salt\n\n> ![dough](dough.png)\n"
    )
    (tmp_path / "bread.md").write_text(bread, encoding="utf-8")
    library = load([tmp_path])
    (lesson,) = library.lessons
    assert [question.stem for question in lesson.questions] == ["What rises?"]
    assert [(one.line, one.severity) for one in library.problems] == [
        (5, "error"),
        (7, "warning"),
        (17, "warning"),
    ]


_PIECES = st.sampled_from(
    ["%00", "%ff", "%2e%2e", "..", "/", "~", "a" * 300, "%", "#", "?", "C:", "b.md"]
)


@settings(max_examples=200)
@given(st.lists(_PIECES | st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=8))
def test_no_target_is_too_odd(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    folder = tmp_path_factory.getbasetemp() / "targets"
    folder.mkdir(exist_ok=True)
    target = "".join(pieces)
    links = f"![a]({target}) [b]({target}) ![c](<{target}.png>) [d](<{target}.md>)"
    text = f"# Bread\n\n## Kinds\n\n{links}\n"
    (folder / "bread.md").write_text(text, encoding="utf-8")
    lessons = load([folder]).lessons
    assert all(path.is_absolute() for path in picture_files(lessons, Inside([folder])))
