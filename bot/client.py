"""StudyBot: the Discord client, given everything it needs by its constructor."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any, TypeVar, cast

import discord
import structlog
import yarl
from discord.ext import commands
from discord.gateway import DiscordWebSocket

from bot.command_sync import sync_commands
from bot.error_handler import record_failure, tell
from bot.intake import Intake
from bot.operators import Operators
from bot.start_errors import Step
from bot.stopping import within
from bot.store.guilds import GuildRepository
from bot.store.registrations import RegistrationRepository
from bot.tree import StudyTree
from bot.ui.components import why_unanswered

if TYPE_CHECKING:
    import random
    from collections.abc import Collection, Coroutine, Sequence
    from types import TracebackType

    from bot.catalogue import Catalogue
    from bot.clock import Clock
    from bot.reload import LessonReloader
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
    "bot.exts.settings",
    "bot.exts.help",
)

TASKS_SECONDS = 1.0
"""Seconds in which cancelled background work has to end when the bot closes."""
GATEWAY_SECONDS = 1.0
"""Seconds for the WebSocket's closing handshake with Discord."""
SOCKETS_SECONDS = 0.25
"""Seconds for closing what is left of the connections to a Discord that did not answer it."""

ServiceT = TypeVar("ServiceT")

# The bot has no voice, so discord.py need not warn at each start that its voice parts are missing.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False


class StudyBot(commands.AutoShardedBot):
    """The study assistant. ``async with`` it; its parts are opened before and closed after."""

    def __init__(
        self,
        *,
        reloader: LessonReloader,
        database: Database,
        clock: Clock,
        rng: random.Random,
        operators: Collection[int] = (),
        mentions: bool = True,
        extensions: Sequence[str] = EXTENSIONS,
        find_gateway: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(
            # Never looked at: the intake keeps messages from discord.py.
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=StudyTree,
            # Of these messages Discord gives the text only to whom they are for.
            intents=discord.Intents(guilds=True, guild_messages=mentions, dm_messages=mentions),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            **options,
        )
        self.reloader = reloader
        self.database = database
        self.clock = clock
        self.rng = rng
        self.mentions = mentions
        """Whether messages to the bot reach it at all."""
        self.guild_choices = GuildRepository(database)
        self.operators = Operators(self.application_info, clock, operators)
        self.step = Step.LOGIN
        self.joined = asyncio.Event()
        """Set once the gateway has let the bot in for the first time."""
        self._extension_names = extensions
        self._find_gateway = find_gateway
        self._services: dict[type[object], object] = {}
        self._components: list[type[StudyButton] | type[StudySelect]] = []
        self._open_modals: dict[str, StudyModal] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.intake = Intake(self, self._connection.parsers)

    @property
    def catalogue(self) -> Catalogue:
        """What can be looked up now; take it once for each interaction, for it is exchanged."""
        return self.reloader.catalogue

    @property
    def library(self) -> Library:
        """The lessons as they are now."""
        return self.catalogue.library

    def courses_of(self, guild_id: int | None) -> frozenset[str] | None:
        """Return the courses that a server has chosen out of those there are; None for all."""
        chosen = self.guild_choices.courses(guild_id)
        found = map(self.library.course, chosen or ())
        return frozenset(course.id for course in found if course) if chosen else None

    async def setup_hook(self) -> None:
        """Load the extensions and register their commands, before the gateway is joined."""
        if self._find_gateway:
            await self._ask_for_gateway()
        self.step = Step.EXTENSIONS
        await self.guild_choices.load()
        for name in self._extension_names:
            await self.load_extension(name)
        self.step = Step.COMMANDS
        assert self.application_id is not None
        await sync_commands(self.tree, self.application_id, RegistrationRepository(self.database))
        self.step = Step.GATEWAY

    async def on_connect(self) -> None:
        """Note that the start is over."""
        self.step = Step.CONNECTED
        # Only the start gives up for a long limit; a bot that runs waits for as long as it is told.
        self.http.max_ratelimit_timeout = None
        if not self.joined.is_set():
            log.info("bot.connected", lessons=len(self.library.lessons))
        self.joined.set()

    async def _ask_for_gateway(self) -> None:
        # After an invalid session discord.py goes back to its default gateway, not to the one that
        # this API named; so the default must be this API's too.
        _, url, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)

    def provide(self, service: object) -> None:
        """Offer an extension's service to its components, which are made anew for each press."""
        self._services[type(service)] = service

    def provides(self, kind: type[object]) -> bool:
        """Return whether a service of this kind was offered."""
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
        """Answer what none of our handlers will: presses on old cards and expired forms.

        discord.py calls this for every interaction, after the first turn of the handlers.
        """
        self.intake.started(interaction)
        text = None
        if interaction.type is discord.InteractionType.component:
            text = why_unanswered(interaction, self._components)
        elif interaction.type is discord.InteractionType.modal_submit:
            data = cast("dict[str, object]", interaction.data or {})
            modal = self._open_modals.get(str(data.get("custom_id", "")))
            if modal is None or not modal.answers(interaction):
                text = "This form has expired. Please open it again."
        if text is not None:
            await tell(interaction, text, source="unanswered interaction")

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
        """Stop the background work, then leave Discord; leave behind what takes too long."""
        tasks = self._tasks - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=TASKS_SECONDS)
        if not await within(GATEWAY_SECONDS, super().close(), part="gateway"):
            await within(SOCKETS_SECONDS, self.http.close(), part="connections")

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close; discord.py's own would wait again for what close() left behind."""
        await self.close()
