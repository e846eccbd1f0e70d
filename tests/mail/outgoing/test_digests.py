"""Notices in a rush: ten single ones, then one mail that names the rest; strangers flood no operator's mailbox."""

from sqlalchemy import select

from app.actions.message.writing import CustomerMessage, customer_writes
from app.core.clock import MINUTE_MS
from sql.tables import outbox
from tests.mail.outgoing.clockwork import Clockwork
from tests.plugins.desk import NOW, opened


async def to_anna(desk):
    query = select(outbox).where(outbox.c.recipients == '["anna@desk.example"]').order_by(outbox.c.id)
    return await desk.db.fetch_all(query)


async def test_after_the_tenth_notice_in_ten_minutes_the_rest_come_as_one(desk, anna, ticket, smtp_sink):
    other = await opened(desk, "Second room")
    for number in range(20):
        where = other if number % 2 else ticket
        await customer_writes(desk, where.id, CustomerMessage(f"Again {number}", source="web"), NOW + number)

    rows = await to_anna(desk)
    clockwork = Clockwork(desk)
    await clockwork.turn(minutes=9)
    early = [one.message["Subject"] for one in smtp_sink.letters if one.rcpt_tos == ["anna@desk.example"]]
    await clockwork.turn(minutes=2)
    await clockwork.outbox.close()
    digest = [one.message for one in smtp_sink.letters if one.rcpt_tos == ["anna@desk.example"]][-1]

    assert [row.kind for row in rows] == ["new_message"] * 10 + ["digest"]
    assert len(early) == 10
    assert digest["Subject"] == "12 new messages"
    assert digest["Auto-Submitted"] == "auto-generated"
    text = digest.get_body(("plain",)).get_content()
    assert f"{ticket.number} Late arrival (6)" in text
    assert f"{other.number} Second room (6)" in text


async def test_a_flood_from_outside_is_one_mail_in_ten_minutes(desk, anna, group):
    for number in range(130):
        await opened(desk, f"Flood {number}", at_ms=NOW + number)

    rows = await to_anna(desk)

    assert [row.kind for row in rows] == ["new_message"] * 10 + ["digest"]
    assert len(rows[-1].details) < 2000
    assert rows[-1].due_ms == NOW + 10 * MINUTE_MS


async def test_after_a_quiet_time_notices_come_singly_again(desk, anna, ticket):
    for number in range(12):
        await customer_writes(desk, ticket.id, CustomerMessage(f"Again {number}", source="web"), NOW + number)

    await customer_writes(desk, ticket.id, CustomerMessage("Later", source="web"), NOW + 11 * MINUTE_MS)

    assert [row.kind for row in await to_anna(desk)][-2:] == ["digest", "new_message"]
