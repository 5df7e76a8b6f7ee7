"""The errors of the bot.

BotError
├── StartupError      the bot cannot start or go on; the message is the one line for the operator
│   ├── Unavailable   something is away for now; a supervisor may start the bot again
│   └── Crashed       a fault of ours; the log has it under the error id in the message
├── DatabaseAway      the database cannot be used just now; what was asked may be tried again
└── UserError         someone asked for what cannot be done; the message is what they read
    └── NotAllowed    they may not do it
"""

from __future__ import annotations


class BotError(Exception):
    """Base of every error that the bot raises on purpose."""


class StartupError(BotError):
    """The bot cannot start or go on; ``str()`` is one line that says what to do."""

    exit_code = 2
    """Of the process: somebody has to change something before another start can succeed."""


class Unavailable(StartupError):
    """Discord or the database is away or refuses for now; the same start may succeed later."""

    exit_code = 75  # EX_TEMPFAIL of sysexits.h


class Crashed(StartupError):
    """The bot ended by an error that nobody foresaw."""

    exit_code = 1


class DatabaseAway(BotError):
    """The database is away, locked or full just now; ``str()`` is its reason in one line.

    Whether a write has reached it is unknown: read again before you decide again.
    """


class UserError(BotError):
    """A request cannot be met; ``str()`` is shown to the person and says what to do instead."""


class NotAllowed(UserError):
    """The person lacks the permission that the message names."""
