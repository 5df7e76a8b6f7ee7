"""StudyBot: the Discord client, given everything it needs by its constructor."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import TYPE_CHECKING, Any, TypeVar, cast

import discord
import structlog
import yarl
from discord.ext import commands
from discord.gateway import DiscordWebSocket

from bot.failures import record_failure, tell
from bot.intake import Intake
from bot.registration import register_commands
from bot.store.guilds import GuildRepository
from bot.store.registrations import RegistrationRepository
from bot.tree import StudyTree

if TYPE_CHECKING:
    import random
    from collections.abc import Coroutine, Sequence

    from bot.clock import Clock
    from bot.lookup import Lookup
    from bot.store import Database
    from bot.ui.components import Interaction, StudyButton, StudyModal, StudySelect
    from content.library import Library

log = structlog.stdlib.get_logger(__name__)

EXTENSIONS = (
    "bot.exts.concepts",
    "bot.exts.lessons",
    "bot.exts.quiz",
    "bot.exts.labs",
    "bot.exts.announcements",
    "bot.exts.courses",
    "bot.exts.admin",
    "bot.exts.help",
)

ServiceT = TypeVar("ServiceT")

# The bot has no voice, so discord.py need not warn at each start that its voice parts are missing.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False


class StudyBot(commands.AutoShardedBot):
    """The study assistant. ``async with`` it; its parts are opened before and closed after."""

    def __init__(
        self,
        *,
        lookup: Lookup,
        database: Database,
        clock: Clock,
        rng: random.Random,
        extensions: Sequence[str] = EXTENSIONS,
        find_gateway: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(
            # Slash commands only: without the message intents no prefix can ever match.
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=StudyTree,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            **options,
        )
        self.lookup = lookup
        self.database = database
        self.clock = clock
        self.rng = rng
        self.guild_choices = GuildRepository(database)
        self._extension_names = extensions
        self._find_gateway = find_gateway
        self._services: dict[type[object], object] = {}
        self._components: list[type[StudyButton] | type[StudySelect]] = []
        self._open_modals: dict[str, StudyModal] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.intake = Intake(self, self._connection.parsers)

    @property
    def library(self) -> Library:
        """The lessons as they are now."""
        return self.lookup.library

    async def courses_of(self, guild_id: int | None) -> frozenset[str] | None:
        """Return the courses that a server has chosen out of those there are; None for all."""
        chosen = await self.guild_choices.courses(guild_id)
        return chosen & {course.id for course in self.library.courses} if chosen else None

    def publish(self, lookup: Lookup) -> None:
        """Serve newer lessons from now on.

        Whoever is answering from the old ones goes on with them; the last one closes their index.
        """
        self.lookup = lookup

    async def setup_hook(self) -> None:
        """Load the extensions and register their commands, before the gateway is joined."""
        if self._find_gateway:
            await self._ask_for_gateway()
        for name in self._extension_names:
            await self.load_extension(name)
        assert self.application_id is not None
        await register_commands(
            self.tree, self.application_id, RegistrationRepository(self.database)
        )

    async def _ask_for_gateway(self) -> None:
        # After an invalid session discord.py goes back to its default gateway, not to the one that
        # this API named; so the default must be this API's too.
        _, url, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)

    def provide(self, service: object) -> None:
        """Offer an extension's service to its components, which are made anew for each press."""
        self._services[type(service)] = service

    def provides(self, kind: type[object]) -> bool:
        """Say whether a service of this kind was offered."""
        return kind in self._services

    def service(self, kind: type[ServiceT]) -> ServiceT:
        """Return the service of this kind; a KeyError means that its extension is not loaded."""
        found = self._services[kind]
        assert isinstance(found, kind)
        return found

    def add_components(self, *kinds: type[StudyButton] | type[StudySelect]) -> None:
        """Answer presses on these buttons and selects, whenever their message was sent."""
        self._components.extend(kinds)
        self.add_dynamic_items(*kinds)

    async def send_modal(self, interaction: Interaction, modal: StudyModal) -> None:
        """Open a form, and remember it so that a submit after a restart can be told apart."""
        for custom_id, opened in list(self._open_modals.items()):
            if opened.is_finished():
                del self._open_modals[custom_id]
        self._open_modals[modal.custom_id] = modal
        await interaction.response.send_modal(modal)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer what no handler of ours will, so that nobody meets silence.

        discord.py calls this for every interaction, after the first turn of the handlers.
        """
        self.intake.started(interaction)
        if interaction.type is discord.InteractionType.component:
            text = self._why_not_pressed(interaction)
        elif interaction.type is discord.InteractionType.modal_submit:
            modal = self._open_modals.get(_custom_id(interaction))
            gone = modal is None or modal.expired
            text = "This form has expired. Please open it again." if gone else None
        else:
            return
        if text is not None:
            await tell(interaction, text, source="unhandled interaction")

    def _why_not_pressed(self, interaction: Interaction) -> str | None:
        """Return what to say when no component handles a press; None when one does."""
        custom_id = _custom_id(interaction)
        templates = (kind.__discord_ui_compiled_template__ for kind in self._components)
        if not any(template.fullmatch(custom_id) for template in templates):
            return "This button is from an older version. Use the command again."
        # discord.py looks for the item in the message that came with the press.
        if not _has_item(interaction.message, custom_id):
            return "This button is no longer on its message. Use what the message shows now."
        return None

    def spawn(self, work: Coroutine[Any, Any, None], *, name: str) -> asyncio.Task[None]:
        """Run background work whose failure is logged; it is cancelled when the bot closes."""
        task = asyncio.create_task(self._guard(work, name), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _guard(self, work: Coroutine[Any, Any, None], name: str) -> None:
        try:
            await work
        except Exception as exc:  # noqa: BLE001  (the one error path takes everything)
            record_failure(exc, source=f"task {name}")

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Log a failed event handler under an error id."""
        error = sys.exc_info()[1]
        if error is not None:
            record_failure(error, source=f"event {event_method}")

    async def close(self) -> None:
        """Stop the background work, then leave Discord."""
        for task in list(self._tasks):
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*self._tasks, return_exceptions=True)
        await super().close()


def _custom_id(interaction: Interaction) -> str:
    return str(cast("dict[str, object]", interaction.data or {}).get("custom_id", ""))


def _has_item(message: discord.Message | None, custom_id: str) -> bool:
    """Return whether a message has a component with this custom_id, at any depth."""
    left: list[Any] = [*message.components] if message is not None else []
    while left:
        component = left.pop()
        if getattr(component, "custom_id", None) == custom_id:
            return True
        left.extend(getattr(component, "children", ()))
        if (accessory := getattr(component, "accessory", None)) is not None:
            left.append(accessory)
    return False
