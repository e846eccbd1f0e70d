"""Finding tickets: documents, their full-text index, saved searches."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ENGINE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
SQLITE = (
    """CREATE VIRTUAL TABLE search_index USING fts5(
        body, content='search_documents', content_rowid='ticket_id', detail='none', tokenize='unicode61', prefix='5')""",
    """CREATE TRIGGER search_documents_added AFTER INSERT ON search_documents BEGIN
        INSERT INTO search_index (rowid, body) VALUES (new.ticket_id, new.body); END""",
    """CREATE TRIGGER search_documents_removed AFTER DELETE ON search_documents BEGIN
        INSERT INTO search_index (search_index, rowid, body) VALUES ('delete', old.ticket_id, old.body); END""",
    """CREATE TRIGGER search_documents_changed AFTER UPDATE ON search_documents BEGIN
        INSERT INTO search_index (search_index, rowid, body) VALUES ('delete', old.ticket_id, old.body);
        INSERT INTO search_index (rowid, body) VALUES (new.ticket_id, new.body); END""",
)
MYSQL = ("CREATE FULLTEXT INDEX search_documents_body ON search_documents (body)",)


def upgrade() -> None:
    op.create_table(
        "search_documents",
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("body", sa.Text().with_variant(mysql.LONGTEXT(), "mysql"), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_search_documents"),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name="fk_search_documents_ticket_id", ondelete="CASCADE"
        ),
        **ENGINE,
    )
    op.create_table(
        "saved_searches",
        sa.Column("id", Id, nullable=False),
        sa.Column("operator_id", Id, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("typed", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_searches"),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name="fk_saved_searches_operator_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("operator_id", "name", name="uq_saved_searches_operator_id_name"),
        **ENGINE,
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else MYSQL:
        op.execute(statement)
