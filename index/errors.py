"""What can go wrong with the index; every message is one line that says what to do.

IndexProblem
├── IndexUnwritable   the folder cannot be created or written
├── IndexUnreadable   there is no whole index where one is to be opened
└── ModelUnreadable   the optional sentence model is installed and cannot be read
"""

from __future__ import annotations


class IndexProblem(Exception):
    """Base of every error this package raises on purpose."""


class IndexUnwritable(IndexProblem):
    """The folder for the index cannot be created or written."""


class IndexUnreadable(IndexProblem):
    """The index to open is missing, damaged or of another version."""


class ModelUnreadable(IndexProblem):
    """The optional sentence model is installed and cannot be read."""
