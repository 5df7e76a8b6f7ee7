"""A study server in a simulated Discord, with every outgoing request checked against the schema."""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
import simcord

from bot import error_handler
from bot.catalogue import Catalogue
from bot.client import EXTENSIONS, StudyBot
from bot.loading import load_library, open_index
from bot.reload import LessonReloader
from bot.store.database import Database, database_url
from tests.bot.clocks import TickingClock
from tests.bot.ownership import owned_by
from tests.bot.simulation import PatientEnv
from tests.contract.command_registration import registration_faults
from tests.contract.discord_contract import Contract, Request, record

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from content.library import Library
    from index.searcher import Searcher


@pytest.fixture(scope="session")
def library(lessons: Path) -> Library:
    return load_library([lessons])


@pytest.fixture(scope="session")
def searcher(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with open_index(library, tmp_path_factory.mktemp("data")) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _keep_extensions() -> Iterator[None]:
    """Put the modules of extensions back: discord.py forgets them when a bot closes.

    The next bot would load new ones, and their services would not be those that tests imported.
    """
    loaded = {name: module for name, module in sys.modules.items() if name.startswith("bot.exts.")}
    yield
    sys.modules.update(loaded)


@dataclass
class Study:
    """One simulated server: an instructor, two students, a channel for all and one to read only."""

    env: simcord.Env
    bot: StudyBot
    data: Path
    library: Library
    searcher: Searcher
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    board: simcord.ChannelHandle
    dana: simcord.MemberActor
    ben: simcord.MemberActor
    cleo: simcord.MemberActor

    async def restart(self) -> None:
        """Start the bot anew, as a new process would: with nothing but the database."""
        await self.bot.database.close()
        self.bot = await build_bot(self.library, self.searcher, self.data)
        await self.env.restart_bot(self.bot)


async def build_bot(library: Library, searcher: Searcher, data: Path) -> StudyBot:
    """Return a bot as `bot.startup` builds it, with a seeded random source."""
    return StudyBot(
        reloader=LessonReloader(Catalogue(library, searcher), [], data),
        database=await Database.open(database_url(None, data)),
        clock=TickingClock(),
        rng=random.Random(7),
        extensions=EXTENSIONS,
        shard_count=1,
    )


@pytest.fixture
def requests(contract: Contract | None) -> Iterator[list[Request]]:
    """Collect every request that leaves the bot; at the end, fail on those Discord would refuse."""
    sent: list[Request] = []
    with record(contract, log=sent) as violations:
        yield sent
    assert not violations, "\n".join(map(str, violations))
    for method, path, body in sent:
        if method == "PUT" and path.endswith("/commands"):
            assert not registration_faults(body), registration_faults(body)


@pytest_asyncio.fixture
async def env(
    library: Library,
    searcher: Searcher,
    tmp_path: Path,
    requests: list[Request],
    request: pytest.FixtureRequest,
) -> AsyncIterator[simcord.Env]:
    """Run a bot in a simulated Discord; failures that no test looked at fail it at the end.

    The `simcord` marker's options go to the simulator.
    """
    marker = request.node.get_closest_marker("simcord")
    bot = await build_bot(library, searcher, tmp_path)
    env = PatientEnv(bot, **(marker.kwargs if marker else {}))
    await env.start()
    try:
        yield env
    finally:
        await env.shutdown()
        assert isinstance(env.bot, StudyBot)
        await env.bot.database.close()
    if broken := [
        error for error in env.errors_since(env._errors_acknowledged) if unexpected(error)
    ]:
        raise BaseExceptionGroup("the bot raised", broken)


def unexpected(error: BaseException) -> bool:
    """Return whether an error is more than a refusal that the person was told about."""
    return error_handler.explain(error_handler.unwrap(error)) is None


@pytest.fixture
def study(
    env: simcord.Env,
    library: Library,
    searcher: Searcher,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Study:
    """Return a study server with the people in it; its owner owns the bot too."""
    assert isinstance(env.bot, StudyBot)
    guild = env.create_guild("Study Hall", owner=(owner := env.create_user("dana")))
    owned_by(monkeypatch, owner)
    return Study(
        env=env,
        bot=env.bot,
        data=tmp_path,
        library=library,
        searcher=searcher,
        guild=guild,
        channel=guild.create_text_channel("general"),
        board=guild.create_text_channel("announcements"),
        dana=guild.add_member(owner),
        ben=guild.add_member(env.create_user("ben")),
        cleo=guild.add_member(env.create_user("cleo")),
    )
