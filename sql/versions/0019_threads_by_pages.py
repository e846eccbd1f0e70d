"""A long thread is read by pages: how large each message is, and indexes that have all that a page is chosen by."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

THREAD = ["ticket_id", "created_ms", "id", "recalled_ms", "size_bytes"]
SHOWN = ["ticket_id", "released_ms", "id", "shared", "kind", "recalled_ms", "size_bytes"]
TEXTS = ("text", "html", "signature", "quoted_text", "quoted_html")


def upgrade() -> None:
    op.add_column("messages", sa.Column("size_bytes", sa.Integer(), server_default="0", nullable=False))
    length = "LENGTH({})" if op.get_bind().dialect.name == "mysql" else "LENGTH(CAST({} AS BLOB))"
    op.execute(f"UPDATE messages SET size_bytes = {' + '.join(_size(length.format(name)) for name in TEXTS)}")
    op.create_index("ix_messages_thread", "messages", THREAD)
    op.create_index("ix_messages_shown", "messages", SHOWN)
    op.create_index("ix_events_ticket_at", "events", ["ticket_id", "at_ms", "id"])


def downgrade() -> None:
    op.drop_index("ix_events_ticket_at", "events")
    op.drop_index("ix_messages_shown", "messages")
    op.drop_index("ix_messages_thread", "messages")
    op.drop_column("messages", "size_bytes")


def _size(length: str) -> str:
    return f"COALESCE({length}, 0)"
