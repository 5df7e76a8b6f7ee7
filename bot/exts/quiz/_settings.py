"""How a host wants a quiz: what it asks and by which rules, as it is stored and as it is said."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from bot.exts.quiz._plan import AS_USUAL, Rules

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class QuizSettings:
    """What a quiz is opened with; ``about`` are the ids of subjects, none for all lessons."""

    about: tuple[str, ...] = ()
    questions: int = 5
    seconds: int = 20
    rules: Rules = AS_USUAL

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the settings that ``to_json`` was given."""
        rules = Rules(**stored["rules"])
        return cls(tuple(stored["about"]), stored["questions"], stored["seconds"], rules)

    def to_json(self) -> dict[str, Any]:
        """Return the settings as the database keeps them."""
        return {**asdict(self), "about": list(self.about)}

    def changed(self, **given: Any) -> Self:
        """Return the settings with what was given instead; None leaves what there is.

        Whoever names seconds wants them to count, unless they say otherwise.
        """
        known = {name: value for name, value in given.items() if value is not None}
        if "seconds" in known:
            known.setdefault("untimed", False)
        own = {name: known.pop(name) for name in _OWN if name in known}
        return replace(self, **own, rules=replace(self.rules, **known))

    def described(self, title: str) -> str:
        """Return the settings in words; ``title`` is the name of what is asked."""
        rules = self.rules
        each = "each until all have answered" if rules.untimed else f"{self.seconds} seconds each"
        number = "1 question" if self.questions == 1 else f"{self.questions} questions"
        return " · ".join(
            [
                f"**{title}**",
                f"{number}, {each}",
                "you go on to each next question" if rules.host_paced else "goes on by itself",
                "accuracy with speed" if rules.speed else "accuracy only",
                "you play" if rules.host_plays else "you do not play",
            ]
        )


_OWN = ("about", "questions", "seconds")
