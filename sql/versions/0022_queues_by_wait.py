"""What waits for the desk is listed by how long it waits, in each of its views along an index of its own."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_tickets_shelf_operator_waits": ["shelf", "operator_id", "waits_since_ms", "id"],
    "ix_tickets_shelf_status_waits": ["shelf", "status", "waits_since_ms", "id"],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, "tickets", columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "tickets")
