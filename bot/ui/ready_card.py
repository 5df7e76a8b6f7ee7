"""Cards that were laid out once and are sent again, each with the id of its own lookup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from bot.ui.card_state import MATCHES
from bot.ui.components import StudyView
from bot.ui.routes import Route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.pictures import ReadPicture

_ROUTE = Route(MATCHES)


class ReadyCard(StudyView):
    """A card as it is sent: what shows the same again need not be laid out again."""

    def __init__(self, ready: list[dict[str, Any]], pictures: Sequence[ReadPicture]) -> None:
        super().__init__()
        self._ready = ready
        self.pictures = pictures

    @classmethod
    def of(cls, view: StudyView) -> Self:
        """Return a card that was laid out."""
        ready: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call]
        return cls(ready, view.pictures)

    def to_components(self) -> list[dict[str, Any]]:
        """Return the card as Discord takes it."""
        return self._ready

    def has_components_v2(self) -> bool:
        """Return true, as for all of our cards."""
        return True

    def for_lookup(self, asked: int) -> Self:
        """Return the card with the id of a lookup on the select of its matches, its last row."""
        (box,) = self._ready
        *above, last = box["components"]
        select, *_ = last.get("components") or [{}]
        values = _ROUTE.read(select.get("custom_id", ""))
        if values is not None:
            select = {**select, "custom_id": _ROUTE.fill(**values | {"asked": asked})}
            last = {**last, "components": [select]}
        return type(self)([{**box, "components": [*above, last]}], self.pictures)
