"""Backticks everywhere, in a lab and in what people type: each block ends where it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.loading import load_library, open_index
from tests.bot.page_kit import labels_of, only_for_one, parts_of
from tests.bot.test_code import joined, shown

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.bot.conftest import Study

LESSON = """# Lesson 1: ``` Ticks ````

### Lesson 1 Lab: The ``` Lab ` of ``Ticks``

- Type ```` ``` ```` and `a ``b` and ``` now ```.

### Lesson 1 Lab Solution: The ``` Lab ` of ``Ticks``

Run ``a`b`` **`c`**, then ~~~ or ```:

`````bash
echo ````<WORD>``` ```` '<WORD>`' # ```Look
`````

`````output
```` <WORD>
```
~~~~
`````
"""


def blocks_of(card: Any) -> list[str]:
    """Return what the code blocks of a card hold; fail when one is left open, or opened by text."""
    blocks = []
    for part in parts_of(card):
        if part["type"] != 10:
            continue
        pieces = shown(part["content"])
        found = [joined(piece.text) for piece in pieces if piece.kind == "block"]
        assert part["content"].count("```") == 2 * len(found), part["content"]
        blocks += found
    return blocks


async def test_every_block_of_a_lab_ends_where_it_should(study: Study, tmp_path: Path) -> None:
    lesson = tmp_path / "ticks" / "01-ticks.md"
    lesson.parent.mkdir()
    lesson.write_text(LESSON, encoding="utf-8")
    study.library = load_library([lesson.parent])
    study.searcher = open_index(study.library, study.data)
    await study.restart()
    listed = only_for_one(await study.ben.slash(study.channel, "lab list"))
    assert blocks_of(listed) == []
    lab = study.library.lessons[0].labs[0].id
    assert (
        blocks_of(only_for_one(await study.dana.slash(study.channel, "announce lab", lab=lab)))
        == []
    )
    card = only_for_one(await study.ben.slash(study.channel, "lab start", lab=lab))
    assert blocks_of(card) == []
    card = only_for_one(await study.ben.click(card, label="Start"))
    assert blocks_of(card) == ["echo ````<WORD>``` ```` '<WORD>`'"]
    for typed in ("`", "```", "`````", "~~~ ``"):
        label = next(label for label in labels_of(card) if "WORD" in label)
        form = await study.ben.click(card, label=label)
        card = only_for_one(await study.ben.submit_modal(form, {"value-0": typed}))
        assert blocks_of(card) == [f"echo ````{typed}``` ```` '{typed}`'"]
        card = only_for_one(await study.ben.click(card, label="Show expected output"))
        assert blocks_of(card)[1] == f"```` {typed}\n```\n~~~~"
    for command, options in (("lesson", {"lesson": "ticks"}), ("concept", {"query": "ticks"})):
        blocks_of(only_for_one(await study.ben.slash(study.channel, command, **options)))
