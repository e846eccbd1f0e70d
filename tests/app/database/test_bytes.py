"""Bytes go into the database and come back as they were, whatever is in them."""

import pytest
from sqlalchemy import insert, select

from sql.tables import inbound

ODD = [b"", bytes(range(256)), b"'\\\"; DROP TABLE inbound -- %s %(x)s :name", "\u20ac".encode(), b"\x00" * 1000]


@pytest.mark.parametrize("content", ODD, ids=range(len(ODD)))
async def test_bytes_come_back_as_they_were_stored(db, content):
    row = {
        "mailbox": "m",
        "uid": "1",
        "sha256": "s",
        "size_bytes": len(content),
        "received_ms": 1,
        "outcome": "pending",
    }
    inbound_id = await db.execute(insert(inbound).values({**row, "raw": content}))

    stored = await db.fetch_val(select(inbound.c.raw).where(inbound.c.id == inbound_id))

    assert bytes(stored) == content
