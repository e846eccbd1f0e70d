"""The outbox sends by another server as soon as the settings name one; a mailbox lends its sender to answers."""

import asyncio
import dataclasses
import ipaddress
from email import message_from_bytes
from email.policy import default as modern

from app.actions.mail.mailboxes import add_mailbox, change_mailbox, read_mailbox
from app.actions.mail.outgoing_server import change_outgoing, read_outgoing
from app.actions.people.password_links import send_reset_link
from app.core.clock import now_ms
from mail.composing.compose import compose
from mail.outgoing.outbox import run_outbox
from sql.tables import inbound
from tests.mail.outgoing.test_composing import answered, rows
from tests.plugins.desk import NOW, opened, person
from tests.servers.smtp_sink import SmtpSink

BOX = {"protocol": "imap", "host": "imap.aurora.example", "user": "b@aurora.example", "password": "x"}


async def test_mail_that_waits_leaves_once_a_server_is_set_and_the_next_by_the_next_one(desk, ada, smtp_sink):
    local = (ipaddress.ip_network("127.0.0.0/8"),)
    desk.settings = dataclasses.replace(desk.settings, smtp_url=None, mail_networks=local)
    people = [ada, *[await person(desk, f"P{number}") for number in range(10)]]
    second = SmtpSink().start()
    outbox = asyncio.create_task(run_outbox(desk))
    try:
        for sink in (smtp_sink, second):
            typed = {"host": "127.0.0.1", "port": str(sink.port), "security": "none"}
            await change_outgoing(desk, ada, read_outgoing(desk.settings, typed), now_ms())
            async with asyncio.timeout(60):
                while not sink.letters:  # what was queued in the last moment of the old server leaves by that
                    await send_reset_link(desk, people.pop(0).email, now_ms())
                    await asyncio.sleep(0.5)
    finally:
        outbox.cancel()
        await asyncio.gather(outbox, return_exceptions=True)
        second.stop()


async def author_of(desk):
    made = await compose(desk, (await rows(desk, "answer"))[-1])
    [author] = message_from_bytes(made.mime, policy=modern)["From"].addresses
    return author.display_name, author.addr_spec


async def test_answers_come_from_the_sender_of_the_mailbox_of_the_tickets_group(desk, ada, anna, group, ticket):
    typed = {**BOX, "group": str(group), "sender_name": "Bookings", "sender_email": "bookings@aurora.example"}
    number = await add_mailbox(desk, ada, read_mailbox(typed), NOW)
    await answered(desk, anna, ticket, "<p>Yes.</p>")
    assert await author_of(desk) == ("Bookings", "bookings@aurora.example")

    await change_mailbox(desk, ada, number, read_mailbox({**typed, "group": ""}), NOW)

    assert await author_of(desk) == ("Aurora Travel", "desk@aurora.example")


async def test_a_mailbox_without_a_group_lends_its_sender_to_what_came_by_it(desk, ada, anna, group):
    await add_mailbox(desk, ada, read_mailbox({**BOX, "sender_email": "hello@aurora.example"}), NOW)
    ticket = await opened(desk)
    name = "imaps://b%40aurora.example@imap.aurora.example:993/INBOX"
    row = {"mailbox": name, "uid": "1:1", "sha256": "0", "size_bytes": 1, "received_ms": NOW, "outcome": "opened"}
    await desk.db.execute(inbound.insert().values(**row, ticket_id=ticket.id))
    await answered(desk, anna, ticket, "<p>Yes.</p>")

    assert await author_of(desk) == ("Aurora Travel", "hello@aurora.example")
