"""Grades of evidence, the glossary of report words, and since when an answer says what it says.

The database is a copy of the knowledge files: what the tables held is dropped, and the next loading fills them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
COPIES = (
    "statement_claim",
    "citation",
    "reason",
    "statement",
    "answer",
    "next_topic",
    "term",
    "topic",
    "source",
    "article_claim",
    "release",
)


def upgrade() -> None:
    _empty()
    op.create_table(
        "grade",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plural", sa.Text(), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("answer") as batch_op:
        batch_op.add_column(sa.Column("changed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("changed_because", sa.Text(), nullable=True))
    with op.batch_alter_table("statement") as batch_op:
        batch_op.alter_column("answer_id", existing_type=sa.String(length=96), nullable=True)
    op.create_table(
        "gloss",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("says", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["statement.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("gloss")
    _empty()
    with op.batch_alter_table("statement") as batch_op:
        batch_op.alter_column("answer_id", existing_type=sa.String(length=96), nullable=False)
    with op.batch_alter_table("answer") as batch_op:
        batch_op.drop_column("changed_because")
        batch_op.drop_column("changed_on")
    op.drop_table("grade")


def _empty() -> None:
    for table in COPIES:
        op.execute(sa.delete(sa.table(table)))
