"""Searching the log by operator and kind at once, and without invented history."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_index("ix_events_operator_kind", "events", ["operator_id", "kind", "at_ms"])
    op.create_table(
        "seeded_events",
        sa.Column("first_id", ID, nullable=False, autoincrement=False),
        sa.Column("last_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("first_id", name="pk_seeded_events"),
        **ENGINE,
    )


def downgrade() -> None:
    op.drop_table("seeded_events")
    op.drop_index("ix_events_operator_kind", "events")
