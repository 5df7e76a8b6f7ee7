"""Repairs raw lines before Markdown sees them, so that it sees what their author meant.

recovery         all stages in their order: start here
directives       fences that hold text, and code that stands in other marks
fences           fences that are never closed, closed wrongly, or open nothing
components       tags of MDX, as the codes that they are alike
container_marks  the lines that begin or end a container
containers       what becomes of containers: their text, with titles in bold, or boxes
template_marks   attribute lists and codes within a line
marks            checkboxes, headings and ends of quotes that Markdown would not see
indentation      lists with uneven columns, and fences that belong to a bullet
emphasis         bold and italic with stray spaces
"""
