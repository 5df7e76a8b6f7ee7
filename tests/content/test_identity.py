"""Ids are short, stable and unique."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.ids.names import ID_LIMIT, LESSON_ID_LIMIT, lesson_id, name_slug, shorten, slug
from content.library import load
from content.models import Alias
from tests.content.lessons import found, read_text

if TYPE_CHECKING:
    from content.lesson import Reading
    from content.library import Library


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stand-alone Containers!", "stand-alone-containers"),
        ("It's `etcd`", "its-etcd"),
        ("Caf\u00e9 cr\u00e8me", "cafe-creme"),
        ("\u041c\u043e\u0440\u0435", "\u043c\u043e\u0440\u0435"),
        ("\ud55c\uad6d", "\ud55c\uad6d"),
        ("a_b  c", "a-b-c"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_slug_of_signs_only_is_stable() -> None:
    assert slug("?!") == slug("?!") != slug("!?")


def test_a_written_name_keeps_its_slashes() -> None:
    assert name_slug("Green Tea/Old Taste") == "green-tea/old-taste"
    assert name_slug("/") == slug("/")


def test_long_ids_end_in_a_hash() -> None:
    names = [shorten("x" * 200 + end) for end in "ab"]
    assert len(set(names)) == 2
    assert all(len(name) == ID_LIMIT for name in names)
    assert len(lesson_id("course" * 20, "lesson" * 20)) == LESSON_ID_LIMIT


def _ids(reading: Reading) -> dict[str, list[str]]:
    """Return the ids of a lesson by kind, without the lesson's own."""
    lesson = reading.lesson
    concepts = [concept for section in lesson.sections for concept in section.concepts]
    return {
        "sections": [section.id.partition("#")[2] for section in lesson.sections],
        "concepts": [concept.id.partition("#")[2] for concept in concepts],
        "questions": [question.id.partition("#")[2] for question in lesson.questions],
        "labs": [lab.id.partition("#")[2] for lab in lesson.labs],
    }


def test_equal_titles_are_qualified_by_their_sections() -> None:
    text = "# T\n\n## A\n\n### Overview\n\na\n\n## Mesh\n\n### Overview\n\nb\n"
    reading = read_text(text)
    assert _ids(reading)["concepts"] == ["a/overview", "mesh/overview"]
    assert reading.lesson.aliases == (
        Alias(old="sea/07-tides#overview", new="sea/07-tides#a/overview"),
    )
    (problem,) = reading.problems
    assert (problem.line, problem.code) == (11, "repeated-title")
    for said in ("overview leads to line 5", "this is mesh/overview", "{#such-as-this}"):
        assert said in problem.message


def test_ids_that_depend_on_the_order_are_a_problem() -> None:
    text = "# T\n\n## Mesh\n\n### Overview\n\nb\n\n### Overview\n\nc\n\n## Mesh\n\nd\n"
    reading = read_text(text)
    assert _ids(reading)["concepts"] == ["mesh/overview", "mesh/overview-2"]
    assert _ids(reading)["sections"] == ["mesh", "mesh-2"]
    assert found(reading) == [(9, "warning", "repeated-title")]
    assert "on line 13" in reading.problems[0].message


def test_many_repeated_titles_are_one_problem() -> None:
    parts = [f"## S{n}\n\n### Goal\n\na\n\n" for n in range(20)]
    reading = read_text("# T\n\n" + "".join(parts))
    assert found(reading) == [(11, "warning", "repeated-title")]
    assert "on line 17, 23" in reading.problems[0].message
    assert "and 6 more" in reading.problems[0].message


def test_lab_with_the_title_of_a_concept() -> None:
    text = "# T\n\n## S\n\n### Gauges\n\na\n\n## Lab: Gauges\n\n```sh\nls\n```\n"
    reading = read_text(text)
    assert _ids(reading)["labs"] == ["gauges"]
    assert _ids(reading)["concepts"] == ["s/gauges"]
    assert found(reading) == [(5, "warning", "repeated-title")]


def test_explicit_id_wins_and_is_reserved() -> None:
    reading = read_text("# T\n\n## Moon\n\na\n\n## Other {#moon}\n\nb\n")
    assert _ids(reading)["sections"] == ["section/moon", "moon"]
    assert found(reading) == [(3, "warning", "repeated-title")]
    assert "line 7" in reading.problems[0].message


def test_the_same_explicit_id_twice_is_an_error() -> None:
    reading = read_text("# T\n\n## A {#x}\n\na\n\n## B {#x}\n\nb\n")
    assert found(reading) == [(7, "error", "duplicate-id")]


QUESTION = "**Question {number}:** {stem}\n\n1. {right} [correct]\n2. {wrong}\n\n"


def _quiz(*questions: tuple[str, str, str]) -> Reading:
    parts = [
        QUESTION.format(number=number, stem=stem, right=right, wrong=wrong)
        for number, (stem, right, wrong) in enumerate(questions, 1)
    ]
    return read_text("# T\n\n## Practice Questions\n\n" + "".join(parts))


def test_question_id_ignores_case_and_spacing() -> None:
    first = _ids(_quiz(("What  is it?", "a", "b")))["questions"]
    assert first == _ids(_quiz(("what is IT?", "c", "d")))["questions"]


def test_questions_with_one_stem_are_told_apart_by_their_options() -> None:
    one, two, other = ("Which?", "a", "b"), ("Which?", "c", "d"), ("Who?", "e", "f")
    before = _quiz(one, other, two)
    after = _quiz(two, one, other)
    assert before.problems == ()
    ids = _ids(before)["questions"]
    assert len(set(ids)) == 3
    assert _ids(after)["questions"] == [ids[2], ids[0], ids[1]]
    alone = _quiz(one).lesson.questions[0].id
    assert alone in {alias.old for alias in before.lesson.aliases}


def test_the_same_question_twice_is_a_problem() -> None:
    reading = _quiz(("Which?", "a", "b"), ("Which?", "b", "a"))
    assert found(reading) == [(10, "warning", "repeated-question")]
    assert len(set(_ids(reading)["questions"])) == 2


@settings(max_examples=60)
@given(st.permutations(range(6)), st.integers(0, 5))
def test_other_items_never_change_an_id(order: list[int], left_out: int) -> None:
    """Items added, taken away, moved or reworded leave the ids of all others alone."""
    parts = [
        "## Tide\n\n### Ebb\n\na\n\n### Flow\n\na\n",
        "## Moon\n\n### Ebb {#moon-ebb}\n\nb\n",
        "## Sun\n\nc\n\n### Spring\n\nb\n",
        "## Lab: Ebbing\n\n```sh\na\n```\n",
        "## Practice Questions\n\n" + QUESTION.format(number=1, stem="Why?", right="a", wrong="b"),
        "## Lab: Flowing\n\n```sh\nb\n```\n",
    ]
    whole = read_text("# T\n\n" + "\n".join(parts))
    chosen = [parts[place] for place in order if place != left_out]
    fewer = read_text("# T\n\n" + "\n".join(chosen))
    for kind, ids in _ids(fewer).items():
        assert set(ids) <= set(_ids(whole)[kind])


def test_former_ids_find_what_was_renamed(tmp_path: Path) -> None:
    folder = tmp_path / "sea"
    folder.mkdir()
    text = """\
        ---
        aliases: [02-water]
        ---

        # Tides

        ## Causes {#why alias=reasons}

        ### The Moon {#moon alias=luna,selene}

        Pulls.

        ## Lab: Gauges {#gauges alias=dials}

        ```sh
        date
        ```

        ## Practice Questions

        **Question 1 {#pull alias=q-00000001}:** What pulls?

        1. The moon [correct]
        2. The fish
        """
    (folder / "07-tides.md").write_text(dedent(text), encoding="utf-8")
    library = load([folder])
    assert library.problems == ()
    (lesson,) = library.lessons
    for name in ("luna", "selene", "moon"):
        place = library.concept(f"sea/02-water#{name}")
        assert place
        assert place.concept.title == "The Moon"
    assert library.lesson("sea/02-water") == lesson
    assert library.section("sea/07-tides#reasons")
    lab = library.lab("sea/02-water#dials")
    assert lab
    assert lab[1].id == "sea/07-tides#gauges"
    question = library.question("sea/07-tides#q-00000001")
    assert question
    assert question[1].id == "sea/07-tides#pull"
    assert library.concept("sea/07-tides#dials") is None
    assert library.lab("sea/02-water#none") is None


def test_an_alias_that_is_in_use_is_an_error() -> None:
    reading = read_text("# T\n\n## A {#a}\n\na\n\n## B {#b alias=a}\n\nb\n")
    assert found(reading) == [(7, "error", "duplicate-id")]


def test_aliases_by_name_in_the_front_matter() -> None:
    text = "---\naliases:\n  old: a\n  older: gone\n---\n\n# T\n\n## A\n\na\n"
    reading = read_text(text)
    assert [(alias.old, alias.new) for alias in reading.lesson.aliases] == [
        ("sea/07-tides#old", "sea/07-tides#a")
    ]
    assert found(reading) == [(4, "warning", "unknown-alias")]


TASTES = "# T\n\n## Black\n\n### Taste\n\nMalty.\n\n## Green\n\n### Taste\n\nGrassy.\n"


def _library(folder: Path, **texts: str) -> Library:
    """Write lessons of the course ``tea`` and load them; an underscore is a hyphen."""
    (course := folder / "tea").mkdir(exist_ok=True)
    for old in course.iterdir():
        old.unlink()
    for name, text in texts.items():
        (course / f"{name.replace('_', '-')}.md").write_text(text, encoding="utf-8")
    return load([course])


def test_both_names_of_a_title_lead_to_it(tmp_path: Path) -> None:
    alone = _library(tmp_path, t=TASTES.replace("### Taste\n\nMalty", "Malty"))
    for name in ("taste", "green/taste"):
        place = alone.concept(f"tea/t#{name}")
        assert place
        assert place.concept.id == "tea/t#taste"
    assert alone.concept("tea/t#black/taste") is None
    both = _library(tmp_path, t=TASTES)
    bodies = {"taste": "Malty.", "black/taste": "Malty.", "green/taste": "Grassy."}
    for name, body in bodies.items():
        place = both.concept(f"tea/t#{name}")
        assert place
        assert place.concept.body == body


def test_a_title_that_two_items_have_is_no_name_of_either(tmp_path: Path) -> None:
    text = TASTES.replace("### Taste\n\nM", "### Taste {#a}\n\nM")
    library = _library(tmp_path, t=text.replace("### Taste\n\nG", "### Taste {#b}\n\nG"))
    assert library.concept("tea/t#taste") is None
    assert library.concept("tea/t#green/taste")


def test_a_number_that_counted_before_is_no_other_title(tmp_path: Path) -> None:
    library = _library(tmp_path, t="# T\n\n## Codes\n\n### 404 Not Found\n\nNothing is there.\n")
    place = library.concept("tea/t#not-found")
    assert place
    assert place.concept.id == "tea/t#404-not-found"


def test_both_names_of_a_question_lead_to_it(tmp_path: Path) -> None:
    one = QUESTION.format(number=1, stem="Which?", right="a", wrong="b")
    two = QUESTION.format(number=2, stem="Which?", right="c", wrong="d")
    head = "# T\n\n## Practice Questions\n\n"
    both = _library(tmp_path, t=head + one + two).lessons[0].questions
    alone = _library(tmp_path, t=head + two)
    assert alone.question(both[0].id) is None
    assert alone.question(both[1].id) == (alone.lessons[0], alone.lessons[0].questions[0])


def test_both_names_of_a_lab_lead_to_it(tmp_path: Path) -> None:
    library = _library(tmp_path, t="# T\n\n## Lab: Pour\n\n```sh\npour\n```\n")
    assert library.lab("tea/t#lab/pour") == library.lab("tea/t#pour") is not None


def test_what_has_an_id_comes_before_what_had_it(tmp_path: Path) -> None:
    text = TASTES + "\n## Lab: Taste\n\n```sh\nsip\n```\n"
    library = _library(tmp_path, t=text)
    assert library.anything("tea/t#taste") == library.lab("tea/t#taste") is not None
    assert library.concept("tea/t#taste")


LONG = "A quite long title of a concept that somebody wrote with great care today"


@pytest.mark.parametrize("title", [LONG, LONG[:60]])
@pytest.mark.parametrize(("before", "after"), [("w", "hot-water-for-tea"), ("hot-water", "w")])
def test_cut_names_outlive_the_renaming_of_their_lesson(
    tmp_path: Path, title: str, before: str, after: str
) -> None:
    body = f"# T\n\n## S\n\n### {title}\n\na\n\n### {title} too\n\nb\n"
    old = _library(tmp_path, **{before: body}).lessons[0].sections[0].concepts
    new = _library(tmp_path, **{after: f"---\naliases: [{before}]\n---\n{body}"})
    assert len({concept.id.partition("#")[2] for concept in old}) == 2
    for concept, now in zip(old, new.lessons[0].sections[0].concepts, strict=True):
        place = new.concept(concept.id)
        assert place
        assert place.concept == now


def test_an_alias_of_two_lessons_is_an_error(tmp_path: Path) -> None:
    text = "---\nid: {}\naliases: [old, c]\n---\n# T\n"
    library = _library(tmp_path, a=text.format("a"), b=text.format("b"), c="# T\n")
    assert [(Path(one.path).stem, one.line, one.code) for one in library.problems] == [
        ("a", 3, "duplicate-id"),
        ("b", 3, "duplicate-id"),
        ("b", 3, "duplicate-id"),
    ]
    assert "tea/a" in library.problems[1].message
