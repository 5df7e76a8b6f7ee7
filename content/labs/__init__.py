"""Labs out of the blocks of a lesson: tasks, solutions and demos, one command at a time.

titles, joining      headings that name a lab, a solution or a demo; a task joined with its solution
steps                the steps of a solution: blocks in order, each with what belongs to it
lists                lists and quotes with code or commands in them, opened
fences               what a fence is for, by its looks and the sentence above it
scripts, prompts     each line of a script or a transcript labelled, by its form and place
lines                the forms and the labels, and labelled lines joined to commands
shells               where the commands of each shell end
programs, dialogs    the words that commands begin with; the commands that open a file or a dialog
placeholders         names in angle brackets that a learner fills
checks               programs that nobody knows, editors with nothing to write
"""

from __future__ import annotations

from content.labs.joining import LabDraft, LabJoiner
from content.labs.titles import LabTitle, lab_title

__all__ = ["LabDraft", "LabJoiner", "LabTitle", "lab_title"]
