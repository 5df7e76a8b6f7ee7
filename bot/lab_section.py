"""Which section of a lesson a lab practises: the one that says most of what its title says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.words import STOP_WORDS, stems

if TYPE_CHECKING:
    from content.models import Lab, Lesson, Section

_TITLE = 2
"""How much more a word in the section's own title says than one in a concept's."""


def section_of(lab: Lab, lesson: Lesson) -> Section | None:
    """Return the section to read before a lab, the nearest above of those that fit as well.

    A demo between two sections that shares no word with any is about the one above it; a lab at
    the end is about the whole lesson.
    """
    sections = [one for one in lesson.sections if one.kind == "concepts"]
    above = [one for one in sections if one.line <= lab.line]
    wanted = set(stems(lab.title)) - STOP_WORDS

    def shared(section: Section) -> int:
        concepts = {word for one in section.concepts for word in stems(one.title)}
        title = wanted.intersection(stems(section.title))
        return _TITLE * len(title) + len(wanted & concepts)

    best = max(reversed(above), key=shared, default=None)
    if best is not None and shared(best):
        return best
    return above[-1] if above and len(above) < len(sections) else None
