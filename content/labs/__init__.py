"""Labs out of the blocks of a lesson: tasks, solutions and demos, one command at a time.

joining         headings that name a lab, and a task joined with its solution
walkthrough     the steps of a solution
shell, powershell    a script split into commands with their hints
console         prompts with output between them
editing         commands that open an editor, and what goes into the file
placeholders    names in angle brackets that a learner fills
"""

from __future__ import annotations

from content.labs.joining import LabDraft, LabJoiner, LabTitle, lab_title

__all__ = ["LabDraft", "LabJoiner", "LabTitle", "lab_title"]
