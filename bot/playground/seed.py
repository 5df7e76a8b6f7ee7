"""The server that a newcomer finds: one course, four people, six channels and the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import payloads
from bot.playground.permissions import EVERYONE, Permission

if TYPE_CHECKING:
    from bot.playground.world import World

_BOT = ("syllabot", "Syllabot")
_OWNER = ("registrar", "Registrar")
_PEOPLE = (
    ("ines", "Ines", "instructor"),
    ("sam", "Sam", "student"),
    ("noor", "Noor", "student"),
    ("kai", "Kai", "student"),
)
_CHANNELS = (
    ("welcome", "Say hello, and try /help"),
    ("announcements", "Labs and dates; instructors and the bot write here"),
    ("general", "Questions of every kind"),
    ("quiz", "Practise together"),
    ("labs", "Walk through the labs"),
    ("staff-room", "Instructors only; the bot is not here"),
)
_INSTRUCTOR = (
    Permission.MANAGE_GUILD
    | Permission.MANAGE_MESSAGES
    | Permission.MANAGE_EVENTS
    | Permission.MANAGE_THREADS
    | Permission.CREATE_PRIVATE_THREADS
    | Permission.MENTION_EVERYONE
)
_SYLLABOT = (
    Permission.MENTION_EVERYONE | Permission.MANAGE_THREADS | Permission.CREATE_PRIVATE_THREADS
)


def seed(world: World) -> None:
    """Fill an empty world with the course's server."""
    now = world.clock.now()
    guild = world.new_id()
    bot, owner = world.new_id(), world.new_id()
    instructor, student, bot_role = world.new_id(), world.new_id(), world.new_id()
    world.bot_id, world.guild_id = bot, guild
    world.users[bot] = payloads.user(bot, *_BOT, bot=True)
    world.users[owner] = payloads.user(owner, *_OWNER)
    managed = payloads.role(bot_role, "Syllabot", _SYLLABOT, 3, colour=0x5865F2)
    managed |= {"managed": True, "mentionable": True, "tags": {"bot_id": str(bot)}}
    for role in (
        payloads.role(guild, "@everyone", EVERYONE, 0),
        payloads.role(student, "Student", 0, 1, colour=0x2ECC71),
        payloads.role(instructor, "Instructor", _INSTRUCTOR, 2, colour=0xE67E22),
        managed,
    ):
        world.roles[int(role["id"])] = role
    world.guild.update(id=str(guild), name="Study Server", owner_id=str(owner))
    world.members[owner] = payloads.member(world.users[owner], [instructor], now)
    world.members[bot] = payloads.member(world.users[bot], [bot_role], now)
    for username, name, part in _PEOPLE:
        person = world.new_id()
        world.users[person] = payloads.user(person, username, name)
        world.people[person] = part
        role_id = instructor if part == "instructor" else student
        world.members[person] = payloads.member(world.users[person], [role_id], now)
    _add_channels(world, guild, instructor, bot_role)


def _add_channels(world: World, guild: int, instructor: int, bot_role: int) -> None:
    """Make the text channels and each person's conversation with the bot."""
    by_name = {}
    for position, (name, topic) in enumerate(_CHANNELS):
        channel = payloads.text_channel(world.new_id(), guild, name, topic, position)
        world.channels[int(channel["id"])] = by_name[name] = channel
    may_write = Permission.SEND_MESSAGES
    by_name["announcements"]["permission_overwrites"] = [
        payloads.overwrite(guild, deny=may_write),
        payloads.overwrite(instructor, allow=may_write),
        payloads.overwrite(bot_role, allow=may_write),
    ]
    by_name["staff-room"]["permission_overwrites"] = [
        payloads.overwrite(guild, deny=Permission.VIEW_CHANNEL),
        payloads.overwrite(instructor, allow=Permission.VIEW_CHANNEL),
    ]
    for person in world.people:
        channel = payloads.dm_channel(world.new_id(), world.users[person])
        world.channels[int(channel["id"])] = channel
