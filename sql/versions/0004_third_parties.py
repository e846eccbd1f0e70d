"""Who else is on a ticket, and what the desk's mail server said about who sent a mail."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.create_table(
        "ticket_addresses",
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("email_key", sa.String(254), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", "email_key", name="pk_ticket_addresses"),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name="fk_ticket_addresses_ticket_id", ondelete="CASCADE"
        ),
        **ENGINE,
    )
    op.add_column("messages", sa.Column("authentication", sa.String(4), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("messages", "authentication")
    op.drop_table("ticket_addresses")
