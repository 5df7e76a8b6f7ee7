"""Labs out of the blocks of a lesson: tasks, solutions and demos, one command at a time.

titles, joining      headings that name a lab, a solution or a demo; a task joined with its solution
steps                the steps of a solution: blocks in order, each with what belongs to it
lists                lists and quotes with code in them, opened
inline_commands      commands in the text
fences               what a fence is for, by its looks and the sentence above it
scripts, line_forms  each line of a script labelled: the label by its form and place, the form
file_contents        the labels below a command that opens an editor (editors)
shells               prompts, and where the commands of each shell end
kinds                the labels, and labelled lines joined to commands
vocabulary           the words that commands begin with
placeholders         names in angle brackets that a learner fills
"""

from __future__ import annotations

from content.labs.joining import LabDraft, LabJoiner
from content.labs.titles import LabTitle, lab_title

__all__ = ["LabDraft", "LabJoiner", "LabTitle", "lab_title"]
