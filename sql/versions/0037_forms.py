"""Forms on other sites, and what only they know of a ticket."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.create_table(
        "forms",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("group_id", Id, nullable=True),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("thanks_url", sa.String(500), nullable=False),
        sa.Column("origins", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=False),
        sa.Column("enforces", sa.Boolean(), nullable=False),
        sa.Column("ticket_count", sa.Integer(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=True),
        sa.Column("revoked_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_forms"),
        sa.UniqueConstraint("key", name="uq_forms_key"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_forms_group_id"),
        **ENGINE,
    )
    op.create_index("ix_forms_group_id", "forms", ["group_id"])
    op.create_table(
        "form_entries",
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("form_id", Id, nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("suspected", sa.String(100), nullable=False),
        sa.Column("proof", sa.String(8), nullable=False),
        sa.Column("held_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_form_entries"),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name="fk_form_entries_ticket_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["form_id"], ["forms.id"], name="fk_form_entries_form_id"),
        **ENGINE,
    )
    op.create_index("ix_form_entries_form_id", "form_entries", ["form_id", "proof"])
    op.create_index("ix_form_entries_held_ms", "form_entries", ["held_ms"])


def downgrade() -> None:
    op.drop_table("form_entries")
    op.drop_table("forms")
