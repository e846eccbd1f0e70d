"""The log says where a ticket stood before an act and after it, so that the counts of the rail can be kept by it."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("moves", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("events", "moves")
