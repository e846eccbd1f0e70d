"""Whom an internal note names, as long as they have not seen it."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.create_table(
        "mentions",
        sa.Column("operator_id", Id, nullable=False),
        sa.Column("message_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("operator_id", "message_id", name="pk_mentions"),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name="fk_mentions_operator_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_mentions_message_id", ondelete="CASCADE"),
        **ENGINE,
    )
    op.create_index("ix_mentions_message_id", "mentions", ["message_id"])


def downgrade() -> None:
    op.drop_table("mentions")
