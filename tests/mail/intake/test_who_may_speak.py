"""The table "Who may a mail speak for", row by row through the real intake: what happens, who sees it, what leaves."""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from sqlalchemy import update

from app.actions.change import change
from app.actions.mail.claiming import claim_mail
from app.actions.mail.delivering import mark_sent
from app.actions.mail.mailing import queue_mail
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.releasing import release_due
from app.actions.message.third_party import ThirdPartyForm, write_to_third_party
from app.actions.ticket.addresses import AddressRole, remember_addresses
from app.actions.ticket.deleting import delete
from app.core.clock import MINUTE_MS
from app.credentials.reply_tokens import new_message_id
from app.nouns.outbound_mail import MailKind
from app.nouns.status import Status
from app.queries.desk.events import events_after
from app.queries.ticket.messages import messages_of
from app.queries.ticket.ticket_page import customer_thread
from app.queries.ticket.tickets import ticket_by_id
from sql.tables import outbox
from tests.mail.intake.fake_mailbox import mail
from tests.plugins.desk import NOW

CUSTOMER, OTHER, HOTEL = "Helena <helena@guest.example>", "Max <max@private.example>", "hotel@hotel.example"
WAITS, WROTE = Status.WAITING_FOR_CUSTOMER, Status.WAITING_FOR_OPERATOR
PASS = "mx.aurora.example; dmarc=pass header.from=guest.example"
FAIL = "mx.aurora.example; dmarc=fail header.from=guest.example"
MESSAGE, REOPENED, OPENED = ["message.added"], ["ticket.status", "message.added"], ["ticket.opened"]
NOTICE, CONFIRMED = ["new_message"], ["confirmation", "new_message"]


class Scene(NamedTuple):
    """Helena's answered ticket, a letter of it to a hotel; Message-IDs of ours and a plus-address with a token."""

    ticket: int
    reply: str
    to_hotel: str
    plus: str
    old_to_hotel: str
    notice: str


class Row(NamedTuple):
    """What comes in, and what must be there afterwards."""

    brings: Callable[[Scene], bytes]
    outcome: str
    place: str  # ticket, new, nowhere
    kind: str = "customer"
    seen_by_customer: bool = True
    warning: str = ""
    proof: str = ""
    status: Status = WAITS
    events: list[str] = MESSAGE
    mails: list[str] = []  # noqa: RUF012 - never changed


def by_reply(sender, **more):
    return lambda scene: mail(sender, text="Words", In_Reply_To=scene.reply, **more)


def by_number(sender, **more):
    return lambda scene: mail(sender, subject=f"Re: Late arrival (#{scene.ticket})", text="Words", **more)


def plus_of(message_id):
    return f"desk+{message_id.strip('<>').partition('@')[0]}@aurora.example"


HEAP = " ".join(f"<{number}@elsewhere.example>" for number in range(60))

ROWS = {
    "token, customer": Row(by_reply(CUSTOMER), "appended", "ticket", proof="token", status=WROTE, events=REOPENED, mails=NOTICE),
    "token in the recipient, customer": Row(
        lambda scene: mail(CUSTOMER, text="Words", To=scene.plus), "appended", "ticket", proof="token", status=WROTE, events=REOPENED, mails=NOTICE
    ),
    "token in References, customer": Row(
        lambda scene: mail(CUSTOMER, text="Words", References=f"<a@b.example> {scene.reply} <c@d.example>"), "appended", "ticket", proof="token", status=WROTE, events=REOPENED, mails=NOTICE
    ),
    "token, customer, DMARC fails": Row(by_reply(CUSTOMER, Authentication_Results=FAIL), "internal", "ticket", seen_by_customer=False, warning="dmarc_fail", proof="token"),
    "token, added address": Row(by_reply("Ole <ole@added.example>"), "appended", "ticket", proof="token", status=WROTE, events=REOPENED, mails=NOTICE),
    "number, customer, DMARC passes": Row(by_number(CUSTOMER, Authentication_Results=PASS), "appended", "ticket", proof="number", status=WROTE, events=REOPENED, mails=NOTICE),
    "number, customer, nobody checked": Row(by_number(CUSTOMER), "appended", "ticket", warning="unverified", proof="number", status=WROTE, events=REOPENED, mails=NOTICE),
    "number, added address": Row(by_number("Ole <ole@added.example>"), "appended", "ticket", warning="unverified", proof="number", status=WROTE, events=REOPENED, mails=NOTICE),
    "number, customer, DMARC fails": Row(by_number(CUSTOMER, Authentication_Results=FAIL), "internal", "ticket", seen_by_customer=False, warning="dmarc_fail", proof="number"),
    "token, another sender": Row(by_reply(OTHER), "internal", "ticket", kind="third_party", seen_by_customer=False, warning="other_sender", proof="token", mails=NOTICE),
    "token, another sender, customer in copy": Row(by_reply(OTHER, Cc=CUSTOMER), "internal", "ticket", kind="third_party", seen_by_customer=False, warning="other_sender", proof="token", mails=NOTICE),
    "forged token, another sender": Row(
        lambda scene: mail(OTHER, text="Words", In_Reply_To=re.sub(r"[0-9a-f]{20}@", 20 * "0" + "@", scene.reply)), "opened", "new", status=Status.OPEN, events=OPENED, mails=CONFIRMED
    ),
    "cut token, customer": Row(
        lambda scene: mail(CUSTOMER, text="Words", In_Reply_To=re.sub(r"....@", "@", scene.reply)), "opened", "new", status=Status.OPEN, events=OPENED, mails=CONFIRMED
    ),
    "token of the letter to the hotel, the hotel": Row(
        lambda scene: mail(HOTEL, text="Words", In_Reply_To=scene.to_hotel), "internal", "ticket", kind="third_party", seen_by_customer=False, proof="token", mails=NOTICE
    ),
    "token of the letter to the hotel, who claims to be the customer": Row(
        lambda scene: mail(CUSTOMER, text="Words", In_Reply_To=scene.to_hotel), "appended", "ticket", warning="unverified", proof="reference", status=WROTE, events=REOPENED, mails=NOTICE
    ),
    "token of the letter to the hotel, who claims to be the customer, DMARC fails": Row(
        lambda scene: mail(CUSTOMER, text="Words", In_Reply_To=scene.to_hotel, Authentication_Results=FAIL), "internal", "ticket", seen_by_customer=False, warning="dmarc_fail", proof="reference"
    ),
    "token of the letter to the hotel in the recipient, who claims to be the customer": Row(
        lambda scene: mail(CUSTOMER, text="Words", To=plus_of(scene.to_hotel), In_Reply_To=scene.reply), "appended", "ticket", warning="unverified", proof="reference", status=WROTE, events=REOPENED, mails=NOTICE
    ),
    "token of the letter to the hotel before the customer's own, who claims to be the customer": Row(
        lambda scene: mail(CUSTOMER, text="Words", In_Reply_To=scene.to_hotel, References=scene.reply), "appended", "ticket", warning="unverified", proof="reference", status=WROTE, events=REOPENED, mails=NOTICE
    ),
    "token of the letter to the hotel behind a heap of others, who claims to be the customer": Row(
        lambda scene: mail(CUSTOMER, text="Words", References=f"{scene.to_hotel} {HEAP}"), "appended", "ticket", warning="unverified", proof="reference", status=WROTE, events=REOPENED, mails=NOTICE
    ),
    "token of the letter to the hotel as it was made before tokens had kinds, who claims to be the customer": Row(
        lambda scene: mail(CUSTOMER, text="Words", Cc=plus_of(scene.old_to_hotel)), "appended", "ticket", warning="unverified", proof="reference", status=WROTE, events=REOPENED, mails=NOTICE
    ),
    "token of a notice to an operator, who claims to be the customer": Row(
        lambda scene: mail(CUSTOMER, text="Words", In_Reply_To=scene.notice), "appended", "ticket", warning="unverified", proof="reference", status=WROTE, events=REOPENED, mails=NOTICE
    ),
    "token, somebody who was copied": Row(by_reply("Cleo <cleo@copied.example>"), "internal", "ticket", kind="third_party", seen_by_customer=False, proof="token", mails=NOTICE),
    "token, another sender, DMARC fails": Row(
        by_reply(OTHER, Authentication_Results=FAIL.replace("guest", "private")), "internal", "ticket", kind="third_party", seen_by_customer=False, warning="dmarc_fail", proof="token", mails=NOTICE
    ),
    "number, a stranger": Row(by_number(OTHER), "opened", "new", warning="mentions", status=Status.OPEN, events=OPENED, mails=CONFIRMED),
    "number, a robot (the ticket trick)": Row(by_number("noreply@service.example"), "opened", "new", warning="mentions", status=Status.OPEN, events=OPENED),
    "token, an operator": Row(by_reply("Anna <anna@desk.example>"), "internal", "ticket", kind="third_party", seen_by_customer=False, warning="operator", proof="token"),
    "number, an operator": Row(by_number("Anna <anna@desk.example>"), "internal", "ticket", kind="third_party", seen_by_customer=False, warning="operator", proof="number"),
    "token, our own address": Row(by_reply("Aurora <desk@aurora.example>"), "internal", "ticket", kind="third_party", seen_by_customer=False, warning="own", proof="token"),
    "our own address": Row(lambda _scene: mail("desk@aurora.example"), "held", "nowhere", events=[]),
    "our own address, a website's form": Row(lambda _scene: mail("desk@aurora.example", **{"Reply-To": OTHER}), "opened", "new", warning="unverified", status=Status.OPEN, events=OPENED, mails=CONFIRMED),
    "number of no ticket": Row(lambda _scene: mail(CUSTOMER, subject="About #999999"), "opened", "new", status=Status.OPEN, events=OPENED, mails=CONFIRMED),
    "two From headers, token": Row(
        lambda scene: mail(CUSTOMER, text="Words", In_Reply_To=scene.reply).replace(b"Subject:", b"From: a@b.example\r\nSubject:", 1),
        "internal", "ticket", kind="third_party", seen_by_customer=False, warning="other_sender", proof="token", mails=NOTICE,
    ),
    "From with two mailboxes, number": Row(by_number(f"{CUSTOMER}, {OTHER}"), "opened", "new", warning="mentions", status=Status.OPEN, events=OPENED, mails=CONFIRMED),
    "name that is another address, token": Row(by_reply('"desk@aurora.example" <helena@guest.example>'), "appended", "ticket", warning="unverified", proof="token", status=WROTE, events=REOPENED, mails=NOTICE),
    "homograph of the customer's domain, token": Row(by_reply("Helena <helena@xn--gust-u9d.example>"), "internal", "ticket", kind="third_party", seen_by_customer=False, warning="other_sender", proof="token", mails=NOTICE),
    "out of office, token": Row(by_reply(CUSTOMER, Auto_Submitted="auto-replied"), "auto_reply", "ticket", warning="automatic", proof="token"),
    "list, token": Row(by_reply(CUSTOMER, List_Id="<l.example>"), "appended", "ticket", proof="token", status=WROTE, events=REOPENED, mails=NOTICE),
    "our own list": Row(lambda _scene: mail(OTHER, List_Post="<mailto:desk@aurora.example>", Precedence="list"), "opened", "new", status=Status.OPEN, events=OPENED, mails=CONFIRMED),
    "null return path, token": Row(by_reply(CUSTOMER, Return_Path="<>"), "appended", "ticket", proof="token"),
    "out of office, nobody's": Row(lambda _scene: mail(OTHER, Auto_Submitted="auto-replied"), "auto_reply", "nowhere", events=[]),
    "list, nobody's": Row(lambda _scene: mail(OTHER, List_Id="<l.example>"), "opened", "new", status=Status.OPEN, events=OPENED),
}  # fmt: skip


@pytest.fixture
async def scene(desk, anna, ticket, postman) -> Scene:
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>It is open.</p>", "k", taking=True), NOW)
    await write_to_third_party(desk, anna, ticket.id, ThirdPartyForm((HOTEL,), "<p>A cot?</p>", "t"), NOW)
    await release_due(desk, NOW + MINUTE_MS)
    for row in await postman.mails_out("answer", "to_third_party"):
        claimed = await claim_mail(desk, row.id, "c", NOW + MINUTE_MS)
        await mark_sent(desk, claimed.claim, "250 OK", NOW + MINUTE_MS)
    async with change(desk, ticket.id, NOW + MINUTE_MS) as tx:
        await remember_addresses(tx, ["ole@added.example"], AddressRole.ADDED, "Ole")
        await remember_addresses(tx, ["cleo@copied.example"], AddressRole.CC, "Cleo")
        notice = await queue_mail(
            tx,
            kind=MailKind.ASSIGNED,
            recipients=["anna@desk.example"],
            language="en",
            ticket_id=ticket.id,
            due_ms=NOW,
        )
        old = await queue_mail(
            tx,
            kind=MailKind.TO_THIRD_PARTY,
            recipients=["hotel@hotel.example"],
            language="en",
            ticket_id=ticket.id,
            due_ms=NOW,
        )
        old_id = new_message_id(desk.settings, ticket.id, "0a1b2c")
        await tx.db.execute(update(outbox).where(outbox.c.id == old).values(mime_message_id=old_id))
    postman.now_ms = NOW + 2 * MINUTE_MS
    [answer], [asked, *_] = await postman.mails_out("answer"), await postman.mails_out("to_third_party")
    told = next(row.mime_message_id for row in await postman.mails_out("assigned") if row.id == notice)
    return Scene(
        ticket.id, answer.mime_message_id, asked.mime_message_id, plus_of(answer.mime_message_id), old_id, told
    )


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
async def test_s49_a_mail_does_what_its_row_allows_and_nothing_else(desk, scene, postman, row):
    before = await _state(desk, scene, postman)

    await postman.poll(row.brings(scene))

    after = await _state(desk, scene, postman)
    entry = (await postman.ledger())[-1]
    assert entry.outcome == row.outcome
    fresh = [event.kind for event in after.events[len(before.events) :]]
    assert [
        kind for kind in fresh if not kind.startswith(("mail.", "mailbox."))
    ] == row.events  # those are the ledger's
    assert sorted(one.kind for one in after.mails[len(before.mails) :]) == sorted(row.mails)
    assert not [
        one
        for one in after.mails[len(before.mails) :]
        if one.kind == "new_message" and "desk.example" not in one.recipients
    ]
    where = {"ticket": scene.ticket, "nowhere": None}.get(row.place, entry.ticket_id)
    assert entry.ticket_id == where
    if row.place != "ticket":
        assert after.thread == before.thread
        assert after.status is before.status
    if where is None:
        return
    message = (await messages_of(desk, where))[-1]
    ticket = await ticket_by_id(desk, where)
    assert (message.kind.value, message.proof, ticket.status) == (row.kind, row.proof, row.status)
    assert message.warning.partition(":")[0] == row.warning
    assert (message.id in [one.id for one in await customer_thread(desk, ticket)]) is row.seen_by_customer
    assert message.operator_id is None


async def test_a_number_of_a_deleted_ticket_opens_a_new_one_also_with_its_token(desk, ada, scene, postman):
    await delete(desk, ada, scene.ticket, None, postman.now_ms)

    await postman.poll(by_reply(CUSTOMER)(scene), by_number(CUSTOMER)(scene))

    assert await postman.outcomes() == ["opened", "opened"]
    assert scene.ticket not in {row.ticket_id for row in await postman.ledger()}


class State(NamedTuple):
    thread: list[int]
    status: Status
    events: list
    mails: list


async def _state(desk, scene, postman) -> State:
    return State(
        [one.id for one in await messages_of(desk, scene.ticket)],
        (await ticket_by_id(desk, scene.ticket)).status,
        await events_after(desk, 0, 1000),
        await postman.mails_out(),
    )
