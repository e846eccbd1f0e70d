"""Groups that administrators make: sender, defaults, signature foot, opening hours and what they were before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
LONG_TEXT = sa.Text().with_variant(mysql.LONGTEXT(), "mysql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = (
    ("default_for_form", sa.Boolean(), "0"),
    ("default_for_mail", sa.Boolean(), "0"),
    ("sender_name", sa.String(120), ""),
    ("sender_email", sa.String(254), ""),
    ("signature_foot", sa.String(1000), ""),
)


def upgrade() -> None:
    for name, kind, default in COLUMNS:
        op.add_column("groups", sa.Column(name, kind, nullable=False, server_default=default))
    op.add_column("groups", sa.Column("hours", LONG_TEXT, nullable=True))
    op.create_table(
        "opening_hours",
        sa.Column("group_id", ID, nullable=False, autoincrement=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("hours", LONG_TEXT, nullable=True),
        sa.Column("answer_target_min", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("group_id", "since_ms", name="pk_opening_hours"),
        **ENGINE,
    )


def downgrade() -> None:
    op.drop_table("opening_hours")
    op.drop_column("groups", "hours")
    for name, _kind, _default in reversed(COLUMNS):
        op.drop_column("groups", name)
