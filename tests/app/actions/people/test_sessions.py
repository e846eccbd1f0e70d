"""Sessions are ended one by one, or all of a person's at once."""

from app.actions.change import by
from app.actions.people.sessions import end_all_sessions, end_session
from app.actions.people.signing import operator_of_session, sign_in
from app.core.errors import NotFound
from app.credentials.codes import digest_of
from app.queries.desk.events import events_after, last_event_id
from app.queries.people.sessions import IDLE_MS, sessions_of
from tests.app.actions.traces import refused
from tests.app.conftest import NOW, PASSWORD


async def enter(desk, who, device, at_ms=NOW):
    token, _operator = await sign_in(desk, who.email, PASSWORD, "203.0.113.5", device, at_ms)
    return token


async def test_one_session_ends_and_the_log_says_which(desk, anna, ada):
    phone, laptop = await enter(desk, anna, "Phone"), await enter(desk, anna, "Laptop", NOW + 1)
    assert [one.user_agent for one in await sessions_of(desk, anna.id, NOW)] == ["Laptop", "Phone"]
    start = await last_event_id(desk)

    await end_session(desk, anna.id, digest_of(phone), NOW, by(ada))

    assert await operator_of_session(desk, phone, NOW) is None
    assert await operator_of_session(desk, laptop, NOW)
    [event] = await events_after(desk, start)
    assert (event.kind, event.actor.name) == ("person.signed_out", "Ada")
    assert event.details == {"person": anna.id, "why": "ended", "client_ip": "203.0.113.5", "user_agent": "Phone"}


async def test_a_session_of_somebody_else_or_an_ended_one_is_not_found(desk, anna, ada):
    token = await enter(desk, anna, "Phone")
    async with refused(desk, NotFound):
        await end_session(desk, ada.id, digest_of(token), NOW, by(ada))
    async with refused(desk, NotFound):
        await end_session(desk, anna.id, "0" * 64, NOW, by(ada))
    async with refused(desk, NotFound):
        await end_all_sessions(desk, 999, NOW, by(ada))

    assert await operator_of_session(desk, token, NOW)


async def test_all_sessions_end_but_the_one_that_asks(desk, anna):
    here, there = await enter(desk, anna, "Here"), await enter(desk, anna, "There")

    await end_all_sessions(desk, anna.id, NOW, by(anna), but_session=digest_of(here))

    assert [one.user_agent for one in await sessions_of(desk, anna.id, NOW)] == ["Here"]
    assert await operator_of_session(desk, there, NOW) is None


async def test_a_session_that_idled_out_is_not_listed(desk, anna):
    await enter(desk, anna, "Phone")

    assert await sessions_of(desk, anna.id, NOW + IDLE_MS) == []
