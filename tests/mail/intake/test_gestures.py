"""Mails that only nod: "Accepted" of a calendar, a reaction in Gmail. Seen, and nothing else."""

import json

import pytest

from app.actions.mail.admitting import try_again
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.releasing import release_due
from app.core.clock import MINUTE_MS
from app.nouns.reasons import reason
from app.nouns.status import Status
from app.queries.mail.ledger import inbound_mail
from app.queries.mail.trouble import mail_trouble
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from mail.reader.letters import read_letter
from mail.reading.gestures import emoji_in
from tests.plugins.desk import NOW
from web.console.mail.words import again_words

HEAD = (
    "From: Helena Brandt <helena@guest.example>\r\nTo: desk@aurora.example\r\nSubject: {subject}\r\n"
    "Message-ID: <{id}@guest.example>\r\nDate: Sun, 22 Nov 2026 10:12:00 +0000\r\n{more}MIME-Version: 1.0\r\n"
    "Content-Type: multipart/alternative; boundary=b\r\n\r\n"
)
PART = "--b\r\nContent-Type: {kind}\r\n\r\n{content}\r\n"


def multipart(parts: list[tuple[str, str]], subject: str = "Hello", more: str = "") -> bytes:
    number = abs(hash(str(parts) + more))
    body = "".join(PART.format(kind=kind, content=content) for kind, content in parts)
    return (HEAD.format(subject=subject, id=number, more=more) + body + "--b--\r\n").encode()


def reaction(emoji: str = "👍", text: str = "Helena reacted via Gmail", more: str = "") -> bytes:
    told = json.dumps({"emoji": emoji, "version": 1}, ensure_ascii=False)
    kinds = [("text/plain; charset=utf-8", text), ("text/vnd.google.email-reaction+json; charset=utf-8", told)]
    return multipart([*kinds, ("text/html; charset=utf-8", f"<p>{text}</p>")], "Re: Late arrival", more)


def calendar(method: str, more: str = "") -> bytes:
    event = (
        f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:1@x\r\nSUMMARY:Viewing\r\n"
        "DTSTART:20261201T100000Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:helena@guest.example\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    parts = [("text/plain", "Helena Brandt has accepted."), (f"text/calendar; method={method}", event)]
    return multipart(parts, "Accepted: Viewing", more)


@pytest.fixture
async def answered(desk, anna, ticket, postman):
    """Helena's ticket, solved, with an answer that has left."""
    answer = AnswerForm("<p>It is open.</p>", "k", taking=True, status=Status.SOLVED)
    await send_answer(desk, anna, ticket.id, answer, NOW)
    await release_due(desk, NOW + MINUTE_MS)
    [row] = await postman.mails_out("answer")
    return f"In-Reply-To: {row.mime_message_id}\r\n"


@pytest.mark.parametrize("method", ["REPLY", "REFRESH"])
async def test_a_calendars_accepted_opens_no_ticket_and_gets_no_confirmation(group, postman, method):
    await postman.poll(calendar(method))

    [row] = await postman.ledger()
    assert (row.outcome, row.reason, row.ticket_id) == ("auto_reply", reason("calendar_answer"), None)
    assert await postman.mails_out() == []


GENERATED = "Auto-Submitted: auto-generated\r\n"  # as Google's calendar marks what it writes
REPLIED = "Auto-Submitted: auto-replied\r\nIn-Reply-To: <a@elsewhere.example>\r\n"


@pytest.mark.parametrize("marks", ["", GENERATED, REPLIED], ids=["unmarked", "generated", "replied"])
async def test_a_nod_on_no_ticket_is_kept_and_needs_nobody(desk, group, ada, postman, marks):
    await postman.poll(calendar("REPLY", marks), reaction())

    accepted, reacted = await postman.ledger()
    assert (accepted.outcome, accepted.reason) == ("auto_reply", reason("calendar_answer"))
    assert (reacted.outcome, reacted.reason) == ("auto_reply", reason("reaction"))
    assert (await mail_trouble(desk, NOW)).all == 0
    mail = await inbound_mail(desk, accepted.id)
    assert (again_words(mail), mail.waits_for_somebody) == ("Accept", False)

    await try_again(desk, ada, accepted.id, NOW)
    await postman.poll()

    assert await postman.outcomes() == ["opened", "auto_reply"]


async def test_an_automatic_reply_beside_nods_is_counted_alone(desk, group, postman):
    await postman.poll(calendar("REPLY"), reaction(), multipart([("text/plain", "Back in May.")], "Away", REPLIED))

    assert await postman.outcomes() == ["auto_reply"] * 3
    assert (await mail_trouble(desk, NOW)).kept == 1


async def test_an_invitation_opens_a_ticket(group, postman):
    await postman.poll(calendar("REQUEST"), calendar("COUNTER"))

    assert await postman.outcomes() == ["opened", "opened"]


@pytest.mark.parametrize("nod", [calendar("REPLY", "{}"), reaction(more="{}")], ids=["calendar", "reaction"])
async def test_on_its_ticket_a_nod_is_seen_and_reopens_nothing(desk, ticket, answered, postman, nod):
    await postman.poll(nod.decode().replace("{}", answered).encode())

    assert (await messages_of(desk, ticket.id))[-1].author_email == "helena@guest.example"
    assert (await ticket_by_id(desk, ticket.id)).status is Status.SOLVED


async def test_a_reaction_in_gmail_is_shown_as_one(desk, ticket, answered, postman):
    await postman.poll(reaction("❤️", more=answered))

    message = (await messages_of(desk, ticket.id))[-1]
    assert (message.text, message.warning, message.attachments) == ("❤️", "reaction", ())
    assert message.quoted_text == "Helena reacted via Gmail"
    assert await postman.mails_out("new_message") == []


async def test_a_reaction_to_nothing_of_ours_opens_no_ticket(group, postman):
    await postman.poll(reaction())

    [row] = await postman.ledger()
    assert (row.outcome, row.reason) == ("auto_reply", reason("reaction"))


def test_a_person_who_writes_beside_a_reaction_is_heard():
    words = "The heating is cold since yesterday, and nobody answers the telephone at the reception. " * 5

    letter = read_letter(reaction(text=words))

    assert letter.reaction == ""
    assert letter.text.strip() == words.strip()


@pytest.mark.parametrize(
    ("payload", "emoji"),
    [
        ('{"emoji": "👍", "version": 1}', "👍"),
        ('{"emoji": "👩‍👩‍👧‍👦"}', "👩‍👩‍👧‍👦"),
        ('{"emoji": "1️⃣"}', "1️⃣"),
        ('{"emoji": "yes"}', ""),
        ('{"emoji": "<>"}', ""),
        ('{"emoji": ["👍"]}', ""),
        ('{"emoji": "' + "👍" * 40 + '"}', ""),
        ("[" * 1900, ""),
        ("", ""),
        ("null", ""),
    ],
)
def test_the_emoji_is_read_and_nothing_else(payload, emoji):
    assert emoji_in(payload.encode()) == emoji
