"""Repairs raw lines before Markdown sees them, so that it sees what their author meant.

recovery     all stages in their order: start here
fences       fences that are never closed, closed wrongly, or open nothing
admonitions  callouts and admonitions that hold questions and answers
marks        checkboxes, headings and ends of quotes that Markdown would not see
indentation  lists with uneven columns, and fences that belong to a bullet
emphasis     bold and italic with stray spaces
"""
