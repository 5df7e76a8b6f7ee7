"""Mends raw lines before Markdown sees them, so that it sees what their author meant.

callouts    callouts and admonitions that hold questions and answers
lines       a line with its number in the file, and the code spans in it
marks       what may open or close a fence
evidence    whether a line in a fence is code, or a part of the lesson that the fence swallowed
fences      fences that are never closed, closed wrongly, or open nothing
boxes       checkboxes that are glued to their marker, or stand without one
quotes      quotes whose end the parser would look for too far
indent      lists with uneven columns, and fences that belong to a bullet
emphasis    bold and italic with stray spaces
recovery    all of them in their order
"""
