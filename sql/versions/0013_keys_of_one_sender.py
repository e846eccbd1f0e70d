"""A request key is its sender's alone: door, author and ticket are in it, and what it came with is kept beside it.

A message's old key is the digest of kind, author and key; the new one holds that digest, so a request that was sent
before this and is sent again after it is still the same. A ticket's old key cannot be carried over: it matches nothing
any more, as if its form had been drawn anew. Mail has no need of its old keys: each is known by its own row.
"""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

AT_ONCE = 2_000
MESSAGES = sa.table(
    "messages", *map(sa.column, ("id", "ticket_id", "source", "operator_id", "request_key"))
)
TICKETS = sa.table("tickets", sa.column("request_key"))


def upgrade() -> None:
    for table in ("messages", "tickets"):
        op.add_column(table, sa.Column("request_content", sa.String(64), nullable=True))
    op.execute(sa.update(TICKETS).where(TICKETS.c.request_key.is_not(None)).values(request_key=None))
    by_machine = MESSAGES.c.source == "mail"
    op.execute(sa.update(MESSAGES).where(by_machine).values(request_key=None))
    last = 0
    while rows := _rows_after(last):
        last = rows[-1].id
        changed = sa.update(MESSAGES).where(MESSAGES.c.id == sa.bindparam("of")).values(request_key=sa.bindparam("key"))
        op.get_bind().execute(changed, [{"of": row.id, "key": _carried(row)} for row in rows])


def downgrade() -> None:
    """Keys are forgotten: the older code would take them for its own."""
    op.execute(sa.update(MESSAGES).values(request_key=None))
    op.execute(sa.update(TICKETS).values(request_key=None))
    for table in ("messages", "tickets"):
        op.drop_column(table, "request_content")


def _rows_after(last: int) -> list[sa.Row]:
    with_key = sa.select(MESSAGES).where(MESSAGES.c.request_key.is_not(None), MESSAGES.c.id > last)
    return list(op.get_bind().execute(with_key.order_by(MESSAGES.c.id).limit(AT_ONCE)))


def _carried(row: sa.Row) -> str:
    said = json.dumps([row.source, row.ticket_id, row.request_key])
    return hashlib.sha256(said.encode()).hexdigest()
