"""The Discord side of Syllabot: commands, views, state, and the local Discord to try them in."""
