"""The headings of a lesson as a tree, and what each of them is."""
