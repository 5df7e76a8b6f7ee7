"""A deck is a zip with a database: what is in it, and what stays the same from export to export."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from content.exchange import Category, Format, write
from content.models import Concept, Option, Question

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = Question(
    id="kettles/01-water#boil",
    line=7,
    stem="What does `T < 100 & <NAME>` mean?\n\n```sh\nboil --until 100\n```",
    options=(
        Option(text="**Not** boiling", reason="The water is {{cold}}."),
        Option(text="Boiling", reason=None),
    ),
    correct=(0,),
    explanation="See ![a kettle](pictures/kettle.png).",
)
CONCEPT = Concept(id="kettles/01-water#steam", title="Steam <1>", line=3, body="- gas\n- hot")
CATEGORY = Category(
    ("Kettles", "Water"), "01-water.md", (QUESTION,), ("hot water", "a"), (CONCEPT,)
)


class Deck(NamedTuple):
    """What Anki would read: notes by their GUID, and the names of decks and note types by id."""

    notes: dict[str, dict[str, Any]]
    cards: int
    decks: dict[int, str]
    models: dict[int, str]


def opened(data: str | bytes, folder: Path) -> Deck:
    """Read a package with nothing but the standard library."""
    assert isinstance(data, bytes)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert json.loads(package.read("media")) == {}
        path = folder / "collection"
        path.write_bytes(package.read("collection.anki2"))
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        notes = {row["guid"]: dict(row) for row in database.execute("SELECT * FROM notes")}
        cards = database.execute("SELECT count(*) FROM cards").fetchone()[0]
        decks, models = database.execute("SELECT decks, models FROM col").fetchone()
    named = {int(key): value["name"] for key, value in json.loads(decks).items()}
    types = {int(key): value["name"] for key, value in json.loads(models).items()}
    return Deck(notes, cards, named, types)


def test_what_is_in_a_deck(tmp_path: Path) -> None:
    done = write(Format.ANKI, [CATEGORY], "Kettles", when=1_800_000_000)
    deck = opened(done.data, tmp_path)
    ((_, note),) = deck.notes.items()
    question, options, answer, explanation = note["flds"].split("\x1f")
    assert "Kettles::Water" in deck.decks.values()
    assert deck.cards == 1
    assert note["tags"].split() == ["hot-water", "a"]
    assert note["mod"] == 1_800_000_000
    assert "<code>T &lt; 100 &amp; &lt;NAME&gt;</code>" in question
    assert '<pre><code class="language-sh">boil --until 100' in question
    assert options.count("<li>") == 2
    assert "right" not in options
    assert answer.count('class="right"') == 1
    assert answer.index('class="right"') < answer.index("Boiling")
    assert "The water is {{cold}}." in answer
    assert "See" in explanation
    (loss,) = done.losses
    assert loss.line == 7
    assert loss.message.startswith("question boil: ")
    assert loss.message.endswith("pictures/kettle.png")


def test_a_later_export_updates_the_same_notes(tmp_path: Path) -> None:
    changed = QUESTION.model_copy(update={"stem": "Reworded?"})
    again = Category(CATEGORY.names, CATEGORY.path, (changed,), concepts=(CONCEPT,))
    first = opened(write(Format.ANKI, [CATEGORY], "K", when=1, concepts=True).data, tmp_path)
    later = opened(write(Format.ANKI, [again], "K", when=9, concepts=True).data, tmp_path)
    assert set(first.notes) == set(later.notes)
    assert first.decks == later.decks
    assert first.models == later.models
    assert all(later.notes[guid]["mod"] > note["mod"] for guid, note in first.notes.items())


def test_concepts_become_cards_of_their_own_kind(tmp_path: Path) -> None:
    data = write(Format.ANKI, [CATEGORY], "K", when=1, concepts=True).data
    deck = opened(data, tmp_path)
    fields = [note["flds"].split("\x1f") for note in deck.notes.values()]
    assert ["Steam &lt;1&gt;", "<ul>\n<li>gas</li>\n<li>hot</li>\n</ul>"] in fields
    assert deck.cards == 2
    assert len({note["mid"] for note in deck.notes.values()}) == 2


def test_the_same_export_has_the_same_content(tmp_path: Path) -> None:
    decks = [opened(write(Format.ANKI, [CATEGORY], "K", when=5).data, tmp_path) for _ in range(2)]
    assert decks[0] == decks[1]


def test_signs_that_anki_keeps_for_itself(tmp_path: Path) -> None:
    odd = QUESTION.model_copy(update={"stem": "a\x1fb <x y='1'> {{c1::z}}", "explanation": None})
    deck = opened(
        write(Format.ANKI, [Category((), "l.md", (odd,))], "Odd::", when=1).data, tmp_path
    )
    ((_, note),) = deck.notes.items()
    assert len(note["flds"].split("\x1f")) == 4
    assert "&lt;x y='1'&gt; {{c1::z}}" in note["flds"]


def test_notes_of_files_with_the_same_name_stay_apart(tmp_path: Path) -> None:
    other = CATEGORY.questions[0].model_copy(update={"stem": "Another?"})
    more = [CATEGORY, Category(("Kettles", "Steam"), "b/01-water.md", (other,))]
    done = write(Format.ANKI, more, "K", when=1)
    assert len(opened(done.data, tmp_path).notes) == 2
    assert any("its id is that of 01-water.md:7 too" in loss.message for loss in done.losses)
    apart = other.model_copy(update={"id": "kettles/02-steam#boil"})
    done = write(Format.ANKI, [CATEGORY, Category((), "b.md", (apart,))], "K", when=1)
    assert not any("its id" in loss.message for loss in done.losses)


def test_a_picture_of_a_concept_that_stays_outside_is_said() -> None:
    concept = CONCEPT.model_copy(update={"body": "![steam](steam.png)"})
    category = Category((), "w.md", (), concepts=(concept,))
    (loss,) = write(Format.ANKI, [category], "K", when=1, concepts=True).losses
    assert str(loss) == (
        "w.md:3: warning[not-converted]: concept Steam <1>: pictures that are files stay outside"
        " of the deck: steam.png"
    )


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Is $a_1*b*c_2$ it?", r"Is \(a_1*b*c_2\) it?"),
        (r"Is $a\_1 < \frac{x}{y}$ it?", r"Is \(a_1 &lt; \frac{x}{y}\) it?"),
        ("$$x_1\n*y_2*$$", "\\[x_1\n*y_2*\\]"),
        ("$5 and *$6*, $PATH and $HOME", "$5 and <em>$6</em>, $PATH and $HOME"),
        ("`$a*b*$` and $HOME/$USER", "<code>$a*b*$</code> and $HOME/$USER"),
        (r"\$a *b* $", "$a <em>b</em> $"),
    ],
)
def test_formulas_stay_as_they_are(given: str, shown: str, tmp_path: Path) -> None:
    odd = QUESTION.model_copy(update={"stem": given, "explanation": None})
    deck = opened(write(Format.ANKI, [Category((), "l.md", (odd,))], "K", when=1).data, tmp_path)
    ((_, note),) = deck.notes.items()
    assert note["flds"].split("\x1f")[0] == f"<p>{shown}</p>"
