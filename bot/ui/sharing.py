"""Guards what people share in a channel: only where they may write, and only once."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.errors import NotAllowed, UserError
from bot.writing import missing_to_write

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    import discord

    from bot.ui.components import Interaction

    Restore = Callable[[], Awaitable[None]]

_REMEMBERED = 1000


class Shares:
    """Remembers what was shared from which card, so that a second press at once does nothing.

    The card's own disabled button is what lasts; this covers the moment before people see it.
    """

    def __init__(self) -> None:
        self._done: OrderedDict[tuple[int, str], None] = OrderedDict()
        self._posts: OrderedDict[int, tuple[tuple[int, str], Restore]] = OrderedDict()
        """By what was posted, what it was shared from, and what lets it be shared again."""

    @contextmanager
    def once(self, message_id: int, item_id: str) -> Iterator[Callable[[int, Restore], None]]:
        """Guard one act of sharing; raise UserError on a second one, forget one that failed.

        Yields what takes the id of the message that was posted, and what takes back its traces.
        """
        key = (message_id, item_id)
        if key in self._done:
            raise UserError("You have shared this already: it is in the channel.")
        self._done[key] = None
        while len(self._done) > _REMEMBERED:
            self._done.popitem(last=False)

        def posted(post_id: int, restore: Restore) -> None:
            self._posts[post_id] = key, restore
            while len(self._posts) > _REMEMBERED:
                self._posts.popitem(last=False)

        try:
            yield posted
        except BaseException:
            self._done.pop(key, None)
            raise

    async def taken_back(self, post_id: int) -> None:
        """Let what was posted be shared again from the same card."""
        if (found := self._posts.pop(post_id, None)) is not None:
            key, restore = found
            self._done.pop(key, None)
            await restore()


def can_be_shared(interaction: Interaction) -> bool:
    """Return whether there is anybody to share with: nobody else reads a chat with the bot."""
    return interaction.context.guild or interaction.context.private_channel


def require_may_share(interaction: Interaction) -> None:
    """Raise NotAllowed unless this person may write here, and the app may answer in public."""
    if interaction.guild_id is None:
        return
    reason = why_not(
        interaction.permissions,
        interaction.app_permissions,
        interaction.channel,
        foreign=interaction.is_user_integration() and not interaction.is_guild_integration(),
    )
    if reason is not None:
        raise NotAllowed(reason)


def why_not(
    person: discord.Permissions, app: discord.Permissions, channel: object, *, foreign: bool
) -> str | None:
    """Return what forbids a public answer, or None; ``foreign`` is an app of the person alone."""
    if missing_to_write(person, channel):
        return "You may not write in this channel, so you cannot share here either."
    # The app answers by the interaction's webhook, for which it need not see the channel.
    if set(missing_to_write(app, channel)) - {"view_channel"}:
        return "I may not write in this channel. Ask an instructor to let me, or share elsewhere."
    if foreign and not person.use_external_apps:
        return "This server keeps the answers of people's own apps private, so I cannot share here."
    return None
