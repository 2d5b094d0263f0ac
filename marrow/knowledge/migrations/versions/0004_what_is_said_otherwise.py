"""What the sources say that dispute a statement, in words of its own.

The database is a copy of the knowledge files: what the tables held is dropped, and the next loading fills them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
COPIES = (
    "gloss",
    "statement_claim",
    "citation",
    "reason",
    "statement",
    "answer",
    "next_topic",
    "term",
    "topic",
    "source",
    "grade",
    "article_claim",
    "release",
)


def upgrade() -> None:
    _empty()
    with op.batch_alter_table("statement") as batch_op:
        batch_op.add_column(sa.Column("otherwise", sa.Text(), nullable=True))


def downgrade() -> None:
    _empty()
    with op.batch_alter_table("statement") as batch_op:
        batch_op.drop_column("otherwise")


def _empty() -> None:
    for table in COPIES:
        op.execute(sa.delete(sa.table(table)))
