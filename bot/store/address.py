"""The database's URL: what an operator may write there, and how it is shown to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import StartupError

_SQLITE, _POSTGRESQL = "sqlite+aiosqlite", "postgresql+asyncpg"
_DRIVERS = {
    "sqlite": _SQLITE,
    _SQLITE: _SQLITE,
    "postgresql": _POSTGRESQL,
    "postgres": _POSTGRESQL,
    _POSTGRESQL: _POSTGRESQL,
}
_FORMS = "write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
_ENCODE = "in a user or password write @ as %40, : as %3A, / as %2F, # as %23 and % as %25"
_OPTIONS = ("host", "port", "ssl", "passfile", "prepared_statement_cache_size")
"""What asyncpg takes from a URL; it fails without a clear word on anything else."""
_SSL = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def default_url(data: Path) -> URL:
    """Return the URL of the SQLite file in the data folder."""
    return URL.create(_SQLITE, database=str(data / "syllabot.db"))


def parse_url(written: str) -> URL:
    """Return what SYLLABOT_DATABASE says, with its driver; raise StartupError if it cannot be used.

    No message repeats it: it may hold a password.
    """
    try:
        url = make_url(written.strip())
    except (ArgumentError, ValueError) as exc:
        raise StartupError(f"SYLLABOT_DATABASE is not a database URL: {_FORMS}; {_ENCODE}") from exc
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise StartupError(
            f"SYLLABOT_DATABASE is of a kind that cannot be used ({url.drivername}): {_FORMS}"
        )
    url = url.set(drivername=driver)
    return _checked_sqlite(url) if driver == _SQLITE else _checked_postgresql(url)


def sqlite_file(url: URL) -> str | None:
    """Return the path of the SQLite file, None for another database or one in memory."""
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return None
    return url.database


def file_exists(url: URL) -> bool | None:
    """Return whether the SQLite file is there; None for another database."""
    file = sqlite_file(url)
    return None if file is None else Path(file).exists()


def shown(url: URL) -> str:
    """Return the URL as an operator may read it: no driver, no password, no option but the host."""
    kept = {name: value for name, value in url.query.items() if name in {"host", "port"}}
    plain = url.set(drivername=url.get_backend_name(), query=kept)
    return plain.render_as_string(hide_password=True)


def _checked_sqlite(url: URL) -> URL:
    if url.host is not None:
        raise StartupError(
            "SYLLABOT_DATABASE has too few slashes: write sqlite:///FILE for a file in "
            "the working folder, or sqlite:////FOLDER/FILE with four slashes for any other"
        )
    if (url.database or "").startswith("file:"):
        raise StartupError(
            "SYLLABOT_DATABASE names a file by a URI: write sqlite:///FILE with its path"
        )
    if sqlite_file(url) is None:
        raise StartupError(
            "SYLLABOT_DATABASE names no file, so nothing would be kept: write sqlite:///FILE"
        )
    return url


def _checked_postgresql(url: URL) -> URL:
    if "@" in (url.host or ""):
        raise StartupError(f"SYLLABOT_DATABASE has more than one @: {_ENCODE}")
    query: dict[str, Any] = dict(url.query)
    if "sslmode" in query:
        # libpq's name, which most providers put into the URLs that they show.
        query["ssl"] = query.pop("sslmode")
    for name in query:
        if name not in _OPTIONS:
            known = ", ".join(_OPTIONS)
            raise StartupError(
                f"SYLLABOT_DATABASE has the option {name}, which cannot be used: remove it; "
                f"what can be used is {known}"
            )
    if query.get("ssl", "prefer") not in _SSL:
        raise StartupError(f"SYLLABOT_DATABASE needs another ssl: write one of {', '.join(_SSL)}")
    return url.set(query=query)
