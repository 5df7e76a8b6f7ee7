"""HTML as Markdown: one converter for the texts of other formats and for what stands in lessons."""
