"""How it stands with each operator's time at the desk; and durations are read from the index alone, not row by row."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}

MEASURE = "ix_counted_acts_measure"


def upgrade() -> None:
    op.drop_index(MEASURE, "counted_acts")
    op.create_index(MEASURE, "counted_acts", ["measure", "day", "hour", "amount", "open_ms"])
    op.create_table(
        "attendances",
        sa.Column("operator_id", Id, autoincrement=False, nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("event_id", Id, nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_ms", sa.BigInteger(), nullable=False),
        sa.Column("away_event_id", Id, nullable=False),
        sa.Column("away_since_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("operator_id", name="pk_attendances"),
        **ENGINE,
    )


def downgrade() -> None:
    op.drop_index(MEASURE, "counted_acts")
    op.create_index(MEASURE, "counted_acts", ["measure", "day", "hour"])
    op.drop_table("attendances")
