"""A second factor at sign-in: a sealed secret a person, single-use recovery codes, and since when it is asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.add_column("operators", sa.Column("second_factor_ms", sa.BigInteger(), nullable=True))
    op.create_table(
        "second_factors",
        sa.Column("operator_id", Id, nullable=False),
        sa.Column("secret", sa.String(255), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("pending_secret", sa.String(255), nullable=True),
        sa.Column("pending_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("operator_id", name="pk_second_factors"),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name="fk_second_factors_operator_id", ondelete="CASCADE"
        ),
        **ENGINE,
    )
    op.create_table(
        "recovery_codes",
        sa.Column("operator_id", Id, nullable=False),
        sa.Column("code_sha256", sa.String(64), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("operator_id", "code_sha256", name="pk_recovery_codes"),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name="fk_recovery_codes_operator_id", ondelete="CASCADE"
        ),
        **ENGINE,
    )


def downgrade() -> None:
    op.drop_table("recovery_codes")
    op.drop_table("second_factors")
    with op.batch_alter_table("operators") as operators:
        operators.drop_column("second_factor_ms")
