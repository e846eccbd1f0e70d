"""What the acts of each day add up to, so that figures of a year need not count all of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LongBytes = sa.LargeBinary().with_variant(mysql.LONGBLOB(), "mysql")
ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.create_table(
        "day_sums",
        sa.Column("divided_by", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("number", Id, autoincrement=False, nullable=False),
        sa.Column("measure", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word", sa.String(120), nullable=False),
        sa.Column("acts", sa.Integer(), nullable=False),
        sa.Column("total_ms", sa.BigInteger(), nullable=False),
        sa.Column("amounts", LongBytes, nullable=True),
        sa.Column("open_times", LongBytes, nullable=True),
        sa.PrimaryKeyConstraint("divided_by", "number", "measure", "day", "word", name="pk_day_sums"),
        sqlite_with_rowid=False,
        **ENGINE,
    )
    op.create_index(
        "ix_day_sums_measure", "day_sums", ["divided_by", "measure", "day", "number", "acts", "total_ms"]
    )
    op.create_table(
        "day_sums_due",
        sa.Column("measure", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("measure", "day", name="pk_day_sums_due"),
        sqlite_with_rowid=False,
        **ENGINE,
    )
    op.execute("INSERT INTO day_sums_due (measure, day) SELECT DISTINCT measure, day FROM counted_acts")


def downgrade() -> None:
    op.drop_table("day_sums_due")
    op.drop_table("day_sums")
