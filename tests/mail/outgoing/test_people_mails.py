"""The mails with a link that sets a password: what they say, and that the link rests nowhere."""

import json
import re

import pytest
from sqlalchemy import select, update

from app.actions.change import by
from app.actions.mail.sending_again import retry_now
from app.actions.people.password_links import send_reset_link
from app.actions.people.people import add_operator
from app.core.clock import MINUTE_MS
from app.credentials.link_tokens import token_of
from app.nouns.operator import Role
from mail.outgoing.outbox import Outbox
from mail.outgoing.senders import sender_from
from mail.preview import left
from sql.tables import operators, outbox
from tests.plugins.desk import NOW

HREF = re.compile(r'href="(https://desk\.aurora\.example/password/[^"]+)"')


async def the_mail(desk):
    [row] = await desk.db.fetch_all(select(outbox))
    return row


async def sent(desk, smtp_sink, at_ms=NOW):
    """What the mail server got."""
    sender = Outbox(desk, sender_from(desk.settings), clock=lambda: at_ms)
    await sender.pass_once()
    await sender.close()
    return [letter.message for letter in smtp_sink.letters]


async def test_s59_a_reset_mail_says_what_to_do_and_that_a_robot_wrote_it(desk, anna, smtp_sink):
    await send_reset_link(desk, anna.email, NOW)

    [mail] = await sent(desk, smtp_sink)

    token = token_of(desk.settings, json.loads((await the_mail(desk)).details)["nonce"])
    assert mail["Subject"] == "Reset your password for Aurora Travel"
    assert (mail["To"], mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == (
        anna.email,
        "auto-generated",
        "All",
    )
    html, text = (mail.get_body((kind,)).get_content() for kind in ("html", "plain"))
    assert HREF.findall(html) == [f"https://desk.aurora.example/password/{token}"]
    assert f"https://desk.aurora.example/password/{token}" in text.splitlines()
    assert "30 minutes" in html
    assert "30 minutes" in text


async def test_an_invitation_says_who_invites(desk, ada, smtp_sink):
    await add_operator(desk, "j@new.example", "Jonas", Role.OPERATOR, (), None, NOW, invited=True, actor=by(ada))

    [mail] = await sent(desk, smtp_sink)

    assert mail["Subject"] == "Your invitation to Aurora Travel"
    for body in ("html", "plain"):
        assert "Ada has invited you" in mail.get_body((body,)).get_content()


async def test_the_link_rests_nowhere_and_no_administrator_reads_it(desk, anna, smtp_sink):
    await send_reset_link(desk, anna.email, NOW)
    before = await left(desk, (await the_mail(desk)).id)
    [mail] = await sent(desk, smtp_sink)

    row = await the_mail(desk)
    shown = await left(desk, row.id)

    token = token_of(desk.settings, json.loads(row.details)["nonce"])
    assert token in mail.get_body(("plain",)).get_content()
    assert (row.state, row.mime) == ("sent", None)
    for made in (before, shown):
        assert token not in json.dumps(made)
        assert "/password/…" in made["text"]


async def test_a_link_whose_time_is_over_is_not_sent(desk, anna, smtp_sink):
    await send_reset_link(desk, anna.email, NOW)

    assert await sent(desk, smtp_sink, NOW + 31 * MINUTE_MS) == []

    row = await the_mail(desk)
    assert row.state == "failed"
    assert row.server_said


async def test_a_link_that_opens_nothing_any_more_is_not_sent_again(desk, anna, ada, smtp_sink):
    await send_reset_link(desk, anna.email, NOW)
    row = await the_mail(desk)
    await desk.db.execute(update(outbox).values(state="failed"))
    await send_reset_link(desk, anna.email, NOW + 1)
    await retry_now(desk, ada, row.id, NOW + 2)

    mails = await sent(desk, smtp_sink, NOW + 3)

    assert len(mails) == 1
    [first, second] = await desk.db.fetch_all(select(outbox).order_by(outbox.c.id))
    assert (first.state, second.state) == ("failed", "sent")


async def test_every_try_is_the_same_mail(desk, anna, smtp_sink):
    await send_reset_link(desk, anna.email, NOW)
    first = await sent(desk, smtp_sink)
    await desk.db.execute(update(outbox).values(state="sending", claimed_until_ms=NOW - 1, claim="dead"))

    both = await sent(desk, smtp_sink)

    assert [str(mail) for mail in both] == [str(first[0])] * 2
    assert (await the_mail(desk)).maybe_twice


@pytest.mark.parametrize("name", ["Anna\r\nBcc: x@evil.example", "=?UTF-8?Q?x?=", "<b>Anna</b>"])
async def test_a_name_is_only_a_name(desk, ada, smtp_sink, name):
    await desk.db.execute(update(operators).where(operators.c.id == ada.id).values(name=name))
    await add_operator(desk, "j@new.example", "Jonas", Role.OPERATOR, (), None, NOW, invited=True, actor=by(ada))

    [mail] = await sent(desk, smtp_sink)

    assert "Bcc" not in mail
    assert "<b>Anna" not in mail.get_body(("html",)).get_content()
