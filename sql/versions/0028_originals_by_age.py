"""Originals of mails can be erased after a set time: the oldest are found by an index."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_inbound_received_ms", "inbound", ["received_ms"])


def downgrade() -> None:
    op.drop_index("ix_inbound_received_ms", "inbound")
