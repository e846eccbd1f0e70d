"""Templates in folders and in order, when each was last used, and a way back for those that were deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("templates", sa.Column("folder", sa.String(60), nullable=False, server_default=""))
    op.add_column("templates", sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("templates", sa.Column("last_used_ms", sa.BigInteger(), nullable=True))
    op.add_column("templates", sa.Column("deleted_ms", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    for name in ("deleted_ms", "last_used_ms", "position", "folder"):
        op.drop_column("templates", name)
