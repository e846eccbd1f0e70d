"""A mail that failed may be dismissed: an administrator has seen it, and nothing is to be done."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("dismissed_ms", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox", "dismissed_ms")
