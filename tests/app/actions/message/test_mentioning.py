"""A note that names colleagues: who is told, how, and until when."""

import json

import pytest
from sqlalchemy import select

from app.actions.message.drafts import draft_of
from app.actions.message.noting import add_note
from app.actions.message.recalling import NOTE_UNDO_MS, recall
from app.actions.people.deactivating import deactivate
from app.actions.people.people import add_group
from app.actions.people.signing import sign_in
from app.actions.ticket.reading import mark_read
from app.nouns.message import MessageKind
from app.queries.desk.events import events_after, last_event_id
from app.queries.lists.views import ListQuery, list_tickets
from app.queries.readers_own import readers_own
from app.queries.ticket.messages import message_by_id
from sql.tables import outbox
from tests.app.conftest import NOW, PASSWORD
from tests.mail.outgoing.test_composing import composed
from tests.plugins.desk import opened, person


def mark(who, name=None) -> str:
    return f'<span data-mention="{who.id}">@{name or who.name}</span>'


async def noted(desk, author, ticket, html, key="k1"):
    return (await add_note(desk, author, ticket.id, html, key, (), NOW)).message


async def mails(desk):
    """State, address and moment of each mail that tells of a note."""
    query = select(outbox).where(outbox.c.kind == "mentioned").order_by(outbox.c.id)
    return [(row.state, json.loads(row.recipients), row.due_ms) for row in await desk.db.fetch_all(query)]


async def listed(desk, who):
    return [row.ticket.id for row in (await list_tickets(desk, who, ListQuery("mentions"), NOW)).rows]


async def test_whom_a_note_names_sees_it_marked_until_they_have_read_it(desk, anna, boris, ada, ticket):
    before = await last_event_id(desk)
    note = await noted(desk, anna, ticket, f"<p>Ask {mark(boris)}, or {mark(boris)}.</p>")

    [event] = await events_after(desk, before)
    assert event.details["mentions"] == [{"id": boris.id, "name": "Boris"}]
    assert note.text == "Ask @Boris, or @Boris."
    assert note.html.count("data-mention") == 2
    assert [(await readers_own(desk, one)).mentioned for one in (anna, boris, ada)] == [(), (ticket.id,), ()]
    assert await listed(desk, boris) == [ticket.id]
    await mark_read(desk, boris, ticket.id, before)
    assert (await readers_own(desk, boris)).mentioned == (ticket.id,)
    await mark_read(desk, boris, ticket.id, event.id)
    assert (await readers_own(desk, boris)).mentioned == ()
    assert await listed(desk, boris) == []


async def test_whom_it_may_not_name_is_plain_text(desk, anna, boris, ada):
    closed = await add_group(desk, "Board", NOW, members_only=True)
    gone, member = await person(desk, "Gustav"), await person(desk, "Mona", groups=("Board",))
    await deactivate(desk, gone.id, NOW)
    secret = await opened(desk, group_id=closed)

    note = await noted(
        desk, ada, secret, f"<p>{mark(boris)} {mark(gone)} {mark(ada)} {mark(anna, 'Mona')} {mark(member)}</p>"
    )

    assert note.text == "@Boris @Gustav @Ada @Mona @Mona"
    assert note.html.count("data-mention") == 1
    told = [(await readers_own(desk, one)).mentioned for one in (anna, boris, ada, member)]
    assert told == [(), (), (), (secret.id,)]
    assert [to for _state, to, _due in await mails(desk)] == [[member.email]]


async def test_who_is_at_the_desk_gets_no_mail_and_who_is_not_gets_one_that_leads_to_the_note(
    desk, anna, boris, ada, ticket
):
    await sign_in(desk, ada.email, PASSWORD, "192.0.2.1", "Firefox", NOW)

    note = await noted(desk, anna, ticket, f"<p>{mark(boris)} {mark(ada)}, is there a cot?</p>")

    assert await mails(desk) == [("queued", [boris.email], NOW + NOTE_UNDO_MS)]
    mail = await composed(desk, "mentioned")
    text = mail.get_body(("plain",)).get_content()
    assert "You were mentioned: Late arrival" in mail["Subject"]
    assert f"Anna mentioned you in a note on ticket {ticket.number}." in " ".join(text.split())
    assert "@Boris @Ada, is there a cot?" in text
    assert f"/tickets/{ticket.id}#message-{note.id}" in text


@pytest.mark.parametrize("how", ["undone", "read"])
async def test_what_is_undone_or_read_before_the_mail_leaves_is_mailed_to_nobody(desk, anna, boris, ticket, how):
    note = await noted(desk, anna, ticket, f"<p>{mark(boris)}</p>")

    if how == "undone":
        await recall(desk, anna, note.id, NOW + 1)
    else:
        await mark_read(desk, boris, ticket.id, await last_event_id(desk))

    assert [state for state, _to, _due in await mails(desk)] == ["recalled"]
    assert (await readers_own(desk, boris)).mentioned == ()


async def test_an_undone_note_still_names_them_when_it_is_added_again(desk, anna, boris, ticket):
    note = await noted(desk, anna, ticket, f"<p>{mark(boris)}</p>")
    await recall(desk, anna, note.id, NOW + 1)
    draft = await draft_of(desk, anna, ticket.id, MessageKind.NOTE)

    again = await noted(desk, anna, ticket, draft.html, "k2")

    assert "data-mention" in (await message_by_id(desk, again.id)).html
    assert (await readers_own(desk, boris)).mentioned == (ticket.id,)
