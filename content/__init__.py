"""A course as data: Markdown lessons in, frozen pydantic models out."""
