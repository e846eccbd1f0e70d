"""People, groups and sessions: who comes in, for how long, and what happens when they leave."""

import asyncio
import re
import threading

import pytest
from sqlalchemy import func, select

from app.actions.desk.password_key import BarePassword, WrongPasswordKey, check_passwords
from app.actions.group.members import set_members
from app.actions.people.deactivating import deactivate
from app.actions.people.passwords import set_password
from app.actions.people.people import add_group, add_operator, set_away
from app.actions.people.people_import import BadTable, ImportedPerson, import_people
from app.actions.people.signing import (
    ABSOLUTE_MS,
    administrator_by_password,
    forget_ended_sessions,
    operator_of_session,
    sign_in,
    sign_out,
)
from app.actions.ticket.taking import take
from app.core.clock import HOUR_MS, MINUTE_MS
from app.core.errors import BadFields, Busy, Conflict, NotFound
from app.credentials.codes import digest_of
from app.credentials.passwords import QUEUE, PasswordBook, md5_of
from app.nouns.operator import Role
from app.queries.desk.events import events_after, last_event_id
from app.queries.people.people import operator_by_email, operator_by_id, operators
from app.queries.people.sessions import IDLE_MS
from app.queries.ticket.tickets import ticket_by_id
from sql.tables import metadata, sessions
from sql.tables import operators as operators_table
from tests.app.actions.traces import refused
from tests.app.conftest import NOW, PASSWORD, opened, person
from tests.plugins.desk import CHEAP

IP = "203.0.113.5"


async def enter(desk, email="anna@desk.example", password=PASSWORD, at_ms=NOW):
    return await sign_in(desk, email, password, IP, "Firefox", at_ms)


async def test_a_session_is_known_by_its_token_which_the_database_has_not(desk, anna):
    token, operator = await enter(desk, "  ANNA@desk.example ")

    assert operator.id == anna.id
    assert (await operator_of_session(desk, token, NOW)).id == anna.id
    [row] = await desk.db.fetch_all(select(sessions))
    assert token not in str(tuple(row))
    assert row.token_sha256 == digest_of(token)


@pytest.mark.parametrize(("email", "password"), [
    ("anna@desk.example", "wrong"), ("nobody@desk.example", PASSWORD), ("anna@desk.example", ""), ("", ""),
    ("anna@desk.example", "a\ud800b"),
])  # fmt: skip
async def test_a_wrong_password_and_an_unknown_address_open_nothing_and_look_alike(desk, anna, email, password):
    start = await last_event_id(desk)

    assert await enter(desk, email, password) is None

    [event] = await events_after(desk, start)
    assert event.kind == "person.sign_in_refused"
    assert "nobody" not in str(event.details)  # a password typed one field too early is kept nowhere
    assert await desk.db.fetch_all(select(sessions)) == []


async def test_a_session_ends_when_idle_and_at_its_end_whatever_happens(desk, anna):
    token, _anna = await enter(desk)

    assert await operator_of_session(desk, token, NOW + IDLE_MS - 1)
    assert await operator_of_session(desk, token, NOW + IDLE_MS + HOUR_MS)  # the look before kept it awake
    assert await operator_of_session(desk, token, NOW + 3 * IDLE_MS) is None
    token, _anna = await enter(desk)
    for step in range(int(ABSOLUTE_MS / HOUR_MS)):
        assert await operator_of_session(desk, token, NOW + step * HOUR_MS)
    assert await operator_of_session(desk, token, NOW + ABSOLUTE_MS) is None
    assert await forget_ended_sessions(desk, NOW + ABSOLUTE_MS) == 2


async def test_looking_at_a_session_writes_at_most_once_a_minute(desk, anna):
    token, _anna = await enter(desk)
    await operator_of_session(desk, token, NOW + MINUTE_MS)
    await operator_of_session(desk, token, NOW + MINUTE_MS + 1)

    assert await desk.db.fetch_val(select(sessions.c.seen_ms)) == NOW + MINUTE_MS + 1


async def test_signing_out_ends_this_session_alone_and_keeps_what_one_holds(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    (one, _), (two, _) = await enter(desk), await enter(desk)

    await sign_out(desk, one, NOW)
    await sign_out(desk, "never there", NOW)

    assert await operator_of_session(desk, one, NOW) is None
    assert await operator_of_session(desk, two, NOW)
    assert (await ticket_by_id(desk, ticket.id)).is_held_by(anna.id)


async def test_s28_a_new_password_ends_every_session_and_the_old_one_is_wrong(desk, anna):
    token, _anna = await enter(desk)

    await set_password(desk, anna.id, "a quite different sentence", NOW)

    assert await operator_of_session(desk, token, NOW) is None
    assert await enter(desk) is None
    assert await enter(desk, password="a quite different sentence")


async def test_only_an_active_administrator_approves(desk, anna, ada):
    assert (await administrator_by_password(desk, "ada@desk.example", PASSWORD)).id == ada.id
    assert await administrator_by_password(desk, "anna@desk.example", PASSWORD) is None
    assert await administrator_by_password(desk, "ada@desk.example", "wrong") is None
    await person(desk, "Second", Role.ADMINISTRATOR)
    await deactivate(desk, ada.id, NOW)
    assert await administrator_by_password(desk, "ada@desk.example", PASSWORD) is None


async def test_s28_who_is_deactivated_is_out_at_once_and_every_ticket_is_free_with_an_event_each(desk, anna, ada):
    held = [await opened(desk) for _ticket in range(3)]
    for ticket in held:
        await take(desk, anna, ticket.id, NOW)
    token, _anna = await enter(desk)
    start = await last_event_id(desk)

    await deactivate(desk, anna.id, NOW)

    kinds = [event.kind for event in await events_after(desk, start)]
    assert kinds == ["person.signed_out", "person.changed", "ticket.dropped", "ticket.dropped", "ticket.dropped"]
    assert {(await ticket_by_id(desk, ticket.id)).operator_id for ticket in held} == {None}
    assert await operator_of_session(desk, token, NOW) is None
    assert await enter(desk) is None
    async with refused(desk, NotFound):
        await deactivate(desk, 999, NOW)


async def test_who_takes_in_the_moment_of_being_deactivated_holds_nothing_after(desk, anna, ada):
    for _round in range(5):
        one, ticket = await person(desk, f"Op{_round}"), await opened(desk)

        await asyncio.gather(deactivate(desk, one.id, NOW), take(desk, one, ticket.id, NOW), return_exceptions=True)

        assert (await ticket_by_id(desk, ticket.id)).operator_id is None


async def test_s25_the_last_administrator_stays_also_when_two_leave_at_once(desk, ada):
    async with refused(desk, Conflict, match="one administrator"):
        await deactivate(desk, ada.id, NOW)
    second = await person(desk, "Second", Role.ADMINISTRATOR)

    outcomes = await asyncio.gather(
        deactivate(desk, ada.id, NOW), deactivate(desk, second.id, NOW), return_exceptions=True
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "NoneType"]
    assert len(await operators(desk)) == 1


async def test_two_people_do_not_sign_in_with_one_address(desk, anna):
    async with refused(desk, BadFields, match="already"):
        await person(desk, "ANNA")
    outcomes = await asyncio.gather(person(desk, "Twin"), person(desk, "twin"), return_exceptions=True)

    assert sum(isinstance(outcome, BadFields) for outcome in outcomes) == 1


@pytest.mark.parametrize("password", ["short", "x" * 129, "aaaaaaaaaaaaaa", "Password1234", "ORSON@desk.example"])
async def test_a_weak_password_is_refused_with_nothing_made(desk, group, password):
    async with refused(desk, BadFields) as found:
        await add_operator(desk, "orson@desk.example", "Orson", Role.OPERATOR, (), password, NOW)

    assert list(found.value.faults) == ["password"]


async def test_a_group_that_is_not_there_makes_no_person(desk, group):
    async with refused(desk, BadFields, match="not found"):
        await person(desk, "Orson", groups=("Nowhere",))


async def test_groups_have_names_of_their_own(desk, group):
    for name in ("", "  ", "Reservations", " Reservations\n"):
        async with refused(desk, BadFields):
            await add_group(desk, name, NOW)


async def test_who_leaves_a_closed_group_sees_and_holds_its_tickets_no_longer(desk, anna, boris, ada):
    closed = await add_group(desk, "Closed", NOW, members_only=True)
    await set_members(desk, closed, [anna.id, boris.id, ada.id], NOW)
    insider = await operator_by_id(desk, anna.id)
    ticket, hers = await opened(desk, group_id=closed), await opened(desk, group_id=closed)
    await take(desk, insider, ticket.id, NOW)
    await take(desk, ada, hers.id, NOW)

    await set_members(desk, closed, [boris.id], NOW)

    assert not (await operator_by_id(desk, anna.id)).may_see_group(closed)
    assert (await ticket_by_id(desk, ticket.id)).operator_id is None
    assert (await ticket_by_id(desk, hers.id)).operator_id == ada.id
    start = await last_event_id(desk)
    await set_members(desk, closed, [boris.id], NOW)
    assert await last_event_id(desk) == start
    for group_id, ids in ((999, [anna.id]), (closed, [anna.id, 999])):
        async with refused(desk, (BadFields, NotFound)):
            await set_members(desk, group_id, ids, NOW)


async def test_going_away_is_told_once(desk, anna):
    start = await last_event_id(desk)

    await asyncio.gather(*(set_away(desk, anna, NOW, away=True) for _click in range(4)))

    assert [event.kind for event in await events_after(desk, start)] == ["person.away"]


async def test_s37_md5_passwords_come_over_without_one_resting_anywhere(desk, group, tmp_path):
    people = [
        ImportedPerson.from_row(
            {
                "email": f"p{n}@old.example",
                "name": f"P{n}",
                "md5": md5_of(f"old {n}").upper(),
                "groups": "Reservations",
            },
            n,
        )
        for n in range(25)
    ]

    await import_people(desk, people, NOW)

    everything = [
        str(tuple(row)) for table in metadata.sorted_tables for row in await desk.db.fetch_all(table.select())
    ]
    digests = re.compile("|".join(md5_of(f"old {n}") for n in range(25)), re.IGNORECASE)
    assert not digests.search("\n".join(everything))
    for n in range(25):
        assert await enter(desk, f"p{n}@old.example", f"old {n}")
    assert await enter(desk, "p1@old.example", "old 2") is None
    assert await enter(desk, "p1@old.example", md5_of("old 1")) is None  # the digest itself is no password


async def test_an_import_with_one_bad_line_imports_nobody_and_repeats_no_digest(desk, anna):
    rows = [("new@old.example", "operator"), ("anna@desk.example", "operator")]
    people = [ImportedPerson(email, "X", md5_of("x"), Role(role), (), n) for n, (email, role) in enumerate(rows, 2)]
    async with refused(desk, BadTable, match=r"line 3: someone already signs in as anna@desk\.example"):
        await import_people(desk, people, NOW)

    for row in (
        {"email": "a@b.example", "name": "A", "md5": md5_of("x")[:-1]},
        {"email": "a@b.example", "name": "A", "md5": md5_of("x"), "role": "king"},
        {"email": "nobody", "name": "A", "md5": md5_of("x")},
    ):
        with pytest.raises(ValueError, match=r"^line 7: ") as found:
            ImportedPerson.from_row(row, 7)
        assert row["md5"] not in str(found.value)


async def test_s38_a_digest_that_leaked_elsewhere_says_nothing_without_the_key(desk, anna):
    stored = await desk.db.fetch_val(select(operators_table.c.password))
    other = PasswordBook("q" * 40, CHEAP)

    assert stored.startswith("$argon2id$")
    assert not await other.matches(PASSWORD, stored)
    assert await desk.passwords.matches(PASSWORD, stored)


async def test_s38_the_desk_opens_only_with_the_key_that_it_learned_first(desk, anna):
    await check_passwords(desk.db, desk.passwords, NOW)
    await check_passwords(desk.db, desk.passwords, NOW)

    with pytest.raises(WrongPasswordKey, match="DESKBELL_PASSWORD_KEY"):
        await check_passwords(desk.db, PasswordBook("q" * 40, CHEAP), NOW)


async def test_s37_the_desk_does_not_open_over_a_bare_md5_digest(desk, anna):
    bare = operators_table.update().values(password=md5_of("secret").upper())
    await desk.db.execute(bare)

    with pytest.raises(BarePassword, match=r"anna@desk\.example") as found:
        await check_passwords(desk.db, desk.passwords, NOW)

    assert md5_of("secret").upper() not in str(found.value)


async def test_a_stored_form_weaker_than_todays_is_made_anew_at_sign_in(desk, anna):
    weak = await desk.db.fetch_val(select(operators_table.c.password))
    desk.__dict__["passwords"] = PasswordBook("p" * 40, type(CHEAP)(time_cost=2, memory_cost=8, parallelism=1))

    assert await enter(desk)

    assert await desk.db.fetch_val(select(operators_table.c.password)) != weak
    assert await enter(desk)


async def test_s31_too_many_sign_ins_at_once_are_told_to_come_back(desk, anna, monkeypatch):
    door = threading.Event()
    verify = desk.passwords._verify
    monkeypatch.setattr(desk.passwords, "_verify", lambda *asked: door.wait() and verify(*asked))
    trying = [asyncio.create_task(enter(desk)) for _one in range(QUEUE * 2)]

    try:
        await asyncio.wait(trying, return_when=asyncio.FIRST_COMPLETED)  # while nobody gets in: one who is sent away
    finally:
        door.set()
    outcomes = await asyncio.gather(*trying, return_exceptions=True)

    busy = [outcome for outcome in outcomes if isinstance(outcome, Busy)]
    assert 0 < len(busy) <= QUEUE
    assert len(busy) + len([outcome for outcome in outcomes if isinstance(outcome, tuple)]) == len(outcomes)


async def test_s29_unknown_and_deactivated_people_cost_as_much_as_known_ones(desk, anna, monkeypatch):
    await person(desk, "Second", Role.ADMINISTRATOR)
    verified = []
    monkeypatch.setattr(desk.passwords, "_verify", lambda _password, stored: verified.append(stored) or False)

    for email in ("anna@desk.example", "nobody@desk.example"):
        await enter(desk, email)
    await deactivate(desk, anna.id, NOW)
    await enter(desk)

    assert len(verified) == 3
    assert (await operator_by_email(desk, "anna@desk.example")).is_active is False


async def test_who_signs_in_with_a_password_that_is_changed_meanwhile_is_refused(desk, anna, monkeypatch):
    checked = desk.passwords.matches

    async def slowly(password, stored):
        right = await checked(password, stored)
        await set_password(desk, anna.id, "another bell altogether", NOW)
        return right

    monkeypatch.setattr(desk.passwords, "matches", slowly)

    assert await enter(desk) is None
    assert await desk.db.fetch_val(select(func.count()).select_from(sessions)) == 0


async def test_a_session_that_is_ended_twice_at_once_is_ended_once(desk, anna):
    token, _operator = await enter(desk)
    start = await last_event_id(desk)

    await asyncio.gather(*(sign_out(desk, token, NOW) for _window in range(4)))

    assert [event.kind for event in await events_after(desk, start)] == ["person.signed_out"]
