"""Lists by who waits longest and whose first answer is late, by number, and what did not arrive."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NEVER = "253402300799000"
INDEXES = {
    "ix_tickets_shelf_waits": ["shelf", "waits_since_ms", "id"],
    "ix_tickets_shelf_due": ["shelf", "answer_due_ms", "id"],
    "ix_tickets_shelf_id": ["shelf", "id"],
    "ix_tickets_trouble": ["trouble", "shelf", "group_id"],
}
tickets = sa.table("tickets", *(sa.column(name) for name in (
    "status", "group_id", "created_ms", "customer_wrote_ms", "first_answer_ms", "waits_since_ms", "answer_due_ms",
)))  # fmt: skip
groups = sa.table("groups", sa.column("id"), sa.column("answer_target_min"))


def upgrade() -> None:
    for name in ("waits_since_ms", "answer_due_ms"):
        op.add_column("tickets", sa.Column(name, sa.BigInteger(), nullable=False, server_default=NEVER))
    waiting = tickets.c.status.in_(("open", "waiting_for_operator"))
    op.execute(sa.update(tickets).where(waiting).values(waits_since_ms=tickets.c.customer_wrote_ms))
    of_ticket = groups.c.id == tickets.c.group_id
    target = sa.select(groups.c.answer_target_min).where(of_ticket).scalar_subquery()
    promised = sa.exists().where(of_ticket, groups.c.answer_target_min.is_not(None))
    due = sa.update(tickets).where(tickets.c.first_answer_ms.is_(None), promised)
    op.execute(due.values(answer_due_ms=tickets.c.created_ms + 60_000 * target))
    for name, columns in INDEXES.items():
        op.create_index(name, "tickets", columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "tickets")
    op.drop_column("tickets", "answer_due_ms")
    op.drop_column("tickets", "waits_since_ms")
