"""The errors of the bot.

BotError
├── StartupError      the bot cannot start; the message is the one line that the operator reads
└── UserError         someone asked for what cannot be done; the message is what they read
    └── NotAllowed    they may not do it
"""

from __future__ import annotations


class BotError(Exception):
    """Base of every error that the bot raises on purpose."""


class StartupError(BotError):
    """The bot cannot start; ``str()`` is one line that says what to do."""


class UserError(BotError):
    """A request cannot be met; ``str()`` is shown to the person and says what to do instead."""


class NotAllowed(UserError):
    """The person lacks the permission that the message names."""
