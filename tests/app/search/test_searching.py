"""Search finds what people mean, on both engines, and whatever is typed is literal."""

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.noting import add_note
from app.actions.message.recalling import recall
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.people import add_group
from app.actions.ticket.editing import edit_ticket
from app.core.errors import BadFields
from app.nouns.operator import Role
from app.search.query_language import read_search
from app.search.ranking import best_matches
from app.search.searching import search_tickets
from tests.app.conftest import NOW, opened, person


async def find(desk, operator, typed, **given):
    wanted = read_search(typed, NOW, desk.settings.zone)
    page = await search_tickets(desk, operator, wanted, **given)
    return [row.ticket.id for row in page.rows]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Zimmer in München, bitte mit Babybett", "munchen babybett"),
        ("Wir suchen ein ruhiges Zimmer", "RUHIG"),
        ("La chambre à côté de l'église", "cote eglise"),
        ("Straße gesperrt", "strasse"),
        ("東京のホテルを予約したい", "ホテル"),
        ("我想预订酒店房间", "酒店"),
        ("Ευχαριστώ πολύ", "ευχαριστω"),
        ("Добрый день, нужен номер", "номер"),
        ("The booking AT-208844 was charged twice", "AT-208844"),
        ("Call me at +49 171 203 4455", "49171203"),
        ("İstanbul otelleri", "istanbul"),
    ],
)
async def test_words_are_found_in_any_spelling(desk, anna, text, typed):
    other = await opened(desk, "Something else", text="nothing of the kind")
    wanted = await opened(desk, "Question", text=text)

    found = await find(desk, anna, typed)

    assert wanted.id in found
    assert other.id not in found


async def test_all_words_have_to_be_there_and_the_newest_comes_first(desk, anna):
    first = await opened(desk, "Cot and breakfast")
    await opened(desk, "Only a cot")
    third = await opened(desk, "Breakfast and a cot")

    assert await find(desk, anna, "cot breakfast") == [third.id, first.id]


async def test_fields_look_in_their_own_place(desk, anna, ticket):
    await add_note(desk, anna, ticket.id, "<p>The lighthouse is closed</p>", "n1", (), NOW)
    await customer_writes(desk, ticket.id, CustomerMessage("Is there a sauna?", "web"), NOW)

    assert await find(desk, anna, "note:lighthouse") == [ticket.id]
    assert await find(desk, anna, "customer:lighthouse") == []
    assert await find(desk, anna, "customer:sauna name:helena city:hamburg country:Germany") == [ticket.id]
    assert await find(desk, anna, "city:berlin") == []
    assert await find(desk, anna, f"#{ticket.id}") == [ticket.id]
    assert await find(desk, anna, "status:waiting_for_operator operator:nobody") == [ticket.id]
    assert await find(desk, anna, "group:reservations date:2020..2035 email:helena@guest.example") == [ticket.id]
    assert await find(desk, anna, "before:2020-01-01") == []


async def test_an_edited_ticket_is_found_by_its_new_words_alone(desk, anna, ticket):
    await edit_ticket(desk, anna, ticket.id, {"subject": "Rollaway bed"}, NOW)

    assert await find(desk, anna, "rollaway") == [ticket.id]
    assert await find(desk, anna, "subject:arrival") == []


async def test_members_only_tickets_are_not_found_by_others(desk, anna):
    await add_group(desk, "Complaints", NOW, members_only=True)
    insider = await person(desk, "Ines", groups=("Complaints",))
    outsider = await person(desk, "Otto")
    chief = await person(desk, "Carla", Role.ADMINISTRATOR)
    secret = await opened(desk, "Scandal", group_id=next(iter(insider.group_ids)))

    assert await find(desk, outsider, "scandal") == []
    assert await find(desk, insider, "scandal") == [secret.id]
    assert await find(desk, chief, "scandal") == [secret.id]


@pytest.mark.parametrize(
    "typed", ['"', "'; DROP TABLE tickets; --", "%", "_", "xx*", "NEAR(a b)", "a OR b", "-+<>()~*", "\\", "{x}", "^"]
)
async def test_dangerous_input_is_literal(desk, anna, ticket, typed):
    assert await find(desk, anna, typed) in ([], [ticket.id])
    assert await find(desk, anna, "arrival") == [ticket.id]


@pytest.mark.parametrize(
    "typed", ["colour:red", "date:soon", "status:purple", "operator:zorro", "id:12x", "country:Narnia"]
)
async def test_what_cannot_be_understood_is_named(desk, anna, typed):
    with pytest.raises(BadFields, match=r"Unknown|is not a"):
        await find(desk, anna, typed)


async def test_pages_go_on_where_the_last_one_ended(desk, anna):
    made = [(await opened(desk, f"Cot number {number}")).id for number in range(7)]
    wanted = read_search("cot", NOW, desk.settings.zone)

    found, below = [], None
    while True:
        page = await search_tickets(desk, anna, wanted, below=below, limit=3)
        found += [row.ticket.id for row in page.rows]
        below = page.next_place and page.next_place.below
        if below is None:
            break

    assert found == made[::-1]


async def test_a_snippet_marks_the_words_and_escapes_the_rest(desk, anna):
    ticket = await opened(desk, "Question", text="We need <b>a cot</b> & breakfast in the room")
    page = await search_tickets(desk, anna, read_search("cot", NOW, desk.settings.zone))

    assert page.snippets[ticket.id].html == "We need &lt;b&gt;a <mark>cot</mark>&lt;/b&gt; &amp; breakfast in the room"


async def test_the_best_come_first_where_the_words_say_most_and_pages_hold_each_once(desk, anna):
    subject = await opened(desk, "A cot for our daughter")
    beginning = await opened(desk, "Cottage by the sea")
    text = [(await opened(desk, f"Question {number}", text="Is there a cot?")).id for number in range(4)]
    wanted = read_search("cot", NOW, desk.settings.zone)

    found, after = [], None
    while True:
        page = await best_matches(desk, anna, wanted, after, limit=2)
        found += [row.ticket.id for row in page.rows]
        after = page.next_place
        if after is None:
            break

    assert found == [subject.id, beginning.id, *text[::-1]]


async def test_what_is_older_than_the_ranked_ones_follows_newest_first(desk, anna, monkeypatch):
    monkeypatch.setattr("app.search.ranking.RANKED", 3)
    made = [(await opened(desk, "Cot" if number == 5 else "Other", text="a cot")).id for number in range(8)]
    wanted = read_search("cot", NOW, desk.settings.zone)

    first = await best_matches(desk, anna, wanted, limit=5)
    then = await best_matches(desk, anna, wanted, first.next_place, limit=5)

    assert [row.ticket.id for row in first.rows] == [made[5], made[7], made[6]]
    assert [row.ticket.id for row in then.rows] == made[4::-1]
    assert then.next_place is None


@pytest.mark.parametrize("typed", ["zanzibar", "text:zanzibar", "answer:zanzibar"])
async def test_the_words_of_a_recalled_answer_are_found_no_more_by_any_field(desk, anna, ticket, typed):
    form = AnswerForm("<p>By way of Zanzibar.</p>", "k", taking=True)
    number = await send_answer(desk, anna, ticket.id, form, NOW)
    assert await find(desk, anna, typed) == [ticket.id]

    await recall(desk, anna, number, NOW)

    assert await find(desk, anna, typed) == []
