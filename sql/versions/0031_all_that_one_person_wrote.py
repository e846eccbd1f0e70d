"""What somebody wrote on other people's tickets is found by their address, when all data of theirs is erased."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_messages_author_email", "messages", ["author_email"])


def downgrade() -> None:
    op.drop_index("ix_messages_author_email", "messages")
