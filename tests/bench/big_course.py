"""Writes a course of the size of a big public one: 124 lessons, 1,240 concepts, 310 labs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LESSONS = 124
_WORDS = (
    *("harbour", "pier", "anchor", "tide", "current", "channel", "buoy", "beacon", "lantern"),
    *("rope", "sail", "mast", "rudder", "keel", "hull", "cargo", "crane", "ferry", "pilot"),
    *("chart", "compass", "signal", "fog", "storm", "swell", "reef", "wreck"),
)


def write_course(folder: Path, lessons: int = LESSONS) -> None:
    """Write the lessons into ``folder``, the same ones each time."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, lessons + 1):
        (folder / f"{number:03}-harbour.md").write_text(lesson(number), encoding="utf-8")


def lesson(number: int) -> str:
    """Return one lesson of 10 concepts, 6 questions, and labs with 8 steps each."""
    parts = [f"# Lesson {number}: Harbour {number}"]
    for section in range(1, 4):
        parts.append(f"### {number}.{section} Part {section} of harbour {number}")
        parts.append(_sentence(number + section, 25))
        parts += [_concept(number, section, one) for one in range(4 if section == 1 else 3)]
    parts.append(f"### {number}.4 Practice Questions")
    parts += [_question(number, one) for one in range(1, 7)]
    parts += [_lab(number, one) for one in range(3 if number % 2 else 2)]
    return "\n\n".join(parts) + "\n"


def _sentence(seed: int, words: int) -> str:
    chosen = (_word(seed * 7 + n * n * 3 + n) for n in range(words))
    return f"The {' '.join(chosen)} of number {seed}."


def _word(seed: int) -> str:
    return _WORDS[seed % len(_WORDS)]


def _concept(number: int, section: int, one: int) -> str:
    seed = number * 100 + section * 10 + one
    name = f"{_word(seed)} {_word(seed * 3)} {seed}"
    lines = [f"#### The {name}", _sentence(seed, 30)]
    lines.append("\n".join(f"- **{_word(seed + n)}**: {_sentence(seed + n, 12)}" for n in range(5)))
    lines.append(f"```bash\nharbour show --number {seed} | grep `pier`\nharbour list\n```")
    if not one:
        rows = "\n".join(f"| {_word(n)} | {_sentence(seed + n, 5)} |" for n in range(4))
        lines.append(f"| Name | What it is |\n| --- | --- |\n{rows}")
    lines.append(_sentence(seed + 5, 40))
    return "\n\n".join(lines)


def _question(number: int, one: int) -> str:
    right = (number + one) % 4
    texts = [_sentence(one + n, 4) for n in range(4)]
    texts[right] = f"**{texts[right]} [correct]**"
    options = "\n".join(f"  {n}. {text}" for n, text in enumerate(texts, start=1))
    stem = f"**Question {one}:** What is true of the {_sentence(number * 10 + one, 10)}"
    return f"{stem}\n{options}\n\n> {_sentence(one, 12)}"


def _lab(number: int, one: int) -> str:
    name = f"Lesson {number} Lab{{}}: Mooring {one + 1}"
    steps = "\n\n".join(
        f"{_sentence(n, 12)}\n\n```bash\nharbour moor --ship {n} # Look for the rope\n```\n\n"
        f"```output\nmoored {n}\n...\n```"
        for n in range(8)
    )
    return (
        f"### {name.format('')}\n\n- {_sentence(number + one, 20)}\n- {_sentence(one, 15)}\n\n"
        f"### {name.format(' Solution')}\n\n{steps}"
    )
