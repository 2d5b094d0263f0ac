"""What the sources say that dispute a statement, in words of its own.

What the tables hold stays: no file of before has such words, and files that have are loaded anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("statement", sa.Column("otherwise", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("statement", "otherwise")
    op.execute(sa.delete(sa.table("release")))  # so that the files are loaded anew, whatever comes next
