"""Simpler wordings, reasons and what comes next.

The database is a copy of the knowledge files: what the tables held is dropped, and the next loading fills them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
COPIES = ("statement_claim", "citation", "statement", "answer", "read_next", "term", "topic", "source", "article_claim")


def upgrade() -> None:
    _empty(*COPIES, "release")
    op.drop_table("read_next")
    op.create_table(
        "next_topic",
        sa.Column("topic_id", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("next_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["next_id"], ["topic.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic_id", "reason", "position"),
    )
    with op.batch_alter_table("statement") as batch_op:
        batch_op.drop_column("more")
        batch_op.drop_column("next_step")
        batch_op.add_column(sa.Column("part", sa.String(length=16), nullable=False))
    op.create_table(
        "reason",
        sa.Column("topic_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"]),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic_id", "position"),
    )


def downgrade() -> None:
    _empty("reason", "next_topic", *(table for table in COPIES if table != "read_next"), "release")
    op.drop_table("reason")
    with op.batch_alter_table("statement") as batch_op:
        batch_op.drop_column("part")
        batch_op.add_column(sa.Column("more", sa.Boolean(), nullable=False))
        batch_op.add_column(sa.Column("next_step", sa.Boolean(), nullable=False))
    op.drop_table("next_topic")
    op.create_table(
        "read_next",
        sa.Column("topic_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("next_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["next_id"], ["topic.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic_id", "position"),
    )


def _empty(*tables: str) -> None:
    for table in tables:
        op.execute(sa.delete(sa.table(table)))
