"""HTML as Markdown: one converter for the texts of other formats and for what stands in lessons.

elements   the elements, by what becomes of them
reader     text, or the lines of a lesson, as tags and what stands between them
inline     what stands within a paragraph
converter  tags to blocks: a text that is HTML as Markdown
escaping   plain text as Markdown
lesson     the HTML between Markdown in lessons, where what has no partner may be a name
"""
