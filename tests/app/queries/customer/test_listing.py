"""Finding customers: by name, by words of name and address, and only those of whom the operator may see a ticket."""

import dataclasses

import pytest

from app.actions.people.people import add_group
from app.actions.ticket.deleting import delete
from app.actions.ticket.editing import edit_ticket
from app.nouns.ticket import Customer
from app.queries.customer import listing
from app.queries.customer.known import customer_for, customer_id_of
from app.queries.customer.listing import customers_page, customers_with
from tests.plugins.desk import HELENA, NOW, opened


async def wrote(desk, name, email, **given):
    return await opened(desk, customer=Customer(name, email, "+49 1", "", "Hamburg", "DE"), **given)


async def named(page):
    return [line.name or line.email for line in (await page).lines]


async def test_customers_stand_by_name_and_each_once(desk, group, anna):
    await wrote(desk, "zoë Ärmel", "zoe@guest.example")
    await wrote(desk, "Åsa Berg", "asa@guest.example")
    await wrote(desk, "", "mid@guest.example")
    await opened(desk, "First")
    second = await opened(desk, "Second")

    page = await customers_page(desk, anna, None)

    assert [line.name or line.email for line in page.lines] == [
        "Åsa Berg", "Helena Brandt", "mid@guest.example", "zoë Ärmel",
    ]  # fmt: skip
    assert page.lines[1].newest.id == second.id
    assert page.after is None


async def test_pages_follow_each_other_without_a_gap(desk, group, anna, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 3)
    monkeypatch.setattr(listing, "SLICE", 2)
    for number in range(8):
        await wrote(desk, "Same Name", f"n{number}@guest.example")

    found, after = [], None
    for _page in range(5):
        page = await customers_page(desk, anna, after)
        found += [line.email for line in page.lines]
        after = page.after
        if after is None:
            break

    assert found == [f"n{number}@guest.example" for number in range(8)]


@pytest.mark.parametrize(
    "typed", ["helena", "BRANDT", "bran hel", "helena@guest.example", "guest.example", "Helena@GUEST.example"]
)
async def test_a_customer_is_found_by_words_of_name_and_address(desk, group, anna, typed):
    await opened(desk)
    await wrote(desk, "Ruth Ober", "ruth@other.example")

    assert await named(customers_with(desk, anna, typed)) == ["Helena Brandt"]


@pytest.mark.parametrize("typed", ["brandt ruth", "elena", "%", "_", "  "])
async def test_other_words_find_nobody(desk, group, anna, typed):
    await opened(desk)

    assert await named(customers_with(desk, anna, typed)) == []


async def test_who_wrote_to_a_closed_group_alone_does_not_exist_for_others(desk, group, anna, ada):
    closed = await add_group(desk, "Board", NOW, members_only=True, position=9)
    await wrote(desk, "Ruth Ober", "ruth@guest.example", group_id=closed)
    outsider = dataclasses.replace(anna, hidden_group_ids=frozenset({closed}))

    assert await named(customers_page(desk, outsider, None)) == []
    assert await named(customers_with(desk, outsider, "ruth")) == []
    assert await named(customers_page(desk, ada, None)) == ["Ruth Ober"]


async def test_what_is_spam_or_deleted_makes_no_customer(desk, group, anna, ada):
    await wrote(desk, "Spammer", "spam@guest.example", spam=True)
    gone = await wrote(desk, "Gone", "gone@guest.example")
    await delete(desk, ada, gone.id, None, NOW)

    assert await named(customers_page(desk, ada, None)) == []


async def test_the_first_name_that_is_known_names_the_customer(desk, group, anna):
    await wrote(desk, "", "helena@guest.example")
    await opened(desk)
    await wrote(desk, "Somebody Else", "helena@guest.example")

    assert await named(customers_page(desk, anna, None)) == ["Helena Brandt"]
    assert await named(customers_with(desk, anna, "brandt")) == ["Helena Brandt"]


async def test_a_corrected_address_leads_to_the_customer_and_leaves_none_behind(desk, group, anna):
    ticket = await wrote(desk, "Helena Brandt", "helna@guest.example")

    await edit_ticket(desk, anna, ticket.id, {"email": HELENA.email}, NOW)

    assert await customer_id_of(desk, "helna@guest.example") is None
    number = await customer_id_of(desk, HELENA.email_key)
    assert (await customer_for(desk, anna, number)).email == HELENA.email
