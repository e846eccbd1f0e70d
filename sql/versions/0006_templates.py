"""Answers that are kept to be used again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LongText = sa.Text().with_variant(mysql.LONGTEXT(), "mysql")
ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.create_table(
        "templates",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("group_id", Id, nullable=True),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("html", LongText, nullable=False),
        sa.Column("words", LongText, nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_templates"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_templates_group_id", ondelete="CASCADE"),
        **ENGINE,
    )
    op.create_index("ix_templates_group_id", "templates", ["group_id"])
    op.create_table(
        "template_pictures",
        sa.Column("template_id", Id, nullable=False),
        sa.Column("attachment_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("template_id", "attachment_id", name="pk_template_pictures"),
        sa.ForeignKeyConstraint(
            ["template_id"], ["templates.id"], name="fk_template_pictures_template_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name="fk_template_pictures_attachment_id", ondelete="CASCADE"
        ),
        **ENGINE,
    )


def downgrade() -> None:
    op.drop_table("template_pictures")
    op.drop_table("templates")
