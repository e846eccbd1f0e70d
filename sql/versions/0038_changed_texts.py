"""Texts that administrators change, and languages that they add."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LongText = sa.Text().with_variant(mysql.LONGTEXT(), "mysql")
ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.create_table(
        "changed_texts",
        sa.Column("id", Id, nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("text_id", sa.String(32), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("singular", LongText, nullable=False),
        sa.Column("plural", LongText, nullable=False),
        sa.Column("forms", LongText, nullable=False),
        sa.Column("shipped", LongText, nullable=False),
        sa.Column("changed_by", sa.String(120), nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_changed_texts"),
        sa.UniqueConstraint("language", "text_id", name="uq_changed_texts_language_text_id"),
        **ENGINE,
    )
    op.create_table(
        "added_languages",
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("added_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("language", name="pk_added_languages"),
        **ENGINE,
    )
    op.execute("INSERT INTO counters (name, value) VALUES ('texts', 0)")


def downgrade() -> None:
    op.execute("DELETE FROM counters WHERE name = 'texts'")
    op.drop_table("added_languages")
    op.drop_table("changed_texts")
