"""The second factor: a code works once, at its time, for its owner; recovery codes once each."""

import asyncio

import pyotp
import pytest
from sqlalchemy import select

from app.actions.change import by
from app.actions.people.second_factor import (
    CodeNeeded,
    WrongCode,
    begin_second_factor,
    confirm_second_factor,
    remove_second_factor,
    renew_recovery_codes,
)
from app.actions.people.signing import operator_of_session, sign_in, signed_in_with
from app.actions.ticket.deleting import Approval, delete
from app.core.errors import BadFields, Conflict, NotFound
from app.credentials.codes import grouped
from app.credentials.one_time_codes import STEP_MS, is_one_time, matching_step
from app.credentials.sealing import Unreadable, seal, unseal
from app.queries.desk.events import events_after, last_event_id
from app.queries.people.people import operator_by_id
from app.queries.people.second_factors import SETUP_MS, pending_secret, recovery_codes_left
from sql.tables import metadata
from tests.app.actions.traces import refused
from tests.app.conftest import NOW, PASSWORD, settings_for

IP = "203.0.113.5"
LATER = NOW + 10 * STEP_MS


def code_at(secret: str, at_ms: int) -> str:
    return pyotp.TOTP(secret).at(at_ms // 1000)


async def turn_on(desk, who, at_ms=NOW):
    """The secret and the recovery codes."""
    setup = await begin_second_factor(desk, who, at_ms)
    return setup.secret, await confirm_second_factor(desk, who, code_at(setup.secret, at_ms), at_ms)


async def enter(desk, who, code="", at_ms=LATER):
    token, _operator = await sign_in(desk, who.email, PASSWORD, IP, "Firefox", at_ms, code)
    return token


async def test_once_it_is_on_the_password_alone_opens_nothing(desk, anna):
    secret, _codes = await turn_on(desk, anna)
    start = await last_event_id(desk)

    async with refused(desk, CodeNeeded):
        await enter(desk, anna)
    with pytest.raises(WrongCode):
        await enter(desk, anna, "000000")
    token = await enter(desk, anna, code_at(secret, LATER))

    assert (await operator_of_session(desk, token, LATER)).has_second_factor
    told = [(event.kind, event.details.get("second_factor")) for event in await events_after(desk, start)]
    assert told == [("person.sign_in_refused", "wrong"), ("person.signed_in", "totp")]


async def test_s36_a_code_works_once_also_when_two_use_it_at_once(desk, anna):
    secret, _codes = await turn_on(desk, anna)
    code = code_at(secret, LATER)

    outcomes = await asyncio.gather(enter(desk, anna, code), enter(desk, anna, code), return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["WrongCode", "str"]
    with pytest.raises(WrongCode):
        await enter(desk, anna, code)
    with pytest.raises(WrongCode):  # nor one from before it, though its time is not over
        await enter(desk, anna, code_at(secret, LATER - STEP_MS))


@pytest.mark.parametrize(("steps", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
async def test_s36_a_code_is_good_for_half_a_minute_and_its_neighbours(desk, anna, steps, is_right):
    secret, _codes = await turn_on(desk, anna)
    code = code_at(secret, LATER + steps * STEP_MS)

    if is_right:
        assert await enter(desk, anna, code)
    else:
        with pytest.raises(WrongCode):
            await enter(desk, anna, code)


async def test_s36_recovery_codes_work_once_in_any_spelling_and_for_their_owner_alone(desk, anna, boris):
    _secret, codes = await turn_on(desk, anna)
    _other, others = await turn_on(desk, boris)

    for wrong in (others[0], "", "x", codes[0][:-1]):
        with pytest.raises((WrongCode, CodeNeeded)):
            await enter(desk, anna, wrong)
    assert await enter(desk, anna, f" {grouped(codes[0]).lower()} ")
    with pytest.raises(WrongCode):
        await enter(desk, anna, codes[0])
    assert await recovery_codes_left(desk, anna.id) == 9

    fresh = await renew_recovery_codes(desk, anna, NOW)

    with pytest.raises(WrongCode):
        await enter(desk, anna, codes[1])
    assert await enter(desk, anna, fresh[0])


async def test_neither_secret_nor_codes_rest_in_the_database(desk, anna):
    secret, codes = await turn_on(desk, anna)

    rows = [str(tuple(row)) for table in metadata.sorted_tables for row in await desk.db.fetch_all(select(table))]
    everything = "\n".join(rows)
    assert secret not in everything
    assert not [code for code in codes if code in everything or grouped(code) in everything]


async def test_it_counts_only_when_a_code_of_it_was_confirmed_and_a_replaced_one_counts_no_more(desk, anna):
    setup = await begin_second_factor(desk, anna, NOW)
    assert await enter(desk, anna)  # begun, and not confirmed
    async with refused(desk, BadFields) as found:
        await confirm_second_factor(desk, anna, "000000", NOW)
    assert list(found.value.faults) == ["code"]
    await confirm_second_factor(desk, anna, code_at(setup.secret, NOW), NOW)
    async with refused(desk, Conflict):
        await confirm_second_factor(desk, anna, code_at(setup.secret, NOW), NOW)

    another = await begin_second_factor(desk, await operator_by_id(desk, anna.id), LATER)
    assert await enter(desk, anna, code_at(setup.secret, LATER))
    await confirm_second_factor(desk, anna, code_at(another.secret, LATER), LATER)

    late = LATER + 5 * STEP_MS
    with pytest.raises(WrongCode):
        await enter(desk, anna, code_at(setup.secret, late), late)
    assert await enter(desk, anna, code_at(another.secret, late), late)


async def test_a_set_up_that_was_begun_is_shown_for_a_while(desk, anna):
    setup = await begin_second_factor(desk, anna, NOW)

    assert await pending_secret(desk, anna.id, NOW + SETUP_MS - 1) == setup.secret
    assert await pending_secret(desk, anna.id, NOW + SETUP_MS) is None


async def test_turning_it_on_ends_all_other_sessions(desk, anna):
    token = await enter(desk, anna)

    await turn_on(desk, anna)

    assert await operator_of_session(desk, token, LATER) is None


async def test_a_role_that_needs_one_opens_nothing_before_it_is_set_up_and_keeps_it(desk, anna, ada):
    desk.settings = settings_for_roles(desk, "administrators")
    token = await enter(desk, ada)
    assert (await signed_in_with(desk, token, LATER)).owes_second_factor
    assert await operator_of_session(desk, token, LATER) is None
    assert await operator_of_session(desk, await enter(desk, anna), LATER)

    await turn_on(desk, ada)

    async with refused(desk, Conflict, match="cannot|not remove"):
        await remove_second_factor(desk, ada.id, NOW, by(ada))


def settings_for_roles(desk, roles):
    return type(desk.settings)(**{**vars(desk.settings), "second_factor_for": roles})


async def test_an_administrator_resets_anothers_which_ends_their_sessions(desk, anna, ada):
    secret, _codes = await turn_on(desk, anna)
    token = await enter(desk, anna, code_at(secret, LATER))
    start = await last_event_id(desk)

    await remove_second_factor(desk, anna.id, LATER, by(ada))
    await remove_second_factor(desk, anna.id, LATER, by(ada))

    assert await operator_of_session(desk, token, LATER) is None
    assert await enter(desk, anna)
    first, second = (await events_after(desk, start))[:2]
    assert (first.details["changes"], second.details["why"]) == (
        {"second_factor": [True, False]},
        "second_factor_reset",
    )
    async with refused(desk, NotFound):
        await remove_second_factor(desk, 999, NOW, by(ada))


def test_a_secret_opens_with_its_key_in_its_place_only(tmp_path):
    settings, other = settings_for(tmp_path), settings_for(tmp_path, secret_key="t" * 40)
    sealed = seal(settings, "here", "the secret")

    assert unseal(settings, "here", sealed) == "the secret"
    assert seal(settings, "here", "the secret") != sealed
    for key, place, text in (
        (other, "here", sealed),
        (settings, "there", sealed),
        (settings, "here", "x"),
        (settings, "here", ""),
    ):
        with pytest.raises(Unreadable):
            unseal(key, place, text)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣", "1" * 10_000, "\ud800"])
def test_what_is_no_code_matches_no_step(typed):
    assert matching_step(pyotp.random_base32(), typed, NOW) is None
    assert not is_one_time(typed)


def test_rfc_6238_codes_of_appendix_b_are_known():
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # "12345678901234567890"

    for second, code in ((59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")):
        assert matching_step(secret, f" {code[:3]} {code[3:]} ", second * 1000) == second // 30


async def test_who_approves_a_deletion_with_a_second_factor_gives_a_code_of_it_too(desk, anna, ada, ticket):
    secret, _codes = await turn_on(desk, ada)
    start = await last_event_id(desk)

    for code, words in (("", "Ada signs in with a second factor"), ("000000", "not valid")):
        with pytest.raises(BadFields, match=words) as fault:
            await delete(desk, anna, ticket.id, Approval(ada.email, PASSWORD, code), LATER)
        assert set(fault.value.faults) == {"code"}
    assert await events_after(desk, start) == []
    code = code_at(secret, LATER)
    await delete(desk, anna, ticket.id, Approval(ada.email, PASSWORD, code), LATER)

    [event] = await events_after(desk, start)
    assert event.details["approved_by"] == {"id": ada.id, "name": "Ada"}
    with pytest.raises(WrongCode):
        await enter(desk, ada, code)  # each code once
