"""Lookup over a library of lessons: build, search and suggestions. The only home of Whoosh."""
