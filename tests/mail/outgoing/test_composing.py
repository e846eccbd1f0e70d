"""What the desk's mails look like to a mail client, and to somebody who wants to abuse them."""

from email import message_from_bytes
from email.policy import default as modern

import pytest
from sqlalchemy import select

from app.actions.group.changing import GroupForm, change_group
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.releasing import release_due
from app.actions.message.uploading import keep_upload
from app.files.kinds import Upload
from app.html_safety import clean_answer_html, clean_mail_html
from app.nouns.outbound_mail import OutboundMail
from app.nouns.ticket import Customer
from app.queries.people.people import groups
from mail.composing import CannotCompose, compose
from mail.intake.sender_facts import own_addresses
from sql.tables import outbox
from tests.plugins.desk import NOW, opened

PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    + (800).to_bytes(4, "big")
    + (400).to_bytes(4, "big")
    + b"\x08\x06\0\0\0"
    + b"\0" * 20
)


async def rows(desk, kind):
    found = await desk.db.fetch_all(select(outbox).where(outbox.c.kind == kind).order_by(outbox.c.id))
    return [OutboundMail.from_record(record) for record in found]


async def composed(desk, kind):
    """The newest mail of this kind, as a client parses it."""
    made = await compose(desk, (await rows(desk, kind))[-1])
    return message_from_bytes(made.mime, policy=modern)


def part(message, subtype):
    return message.get_body((subtype,)).get_content()


async def answered(desk, operator, ticket, html, keys=(), at_ms=NOW):
    form = AnswerForm(html, f"key-{at_ms}", taking=True, attachment_keys=tuple(keys))
    message_id = await send_answer(desk, operator, ticket.id, form, at_ms)
    await release_due(desk, at_ms + 60_000)
    return message_id


async def test_an_answer_has_text_and_html_the_ticket_box_and_the_last_message_quoted_once(desk, anna, ticket):
    await answered(desk, anna, ticket, "<p>Dear <b>Helena</b>,</p><p>reception is open.</p>")

    mail = await composed(desk, "answer")

    text, html = part(mail, "plain"), part(mail, "html")
    assert mail["Subject"] == f"Re: Late arrival (#{ticket.id})"
    assert mail["From"] == "Aurora Travel <desk@aurora.example>"
    assert mail["To"] == "Helena Brandt <Helena@guest.example>"
    assert f"https://desk.aurora.example/t/{ticket.id}/{ticket.access_code}" in html
    for body in (text, html):
        assert "reception is open." in body
        assert body.count("We arrive at 00:45.") == 1
    assert f"keep #{ticket.id} in the subject" in text
    assert f'keep <bdi dir="ltr">#{ticket.id}</bdi> in the subject' in html
    assert mail["Auto-Submitted"] is None
    assert mail["X-Auto-Response-Suppress"] is None


async def test_a_group_writes_to_customers_from_its_own_address_and_undeliverable_mail_comes_to_the_desk(
    desk, ada, anna, group, ticket
):
    form = GroupForm("Reservations", sender_name="Aurora “Bookings”", sender_email="bookings@aurora.example")
    await change_group(desk, ada, group, form, NOW)
    await answered(desk, anna, ticket, "<p>Yes.</p>")

    made = await compose(desk, (await rows(desk, "answer"))[-1])

    [author] = message_from_bytes(made.mime, policy=modern)["From"].addresses
    assert (author.display_name, author.addr_spec) == ("Aurora “Bookings”", "bookings@aurora.example")
    assert made.sender == "desk@aurora.example"
    assert own_addresses(desk.settings, await groups(desk)) >= {"bookings@aurora.example", "desk@aurora.example"}


async def test_the_same_row_gives_the_same_bytes(desk, anna, ticket):
    await answered(desk, anna, ticket, "<p>Hello</p>")
    [row] = await rows(desk, "answer")

    assert (await compose(desk, row)).mime == (await compose(desk, row)).mime


async def test_s59_a_client_shows_one_conversation(desk, anna, ticket):
    await answered(desk, anna, ticket, "<p>One</p>")
    await answered(desk, anna, ticket, "<p>Two</p>", at_ms=NOW + 90_000)
    [confirmation], [first, second] = await rows(desk, "confirmation"), await rows(desk, "answer")

    mail = await composed(desk, "answer")

    assert mail["Message-ID"] == second.mime_message_id
    assert mail["In-Reply-To"] == first.mime_message_id
    assert mail["References"].split() == [confirmation.mime_message_id, first.mime_message_id]


async def test_s58_a_confirmation_echoes_nothing_that_a_stranger_typed_and_asks_for_what_is_missing(desk, group):
    stranger = Customer("BUY GOLD NOW", "victim@guest.example", "", "", "http://evil.example", "DE")
    ticket = await opened(desk, "Your account is closed", customer=stranger, text="Click http://evil.example")

    mail = await composed(desk, "confirmation")

    raw = mail.as_string() + part(mail, "plain") + part(mail, "html")
    assert not [words for words in ("GOLD", "account is closed", "evil.example") if words in raw]
    assert mail["Subject"] == f"We have your message (#{ticket.id})"
    assert mail["To"] == "victim@guest.example"
    assert "your phone number" in part(mail, "plain")
    assert "your city" not in part(mail, "plain")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"


async def test_a_notice_leads_an_operator_to_the_ticket(desk, anna, ticket):
    mail = await composed(desk, "new_message")

    assert mail["To"] == "anna@desk.example"
    assert mail["Subject"] == f"New message: Late arrival (#{ticket.id})"
    assert f"https://desk.aurora.example/tickets/{ticket.id}" in part(mail, "html")
    assert ticket.access_code not in mail.as_string()
    assert mail["Auto-Submitted"] == "auto-generated"


async def test_a_long_word_is_broken_instead_of_widening_the_mail(desk, anna, ticket):
    await answered(desk, anna, ticket, f"<p>https://example.org/{'there/' * 60}</p>")

    html = part(await composed(desk, "answer"), "html")

    assert html.count("table-layout:fixed") == 2  # the sheet, and what it stands on: no content makes them wider
    assert html.count("overflow-wrap:break-word") == 2


async def test_pictures_travel_inside_the_mail_with_their_size_and_other_files_beside(desk, anna, ticket):
    picture = await keep_upload(desk, anna, Upload("house.png", "image/png", PNG), NOW)
    voucher = await keep_upload(desk, anna, Upload("voucher.pdf", "application/pdf", b"%PDF-1.7 x"), NOW)
    html = f'<p>Look:</p><img src="/attachments/{picture.key}" alt="Front">'
    await answered(desk, anna, ticket, html, [picture.key, voucher.key])

    mail = await composed(desk, "answer")

    [inline] = [one for one in mail.walk() if one["Content-ID"]]
    assert f'src="cid:{inline["Content-ID"].strip("<>")}"' in part(mail, "html")
    assert 'width="536" height="268"' in part(mail, "html")
    assert inline.get_content() == PNG
    assert [(one.get_filename(), one.get_content()) for one in mail.iter_attachments()] == [
        ("voucher.pdf", b"%PDF-1.7 x")
    ]


async def test_a_card_has_lines_and_no_background_of_its_own_so_that_dark_mails_show_it(desk, anna, ticket):
    card = '<table border="1" cellpadding="4" bgcolor="#ffffff"><tbody><tr><td bgcolor="#fff">Largo</td></tr></tbody></table>'
    await answered(desk, anna, ticket, f"<p>This one:</p>{card}")

    html = part(await composed(desk, "answer"), "html")

    assert (
        '<table class="ln" border="1" cellpadding="4" '
        'style="margin:0 0 14px;border-collapse:collapse;border:1px solid #d9e1dc;"><tbody><tr><td>Largo</td>'
    ) in html
    assert ".ln { border-color: #303b35 !important; }" in html


async def test_s09_what_an_operator_wrote_is_clean_in_the_mail(desk, anna, ticket):
    await answered(desk, anna, ticket, '<p onclick="x()">Hi<script>x()</script><svg onload=x()></svg></p>')

    html = part(await composed(desk, "answer"), "html")

    assert "script" not in html
    assert "onclick" not in html
    assert "svg" not in html
    body = html.split("</style>")[1]
    assert "Hi" in clean_answer_html(body)


async def test_s10_a_customers_page_that_an_answer_quotes_is_text_in_the_mail(desk, anna, group):
    html = clean_mail_html('<p onclick="x()">Hello <svg onload=x()></svg><img src="https://t.example/p.gif"></p>')
    text = "Hello <script>x()</script> <img src=x onerror=x()>"
    ticket = await opened(desk, html=html, text=text)
    await answered(desk, anna, ticket, "<p>Welcome.</p>")

    quoting = part(await composed(desk, "answer"), "html")

    assert "&lt;script&gt;x()&lt;/script&gt;" in quoting
    assert not [one for one in ("<script", "onclick", "<svg", "t.example", "<img src=x") if one in quoting]


HOSTILE = [
    "A x subject=?UTF-8?Q?=0A?=Bcc: injected@example.com",
    "x\nBcc: a@b.example",
    "x\r\nBcc: a@b.example\r\n\r\nbody",
    "nul\0 here",
    "line\u2028separator",
    "right\u202eto left",
    "=?UTF-8?B?Cg==?=Bcc: a@b.example",
    "=?=?UTF-8?Q?=0A?==?=",
    "Ü" * 5_000,
    "x" * 10_000,
    '" <a@b.example>, "',
    "\ud800 lone",
    "",
]
PLAIN = ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
async def test_s53_no_subject_or_name_adds_a_header_or_stops_an_answer(desk, anna, group, words):
    storable = words.encode("utf-8", "replace").decode()[:300]
    ticket = await opened(desk, storable, customer=Customer(storable[:120], "helena@guest.example"))
    await answered(desk, anna, ticket, "<p>Hello</p>")

    for kind, more in (
        ("answer", ["In-Reply-To", "References"]),
        ("confirmation", ["Auto-Submitted", "X-Auto-Response-Suppress", "X-Deskbell-Loop"]),
        ("new_message", ["References", "Auto-Submitted", "X-Auto-Response-Suppress", "X-Deskbell-Loop"]),
    ):
        mail = await composed(desk, kind)
        assert sorted(mail.keys()) == sorted(PLAIN + more)
        assert [address.addr_spec for address in mail["To"].addresses] in (
            ["helena@guest.example"],
            ["anna@desk.example"],
        )
        assert mail["Subject"].endswith(f"(#{ticket.id})")
        assert "\n" not in mail["Subject"]


@pytest.mark.parametrize(
    "address", ["a@b.example\nBcc: x@y", "a b@c.example", "", "a@", "<a@b>", "a@b,c@d", "ü@x.example"]
)
async def test_an_address_that_is_none_is_said_and_not_sent_to(desk, ticket, address):
    [row] = await rows(desk, "confirmation")

    with pytest.raises(CannotCompose, match="not a valid email address"):
        await compose(
            desk,
            OutboundMail(
                **{name: getattr(row, name) for name in row.__dataclass_fields__} | {"recipients": (address,)}
            ),
        )


async def test_a_domain_with_letters_of_its_own_is_written_in_ascii(desk, ticket):
    [row] = await rows(desk, "confirmation")
    there = {name: getattr(row, name) for name in row.__dataclass_fields__} | {"recipients": ("a@bücher.example",)}

    assert (await compose(desk, OutboundMail(**there))).recipients == ("a@xn--bcher-kva.example",)
