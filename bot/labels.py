"""How lessons and sections are called in lists and paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from content.library import Library
    from content.models import Lesson, Section


def lesson_label(lesson: Lesson) -> str:
    """Return how a lesson is called in lists: its number, when it has one, and its title."""
    return f"{lesson.number}. {lesson.title}" if lesson.number else lesson.title


def lesson_place(library: Library, lesson: Lesson) -> str:
    """Return how a lesson is called where other courses are in sight: with its own, if several."""
    course = library.course(lesson.course) if len(library.courses) > 1 else None
    return " › ".join(filter(None, [course.title if course else "", lesson_label(lesson)]))


def section_label(section: Section) -> str:
    """Return how a section is called in lists: its number, when it has one, and its title."""
    return f"{section.number} {section.title}" if section.number else section.title


def counted(number: int, noun: str) -> str:
    """Return ``number`` with its noun in the right form, such as "3 questions"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
