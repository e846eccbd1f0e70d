"""Two customers who are one person: for operators alone, with a warning, and with a way back."""

import dataclasses

import pytest

from app.actions.customer.changing import change_customer
from app.actions.customer.erasing import erase_customer, erase_customers
from app.actions.customer.merging import merge_customers, separate_customers
from app.actions.people.people import add_group
from app.actions.ticket.merging import merge
from app.actions.ticket.proving import prove_address
from app.actions.ticket.taking import take
from app.core.errors import BadFields, NotFound
from app.nouns.ticket import Customer
from app.queries.customer.known import customer_by_id, customer_for, customer_id_of
from app.queries.customer.listing import customers_page, customers_with
from app.queries.customer.page import tickets_of
from app.queries.customer.previous import previous_tickets
from app.queries.desk.events import events_after, last_event_id
from app.queries.ticket.tickets import ticket_by_id
from tests.plugins.desk import HELENA, NOW, opened

OTHER = Customer("Helena B.", "helena@work.example", "+49 1", "", "Hamburg", "DE")


@pytest.fixture
async def second(desk, ticket):
    return await opened(desk, "Invoice", customer=OTHER)


@pytest.fixture
async def two(desk, ticket, second):
    return await customer_id_of(desk, HELENA.email_key), await customer_id_of(desk, OTHER.email_key)


async def test_merged_customers_are_one_with_all_tickets(desk, anna, ticket, second, two):
    first, other = two
    before = await last_event_id(desk)

    customer, moved = await merge_customers(desk, anna, first, other, NOW, confirmed=True)

    assert (customer.id, [one.email for one in customer.addresses]) == (first, [HELENA.email, OTHER.email])
    assert moved == [other]
    assert [one.id for one in (await tickets_of(desk, anna, customer, None)).tickets] == [second.id, ticket.id]
    assert [one.id for one in await previous_tickets(desk, anna, ticket)] == [second.id]
    assert [one.id for one in await previous_tickets(desk, anna, second)] == [ticket.id]
    assert (await customer_for(desk, anna, other)).id == first
    assert [line.id for line in (await customers_page(desk, anna, None)).lines] == [first]
    assert [line.id for line in (await customers_with(desk, anna, "work.example")).lines] == [first]
    [event] = await events_after(desk, before)
    assert (event.kind, event.details["doubts"], event.details["addresses"]) == (
        "customer.merged",
        ["unproved"],
        [other],
    )


async def test_a_merge_across_an_unproved_address_has_to_be_confirmed(desk, anna, ticket, second, two):
    with pytest.raises(BadFields) as refusal:
        await merge_customers(desk, anna, *two, NOW)
    await prove_address(desk, ticket.id, NOW)
    with pytest.raises(BadFields):
        await merge_customers(desk, anna, *two, NOW)
    await prove_address(desk, second.id, NOW)

    customer, _moved = await merge_customers(desk, anna, *two, NOW)

    assert refusal.value.faults.keys() == {"confirmed"}
    assert customer.is_proved


async def test_a_merge_is_undone_with_notes_and_inner_merges_as_they_were(desk, anna, two):
    first, other = two
    await opened(desk, customer=dataclasses.replace(OTHER, email="helena@club.example"))
    third = await customer_id_of(desk, "helena@club.example")
    await change_customer(desk, anna, other, {"note": "Pays by invoice"}, NOW)
    await merge_customers(desk, anna, other, third, NOW, confirmed=True)
    _customer, moved = await merge_customers(desk, anna, first, other, NOW, confirmed=True)

    back = await separate_customers(desk, anna, first, moved, NOW)

    assert (back.id, back.note, [one.id for one in back.addresses]) == (other, "Pays by invoice", [other, third])
    assert [one.id for one in (await customer_for(desk, anna, first)).addresses] == [first]


async def test_what_is_not_merged_is_not_separated(desk, anna, two):
    for addresses in ((), (two[0],), (two[1],), (99,)):
        with pytest.raises(BadFields):
            await separate_customers(desk, anna, two[0], addresses, NOW)


async def test_nobody_merges_with_themselves_or_with_who_they_cannot_see(desk, anna, two):
    closed = await add_group(desk, "Board", NOW, members_only=True, position=9)
    await opened(desk, customer=Customer("Ruth", "ruth@guest.example", "", "", "", ""), group_id=closed)
    ruth = await customer_id_of(desk, "ruth@guest.example")
    outsider = dataclasses.replace(anna, hidden_group_ids=frozenset({closed}))

    with pytest.raises(BadFields):
        await merge_customers(desk, anna, two[0], two[0], NOW, confirmed=True)
    for pair in ((two[0], ruth), (ruth, two[0])):
        with pytest.raises(NotFound):
            await merge_customers(desk, outsider, *pair, NOW, confirmed=True)


async def test_a_merge_gives_no_address_a_right_to_the_others_tickets(desk, anna, ticket, second, two):
    await merge_customers(desk, anna, *two, NOW, confirmed=True)
    await take(desk, anna, second.id, NOW)

    with pytest.raises(BadFields):  # a duplicate across addresses is asked about as before
        await merge(desk, anna, second.id, ticket.id, NOW)

    assert (await ticket_by_id(desk, second.id)).customer == OTHER


async def test_all_addresses_of_a_merged_customer_are_erased(desk, anna, ada, ticket, second, two):
    await merge_customers(desk, anna, *two, NOW, confirmed=True)

    await erase_customer(desk, ada, two[0], OTHER.email, NOW + 1)
    await erase_customers(desk, NOW + 1)

    assert [(await ticket_by_id(desk, one.id)).is_erased for one in (ticket, second)] == [True, True]
    assert [await customer_by_id(desk, number) for number in two] == [None, None]
