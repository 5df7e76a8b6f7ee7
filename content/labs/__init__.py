"""Labs out of the blocks of a lesson: tasks, solutions and demos, one command at a time.

joining              headings that name a lab, a solution or a demo; a task joined with its solution
steps                the steps of a solution: blocks in order, each with what belongs to it
lists                lists and quotes with code or commands in them, opened
fences               what a fence is for, by its looks and the sentence above it
scripts, prompts     each line of a script or a transcript labelled, by its form and place
lines                the forms and the labels, and labelled lines joined to commands
shells               where the commands of each shell end
programs             the words that commands begin with; the commands that open a file or a dialog
checks               unknown programs and placeholders, editors with nothing to write
commands.txt, languages.txt, dialogs.toml   words and rows to add to
"""

from __future__ import annotations

from content.labs.joining import LabDraft, LabJoiner, LabTitle, lab_title

__all__ = ["LabDraft", "LabJoiner", "LabTitle", "lab_title"]
