"""Anki out: a package of decks, one for each lesson, that updates what was imported before.

Every identity in it is a hash of names, so that the same question is the same note in each export.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import genanki
from markdown_it import MarkdownIt

from content.exchange.models import Written, loss, loss_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.exchange.models import Category
    from content.models import Concept, Problem, Question

_HTML = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_LOCAL_IMAGE = re.compile(r"!\[[^\]]*\]\(\s*<?(?!https?:)(?P<source>[^)\s>]+)")
_STYLE = """\
.card { font-family: sans-serif; font-size: 18px; text-align: left; max-width: 42em; margin: auto; }
pre { overflow-x: auto; padding: .6em; border: 1px solid; border-radius: .3em; }
table { border-collapse: collapse; } th, td { border: 1px solid; padding: .2em .5em; }
li > p { margin: 0; } .right { font-weight: bold; } .right::before { content: "✓ "; }
.reason, .explanation { opacity: .85; }
"""
_BACK = '{{FrontSide}}<hr id="answer">'


def stable_number(name: str) -> int:
    """Return a number that depends on nothing but ``name``, in the range that Anki uses for ids."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    return (1 << 30) + int.from_bytes(digest[:4], "big") % (1 << 30)


def write_anki(
    categories: Sequence[Category], title: str, *, when: float, concepts: bool
) -> Written:
    """Write an ``.apkg``; ``when`` is the time of the export in seconds since 1970.

    Anki takes a note over an older one only when its time is later.
    """
    choice = _model("Syllabot: choice", ("Question", "Options", "Answer", "Explanation"))
    concept = _model("Syllabot: concept", ("Title", "Text"))
    decks = []
    losses: list[Problem] = []
    for category in categories:
        name = "::".join(part.replace("::", ":") for part in category.names) or title
        deck = genanki.Deck(stable_number(f"deck {name}"), name)
        tags = ["-".join(tag.split()) for tag in category.tags if tag.strip()]
        for question in category.questions:
            fields = [_render(question.stem), *_options(question), _explanation(question)]
            guid = genanki.guid_for("syllabot", question.id)
            deck.add_note(genanki.Note(model=choice, fields=fields, guid=guid, tags=tags))
            if lost := _pictures(texts_of(question).values()):
                losses.append(loss_of(category, question, lost))
        for one in category.concepts if concepts else ():
            deck.add_note(_concept(concept, one, tags))
            if lost := _pictures([one.body]):
                losses.append(loss(category.path, one.line, f"concept {one.title}: {lost}"))
        decks.append(deck)
    return Written(_package(decks, when), tuple(losses))


def _concept(model: genanki.Model, concept: Concept, tags: list[str]) -> genanki.Note:
    fields = [escape(concept.title), _render(concept.body)]
    guid = genanki.guid_for("syllabot", concept.id)
    return genanki.Note(model=model, fields=fields, guid=guid, tags=tags)


def _model(name: str, fields: tuple[str, ...]) -> genanki.Model:
    front, *back = fields
    options = "{{Options}}" if "Options" in fields else ""
    shown = "".join(f"{{{{{field}}}}}" for field in back if field != "Options")
    # On the back the plain options give way to the marked ones.
    answer = f"{{{{{front}}}}}{_BACK.removeprefix('{{FrontSide}}')}" if options else _BACK
    template = {"name": "Card", "qfmt": f"{{{{{front}}}}}{options}", "afmt": f"{answer}{shown}"}
    return genanki.Model(
        stable_number(f"model {name}"),
        name,
        fields=[{"name": field} for field in fields],
        templates=[template],
        css=_STYLE,
    )


def _options(question: Question) -> Iterator[str]:
    """Yield the options as they are asked, and again with the right ones marked and reasons."""
    items = [_render(option.text) for option in question.options]
    yield _list(f"<li>{item}</li>" for item in items)
    answers = []
    for index, (item, option) in enumerate(zip(items, question.options, strict=True)):
        reason = f'<div class="reason">{_render(option.reason)}</div>' if option.reason else ""
        shown = f'<div class="right">{item}</div>' if index in question.correct else item
        answers.append(f"<li>{shown}{reason}</li>")
    yield _list(answers)


def _list(items: Iterable[str]) -> str:
    return f'<ol type="A">{"".join(items)}</ol>'


def _explanation(question: Question) -> str:
    if not question.explanation:
        return ""
    return f'<div class="explanation">{_render(question.explanation)}</div>'


def _render(markdown: str) -> str:
    """Return HTML; Anki keeps its fields apart with a control character, which cannot be in one."""
    return str(_HTML.render(markdown)).replace("\x1f", " ").strip()


def _pictures(texts: Iterable[str]) -> str:
    """Name the pictures in texts that a deck does not hold; empty where there are none."""
    sources = dict.fromkeys(
        found["source"] for text in texts for found in _LOCAL_IMAGE.finditer(text)
    )
    if not sources:
        return ""
    return f"pictures that are files stay outside of the deck: {', '.join(sources)}"


def _package(decks: list[genanki.Deck], when: float) -> bytes:
    """Return the bytes of a package, which genanki can only write to a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "deck.apkg")
        genanki.Package(decks).write_to_file(str(path), timestamp=when)
        return path.read_bytes()
