"""Anki out: a package of decks, one for each lesson, that updates what was imported before.

Every identity in it is a hash of names, so that the same question is the same note in each export.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import zipfile
from contextlib import closing
from html import escape
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING

import genanki
from markdown_it import MarkdownIt

from content.exchange.models import Written, loss, losses_of, picture_files, texts_of
from content.markdown.inline import formula_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.rules_inline import StateInline

    from content.exchange.models import Category
    from content.models import Question

_STYLE = """\
.card { font-family: sans-serif; font-size: 18px; text-align: left; max-width: 42em; margin: auto; }
pre { overflow-x: auto; padding: .6em; border: 1px solid; border-radius: .3em; }
table { border-collapse: collapse; } th, td { border: 1px solid; padding: .2em .5em; }
li > p { margin: 0; } .right { font-weight: bold; } .right::before { content: "✓ "; }
.reason, .explanation { opacity: .85; }
"""


def _formula(state: StateInline, silent: bool) -> bool:
    """Take a formula as it is, so that no star or underscore in it is a mark."""
    found = formula_at(state.src, state.pos)
    if found and not silent:
        # Nothing but Markdown wants these two escaped, and Anki shows TeX between these brackets.
        latex = re.sub(r"\\([*_])", r"\1", found[0])
        is_block = state.src.startswith(("$$", "\\[", "\\\\["), state.pos)
        around = r"\[{}\]" if is_block else r"\({}\)"
        state.push("text", "", 0).content = around.format(latex)
    state.pos = found[1] if found else state.pos
    return found is not None


_HTML = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_HTML.inline.ruler.before("escape", "formula", _formula)


def stable_number(name: str) -> int:
    """Return a number that depends on nothing but ``name``, in the range that Anki uses for ids."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    return (1 << 30) + int.from_bytes(digest[:4], "big") % (1 << 30)


def _model(name: str, fields: str, front: str, back: str) -> genanki.Model:
    template = {"name": "Card", "qfmt": front, "afmt": back}
    names = [{"name": field} for field in fields.split()]
    number = stable_number(f"model {name}")
    return genanki.Model(number, name, fields=names, templates=[template], css=_STYLE)


# On the back of a choice the plain options give way to the marked ones.
_CHOICE = _model(
    "Syllabot: choice",
    "Question Options Answer Explanation",
    "{{Question}}{{Options}}",
    '{{Question}}<hr id="answer">{{Answer}}{{Explanation}}',
)
_CONCEPT = _model(
    "Syllabot: concept", "Title Text", "{{Title}}", '{{FrontSide}}<hr id="answer">{{Text}}'
)


def write_anki(
    categories: Sequence[Category], title: str, *, when: float, concepts: bool
) -> Written:
    """Write an ``.apkg``; ``when`` is the time of the export in seconds since 1970.

    Anki takes a note over an older one only when its time is later.
    """
    decks = []
    losses = losses_of(categories, lambda one: _outside("", *texts_of(one).values()))
    for category in categories:
        name = "::".join(part.replace("::", ":") for part in category.names) or title
        deck = genanki.Deck(stable_number(f"deck {name}"), name)
        tags = ["-".join(tag.split()) for tag in category.tags if tag.strip()]
        for question in category.questions:
            deck.add_note(_note(_CHOICE, question.id, _fields(question), tags))
        for one in category.concepts if concepts else ():
            deck.add_note(_note(_CONCEPT, one.id, [escape(one.title), _render(one.body)], tags))
            lost = _outside(f"concept {one.title}: ", one.body)
            losses += (loss(category.path, one.line, message) for message in lost)
        decks.append(deck)
    return Written(_package(decks, when), losses)


def _outside(what: str, *texts: str) -> Iterator[str]:
    if files := picture_files(*texts):
        yield f"{what}pictures that are files stay outside of the deck: {', '.join(files)}"


def _note(model: genanki.Model, identity: str, fields: list[str], tags: list[str]) -> genanki.Note:
    guid = genanki.guid_for("syllabot", identity)
    return genanki.Note(model=model, fields=fields, guid=guid, tags=tags)


def _fields(question: Question) -> list[str]:
    """Return the stem, the options, these with the right ones marked and reasons, and the rest."""
    options = answers = ""
    for place, option in enumerate(question.options):
        item = _render(option.text)
        answer = f'<div class="right">{item}</div>' if place in question.correct else item
        options += f"<li>{item}</li>"
        answers += f"<li>{answer}{_div('reason', option.reason)}</li>"
    lists = (f'<ol type="A">{items}</ol>' for items in (options, answers))
    return [_render(question.stem), *lists, _div("explanation", question.explanation)]


def _div(kind: str, markdown: str | None) -> str:
    return f'<div class="{kind}">{_render(markdown)}</div>' if markdown else ""


def _render(markdown: str) -> str:
    """Return HTML; Anki keeps its fields apart with a control character, which cannot be in one."""
    return str(_HTML.render(markdown)).replace("\x1f", " ").strip()


def _package(decks: list[genanki.Deck], when: float) -> bytes:
    """Return the bytes of a package; genanki would leave its database in a temporary file."""
    with closing(sqlite3.connect(":memory:")) as database:
        numbers = count(int(when * 1000))
        genanki.Package(decks).write_to_db(database.cursor(), when, numbers)
        database.commit()
        data = database.serialize()
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("collection.anki2", data)
        package.writestr("media", "{}")
    return file.getvalue()
