"""A relay may send our mail under a Message-ID of its own: it is kept, for replies name it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("relayed_id", sa.String(255), nullable=True))
    op.create_index("ix_outbox_relayed_id", "outbox", ["relayed_id"])


def downgrade() -> None:
    op.drop_index("ix_outbox_relayed_id", "outbox")
    op.drop_column("outbox", "relayed_id")
