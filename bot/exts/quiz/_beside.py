"""What the card of a question shows beside its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.pictures import ReadPicture


@dataclass(frozen=True, slots=True)
class Beside:
    """The pictures of a question's stem, the bars of its answers, and the concept to read."""

    stem: tuple[ReadPicture, ...] = ()
    bars: ReadPicture | None = None
    concept: str | None = None

    @property
    def pictures(self) -> tuple[ReadPicture, ...]:
        """All that is sent with the card of the answer."""
        return (*self.stem, self.bars) if self.bars else self.stem


NOTHING = Beside()
