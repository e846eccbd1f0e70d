"""Whether a ticket's address was proved to be its writer's, and whether phone and city are what another ticket knew."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

tickets = sa.table("tickets", *(sa.column(name) for name in ("id", "email_key", "proved_ms")))
messages = sa.table("messages", *(sa.column(name) for name in (
    "ticket_id", "kind", "shared", "warning", "author_email", "proof", "authentication", "created_ms",
)))  # fmt: skip


def upgrade() -> None:
    op.add_column("tickets", sa.Column("proved_ms", sa.BigInteger(), nullable=True))
    op.add_column("tickets", sa.Column("details_known", sa.Boolean(), nullable=False, server_default=sa.text("0")))
    proves = (messages.c.proof == "token") | (messages.c.authentication == "pass")
    first = (
        sa.select(sa.func.min(messages.c.created_ms))
        .where(messages.c.ticket_id == tickets.c.id, messages.c.kind == "customer", messages.c.shared == sa.true())
        .where(messages.c.warning == "", sa.func.lower(messages.c.author_email) == tickets.c.email_key, proves)
    )
    op.execute(sa.update(tickets).values(proved_ms=first.scalar_subquery()))


def downgrade() -> None:
    op.drop_column("tickets", "details_known")
    op.drop_column("tickets", "proved_ms")
