"""Mailboxes that are kept in the console's settings, each with its group and the address that its answers come from."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mailboxes",
        sa.Column("id", Id, nullable=False),
        sa.Column("protocol", sa.String(8), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("security", sa.String(10), nullable=False),
        sa.Column("user", sa.String(254), nullable=False),
        sa.Column("folder", sa.String(255), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("group_id", Id, nullable=True),
        sa.Column("sender_name", sa.String(120), nullable=False, server_default=""),
        sa.Column("sender_email", sa.String(254), nullable=False, server_default=""),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mailboxes"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_mailboxes_group_id", ondelete="SET NULL"),
        **ENGINE,
    )


def downgrade() -> None:
    op.drop_table("mailboxes")
