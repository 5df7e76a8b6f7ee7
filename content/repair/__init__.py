"""Repairs raw lines before Markdown sees them, so that it sees what their author meant.

recovery         all stages in their order: start here
block_marks      directives as containers; code and formulas with marks of their own as fences
fences           fences that are never closed, closed wrongly, or open nothing
components       tags of MDX, as the codes that they are alike
container_marks  the lines that begin or end a container
containers       what becomes of containers: their text, with titles in bold, or boxes
marks            checkboxes, headings and ends of quotes that Markdown would not see
indentation      lists with uneven columns, and fences that belong to a bullet
inline           attribute lists and codes within a line; bold and italic with stray spaces
"""
