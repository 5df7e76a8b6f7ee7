"""The ways of writing the parts of a question, one to a file: marks, letters, options and so on."""
