"""The day on which an answer was first written.

What the tables held stays, and is loaded anew: the files always had the day.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("answer", sa.Column("written_on", sa.Date(), nullable=True))
    op.execute(sa.delete(sa.table("release")))


def downgrade() -> None:
    op.drop_column("answer", "written_on")
