"""The few mails by which strangers' limits are counted are found by an index, not among all of a day's."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("stranger_key", sa.String(254)))
    outbox = sa.table("outbox", sa.column("kind"), sa.column("recipients"), sa.column("stranger_key"))
    only_address = sa.func.substr(outbox.c.recipients, 3, sa.func.char_length(outbox.c.recipients) - 4)  # of ["a@b"]
    if op.get_bind().dialect.name == "sqlite":
        only_address = sa.func.substr(outbox.c.recipients, 3, sa.func.length(outbox.c.recipients) - 4)
    known = sa.func.substr(sa.func.lower(only_address), 1, 254)
    of_strangers = outbox.c.kind.in_(("confirmation", "use_form"))
    op.execute(sa.update(outbox).where(of_strangers).values(stranger_key=known))
    op.drop_index("ix_outbox_kind", "outbox")
    op.create_index("ix_outbox_kind_due", "outbox", ["kind", "due_ms"])
    op.create_index("ix_outbox_stranger", "outbox", ["stranger_key", "created_ms"])


def downgrade() -> None:
    op.drop_index("ix_outbox_stranger", "outbox")
    op.drop_index("ix_outbox_kind_due", "outbox")
    op.create_index("ix_outbox_kind", "outbox", ["kind", "created_ms"])
    op.drop_column("outbox", "stranger_key")
