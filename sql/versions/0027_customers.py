"""A row for each address that has written, with the words by which it is found: the list of customers is read from it.

Written out here: how words are folded later must not change what this did. Today's tickets are gone through once, by
their customers' addresses; a ticket that an older process opens meanwhile adds its customer when it is next looked at.
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LongText = sa.Text().with_variant(sa.dialects.mysql.LONGTEXT(), "mysql")
ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
AT_ONCE = 5_000
WORD = re.compile(r"[^\W_]+")
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
TICKETS = sa.table("tickets", *map(sa.column, ("id", "email_key", "email", "name", "created_ms")))
CUSTOMERS = sa.table(
    "customers",
    *map(sa.column, ("id", "email_key", "email", "name", "sort_key", "language", "note", "created_ms")),
)
WORDS = sa.table("customer_words", sa.column("word"), sa.column("customer_id"))


def upgrade() -> None:
    op.create_table(
        "customers",
        sa.Column("id", Id, nullable=False),
        sa.Column("email_key", sa.String(254), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("sort_key", sa.String(120), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("note", LongText, nullable=False),
        sa.Column("merged_into", Id, nullable=True),
        sa.Column("brake_cleared_ms", sa.BigInteger(), nullable=True),
        sa.Column("erase_ms", sa.BigInteger(), nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_customers"),
        sa.UniqueConstraint("email_key", name="uq_customers_email_key"),
        sa.Index("ix_customers_list", "merged_into", "sort_key", "id"),
        sa.Index("ix_customers_erase_ms", "erase_ms"),
        **ENGINE,
    )
    op.create_table(
        "customer_words",
        sa.Column("word", sa.String(60), nullable=False),
        sa.Column("customer_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("word", "customer_id", name="pk_customer_words"),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_customer_words_customer_id", ondelete="CASCADE"
        ),
        sa.Index("ix_customer_words_customer_id", "customer_id"),
        **ENGINE,
    )
    number, words = 0, []
    for some in _customers():
        rows = []
        for key, email, name, created_ms in some:
            number += 1
            rows.append(_row(number, key, email, name, created_ms))
            words += [(word, number) for word in _words(name, key)]
        op.get_bind().execute(sa.insert(CUSTOMERS), rows)
    # In the order of their key, so that the table grows at its end.
    pairs = [{"word": word, "customer_id": of} for word, of in sorted(words)]
    for start in range(0, len(pairs), AT_ONCE):
        op.get_bind().execute(sa.insert(WORDS), pairs[start : start + AT_ONCE])


def downgrade() -> None:
    op.drop_table("customer_words")
    op.drop_table("customers")


def _customers():
    """Some thousand customers at a time: key, address, the newest name that is one, and since when."""
    newest = sa.select(
        TICKETS.c.email_key, sa.func.max(TICKETS.c.id).label("id"), sa.func.min(TICKETS.c.created_ms).label("since_ms")
    )
    newest = newest.where(TICKETS.c.email_key != "").group_by(TICKETS.c.email_key).subquery()
    found = sa.select(newest.c.email_key, TICKETS.c.email, TICKETS.c.name, newest.c.since_ms)
    rows = op.get_bind().execute(found.join(TICKETS, TICKETS.c.id == newest.c.id).order_by(newest.c.id)).all()
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _row(number: int, key: str, email: str, name: str, created_ms: int) -> dict[str, object]:
    return {
        "id": number, "email_key": key, "email": email, "name": name, "language": "", "note": "",
        "sort_key": (_fold(name) or key)[:120], "created_ms": created_ms,
    }  # fmt: skip


def _fold(text: str) -> str:
    return text.lower() if text.isascii() else "".join(_plain(char) for char in text.casefold())


def _plain(char: str) -> str:
    """The letter without its marks; nothing for a mark of its own."""
    while (parts := unicodedata.decomposition(char).split()) and not parts[0].startswith("<"):
        char = chr(int(parts[0], 16))
    return "" if unicodedata.combining(char) else char


def _words(name: str, key: str) -> set[str]:
    found = WORD.findall(_fold(f"{name} {key}"))
    pieces = (word[at : at + size] for word in found if UNSPACED.search(word) for at in range(len(word)) for size in (1, 2))
    return {key[:60], *(word[:60] for word in found), *pieces}
