"""A mail may offer another address for its ticket's customer; for whom Reply-To counts is remembered."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.add_column("messages", sa.Column("offer", sa.Text(), nullable=True))
    op.create_table(
        "reply_to_senders",
        sa.Column("email_key", sa.String(254), nullable=False),
        sa.Column("operator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("email_key", name="pk_reply_to_senders"),
        **ENGINE,
    )


def downgrade() -> None:
    op.drop_table("reply_to_senders")
    op.drop_column("messages", "offer")
