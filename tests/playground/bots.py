"""A small bot on the unmodified discord.py, with one command for each thing to try."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands


class StepButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"step:(?P<number>\d+)"
):
    """A button that keeps its state in its custom_id, so that it outlives the bot's process."""

    def __init__(self, number: int) -> None:
        super().__init__(discord.ui.Button(label=f"Step {number}", custom_id=f"step:{number}"))
        self.number = number

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Any, /
    ) -> StepButton:
        return cls(int(match["number"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        view = discord.ui.View(timeout=None)
        view.add_item(StepButton(self.number + 1))
        await interaction.response.edit_message(content=f"at {self.number + 1}", view=view)


class Choice(discord.ui.Select[discord.ui.View]):
    def __init__(self) -> None:
        options = [discord.SelectOption(label=name.title(), value=name) for name in ("red", "blue")]
        super().__init__(custom_id="colour", options=options)

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"chose {self.values[0]}", ephemeral=True)


class Feedback(discord.ui.Modal, title="Feedback"):
    name: discord.ui.TextInput[Feedback] = discord.ui.TextInput(label="Name", max_length=20)
    level: discord.ui.Label[Feedback] = discord.ui.Label(
        text="Level",
        component=discord.ui.Select(
            options=[discord.SelectOption(label="Easy"), discord.SelectOption(label="Hard")]
        ),
    )

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        assert isinstance(self.level.component, discord.ui.Select)
        text = f"{self.name.value}: {self.level.component.values[0]}"
        await interaction.response.send_message(text)


class TallyView(discord.ui.View):
    """Counts presses of many people; only the one who presses is told their number."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.presses: list[int] = []

    @discord.ui.button(label="Count", custom_id="count")
    async def count(
        self, interaction: discord.Interaction, _button: discord.ui.Button[TallyView]
    ) -> None:
        self.presses.append(interaction.user.id)
        number = len(self.presses)
        await asyncio.sleep(0)
        await interaction.response.send_message(f"you are {number}", ephemeral=True)

    @discord.ui.button(label="Off", custom_id="off", disabled=True)
    async def off(
        self, interaction: discord.Interaction, _button: discord.ui.Button[TallyView]
    ) -> None:
        raise AssertionError("a disabled button was pressed")


class SmallBot(commands.AutoShardedBot):
    """Registers its commands before it connects, as the real bot does."""

    def __init__(self, intents: discord.Intents | None = None) -> None:
        super().__init__("!", intents=intents or discord.Intents.default(), help_command=None)
        self.errors: asyncio.Queue[discord.HTTPException] = asyncio.Queue()
        self.received: asyncio.Queue[discord.Message] = asyncio.Queue()
        self.connected = asyncio.Event()
        self.resumed = asyncio.Event()
        self.release = asyncio.Event()
        self.tally = TallyView()
        add_commands(self)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(StepButton)
        self.add_view(self.tally)
        await self.tree.sync()

    async def before_identify_hook(self, _shard: int | None, *, initial: bool = False) -> None:
        """Identify again without the pause of 5 s that Discord asks for."""

    async def on_shard_connect(self, _shard: int) -> None:
        self.connected.set()

    async def on_shard_resumed(self, _shard: int) -> None:
        self.resumed.set()

    async def on_message(self, message: discord.Message, /) -> None:
        await self.received.put(message)


def add_commands(bot: SmallBot) -> None:
    """Add the commands to the bot's tree."""
    tree = bot.tree

    @tree.command(description="Answer for everyone")
    async def say(interaction: discord.Interaction, text: str) -> None:
        await interaction.response.send_message(text)

    @tree.command(description="Answer one person")
    async def whisper(interaction: discord.Interaction, text: str) -> None:
        await interaction.response.send_message(text, ephemeral=True)

    @tree.command(description="Pick a fruit")
    async def fruit(interaction: discord.Interaction, name: str, count: int = 1) -> None:
        await interaction.response.send_message(f"{count} {name}")

    @fruit.autocomplete("name")
    async def fruits(
        _interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        known = ("apple", "apricot", "pear")
        return [app_commands.Choice(name=f, value=f) for f in known if f.startswith(current)]

    @tree.command(description="Think, then answer and follow up")
    async def slow(interaction: discord.Interaction, ephemeral: bool = False) -> None:
        await interaction.response.defer(thinking=True, ephemeral=ephemeral)
        await bot.release.wait()
        await interaction.followup.send("done")
        await interaction.followup.send("and more", ephemeral=True)
        await interaction.edit_original_response(content="done, truly")

    add_ui_commands(bot)
    add_typed_commands(tree)
    add_context_menus(bot)


def add_ui_commands(bot: SmallBot) -> None:
    """Add the commands that show components and forms, and the one that is late."""
    tree = bot.tree

    @tree.command(description="Show components")
    async def parts(interaction: discord.Interaction, hidden: bool = False) -> None:
        view = discord.ui.View(timeout=None)
        view.add_item(StepButton(1))
        view.add_item(Choice())
        await interaction.response.send_message("at 1", view=view, ephemeral=hidden)

    @tree.command(description="Open a form")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Feedback())

    @tree.command(description="Count presses")
    async def tally(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("press", view=bot.tally)

    @tree.command(description="Answer too late")
    async def late(interaction: discord.Interaction) -> None:
        await bot.release.wait()
        try:
            await interaction.response.send_message("late")
        except discord.HTTPException as exc:
            await bot.errors.put(exc)


def add_typed_commands(tree: app_commands.CommandTree[SmallBot]) -> None:
    """Add the commands with special options, files, permissions or subcommands."""

    @tree.command(description="Name a person and a role")
    async def about(
        interaction: discord.Interaction, who: discord.Member, role: discord.Role
    ) -> None:
        await interaction.response.send_message(f"{who.mention} {role.mention} {who.display_name}")

    @tree.command(description="Send a file")
    async def file(interaction: discord.Interaction) -> None:
        file = discord.File(io.BytesIO(b"\x89PNG"), "chart.png")
        embed = discord.Embed(title="Chart").set_image(url="attachment://chart.png")
        await interaction.response.send_message(embed=embed, file=file)

    @tree.command(description="For instructors")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def manage(interaction: discord.Interaction) -> None:
        allowed = interaction.permissions.manage_guild
        await interaction.response.send_message(f"manage_guild={allowed}")

    group = app_commands.Group(name="lab", description="Labs")

    @group.command(description="Start a lab")
    async def start(interaction: discord.Interaction, name: str) -> None:
        assert interaction.command
        await interaction.response.send_message(f"{interaction.command.qualified_name} {name}")

    tree.add_command(group)


def add_context_menus(bot: SmallBot) -> None:
    """Add the commands in the menus of messages and of people."""
    tree = bot.tree

    @tree.context_menu(name="Count Words")
    async def count_words(interaction: discord.Interaction, message: discord.Message) -> None:
        words = len(message.content.split())
        await interaction.response.send_message(f"{words} words by {message.author.display_name}")

    @tree.context_menu(name="Keep for Later")
    async def keep(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.defer(thinking=True, ephemeral=True)
        await bot.release.wait()
        await interaction.followup.send(f"kept “{message.content}”")

    @tree.context_menu(name="Comment on This")
    async def comment(interaction: discord.Interaction, _message: discord.Message) -> None:
        await interaction.response.send_modal(Feedback())

    @tree.context_menu(name="Remove as Staff")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def remove(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"would remove {message.id}", ephemeral=True)

    @tree.context_menu(name="Wave")
    async def wave(interaction: discord.Interaction, user: discord.Member | discord.User) -> None:
        rights = user.resolved_permissions if isinstance(user, discord.Member) else None
        staff = rights is not None and rights.manage_guild
        text = f"{user.mention} is waved at, staff={staff}"
        await interaction.response.send_message(text, ephemeral=True)
