"""Labs out of the blocks of a lesson: tasks, solutions and demos, one command at a time.

titles          headings that name a lab, its solution or a demo
joining         a task joined with its solution, and the lab made of both
walkthrough     the steps of a solution
fences          what a fence is for: commands, output or what goes into a file
shell, powershell    a script split into commands with their hints
console         prompts with output between them
editing         commands that open an editor, and what goes into the file
vocabulary      the words that commands begin with
placeholders    names in angle brackets that a learner fills
"""

from __future__ import annotations

from content.labs.joining import LabDraft, LabJoiner
from content.labs.titles import LabTitle, lab_title

__all__ = ["LabDraft", "LabJoiner", "LabTitle", "lab_title"]
