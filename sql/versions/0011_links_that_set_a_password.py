"""Single-use links with which somebody sets a password: a reset, an invitation."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.create_table(
        "password_links",
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("operator_id", Id, nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("email_key", sa.String(254), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_sha256", name="pk_password_links"),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name="fk_password_links_operator_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("operator_id", "purpose", name="uq_password_links_operator_id_purpose"),
        **ENGINE,
    )
    op.create_index("ix_password_links_expires_ms", "password_links", ["expires_ms"])


def downgrade() -> None:
    op.drop_table("password_links")
