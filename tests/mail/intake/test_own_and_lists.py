"""Mail in the desk's own name, through lists, and all that became no message: nothing that a person wrote is out of sight."""

import pytest
from sqlalchemy import select

from app.actions.mail.admitting import try_again
from app.actions.mail.dismissing import dismiss_inbound
from app.core.errors import Conflict
from app.nouns.status import Status
from app.queries.mail.trouble import mail_trouble
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from sql.tables import inbound, tickets
from tests.mail.intake.fake_mailbox import mail
from tests.mail.intake.test_placing import answered, bounce_of, status_of  # noqa: F401 - a fixture
from tests.plugins.desk import NOW

DESK = "Aurora Travel <desk@aurora.example>"
HELENA = "Helena Brandt <helena@guest.example>"
NEW = "Marek Nowak <marek@guest.example>"
GROUP = {
    "List-ID": "<desk.aurora.example>",
    "List-Post": "<https://groups.google.example/desk>, <mailto:desk@aurora.example>",
    "Mailing-list": "list desk@aurora.example; contact desk+owners@aurora.example",
    "List-Unsubscribe": "<mailto:x@groups.google.example>",
    "Precedence": "list",
}
MAILMAN = {
    "List-Id": "The desk <desk.aurora.example>",
    "X-BeenThere": "desk@aurora.example",
    "X-Mailman-Version": "2.1.39",
    "Precedence": "list",
}
FAILS = {"Authentication-Results": "mx.aurora.example; dmarc=fail header.from=aurora.example"}


async def newest(desk):
    return await ticket_by_id(desk, await desk.db.fetch_val(select(tickets.c.id).order_by(tickets.c.id.desc())))


async def rows(desk):
    return await desk.db.fetch_all(select(inbound).order_by(inbound.c.id))


# ---- our own address -------------------------------------------------------------------------------------------


async def test_a_websites_form_that_mails_itself_opens_a_ticket_for_its_reply_to(desk, group, anna, postman):
    await postman.poll(mail(DESK, "Anfrage", "Haben Sie ein Babybett?", **{"Reply-To": NEW}))

    ticket = await newest(desk)
    [message] = await messages_of(desk, ticket.id)
    assert (ticket.customer.name, ticket.customer.email) == ("Marek Nowak", "marek@guest.example")
    assert (message.warning, message.shared, message.authentication) == ("unverified", True, "")
    assert await postman.outcomes() == ["opened"]
    assert [(row.kind, row.recipients) for row in await postman.mails_out("confirmation")] == [
        ("confirmation", '["marek@guest.example"]')
    ]


async def test_a_form_that_names_nobody_is_held_and_can_be_let_in_without_answering_ourselves(
    desk, group, ada, postman
):
    await postman.poll(mail(DESK, "Anfrage", "Haben Sie ein Babybett?"))
    assert await postman.outcomes() == ["held"]

    [row] = await rows(desk)
    await try_again(desk, ada, row.id, NOW)
    await postman.poll()

    assert await postman.outcomes() == ["opened"]
    assert await postman.mails_out("confirmation") == []


async def test_what_our_own_domain_disowns_is_held_for_a_look(desk, group, ada, postman):
    await postman.poll(mail(DESK, "Anfrage", **{"Reply-To": NEW}, **FAILS))
    await postman.poll(
        mail("\"'Marek' via Desk\" <desk@aurora.example>", "Group", **{"X-Original-Sender": NEW}, **GROUP, **FAILS)
    )

    assert await postman.outcomes() == ["held", "held"]
    assert (await mail_trouble(desk, NOW)).quarantined == 2


async def test_our_own_mail_that_comes_back_opens_nothing_and_is_counted(desk, answered, postman):  # noqa: F811
    await postman.poll(mail(DESK, "Re: Late arrival", **{"Message-ID": answered["reply"], "Reply-To": NEW}))
    await postman.poll(mail(DESK, "Notice", **{"X-Deskbell-Loop": "aurora.example", "Reply-To": NEW}))

    assert await postman.outcomes() == ["own", "own"]
    assert (await mail_trouble(desk, NOW)).kept == 2


async def test_on_a_ticket_our_own_address_stays_internal(desk, answered, postman):  # noqa: F811
    await postman.poll(mail(DESK, "Re", "As Helena", In_Reply_To=answered["reply"], **{"Reply-To": HELENA}))

    [*_earlier, last] = await messages_of(desk, answered["ticket"])
    assert (last.warning, last.shared) == ("own", False)


async def test_many_forms_of_one_address_are_a_storm_of_who_wrote_and_not_of_the_desk(desk, group, postman):
    guests = [
        mail(
            DESK,
            f"Anfrage {n}",
            f"Frage {n}",
            **{"Reply-To": f"g{n}@guest.example", "Message-ID": f"<{n}@web.example>"},
        )
        for n in range(22)
    ]

    await postman.poll(*guests)

    assert set(await postman.outcomes()) == {"opened"}


# ---- lists -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [GROUP, MAILMAN], ids=["google", "mailman"])
async def test_a_letter_through_our_own_list_is_a_persons(desk, group, anna, postman, headers):
    await postman.poll(mail(NEW, "Early check-in", "Could we check in at 9?", **headers))

    ticket = await newest(desk)
    assert ticket.customer.email == "marek@guest.example"
    assert len(await postman.mails_out("confirmation")) == 1
    assert len(await postman.mails_out("new_message")) == 1


@pytest.mark.parametrize("headers", [GROUP, MAILMAN], ids=["google", "mailman"])
async def test_who_answers_through_our_own_list_reopens_the_ticket(desk, answered, postman, headers):  # noqa: F811
    await postman.poll(mail(HELENA, "Re", "Yes please.", In_Reply_To=answered["reply"], **headers))

    assert await postman.outcomes() == ["appended"]
    assert await status_of(desk, answered["ticket"]) is Status.WAITING_FOR_OPERATOR


@pytest.mark.parametrize("named", ["X-Original-From", "X-Original-Sender", "Reply-To"])
async def test_a_group_that_puts_itself_into_from_hides_nobody(desk, group, postman, named):
    sender = "\"'Marek Nowak' via Aurora Desk\" <desk@aurora.example>"
    await postman.poll(mail(sender, "Early check-in", **{named: "marek@guest.example"}, **GROUP))

    ticket = await newest(desk)
    [message] = await messages_of(desk, ticket.id)
    assert (ticket.customer.name, ticket.customer.email) == ("Marek Nowak", "marek@guest.example")
    assert message.warning == "unverified"


async def test_a_groups_word_for_who_wrote_shows_the_customer_nothing_without_our_token(desk, ticket, postman):
    sender = "\"'Helena' via Desk\" <desk@aurora.example>"
    await postman.poll(mail(sender, f"Re [#{ticket.id}]", **{"X-Original-Sender": HELENA}, **GROUP))

    [*_earlier, last] = await messages_of(desk, ticket.id)
    assert (last.warning, last.shared) == ("unverified", False)


CRM = {"List-Unsubscribe": "<https://hs.example/u>", "Feedback-ID": "1:hs", "Precedence": "bulk"}


async def test_one_persons_answer_through_a_program_for_many_is_a_message(desk, answered, postman):  # noqa: F811
    await postman.poll(mail(HELENA, "Re", "Yes, that works.", In_Reply_To=answered["reply"], **CRM))

    assert await postman.outcomes() == ["appended"]
    assert await status_of(desk, answered["ticket"]) is Status.WAITING_FOR_OPERATOR


@pytest.mark.parametrize("headers", [CRM, {"List-Id": "Users <users.lists.example>", "Precedence": "list"}])
async def test_a_newsletter_and_a_strangers_list_get_no_confirmation(desk, group, postman, headers):
    await postman.poll(mail(NEW, "News of March", **headers))

    assert await postman.mails_out() == []


# ---- nothing is invisible --------------------------------------------------------------------------------------

AWAY = {"Auto-Submitted": "auto-replied", "In-Reply-To": "<a@b.example>"}
KEPT = {
    "own": mail(DESK, "Notice", "Own", **{"X-Deskbell-Loop": "aurora.example", "Message-ID": "<own@x.example>"}),
    "auto_reply": mail(NEW, "Away", "Until May", **{"Message-ID": "<auto@x.example>"}, **AWAY),
    "bounce": bounce_of("<nobodys@elsewhere.example>"),
}


@pytest.mark.parametrize("outcome", KEPT)
async def test_what_became_no_message_is_counted_and_can_be_let_in_as_a_letter(desk, group, ada, postman, outcome):
    await postman.poll(KEPT[outcome])
    [row] = await rows(desk)
    assert row.outcome == outcome
    assert (await mail_trouble(desk, NOW)).came == 1

    await try_again(desk, ada, row.id, NOW)
    await postman.poll()

    [row] = await rows(desk)
    assert row.outcome == "opened"
    assert row.message_id is not None
    assert (await mail_trouble(desk, NOW)).came == 0
    assert await postman.mails_out("confirmation") == []  # a robot's letter is still a robot's
    with pytest.raises(Conflict):
        await try_again(desk, ada, row.id, NOW)


async def test_a_second_copy_and_a_bounce_that_marked_an_answer_can_be_let_in_too(desk, answered, ada, postman):  # noqa: F811
    twice = mail(NEW, "Hello", **{"Message-ID": "<twice@x.example>"})
    await postman.poll(twice, bounce_of(answered["reply"]))
    await postman.poll(twice)
    assert await postman.outcomes() == ["opened", "bounce", "duplicate"]
    assert (await mail_trouble(desk, NOW)).kept == 0  # a copy says nothing new, and the bounce is on its ticket

    for row in (await rows(desk))[1:]:
        await try_again(desk, ada, row.id, NOW)
    await postman.poll()

    assert [row.message_id is not None for row in await rows(desk)] == [True, True, True]


async def test_what_was_kept_without_a_ticket_can_be_left_as_it_is(desk, group, ada, postman):
    await postman.poll(KEPT["auto_reply"])
    [row] = await rows(desk)

    await dismiss_inbound(desk, ada, row.id, NOW)

    assert (await mail_trouble(desk, NOW)).came == 0
    await try_again(desk, ada, row.id, NOW)
