"""What is asked for every mail that comes is found by an index, however many came and left before it."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_inbound_mime_message_id", "inbound", ["mime_message_id"])
    op.create_index("ix_outbox_kind", "outbox", ["kind", "created_ms"])


def downgrade() -> None:
    op.drop_index("ix_outbox_kind", "outbox")
    op.drop_index("ix_inbound_mime_message_id", "inbound")
