"""What a lookup returns: frozen hits that outlive the searcher that found them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Self

from .snippets import snippet

if TYPE_CHECKING:
    from collections.abc import Mapping

HitKind = Literal["concept", "section", "lab"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One match, best first; ``id`` names a concept, section or lab of the library.

    ``lesson`` and ``section`` are titles (``section`` is empty for a lab), ``course`` is an id,
    ``language`` the code of the language that the lesson says it is in,
    ``score`` is comparable within one result only.
    """

    id: str
    kind: HitKind
    title: str
    course: str
    language: str | None
    lesson: str
    section: str
    score: float
    path: str
    line: int
    text: str = field(repr=False)
    stems: frozenset[str] = field(repr=False)

    @classmethod
    def of(
        cls, stored: Mapping[str, Any], stems: frozenset[str] = frozenset(), score: float = 0.0
    ) -> Self:
        """Return the hit for what the index keeps of a document."""
        kept = ("id", "kind", "course", "lesson", "section", "path", "line", "text")
        return cls(
            **{name: stored[name] for name in kept},
            title=stored["label"],
            # Whoosh keeps nothing for None.
            language=stored.get("language"),
            score=round(score, 4),
            stems=stems,
        )

    @property
    def snippet(self) -> str:
        """Plain text around the match, at most 300 characters; few hits are shown with theirs."""
        return snippet(self.text, self.stems)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to one query.

    ``corrected`` is the query as it was understood, when it had a typo. ``fits`` says that the
    best hit has enough of the query; otherwise the hits are guesses, and ``nearest`` holds (id,
    title) pairs of the titles that look most like it. ``is_sure`` says that the best hit can be
    shown as the answer; one that only fits is the closest there is. ``terms`` are the stems that
    were looked for.

    ``in_passing`` are the hits that mention a term that no card is about, best first; ``compared``
    are the two or three cards that a query such as "etcd or Consul" puts side by side, ``lacking``
    those sides of it that have no card.
    """

    query: str
    corrected: str | None
    took_ms: float
    hits: tuple[Hit, ...]
    fits: bool
    is_sure: bool = False
    in_passing: tuple[Hit, ...] = ()
    compared: tuple[Hit, ...] = ()
    lacking: tuple[str, ...] = ()
    nearest: tuple[tuple[str, str], ...] = ()
    terms: frozenset[str] = frozenset()
