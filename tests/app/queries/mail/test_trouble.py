"""The figure beside "Mail" counts what the mail pages offer to decide, and nothing else."""

from itertools import product

import sqlalchemy as sa

from app.nouns.inbound_mail import NODS, TRIES, InboundOutcome
from app.queries.mail.ledger import inbound_page
from app.queries.mail.trouble import mail_trouble
from sql.tables import inbound
from tests.app.conftest import NOW


async def test_what_is_counted_is_what_waits_for_somebody(desk, ticket):
    shared = {"mailbox": "pop3://desk@mail.example", "sha256": "", "size_bytes": 1, "received_ms": NOW}
    kinds = product(InboundOutcome, (1, TRIES), (None, ticket.id), ("", NODS[0]))
    rows = [
        {**shared, "uid": str(number), "outcome": outcome, "tries": tries, "ticket_id": on, "reason": why}
        for number, (outcome, tries, on, why) in enumerate(kinds)
    ]
    await desk.db.execute_many(sa.insert(inbound), rows)

    ledger = await inbound_page(desk, None, None, 200)
    trouble = await mail_trouble(desk, NOW)

    assert len(ledger) == len(rows)
    assert trouble.came == len([mail for mail in ledger if mail.waits_for_somebody])
    assert trouble.set_aside == 8 + 4  # a mail that is asked for again has not been given up
