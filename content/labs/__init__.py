"""Labs out of the blocks of a lesson: tasks, solutions and demos, one command at a time.

titles          headings that name a lab, its solution or a demo
joining         a task joined with its solution, and the lab made of both
walkthrough     the steps of a solution
waiting         commands that wait for a transcript to show what they print
leads, listed   sentences above a fence that open an editor; items that are a command as a whole
fences          what a fence is for: commands, output or what goes into a file
console         prompts with output between them
shell, powershell    a script split at the ends of its commands
commands        a script as commands with their hints, output and files
editing, written, forms    commands that open an editor, and the lines below that go into the file
untypable       lines among commands that nobody can type
vocabulary      the words that commands begin with
placeholders    names in angle brackets that a learner fills
"""

from __future__ import annotations

from content.labs.joining import LabDraft, LabJoiner
from content.labs.titles import LabTitle, lab_title

__all__ = ["LabDraft", "LabJoiner", "LabTitle", "lab_title"]
