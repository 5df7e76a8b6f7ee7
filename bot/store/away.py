"""Tells a database that is away, locked or full from a fault of ours."""

from __future__ import annotations

import sqlite3

from sqlalchemy import exc

# The first two characters of a PostgreSQL error code are its class.
_SQLSTATE_CLASSES = frozenset(
    {
        "08",  # the connection broke
        "28",  # the user or password was changed
        "3D",  # the database is not there
        "25",  # a server that has become a read-only standby
        "40",  # a deadlock, or two transactions in conflict
        "53",  # disk full, out of memory, too many connections
        "55",  # a lock was not available
        "57",  # shut down, starting up, or a statement that was cancelled
        "58",  # its files cannot be read or written
    }
)
_SQLITE_CODES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
_SQLITE_PRIMARY = 0xFF
"""The part of an extended result code of SQLite that says what it is."""


def is_away(error: BaseException) -> bool:
    """Return whether the same work may succeed once the database is well again."""
    if isinstance(error, TimeoutError | OSError | exc.TimeoutError):
        return True
    if isinstance(error, exc.DBAPIError):
        if error.connection_invalidated:
            return True
        cause: object = error.orig
    else:
        cause = error  # asyncpg refuses a connection with an error of its own
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(code, int):
        return code & _SQLITE_PRIMARY in _SQLITE_CODES
    state = getattr(cause, "sqlstate", None)
    if isinstance(state, str):
        return state[:2] in _SQLSTATE_CLASSES
    # Without a code it is the driver itself that has lost its connection.
    return isinstance(error, exc.InterfaceError)
