"""Mail leaves line by line, answers first; one that its operator wants now waits for no earlier one of its ticket."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_outbox_state_kind_due": ["state", "kind", "due_ms", "id"],
    "ix_outbox_operator_id": ["operator_id", "created_ms"],
}


def upgrade() -> None:
    op.add_column("outbox", sa.Column("ahead", sa.Boolean(), nullable=False, server_default="0"))
    for name, columns in INDEXES.items():
        op.create_index(name, "outbox", columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "outbox")
    op.drop_column("outbox", "ahead")
