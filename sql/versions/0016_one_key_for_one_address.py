"""One key for the spellings of one address: a domain as the DNS writes it, gmail.com for googlemail.com.

Written out here: what the key is later must not change what this did.
"""

import idna
import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

AT_ONCE = 2_000
TICKETS = sa.table("tickets", sa.column("id"), sa.column("email_key"))
ADDRESSES = sa.table("ticket_addresses", *map(sa.column, ("ticket_id", "email_key", "role")))
STRENGTH = ("cc", "third_party", "added")


def upgrade() -> None:
    for old in _keys_of(TICKETS):
        op.execute(sa.update(TICKETS).where(TICKETS.c.email_key == old).values(email_key=_key(old)))
    for old in _keys_of(ADDRESSES):
        _merge(old, _key(old))


def downgrade() -> None:
    """The older code compares what it finds; there is nothing to take back."""


def _keys_of(table: sa.TableClause) -> list[str]:
    """The keys that are written otherwise now."""
    is_mysql = op.get_bind().dialect.name in {"mysql", "mariadb"}
    size = sa.func.length(table.c.email_key if is_mysql else sa.cast(table.c.email_key, sa.LargeBinary))
    odd = (size != sa.func.char_length(table.c.email_key)) if is_mysql else (size != sa.func.length(table.c.email_key))
    found = sa.select(table.c.email_key).distinct().where(odd | table.c.email_key.like("%@googlemail.com"))
    return [key for (key,) in op.get_bind().execute(found) if _key(key) != key]


def _merge(old: str, new: str) -> None:
    """Give the addresses their new key; where a ticket knows both spellings the stronger role stays."""
    bind = op.get_bind()
    for ticket_id, role in bind.execute(sa.select(ADDRESSES.c.ticket_id, ADDRESSES.c.role).where(ADDRESSES.c.email_key == old)).all():
        here, there = (ADDRESSES.c.ticket_id == ticket_id) & (ADDRESSES.c.email_key == old), (ADDRESSES.c.ticket_id == ticket_id) & (ADDRESSES.c.email_key == new)
        known = bind.execute(sa.select(ADDRESSES.c.role).where(there)).scalar()
        if known is None:
            bind.execute(sa.update(ADDRESSES).where(here).values(email_key=new))
            continue
        if STRENGTH.index(role) > STRENGTH.index(known):
            bind.execute(sa.update(ADDRESSES).where(there).values(role=role))
        bind.execute(sa.delete(ADDRESSES).where(here))


def _key(old: str) -> str:
    local, at, domain = old.rpartition("@")
    try:
        domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return old
    return f"{local}{at}{'gmail.com' if domain == 'googlemail.com' else domain}"[:254]
