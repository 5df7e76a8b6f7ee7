"""The commonest failures of a database, each as one line with the remedy that fits its cause."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from bot.store.address import shown, sqlite_file

if TYPE_CHECKING:
    from sqlalchemy import URL

_ELSEWHERE = "set another SYLLABOT_DATA or SYLLABOT_DATABASE"

_REMEDIES = (
    (r"password authentication failed", "correct the user or password in SYLLABOT_DATABASE"),
    (r"role .+ does not exist", "correct the user in SYLLABOT_DATABASE, or create that role"),
    (r"database .+ does not exist", "create it (createdb), or correct SYLLABOT_DATABASE"),
    (r"pg_hba\.conf", "let this user and host in, in the server's pg_hba.conf; it may want TLS"),
    (r"too many (?:clients|connections)", "raise the server's max_connections"),
    (r"starting up|shutting down", "wait until the server is up, and start again"),
    (r"certificate|SSL|TLS", "correct the certificates, or `ssl` in SYLLABOT_DATABASE"),
    (r"permission denied", "grant the role CREATE and USAGE on its schema"),
    (r"locked", f"it is locked by another program: stop it, or {_ELSEWHERE}"),
    (r"not a database|malformed", "it is damaged: restore a backup, or move it away to start anew"),
    (r"disk is full|No space left", f"free some space, or {_ELSEWHERE}"),
    (r"readonly|read-only|unable to open", f"check its permissions, or {_ELSEWHERE}"),
)


def explain_failure(url: URL, exc: Exception) -> str:
    """Say in one line why the database cannot be used, and what to do; never with a password."""
    place = shown(url)
    if isinstance(exc, OSError):
        return _unreachable(place, exc) if sqlite_file(url) is None else _unwritable(url, exc)
    first, *_ = str(getattr(exc, "orig", None) or exc).splitlines() or [type(exc).__name__]
    if "unable to open" in first and (remedy := _no_file(url)):
        return f"{place} cannot be opened: {remedy}"
    for pattern, remedy in _REMEDIES:
        if re.search(pattern, first, re.IGNORECASE):
            return f"{place} cannot be used ({first}): {remedy}"
    return f"{place} cannot be used: {first}"


def _unreachable(place: str, exc: OSError) -> str:
    why = exc.strerror or str(exc) or "no answer"
    if "SSL" in why.upper():
        return f"{place} cannot be used ({why}): correct `ssl` in SYLLABOT_DATABASE, or the server"
    if "not known" in why or "address associated" in why:
        return f"{place} cannot be reached ({why}): correct the host in SYLLABOT_DATABASE"
    if why.startswith("Connect call failed"):
        why = "nothing answers there"
    return f"{place} cannot be reached ({why}): start the server, or correct SYLLABOT_DATABASE"


def _unwritable(url: URL, exc: OSError) -> str:
    """Say what keeps the file of an SQLite database, or one beside it, from being written."""
    why = (exc.strerror or str(exc)).lower()
    remedy = _no_file(url) or "check its permissions and the space that is left"
    return f"{shown(url)} cannot be written ({why}): {remedy}"


def _no_file(url: URL) -> str | None:
    """Say what is wrong with the place of an SQLite file, None where nothing seems to be."""
    file = sqlite_file(url)
    if file is None:
        return None
    path = Path(file)
    if path.is_dir():
        return f"it is a folder: name a file in it, such as {path / 'syllabot.db'}"
    if path.parent.is_dir():
        return None
    folder = path.parent.absolute()
    remedy = f"the folder {folder} does not exist: make it, or correct SYLLABOT_DATABASE"
    if not path.is_absolute():
        remedy += "; with three slashes a path starts in the working folder, with four at the root"
    return remedy
