"""What the figures are counted from."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
KEY = ("day", "measure", "operator_id", "group_id", "ticket_id", "event_id")


def upgrade() -> None:
    op.create_table(
        "counted_acts",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("measure", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("operator_id", Id, autoincrement=False, nullable=False),
        sa.Column("group_id", Id, autoincrement=False, nullable=False),
        sa.Column("ticket_id", Id, autoincrement=False, nullable=False),
        sa.Column("event_id", Id, autoincrement=False, nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("open_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint(*KEY, name="pk_counted_acts"),
        sqlite_with_rowid=False,
        **ENGINE,
    )
    op.create_index("ix_counted_acts_operator", "counted_acts", ["operator_id", "measure", "day"])
    op.create_index("ix_counted_acts_measure", "counted_acts", ["measure", "day", "hour"])
    op.create_index("ix_counted_acts_ticket", "counted_acts", ["ticket_id"])


def downgrade() -> None:
    op.drop_table("counted_acts")
