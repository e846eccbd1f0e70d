"""Searching the log by time: each filter goes through its index in the order of time."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NEW = {
    "ix_events_operator_at": ["operator_id", "at_ms", "id"],
    "ix_events_kind_at": ["kind", "at_ms", "id"],
    "ix_events_at": ["at_ms", "id"],
}
OLD = {"ix_events_operator_id": ["operator_id", "id"], "ix_events_kind": ["kind", "id"], "ix_events_at_ms": ["at_ms"]}


def upgrade() -> None:
    _replace(OLD, NEW)


def downgrade() -> None:
    _replace(NEW, OLD)


def _replace(old: dict[str, list[str]], new: dict[str, list[str]]) -> None:
    for name in old:
        op.drop_index(name, table_name="events")
    for name, columns in new.items():
        op.create_index(name, "events", columns)
