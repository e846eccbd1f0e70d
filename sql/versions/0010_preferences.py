"""How each person wants the console to be."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("operators", sa.Column("preferences", sa.String(1000), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("operators", "preferences")
