"""What hosts chose, presets of servers, what is wrong with questions, and practice kept once."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("quizzes", sa.Column("settings", sa.JSON(), nullable=True))
    op.create_index("ix_quizzes_host_id", "quizzes", ["host_id"])
    op.create_index("ix_quizzes_channel_id", "quizzes", ["channel_id"])
    op.add_column("attempts", sa.Column("card", sa.String(length=64), nullable=True))
    op.create_index("uq_attempts_card", "attempts", ["card"], unique=True)
    op.create_table(
        "quiz_presets",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "name"),
    )
    op.create_table(
        "question_flags",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("question_id", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "question_id"),
    )


def downgrade() -> None:
    op.drop_table("question_flags")
    op.drop_table("quiz_presets")
    op.drop_index("uq_attempts_card", "attempts")
    op.drop_column("attempts", "card")
    op.drop_index("ix_quizzes_channel_id", "quizzes")
    op.drop_index("ix_quizzes_host_id", "quizzes")
    op.drop_column("quizzes", "settings")
