"""What went to several people was one mail to all of them; now it is one for each, with a state of its own.

Such a row keeps its first recipient. Each other one gets a row: a copy of an answer, or one more mail to a third party.
What the row knew of each of them (`left`: still to be sent, `refused`: never) becomes the state of theirs.
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

UNSENT = ("held", "queued", "sending")
KINDS = {"answer": "copy", "to_third_party": "to_third_party"}
FOR_OTHERS = ("confirmation", "answer", "lost_code", "to_third_party")
BATCH = 500
NAMES = (
    *("id", "kind", "ticket_id", "message_id", "operator_id", "recipients", "stranger_key", "language", "details"),
    *("mime_message_id", "state", "due_ms", "claim", "claimed_until_ms", "tries", "server_said", "maybe_twice"),
    *("created_ms", "sent_ms", "dismissed_ms"),
)
outbox = sa.table("outbox", *map(sa.column, NAMES))
tickets = sa.table("tickets", sa.column("id"), sa.column("trouble"))


def upgrade() -> None:
    connection, after = op.get_bind(), 0
    several = sa.and_(outbox.c.kind.in_(KINDS), outbox.c.recipients.like('%", "%'))
    while True:
        query = sa.select(outbox).where(several, outbox.c.id > after).order_by(outbox.c.id).limit(BATCH)
        rows = [dict(row._mapping) for row in connection.execute(query)]
        if not rows:
            return
        for row in rows:
            _part(connection, row)
        after = rows[-1]["id"]


def _part(connection: sa.Connection, row: Mapping[str, Any]) -> None:
    first, *others = json.loads(row["recipients"])
    details = json.loads(row["details"] or "{}")
    known = {name: value for name, value in details.items() if name not in {"left", "refused"}}
    kept = {**_state(row, details, first, is_first=True), "recipients": _json([first]), "details": _json(known)}
    connection.execute(sa.update(outbox).where(outbox.c.id == row["id"]).values(kept))
    for address in others:
        copied = {name: value for name, value in row.items() if name not in {"id", "claim", "claimed_until_ms"}}
        about = {"kind": KINDS[row["kind"]], "recipients": _json([address]), "details": _json(known)}
        named = {"mime_message_id": _unsigned(row["mime_message_id"])}
        state = _state(row, details, address, is_first=False)
        connection.execute(sa.insert(outbox).values({**copied, **about, **named, **state}))
    _clear_trouble(connection, row["ticket_id"])


def _state(row: Mapping[str, Any], details: Mapping[str, Any], address: str, *, is_first: bool) -> dict[str, Any]:
    """What is known of this recipient's mail."""
    state, said = row["state"], row["server_said"] or ""
    words = [one for one in [*details.get("refused", ()), *said.split("; ")] if one.lower().startswith(f"{address.lower()}: ")]
    left = [one.lower() for one in details.get("left", ())]
    if words and address.lower() not in left:
        return {"state": "failed", "server_said": words[0].partition(": ")[2][:500]}
    if state in UNSENT:
        if left and address.lower() not in left:
            return _sent(row)
        return {} if is_first else {"state": "queued" if state == "sending" else state, "tries": 0, "server_said": ""}
    if state == "failed" and (details.get("refused") or _names_some(row)):
        return _sent(row)
    if state == "bounced" and address.lower() not in said.lower():
        return {} if is_first and not _names_some(row) else _sent(row)
    return {}


def _names_some(row: Mapping[str, Any]) -> bool:
    """Whether the server's words are about some of the recipients: then the others got it."""
    said = (row["server_said"] or "").lower()
    return any(f"{address.lower()}" in said for address in json.loads(row["recipients"]))


def _sent(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"state": "sent", "sent_ms": row["sent_ms"] or row["due_ms"], "server_said": ""}


def _unsigned(mime_message_id: str) -> str:
    """A Message-ID that nobody has seen yet; the desk gives the mail one with a reply token before it leaves."""
    return f"<unsigned.{uuid4().hex}@{mime_message_id.rpartition('@')[2]}"


def _clear_trouble(connection: sa.Connection, ticket_id: int | None) -> None:
    """No red mark where only a copy was refused."""
    failed = outbox.c.state.in_(("failed", "bounced")) & outbox.c.kind.in_(FOR_OTHERS)
    still = sa.exists().where(outbox.c.ticket_id == ticket_id, failed)
    marked = (tickets.c.id == ticket_id) & (tickets.c.trouble != "")
    connection.execute(sa.update(tickets).where(marked, ~still).values(trouble=""))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def downgrade() -> None:
    """The rows stay apart: an older desk sends each as it is."""
