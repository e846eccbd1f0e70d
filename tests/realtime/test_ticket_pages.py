import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.noting import add_note
from app.actions.message.recalling import recall
from app.actions.message.releasing import release_due
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.people import add_group
from app.actions.ticket.assigning import assign
from app.actions.ticket.deleting import delete, restore
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.merging import merge
from app.actions.ticket.solving import customer_solves
from app.actions.ticket.statusing import set_status, snooze
from app.actions.ticket.taking import drop, take
from app.nouns.message import MessageKind
from app.nouns.reach import Reach
from app.nouns.request_keys import RequestKey
from app.nouns.status import Status
from app.queries.desk.events import last_event_id
from tests.plugins.desk import NOW, opened
from tests.realtime.window import Refused

LATER = NOW + 60_000


@pytest.fixture
async def held(desk, live, anna, ticket):
    """The ticket, held by Anna: news of yesterday to a page that opens now."""
    taken = await take(desk, anna, ticket.id, NOW)
    await live.given_out()
    return taken


async def everything_heard(live, page):
    """What the page heard once everything committed was given out."""
    last = await live.given_out()
    await page.ask("resume", {"after": last})
    return page.heard


async def test_an_answer_is_news_when_its_undo_time_is_over_and_not_before(desk, live, anna, held):
    page = await live.page(held)
    answer = await send_answer(desk, anna, held.id, AnswerForm("<p>Yes.</p>", "key"), NOW)
    assert await everything_heard(live, page) == []

    await release_due(desk, LATER)

    last = await last_event_id(desk)
    told = {"id": last, "at": LATER, "kind": "message.added", "message": answer}
    assert await everything_heard(live, page) == [("message.added", told)]


async def test_an_answer_that_was_taken_back_never_was(desk, live, anna, held):
    page = await live.page(held)

    answer = await send_answer(desk, anna, held.id, AnswerForm("<p>Yes.</p>", "key"), NOW)
    await recall(desk, anna, answer, NOW + 1)
    await release_due(desk, LATER)

    assert await everything_heard(live, page) == []


async def test_s44_notes_and_what_operators_do_among_themselves_are_not_heard(desk, live, anna, boris, held):
    page = await live.page(held)
    console = await live.window(boris)

    await add_note(desk, boris, held.id, "<p>He is difficult.</p>", "key", (), NOW)
    await snooze(desk, anna, held.id, NOW + 1_000_000, NOW)
    stranger = CustomerMessage("From the hotel.", source="mail", shared=False, kind=MessageKind.THIRD_PARTY)
    await customer_writes(desk, held.id, stranger, NOW)
    await console.say("watch", {"ticket": held.id})
    for kind in ("note", "to_third_party", None):
        await console.say("typing", {"ticket": held.id, "kind": kind})
    await edit_ticket(desk, anna, held.id, {"group": str(await add_group(desk, "Events", NOW))}, NOW)
    await console.ask("resume", {"after": 0})

    assert await everything_heard(live, page) == []


async def test_that_someone_is_writing_an_answer_is_heard_and_not_who(live, boris, held):
    page = await live.page(held)
    console = await live.window(boris)

    await console.say("watch", {"ticket": held.id})
    await console.say("typing", {"ticket": held.id, "kind": "answer"})

    await page.until(lambda heard: heard)
    assert page.heard == [("typing", {"for_ms": 4000})]


async def test_whose_it_is_a_new_subject_and_that_it_is_deleted_are_heard_and_no_more_than_that(
    desk, live, anna, boris, ada, ticket
):
    page = await live.page(ticket)
    before = await last_event_id(desk)

    await take(desk, anna, ticket.id, NOW)
    await assign(desk, anna, ticket.id, boris.id, NOW)
    await edit_ticket(desk, boris, ticket.id, {"subject": "Towels, please"}, NOW)
    await drop(desk, boris, ticket.id, NOW)
    await delete(desk, ada, ticket.id, None, NOW)
    await restore(desk, ada, ticket.id, NOW)

    heard = await everything_heard(live, page)
    assert [name for name, _facts in heard] == [*["ticket.changed"] * 4, "ticket.deleted", "ticket.restored"]
    assert {key for _name, facts in heard for key in facts} == {"id", "at", "kind", "message"}
    assert {facts["message"] for _name, facts in heard} == {None}
    assert (await page.ask("resume", {"after": before}))["events"] == [facts for _name, facts in heard]


async def test_what_the_customer_writes_elsewhere_and_a_status_are_heard(desk, live, anna, ada, held):
    page = await live.page(held)

    message = await customer_writes(desk, held.id, CustomerMessage("By mail too.", source="mail"), NOW)
    await set_status(desk, ada, held.id, Status.CLOSED, NOW)
    await customer_solves(desk, held.id, NOW)

    heard = await everything_heard(live, page)
    assert [(name, facts["message"]) for name, facts in heard] == [
        ("message.added", message),
        ("ticket.status", None),
        ("ticket.status", None),
    ]
    assert {key for _name, facts in heard for key in facts} == {"id", "at", "kind", "message"}


async def test_a_page_knows_its_own_reply_by_the_key_of_its_form(desk, live, ticket):
    page = await live.page(ticket)

    mine = CustomerMessage("We come at nine.", source="web", request_key=RequestKey("drawn", "web"))
    await customer_writes(desk, ticket.id, mine, NOW)

    assert [facts["request_key"] for _name, facts in await everything_heard(live, page)] == ["drawn"]


async def test_s44_a_page_hears_of_its_own_ticket_only(desk, live, ticket):
    page = await live.page(ticket)

    other = await opened(desk, "Towels")
    await customer_writes(desk, other.id, CustomerMessage("Please.", source="web"), NOW)

    assert await everything_heard(live, page) == []


async def test_what_a_page_missed_is_what_it_would_have_heard(desk, live, anna, held):
    page = await live.page(held)
    before = await last_event_id(desk)

    await add_note(desk, anna, held.id, "<p>Internal.</p>", "note", (), NOW)
    await send_answer(desk, anna, held.id, AnswerForm("<p>Yes.</p>", "key"), NOW)
    await release_due(desk, LATER)
    await customer_writes(desk, held.id, CustomerMessage("Thanks.", source="web"), LATER)
    heard = await everything_heard(live, page)
    missed = await page.ask("resume", {"after": before})

    assert missed == {"events": [facts for _name, facts in heard], "last": await last_event_id(desk), "resync": False}
    assert len(heard) == 2


@pytest.mark.parametrize("after", [-1, 10_000, "1", None])
async def test_a_number_that_is_none_of_ours_is_told_to_read_the_page_again(live, ticket, after):
    page = await live.page(ticket)

    assert (await page.ask("resume", {"after": after}))["resync"]


@pytest.mark.parametrize("auth", [None, {}, {"ticket": "1"}, {"ticket": 2}, {"ticket": -1}, {"ticket": True}, [1], 7])
async def test_without_its_cookie_there_is_no_page(live, ticket, auth):
    with pytest.raises(Refused, match="signed out"):
        await live.joined("/ticket", {"Cookie": f"ticket={ticket.id}"}, auth)


async def test_a_customers_cookie_opens_no_console(live, ticket):
    with pytest.raises(Refused, match="signed out"):
        await live.joined("/console", {"Cookie": f"ticket={ticket.id}"}, {"ticket": ticket.id})


async def test_a_page_may_not_say_what_consoles_say(live, anna, ticket):
    page, console = await live.page(ticket), await live.window(anna)

    for event in ("watch", "typing", "connect"):
        await page.say(event, {"ticket": ticket.id})
    await page.ask("resume", {"after": 0})

    assert not console.named("typing")
    assert live.realtime.presence.snapshot(anna)["viewing"] == {}


async def test_a_renewed_access_code_ends_the_pages_of_the_old_one(desk, live, ticket):
    page, other = await live.page(ticket), await live.page(await opened(desk, "Towels"))
    live.opens = lambda opened: opened.id != ticket.id

    await live.realtime._customers.sweep(desk)

    await page.until_over()
    assert not other.is_over


async def test_s44_the_page_of_a_duplicate_hears_nothing_of_the_original(desk, live, ada, held):
    duplicate = await opened(desk, "In her name")
    page = await live.page(duplicate)
    before = await last_event_id(desk)

    await merge(desk, ada, duplicate.id, held.id, NOW)
    its_own = await everything_heard(live, page)
    unproved = CustomerMessage("It is me.", source="web", reach=Reach(proved=False))
    await customer_writes(desk, duplicate.id, unproved, NOW)
    await customer_writes(desk, held.id, CustomerMessage("Really me.", source="web"), NOW)
    await set_status(desk, ada, held.id, Status.CLOSED, NOW)

    assert [name for name, _facts in its_own] == ["ticket.changed"]  # that it was merged, and not with which
    assert await everything_heard(live, page) == its_own
    assert (await page.ask("resume", {"after": before}))["events"] == [facts for _name, facts in its_own]
