"""The one parse: Markdown into blocks with their lines, and blocks back to Markdown."""
