"""Keys for programs, and by which key a file was uploaded."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        sa.Column("scopes", sa.String(255), nullable=False),
        sa.Column("operator_id", Id, nullable=True),
        sa.Column("group_ids", sa.String(1000), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=True),
        sa.Column("expires_ms", sa.BigInteger(), nullable=True),
        sa.Column("revoked_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name="fk_api_keys_operator_id", ondelete="CASCADE"),
        **ENGINE,
    )
    op.create_index("ix_api_keys_operator_id", "api_keys", ["operator_id"])
    op.add_column("attachments", sa.Column("api_key_id", Id, nullable=True))


def downgrade() -> None:
    op.drop_column("attachments", "api_key_id")
    op.drop_table("api_keys")
