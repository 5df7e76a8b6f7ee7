"""The errors of the bot.

BotError
├── StartupError      the bot cannot start; the message is the one line that the operator reads
├── DatabaseAway      the database cannot be used just now; what was asked may be tried again
└── UserError         someone asked for what cannot be done; the message is what they read
    └── NotAllowed    they may not do it
"""

from __future__ import annotations


class BotError(Exception):
    """Base of every error that the bot raises on purpose."""


class StartupError(BotError):
    """The bot cannot start; ``str()`` is one line that says what to do."""


class DatabaseAway(BotError):
    """The database is away, locked or full just now; ``str()`` is its reason in one line.

    Whether a write has reached it is unknown: read again before you decide again.
    """


class UserError(BotError):
    """A request cannot be met; ``str()`` is shown to the person and says what to do instead."""


class NotAllowed(UserError):
    """The person lacks the permission that the message names."""
