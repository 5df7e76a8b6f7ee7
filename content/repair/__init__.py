"""Repairs raw lines before Markdown sees them, so that it sees what their author meant.

recovery        all stages in their order: start here
fences          fences that are never closed, closed wrongly, or open nothing
fence_evidence  whether a line in a fence is code, or a part of the lesson that the fence swallowed
admonitions     callouts and admonitions that hold questions and answers
boxes           checkboxes that are glued to their marker, or stand without one
separation      questions, headings and ends of quotes that need a space or an empty line
indentation     lists with uneven columns, and fences that belong to a bullet
emphasis        bold and italic with stray spaces
"""
