"""Devices that show notifications while the console is closed, and what waits for them."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.create_table(
        "push_devices",
        sa.Column("id", Id, nullable=False),
        sa.Column("operator_id", Id, nullable=False),
        sa.Column("session_sha256", sa.String(64), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("endpoint_sha256", sa.String(64), nullable=False),
        sa.Column("p256dh", sa.String(100), nullable=False),
        sa.Column("auth", sa.String(32), nullable=False),
        sa.Column("hides_text", sa.Boolean(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.Column("active_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_push_devices"),
        sa.UniqueConstraint("endpoint_sha256", name="uq_push_devices_endpoint_sha256"),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name="fk_push_devices_operator_id", ondelete="CASCADE"
        ),
        **ENGINE,
    )
    op.create_index("ix_push_devices_operator_id", "push_devices", ["operator_id"])
    op.create_index("ix_push_devices_session_sha256", "push_devices", ["session_sha256"])
    op.create_table(
        "push_notices",
        sa.Column("id", Id, nullable=False),
        sa.Column("device_id", Id, nullable=False),
        sa.Column("event_id", Id, nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_push_notices"),
        sa.UniqueConstraint("device_id", "event_id", name="uq_push_notices_device_id_event_id"),
        sa.ForeignKeyConstraint(
            ["device_id"], ["push_devices.id"], name="fk_push_notices_device_id", ondelete="CASCADE"
        ),
        **ENGINE,
    )
    op.create_index("ix_push_notices_due_ms", "push_notices", ["due_ms"])


def downgrade() -> None:
    op.drop_table("push_notices")
    op.drop_table("push_devices")
