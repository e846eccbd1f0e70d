"""What goes over the wire: no line that two servers read differently, no password to a server that is not trusted."""

import asyncio
import contextlib
import re
from email import message_from_bytes
from email.policy import default as modern

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.queries.mail.health import SILENT_SENDING_MS, SendingHealth, sending_health
from app.text.one_line import header_line
from mail.composing import Composed
from mail.composing.header_text import mailbox, text_value
from mail.composing.outgoing_mail import File, OutgoingMail, to_bytes
from mail.outgoing.sender import NotSent
from mail.outgoing.smtp import SmtpDeadlines, SmtpSender
from tests.mail.outgoing.clockwork import Clockwork
from tests.servers.smtp_sink import HANG, SmtpSink

NASTY = [
    "\r",
    "\n",
    "\r\n",
    "\n.\r\n",
    "\r.\r",
    ".\r\n",
    "\0",
    "From ",
    "=?UTF-8?Q?=0A?=",
    "\u2028",
    "\x85",
    "é",
    "x" * 1200,
]
PIECES = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=40)), max_size=12).map("".join)


def outgoing(**given_) -> OutgoingMail:
    made = {
        "sender": ("Aurora", "desk@aurora.example"),
        "to": ("Helena", "helena@guest.example"),
        "subject": "Hello (#1)",
        "message_id": "<t1.ab.cd@aurora.example>",
        "date_ms": 1_795_000_000_000,
        "text": "Hello",
        "html": "<p>Hello</p>",
        "loop_mark": "aurora.example",
    }
    return OutgoingMail(**{**made, **given_})


@settings(max_examples=500)
@given(text=PIECES, html=PIECES, content=st.binary(max_size=300), name=PIECES, subject=PIECES, sender=PIECES)
def test_s54_no_body_file_or_header_makes_a_bare_line_end_or_a_long_line(text, html, content, name, subject, sender):
    files = (
        File(name, "text/plain", content + b"\n.\r\n\r.\r" * 3),
        File(name, name, content, "pic@aurora.example"),
    )
    mime = to_bytes(
        outgoing(
            text=text,
            html=html,
            subject=subject,
            sender=(sender, "desk@aurora.example"),
            to=(name, "a@b.example"),
            files=files,
        )
    )

    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", mime)
    assert max(map(len, mime.split(b"\r\n"))) <= 998
    assert mime.isascii()
    assert b"\0" not in mime
    message = message_from_bytes(mime, policy=modern)
    assert sorted(message.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]
    )
    assert [one.get_content() for one in message.walk() if one.get_filename() and not one["Content-ID"]] or not content
    assert to_bytes(outgoing()) == to_bytes(outgoing())


@settings(max_examples=300)
@given(words=PIECES)
def test_a_reader_sees_the_cleaned_words_and_nothing_decoded_a_second_time(words):
    head = f"Subject: {text_value(words)}\r\nFrom: {mailbox(words, 'a@b.example')}\r\n\r\n"

    message = message_from_bytes(head.encode("ascii"), policy=modern)

    assert message["Subject"] == header_line(words)
    assert [address.addr_spec for address in message["From"].addresses] == ["a@b.example"]
    assert not message.defects


BODIES = ["one\n.\r\ntwo", "\r.\r", ".", "..", "a\0b", "x" * 5_000, "é\u2028\n" * 50]


async def test_s54_one_mail_arrives_for_one_sent_whatever_it_holds(smtp_sink):
    sender = SmtpSender(smtp_sink.url, "x")
    made = [to_bytes(outgoing(text=body, html=body)) for body in BODIES]

    for mime in made:
        await sender.send(Composed("desk@aurora.example", ("a@b.example",), mime))
    await sender.close()

    assert [letter.content for letter in smtp_sink.letters] == made
    assert smtp_sink.connections == 1


async def test_a_connection_that_the_server_closed_meanwhile_is_dialled_anew(smtp_sink):
    sender = SmtpSender(smtp_sink.url, "x")
    mail = Composed("desk@aurora.example", ("a@b.example",), to_bytes(outgoing()))
    await sender.send(mail)
    smtp_sink.reply("MAIL", "421 4.4.2 Idle for too long")

    receipt = await sender.send(mail)
    await sender.close()

    assert receipt.accepted == ("a@b.example",)
    assert len(smtp_sink.letters) == 2


@pytest.fixture(params=["smtps", "smtp+starttls"])
def tls_sink(request, certificates):
    sink = SmtpSink(request.param, certificates, login="desk", password="hush hush").start()
    yield sink
    sink.stop()


def url_of(sink, password="hush%20hush", cafile=""):
    address = sink.url.replace("hush hush", password)
    return f"{address}?cafile={cafile}" if cafile else address


async def test_mail_leaves_over_tls_to_a_server_whose_certificate_is_trusted(tls_sink, certificates):
    sender = SmtpSender(url_of(tls_sink, cafile=certificates.authority_path), "x")

    await sender.send(Composed("desk@aurora.example", ("a@b.example",), to_bytes(outgoing())))
    await sender.close()

    [letter] = tls_sink.letters
    assert letter.login == "desk"


async def test_s64_no_password_goes_to_a_server_whose_certificate_is_not_trusted(tls_sink):
    sender = SmtpSender(url_of(tls_sink), "x")

    with pytest.raises(NotSent, match="certificate") as refused:
        await sender.send(Composed("desk@aurora.example", ("a@b.example",), to_bytes(outgoing())))

    await sender.close()
    assert refused.value.server_away
    assert not tls_sink.letters


async def test_a_wrong_password_is_said_without_it_and_mail_waits(tls_sink, certificates):
    sender = SmtpSender(url_of(tls_sink, "not-this-one", certificates.authority_path), "x")

    with pytest.raises(NotSent, match="refused the sign-in") as refused:
        await sender.send(Composed("desk@aurora.example", ("a@b.example",), to_bytes(outgoing())))

    await sender.close()
    assert refused.value.server_away
    assert "not-this-one" not in str(refused.value)


async def test_starttls_that_a_server_does_not_offer_sends_nothing(smtp_sink):
    sender = SmtpSender(smtp_sink.url.replace("smtp://", "smtp+starttls://u:p@"), "x")

    with pytest.raises(NotSent) as refused:
        await sender.send(Composed("desk@aurora.example", ("a@b.example",), to_bytes(outgoing())))

    await sender.close()
    assert refused.value.server_away
    assert not smtp_sink.letters


@pytest.mark.parametrize("url", ["smtp://u%0AQUIT:p@h.example", "smtp://u:p%00@h.example", "smtp://u:p@h%0d.example"])
def test_s63_a_line_break_in_the_credentials_is_refused(url):
    with pytest.raises(ValueError, match="DESKBELL_SMTP_URL"):
        SmtpSender(url, "x")


async def test_a_server_that_sends_a_byte_now_and_then_holds_nobody_for_longer_than_the_deadline():
    async def drip(_reader, writer):
        with contextlib.suppress(ConnectionError):
            while not writer.is_closing():
                writer.write(b"2")
                await writer.drain()
                await asyncio.sleep(0.02)
        writer.transport.abort()
        ended.set()

    ended = asyncio.Event()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    sender = SmtpSender(f"smtp://127.0.0.1:{port}", "x", SmtpDeadlines(connect_s=0.3))

    async with asyncio.timeout(20):
        with pytest.raises(NotSent):
            await sender.send(Composed("desk@aurora.example", ("a@b.example",), to_bytes(outgoing())))

    await sender.close()
    await asyncio.wait_for(ended.wait(), 20)
    server.close()
    await server.wait_closed()


async def test_the_desk_says_how_its_mail_fares(desk, ticket, smtp_sink):
    clockwork = Clockwork(desk)
    smtp_sink.always("EHLO", HANG)
    await clockwork.turn()
    since_ms = clockwork.now_ms
    away = await sending_health(desk, since_ms)
    late = await sending_health(desk, since_ms + SILENT_SENDING_MS + 1)
    smtp_sink.clear()

    await clockwork.turn(minutes=2)
    await clockwork.outbox.close()

    assert (away.since_ms, away.alarm, late.alarm) == (since_ms, False, True)
    assert away.fault
    assert await sending_health(desk, clockwork.now_ms) == SendingHealth()
