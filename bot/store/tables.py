"""The database's tables. A change here needs a migration beside it; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table
    from sqlalchemy.engine import Dialect

# SQLite numbers rows by itself only in a plain INTEGER column; elsewhere an id may need 64 bits.
RowId = BigInteger().with_variant(Integer(), "sqlite")
_OPEN = "ended_at IS NULL"


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes and store the others in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as aware UTC whatever the database keeps."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The tables' common base, with the Python types that they use."""

    type_annotation_map = {  # noqa: RUF012  (read by SQLAlchemy when the class is made)
        int: BigInteger,
        datetime: Moment,
        dict[str, Any]: JSON,
        list[dict[str, Any]]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        dict[str, str]: JSON,
    }


class GuildRow(Base):
    """A server's choices; ``courses`` are ids, none at all for every course there is.

    ``mentions`` says whether messages that mention the bot are answered; empty, they are.
    """

    __tablename__ = "guilds"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    instructor_role_id: Mapped[int | None]
    courses: Mapped[list[str] | None]
    mentions: Mapped[bool | None]


class LookupRow(Base):
    """One lookup: what was asked, whether anything fitted, and the card that was opened then.

    Nobody's name: it shows what a server looks for, not who. ``id`` is random, so that a card can
    carry it before the row is written.
    """

    __tablename__ = "lookups"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[int | None] = mapped_column(index=True)
    query: Mapped[str] = mapped_column(String(200))
    found: Mapped[bool]
    opened: Mapped[str | None] = mapped_column(String(100))
    at: Mapped[datetime]


class DismissedTopicRow(Base):
    """A topic that the instructors of a server do not want to see among the gaps."""

    __tablename__ = "dismissed_topics"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    topic: Mapped[str] = mapped_column(String(100), primary_key=True)
    at: Mapped[datetime]


class TaughtAnswerRow(Base):
    """The card that the instructors of a server chose to answer what was asked in vain."""

    __tablename__ = "taught_answers"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    query: Mapped[str] = mapped_column(String(100), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]


class RegistrationRow(Base):
    """The digest of the commands that were last registered for an application."""

    __tablename__ = "registrations"

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))


class LabAttemptRow(Base):
    """Where one person is in one lab: steps count from 1, 0 is before the first; ``answers`` are
    the values of placeholders by name.
    """

    __tablename__ = "lab_walks"
    __table_args__ = (UniqueConstraint("user_id", "lab_id"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    user_id: Mapped[int]
    lab_id: Mapped[str] = mapped_column(String(100))
    step: Mapped[int] = mapped_column(Integer)
    answers: Mapped[dict[str, str]]
    started_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class AnnouncementRow(Base):
    """A lab that an instructor announced. ``message_id`` is empty until the post is up."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    guild_id: Mapped[int] = mapped_column(index=True)
    channel_id: Mapped[int]
    message_id: Mapped[int | None]
    author_id: Mapped[int]
    lab_id: Mapped[str] = mapped_column(String(100))
    starts_at: Mapped[datetime | None]
    role_id: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    posted_at: Mapped[datetime | None]


class QuizRow(Base):
    """A quiz in a channel; ``questions`` is the snapshot that its events refer to.

    ``rules`` say how it is played, and ``settings`` what its host chose, which the next one begins
    with; quizzes of earlier versions have neither.
    """

    __tablename__ = "quizzes"
    __table_args__ = (
        # One quiz at a time in a channel, whatever races the commands run.
        Index(
            "uq_quizzes_open_channel",
            "channel_id",
            unique=True,
            sqlite_where=text(_OPEN),
        ),
        Index("ix_quizzes_host_id", "host_id"),
        Index("ix_quizzes_channel_id", "channel_id"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    guild_id: Mapped[int | None]
    channel_id: Mapped[int]
    host_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(256))
    seconds: Mapped[int] = mapped_column(Integer)
    questions: Mapped[list[dict[str, Any]]]
    rules: Mapped[dict[str, Any] | None]
    settings: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


@event.listens_for(QuizRow.__table__, "before_create")
def _limit_index_of_postgresql(table: Table, connection: Connection, **_: object) -> None:
    """Give the index its condition; to write it above would load that dialect for SQLite too."""
    if connection.dialect.name == "postgresql":
        index = next(one for one in table.indexes if one.name == "uq_quizzes_open_channel")
        index.dialect_options["postgresql"]["where"] = text(_OPEN)


class QuizEventRow(Base):
    """One thing that happened in a quiz; replaying them in order restores the session."""

    __tablename__ = "quiz_events"

    quiz_id: Mapped[int] = mapped_column(
        ForeignKey("quizzes.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    payload: Mapped[dict[str, Any]]


class AttemptRow(Base):
    """One answer of one person to one question, kept for good; rows are only ever added.

    ``chosen`` are places in the lesson. ``quiz_id`` and ``number`` say where in a quiz it was
    given; an answer in practice has a ``card`` instead, which no second one can have.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("quiz_id", "number", "user_id"),
        Index("ix_attempts_user_question", "user_id", "question_id"),
        Index("uq_attempts_card", "card", unique=True),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    guild_id: Mapped[int | None] = mapped_column(index=True)
    user_id: Mapped[int]
    question_id: Mapped[str] = mapped_column(String(100))
    concept_id: Mapped[str | None] = mapped_column(String(100))
    chosen: Mapped[list[int]]
    is_right: Mapped[bool]
    at: Mapped[datetime]
    took_ms: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(16))
    quiz_id: Mapped[int | None]
    number: Mapped[int | None] = mapped_column(Integer)
    card: Mapped[str | None] = mapped_column(String(64))


class QuizPresetRow(Base):
    """Settings for quizzes under a name that a server has given them."""

    __tablename__ = "quiz_presets"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    settings: Mapped[dict[str, Any]]


class QuestionFlagRow(Base):
    """What somebody found wrong with a question; ``closed_at`` is when an instructor was done."""

    __tablename__ = "question_flags"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ExtraTimeRow(Base):
    """How many times everybody's time a person has in the quizzes of a server; 0 is for DMs."""

    __tablename__ = "extra_time"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    factor: Mapped[float]


class LeaderboardOptoutRow(Base):
    """Somebody whom the leaderboard of a server does not show to others."""

    __tablename__ = "leaderboard_optouts"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
