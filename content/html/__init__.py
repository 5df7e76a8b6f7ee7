"""HTML as Markdown: one converter for the texts of other formats and for what stands in lessons.

elements        the elements, by what becomes of them
reader          text, or the lines of a lesson, as tags and what stands between them
inline          what stands within a paragraph
frames          the blocks that are being written
converter       tags to blocks: a text that is HTML as Markdown
escaping        plain text as Markdown
lesson_lines    the lines that are written of them, with their numbers in the file
lesson          the converter of lessons: what has no partner may be a name
comments        which lines comments hide, and the answers in them
"""
