"""An option of a question, in whichever way it is written, and the letters taken off again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.questions.rules.checkboxes import read_box
from content.questions.rules.letters import is_bare, lettered, split_letter
from content.questions.rules.marks import is_marked, without_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.questions.rules.checkboxes import Box


@dataclass(slots=True)
class Option:
    """An option; ``text`` is Markdown."""

    line: int
    text: str
    right: bool = False
    box: Box | None = None
    reasons: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add code or a picture below an option to its text."""
        self.text = "\n".join(filter(None, [self.text, text]))


def read_option(line: int, content: str) -> Option:
    """Read the text of an option: its box, its marks, and what is left without them."""
    box, text = read_box(content)
    right = bool(box and box.ticked) or is_marked(text)
    return Option(line, without_marks(text), right, box)


def take_off_letters(options: Sequence[Option], *, pictured: bool) -> None:
    """Take ``A)`` off the options when all of them have such names in a row.

    A card has letters of its own. What stands below options that are nothing but letters is their
    text, unless the letters are those of a picture.
    """
    if len(options) > 1 and lettered([option.text for option in options]):
        named = [split_letter(option.text) for option in options]
        whole = any(text for _, text in named)
        for option, (letter, text) in zip(options, named, strict=True):
            option.text = text if whole else letter
    bodies = [_body(option, pictured=pictured) for option in options]
    if len(options) > 1 and all(bodies):
        for option, body in zip(options, bodies, strict=True):
            option.reasons = option.reasons if "\n" in option.text else []
            option.text = body


def _body(option: Option, *, pictured: bool) -> str:
    """Return what stands below an option that is its letter or a colon, and nothing else."""
    first, _, rest = option.text.partition("\n")
    if first.startswith(("```", "~~~")):
        return option.text
    if not is_bare(first):
        return ""
    return rest or ("" if pictured else "\n".join(option.reasons))
