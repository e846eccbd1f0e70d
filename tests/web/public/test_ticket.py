import asyncio
import re
import time
from urllib.parse import quote

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.noting import add_note
from app.actions.message.opening import NewTicket, open_ticket
from app.actions.message.releasing import release_due
from app.actions.message.uploading import keep_upload
from app.actions.ticket.statusing import set_status, snooze
from app.actions.ticket.taking import take
from app.core.clock import now_ms
from app.credentials.mail_links import mail_proof
from app.files.kinds import Upload
from app.html_safety import FRAME_CSP, clean_mail_html
from app.nouns.event import Actor
from app.nouns.message import MessageKind
from app.nouns.operator import Role
from app.nouns.status import Status
from app.nouns.ticket import UNTIL_CUSTOMER_MS, Customer
from app.queries.desk.events import events_after
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from tests.web.conftest import NOW, PROGRAM, person
from web.pages.templating import render

HELENA = Customer("Helena Brandt", "helena@guest.example", "+49 40 5550 1832", "", "Hamburg", "DE")
RELEASED = NOW + 60_000
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"


@pytest.fixture
async def ticket(web_desk, group):
    new = NewTicket(HELENA, "Late arrival", "We arrive at 00:45.", source="web", client_ip="203.0.113.84")
    return await open_ticket(web_desk, new, Actor("customer", HELENA.name), NOW)


@pytest.fixture
async def helena(guest, ticket):
    """Her browser, with the page opened."""
    await guest.get(f"/t/{ticket.id}/{ticket.access_code}")
    return guest


async def answer(desk, operator, ticket, html="<p>Somebody waits.</p>", *, released=True):
    form = AnswerForm(html=html, status=None, taking=True, request_key="key", seen=None, attachment_keys=(), cc=())
    message_id = await send_answer(desk, operator, ticket.id, form, NOW)
    if released:
        await release_due(desk, RELEASED)
    return message_id


async def test_s34_the_link_of_the_mail_moves_the_code_into_a_cookie(guest, ticket):
    followed = await guest.get(f"/t/{ticket.id}/{ticket.access_code}")

    page = await guest.get("/t/1")
    assert followed.status_code == 303
    assert followed.headers["location"] == "/t/1"
    assert followed.headers["referrer-policy"] == "no-referrer"
    assert "httponly" in followed.headers["set-cookie"].lower()
    assert ticket.access_code not in followed.headers["set-cookie"]
    assert "We arrive at 00:45." in page.text


GLUED = [
    *".,;:!?)>]}\"'*_|",
    "&gt;",
    "%3E",
    ">)",
    '">',
    "\u201d",
    "\u00bb.",
    "\u2026",
    "\u200b",
    " ",
    "\r\n",
    "/",
    "//",
    "<br>",
    "\\",
]


async def test_a_link_opens_with_whatever_a_mail_program_glued_to_its_end(browse, ticket):
    code = ticket.access_code
    for glue in GLUED:
        by_code = await browse().get(f"/t/1/{code}{quote(glue)}")
        by_number = await browse().get(f"/t/1{quote(glue)}")

        assert by_code.headers.get("location") == by_number.headers.get("location") == "/t/1", glue
    for written in (code.lower(), f"{code}and", f"%3C{code[:4]}-{code[4:]}%3E"):
        assert (await browse().get(f"/t/1/{written}")).headers["location"] == "/t/1"


async def test_a_mails_link_with_glue_at_its_end_may_be_confirmed_and_one_that_was_cut_only_opens(
    browse, web_desk, ticket
):
    proof = mail_proof(web_desk.settings, ticket)
    for glue in GLUED:
        whole, cut = browse(), browse()
        await whole.get(f"/t/1/{ticket.access_code}/{proof}{quote(glue)}")
        await cut.get(f"/t/1/{ticket.access_code}/{proof[:-1]}{quote(glue)}")

        assert (await whole.post("/t/1/confirm")).status_code == 303, glue
        assert (await cut.post("/t/1/confirm")).status_code == 409, glue


async def test_a_number_is_typed_as_people_type(browse, ticket):
    for typed in ("#1", " 1. ", "Ticket #1:", "\uff11", "[1]", "\u0661", "#\u06f1"):
        entered = await browse().post("/t", data={"number": typed, "code": ticket.access_code})

        assert entered.headers["location"] == "/t/1", typed


async def test_the_digits_of_a_code_are_read_in_every_script(browse, ticket):
    for zero in (0x0660, 0x06F0, 0x0966):  # Arabic, Persian, Hindi
        code = "".join(chr(zero + int(letter)) if letter.isdigit() else letter for letter in ticket.access_code)

        assert (await browse().post("/t", data={"number": "1", "code": code})).headers["location"] == "/t/1"


async def test_number_and_code_typed_by_hand_open_the_page(guest, ticket):
    code = ticket.access_code
    typed = f" {code[:4].lower()} {code[4:8]}-{code[8:]}"

    entered = await guest.post("/t", data={"number": "#1", "code": typed})

    assert entered.headers["location"] == "/t/1"
    assert "We arrive" in (await guest.get("/t/1")).text


async def test_s33_a_wrong_code_and_an_unknown_number_are_answered_alike(browse, ticket):
    wrong = await browse().post("/t", data={"number": "1", "code": "AAAA-AAAA-AAAA"})
    unknown = await browse().post("/t", data={"number": "1", "code": "AAAA-AAAA-AAAB"})
    missing = await browse().post("/t", data={"number": "2", "code": "AAAA-AAAA-AAAA"})

    said = [re.search(r'id="code-fault">.*?</p>', page.text, re.DOTALL)[0] for page in (wrong, unknown, missing)]
    assert {wrong.status_code, unknown.status_code, missing.status_code} == {422}
    assert len(set(said)) == 1


async def test_a_wrong_link_is_answered_like_one_to_no_ticket(browse, ticket):
    wrong = await browse(headers=PROGRAM).get("/t/1/AAAAAAAAAAAA")
    missing = await browse(headers=PROGRAM).get("/t/2/AAAAAAAAAAAA")

    assert wrong.status_code == missing.status_code == 404
    assert wrong.json() == missing.json()


async def test_s33_guesses_of_codes_end_in_a_pause_also_from_many_addresses(browse, ticket):
    one = browse(headers=PROGRAM)

    from_one = [(await one.get(f"/t/1/WRONG{number}")).status_code for number in range(12)]
    from_many = [
        (await browse(ip=f"198.51.100.{number}", headers=PROGRAM).get("/t/1/WRONG")).status_code for number in range(12)
    ]

    assert from_one == [404] * 10 + [429] * 2
    assert from_many[-1] == 429


async def test_s33_a_strangers_guesses_keep_no_customer_out(browse, ticket):
    for number in range(30):
        await browse(ip=f"198.51.100.{number}", headers=PROGRAM).get("/t/1/WRONG")

    assert (await browse().get(f"/t/1/{ticket.access_code}")).status_code == 303


async def test_s33_after_ten_wrong_tries_of_its_address_the_right_code_passes_after_a_pause(
    browse, ticket, web_app, monkeypatch
):
    one = browse(headers=PROGRAM)
    for number in range(15):
        await one.get(f"/t/1/WRONG{number}")

    refused = await one.get(f"/t/1/{ticket.access_code}")
    pause_s = int(refused.headers["retry-after"])
    monkeypatch.setattr(web_app.state.rates, "clock", lambda: time.time() + pause_s)

    assert (refused.status_code, pause_s <= 60) == (429, True)
    assert (await one.get(f"/t/1/{ticket.access_code}")).status_code == 200


async def test_s33_a_number_is_one_number_however_it_is_spelled(browse, ticket):
    spelled = ["1", "01", "001", "#1", " 1 "] * 5
    answers = [
        await browse(ip=f"198.51.100.{place}", headers=PROGRAM).post("/t", data={"number": number, "code": "WRONG"})
        for place, number in enumerate(spelled)
    ]

    assert [answer.status_code for answer in answers] == [422] * 20 + [429] * 5


async def test_s33_an_office_follows_its_right_links_freely(browse, web_desk, ticket):
    answers = [await browse().get(f"/t/1/{ticket.access_code}") for _person in range(25)]

    assert {answer.status_code for answer in answers} == {303}


async def test_s33_of_many_wrong_codes_at_once_only_ten_are_answered(browse, ticket):
    one = browse(headers=PROGRAM)

    answers = await asyncio.gather(*[one.get(f"/t/1/WRONG{number}") for number in range(30)])

    assert sorted(answer.status_code for answer in answers) == [404] * 10 + [429] * 20


async def test_without_the_cookie_the_page_asks_for_the_code(guest, ticket):
    page = await guest.get("/t/1")

    assert page.status_code == 200
    assert "We arrive" not in page.text
    assert 'name="code"' in page.text


async def test_s34_a_renewed_code_kills_link_and_cookie(helena, browse, ticket, web_desk):
    await web_desk.db.execute("UPDATE tickets SET access_code = 'NEWC0DE00000' WHERE id = 1")

    page = await helena.get("/t/1")
    link = await browse().get(f"/t/1/{ticket.access_code}")

    assert "We arrive" not in page.text
    assert link.status_code == 404


async def test_a_cookie_of_one_ticket_opens_no_other(helena, web_desk, ticket):
    other = NewTicket(HELENA, "Another", "Secret.", source="web", client_ip="203.0.113.84")
    await open_ticket(web_desk, other, Actor("customer", HELENA.name), NOW)

    assert "Secret." not in (await helena.get("/t/2")).text
    assert (await helena.get("/t/2/events")).status_code == 404
    assert (await helena.post("/t/2", data={"message": "x"})).status_code == 404


async def test_the_page_says_where_it_stands_in_the_customers_words(helena, web_desk, anna, ticket):
    before = (await helena.get("/t/1")).text
    await answer(web_desk, anna, ticket)

    after = (await helena.get("/t/1")).text

    assert "Received" in before
    assert "Waiting for you" in after
    assert "With Anna" in after
    assert "Waiting for customer" not in after


async def test_notes_and_held_answers_are_not_on_the_page(helena, web_desk, anna, ticket):
    await take(web_desk, anna, 1, NOW)
    await add_note(web_desk, anna, 1, "<p>Difficult guest.</p>", "n", (), NOW)
    undoable = await answer(web_desk, anna, ticket, released=False)

    page = (await helena.get("/t/1")).text

    assert "Difficult" not in page
    assert f"message-{undoable}" not in page
    assert (await helena.get(f"/t/1/messages/{undoable}/frame")).status_code == 404


async def test_s04_an_answer_stands_in_a_frame_that_runs_nothing(helena, web_desk, anna, ticket):
    message_id = await answer(web_desk, anna, ticket)

    page = (await helena.get("/t/1")).text
    frame = await helena.get(f"/t/1/messages/{message_id}/frame")

    frames = re.findall(r'<iframe\s[^>]*src="([^"]+)"\s+sandbox="allow-same-origin allow-popups', page)
    assert frames == [f"/t/1/messages/{message_id}/frame"]
    assert "allow-scripts" not in page
    assert frame.headers["content-security-policy"] == FRAME_CSP
    assert frame.headers["referrer-policy"] == "no-referrer"
    assert frame.headers["cache-control"] == "no-store"
    assert "Somebody waits." in frame.text


async def test_s02_text_is_shown_as_text(guest, web_desk, group):
    text = "<script>alert(1)</script> see https://example.org/?a=1&b='2'"
    new = NewTicket(HELENA, "<b>Subject</b>", text, source="web", client_ip="203.0.113.84")
    ticket = await open_ticket(web_desk, new, Actor("customer", HELENA.name), NOW)
    await guest.get(f"/t/1/{ticket.access_code}")

    page = (await guest.get("/t/1")).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "&lt;b&gt;Subject" in page


async def test_pictures_inside_a_mail_need_no_network(guest, web_desk, group):
    html = clean_mail_html('<p>Look:</p><img src="cid:one@mail"><img src="https://tracker.example/x.png">')
    picture = Upload("one.png", "image/png", PNG, inline=True, content_id="one@mail")
    new = NewTicket(
        HELENA, "Picture", "Look:", source="mail", client_ip="203.0.113.84", html=html, attachments=(picture,)
    )
    ticket = await open_ticket(web_desk, new, Actor("customer", HELENA.name), NOW)
    await guest.get(f"/t/1/{ticket.access_code}")

    frame = (await guest.get("/t/1/messages/1/frame")).text

    assert 'src="data:image/png;base64,' in frame
    assert 'src="https://tracker' not in frame


async def test_a_picture_inside_an_answer_stands_in_it_for_the_customer_too(helena, web_desk, anna, ticket):
    picture = await keep_upload(web_desk, anna, Upload("map.png", "image/png", PNG, inline=True), NOW)

    number = await answer(web_desk, anna, ticket, f'<p>The way: <img src="/attachments/{picture.key}"></p>')

    frame = (await helena.get(f"/t/1/messages/{number}/frame")).text
    assert 'src="data:image/png;base64,' in frame
    assert picture.key not in frame


async def test_what_the_customer_writes_again_reopens_and_is_stored_once(helena, web_desk, anna, ticket):
    await answer(web_desk, anna, ticket)
    key = re.search(r'name="request_key" value="(\w{32})"', (await helena.get("/t/1")).text)[1]
    form = {"message": "Thank you.\nOne more thing.", "request_key": key}

    file = {"files": ("a.txt", b"hello", "text/plain")}

    sent = await helena.post("/t/1", data=form, files=file)
    again = await helena.post("/t/1", data=form, files=file)

    written = await messages_of(web_desk, 1)
    assert sent.status_code == again.status_code == 303
    assert sent.headers["location"] == again.headers["location"]
    assert [message.text for message in written if message.kind is MessageKind.CUSTOMER][1:] == [form["message"]]
    assert written[-1].attachments[0].name == "a.txt"
    assert (await ticket_by_id(web_desk, 1)).status is Status.WAITING_FOR_OPERATOR


async def test_another_reply_under_a_key_that_is_used_keeps_its_text_and_is_sent_on_the_second_press(
    helena, web_desk, ticket
):
    await helena.post("/t/1", data={"message": "We come at nine.", "request_key": "drawn"})

    refused = await helena.post("/t/1", data={"message": "We come at ten.", "request_key": "drawn"})
    key = re.search(r'name="request_key" value="(\w{32})"', refused.text)[1]
    sent = await helena.post("/t/1", data={"message": "We come at ten.", "request_key": key})

    assert refused.status_code == 409
    assert "Already sent from this form: “We come at nine.”" in refused.text
    assert re.search(r"<textarea[^>]*>\s*We come at ten.</textarea>", refused.text)
    assert sent.status_code == 303
    assert [message.text for message in await messages_of(web_desk, 1)][1:] == ["We come at nine.", "We come at ten."]


async def test_an_empty_reply_is_not_sent(helena, web_desk, ticket):
    sent = await helena.post("/t/1", data={"message": "  "})

    assert sent.status_code == 422
    assert len(await messages_of(web_desk, 1)) == 1


async def test_a_refused_reply_keeps_its_text(helena, web_desk, ticket):
    big = b"x" * (web_desk.settings.max_file_bytes + 1)

    sent = await helena.post("/t/1", data={"message": "My long story."}, files={"files": ("big.bin", big, "x/y")})

    assert sent.status_code == 413
    assert "My long story." in sent.text
    assert "Choose your files again: big.bin." in sent.text


async def test_the_customer_can_say_that_it_is_solved(helena, web_desk, ticket):
    said = await helena.post("/t/1/solved")

    assert said.status_code == 303
    assert (await ticket_by_id(web_desk, 1)).status is Status.SOLVED
    assert "This is solved" not in (await helena.get("/t/1")).text


async def test_that_it_is_solved_is_undone_from_the_page_that_says_so(helena, web_desk, anna, ticket):
    await take(web_desk, anna, 1, now_ms())
    await snooze(web_desk, anna, 1, UNTIL_CUSTOMER_MS, now_ms())
    solved = await helena.post("/t/1/solved")

    toast = (await helena.get(solved.headers["location"])).text
    undone = await helena.post("/t/1/solved/undo")

    after = await ticket_by_id(web_desk, 1)
    assert "Marked as solved. Thank you." in toast
    assert 'action="/t/1/solved/undo"' in toast
    assert undone.headers["location"] == "/t/1"
    assert (after.status, after.snoozed_until_ms) == (Status.OPEN, UNTIL_CUSTOMER_MS)
    assert "Marked as solved" not in (await helena.get("/t/1?solved=1")).text


async def test_once_an_operator_has_closed_it_nothing_is_undone(helena, web_desk, ticket):
    await helena.post("/t/1/solved")
    ada = await person(web_desk, "Ada", Role.ADMINISTRATOR)
    await set_status(web_desk, ada, 1, Status.CLOSED, now_ms())
    await set_status(web_desk, ada, 1, Status.SOLVED, now_ms())

    refused = await helena.post("/t/1/solved/undo")

    assert refused.status_code == 409
    assert "This ticket has changed since. Send us a message instead." in refused.text
    assert (await ticket_by_id(web_desk, 1)).status is Status.SOLVED


async def test_what_is_solved_before_anybody_had_it_does_not_claim_to_have_been_read(helena, ticket):
    before = (await helena.get("/t/1")).text.count("steps__mark")

    await helena.post("/t/1/solved")

    page = (await helena.get("/t/1")).text
    assert (before, page.count("steps__mark")) == (4, 2)
    assert "Someone has read it" not in page


async def test_words_that_stand_in_the_reply_are_sent_before_it_is_solved(helena, web_desk, ticket):
    await helena.post("/t/1/solved", data={"message": "Found the answer, thank you."})

    assert (await messages_of(web_desk, 1))[-1].text == "Found the answer, thank you."
    assert (await ticket_by_id(web_desk, 1)).status is Status.SOLVED


async def test_a_ticket_that_came_by_mail_asks_for_what_it_lacks(guest, web_desk, group):
    incomplete = Customer("Marek", "marek@guest.example")
    new = NewTicket(incomplete, "Mail", "Hello.", source="mail", client_ip="203.0.113.84")
    ticket = await open_ticket(web_desk, new, Actor("customer", "Marek"), NOW)
    await guest.get(f"/t/1/{ticket.access_code}")

    asked = await guest.get("/t/1")
    faulty = await guest.post("/t/1/details", data={"phone": "", "city": "Kraków"})
    given = await guest.post("/t/1/details", data={"phone": "+48 12 555 01 20", "city": "Kraków"})

    assert 'action="/t/1/details"' in asked.text
    assert "Please complete your details" in asked.text
    assert faulty.status_code == 422
    assert 'id="phone-fault"' in faulty.text
    assert 'value="Kraków"' in faulty.text
    assert given.status_code == 303
    assert 'action="/t/1/details"' not in (await guest.get("/t/1")).text


async def test_the_page_of_a_duplicate_is_its_originals_once_the_address_is_proved(helena, web_desk, ticket):
    other = NewTicket(HELENA, "Original", "First.", source="web", client_ip="203.0.113.84")
    await open_ticket(web_desk, other, Actor("customer", HELENA.name), NOW)
    await web_desk.db.execute("UPDATE tickets SET duplicate_of = 2, status = 'duplicate' WHERE id = 1")

    await helena.get(f"/t/1/{ticket.access_code}/{mail_proof(web_desk.settings, ticket)}")
    await helena.post("/t/1/confirm")

    led = await helena.get("/t/1")

    assert led.headers["location"] == "/t/2"
    assert "First." in (await helena.get("/t/2")).text


async def test_a_deleted_ticket_is_gone_for_its_customer(helena, web_desk, ticket):
    await web_desk.db.execute("UPDATE tickets SET deleted_ms = 1, shelf = 'deleted' WHERE id = 1")

    assert "We arrive" not in (await helena.get("/t/1")).text
    assert (await helena.post("/t/1", data={"message": "x"})).status_code == 404
    assert (await helena.get(f"/t/1/{ticket.access_code}")).status_code == 404


async def test_the_page_hears_of_released_messages_only_and_of_no_operator(helena, web_desk, anna, ticket):
    start = (await helena.get("/t/1/events?after=0")).json()["last"]
    await take(web_desk, anna, 1, NOW)
    await add_note(web_desk, anna, 1, "<p>Among us.</p>", "n", (), NOW)
    message_id = await answer(web_desk, anna, ticket, released=False)
    unreleased = (await helena.get(f"/t/1/events?after={start}")).json()
    await release_due(web_desk, RELEASED)

    released = (await helena.get(f"/t/1/events?after={unreleased['last']}")).json()

    assert [event["kind"] for event in unreleased["events"]] == [
        "ticket.changed"
    ]  # it was taken: by whom, the page says
    assert [(event["kind"], event["message"]) for event in released["events"]] == [("message.added", message_id)]
    assert "Anna" not in str(unreleased) + str(released)
    assert (await helena.get(f"/t/1/events?after={released['last']}")).json()["events"] == []


@pytest.mark.parametrize("after", ["-1", "x", "1e3", "9" * 30, "999999"])
async def test_a_number_that_the_desk_never_gave_means_to_read_the_page_again(helena, after):
    answered = await helena.get(f"/t/1/events?after={after}")

    assert answered.status_code == 200
    assert answered.json()["resync"] is True


async def test_the_thread_alone_is_drawn_for_what_came_while_the_page_was_open(helena, web_desk, anna, ticket):
    message_id = await answer(web_desk, anna, ticket)

    part = (await helena.get("/t/1", headers={"Deskbell-Part": "thread"})).text

    assert f'id="message-{message_id}"' in part
    assert 'id="standing"' in part
    assert "<html" not in part


async def test_a_number_larger_than_any_ticket_is_not_found(guest, web_desk):
    assert (await guest.get("/t/" + "9" * 40)).status_code == 404
    assert (await guest.get("/new/done/" + "9" * 40)).status_code == 404


async def test_leaving_closes_the_page_in_this_browser(helena, ticket):
    await helena.post("/t/leave")

    assert "We arrive" not in (await helena.get("/t/1")).text


async def test_a_lost_code_goes_to_the_tickets_own_address_and_the_page_says_the_same_to_all(browse, web_desk, ticket):
    right = await browse().post("/t/lost", data={"number": "#1", "email": " Helena@guest.example "})
    wrong = await browse().post("/t/lost", data={"number": "#1", "email": "thief@evil.example"})
    unknown = await browse().post("/t/lost", data={"number": "77", "email": "helena@guest.example"})

    queued = await web_desk.db.fetch_all("SELECT recipients FROM outbox WHERE kind = 'lost_code'")
    said = {re.search(r'role="status">.*?</p>', page.text, re.DOTALL)[0] for page in (right, wrong, unknown)}
    assert [row.recipients for row in queued] == ['["helena@guest.example"]']
    assert len(said) == 1


async def test_a_lost_code_is_sent_three_times_an_hour(browse, web_desk, ticket):
    for number in range(5):
        await browse(ip=f"198.51.100.{number}").post("/t/lost", data={"number": "1", "email": HELENA.email})

    assert await web_desk.db.fetch_val("SELECT count(*) FROM outbox WHERE kind = 'lost_code'") == 3


async def test_an_operators_frame_needs_the_right_to_see_the_ticket(browse, guest, web_desk, anna, ticket):
    assert (await guest.get("/messages/1/frame")).headers["location"].startswith("/sign-in")

    await guest.post("/sign-in", data={"email": anna.email, "password": "a bell rings thrice"})
    seen = await guest.get("/messages/1/frame")
    await web_desk.db.execute(
        {"sqlite": "UPDATE groups SET members_only = 1", "mysql": "UPDATE `groups` SET members_only = 1"}[
            web_desk.db.engine_name
        ]
    )
    stranger = await person(web_desk, "Stranger")
    other = browse()
    await other.post("/sign-in", data={"email": stranger.email, "password": "a bell rings thrice"})

    assert "We arrive at 00:45." in seen.text
    assert seen.headers["content-security-policy"] == FRAME_CSP
    assert (await other.get("/messages/1/frame")).status_code == 404


async def test_s29_nothing_is_looked_up_for_a_lost_code_before_the_answer_has_left(browse, ticket, monkeypatch):
    left, looked = [], []

    async def send_code_again(*_asked):
        looked.append(list(left))
        raise LookupError("a fault that nobody outside sees")

    monkeypatch.setattr("web.public.lost.send_code_again", send_code_again)
    monkeypatch.setattr("web.public.lost.render", _noting(left))

    answer = await browse().post("/t/lost", data={"number": "1", "email": HELENA.email})

    assert answer.status_code == 200
    assert looked == [["drawn"]]


async def test_what_an_operator_does_on_a_customers_page_is_logged_with_their_name(web_desk, guest, browse, ticket):
    maria, chief = await person(web_desk, "Maria"), await person(web_desk, "Anna", Role.ADMINISTRATOR)
    for operator, browser in ((maria, guest), (chief, admin := browse())):
        await browser.post("/sign-in", data={"email": operator.email, "password": "a bell rings thrice"})

    await guest.get(f"/t/{ticket.id}/{ticket.access_code}")  # the code that the console shows
    await guest.post(f"/t/{ticket.id}", data={"message": "We come by train."}, headers=PROGRAM)
    await guest.post(f"/t/{ticket.id}/solved", headers=PROGRAM)
    await guest.post("/sign-out")
    await guest.post(f"/t/{ticket.id}", data={"message": "By myself, this one."}, headers=PROGRAM)

    events = await events_after(web_desk, 0)
    told = [(event.kind, event.actor.kind, event.actor.typed_by) for event in events if event.ticket_id == ticket.id]
    by_maria, by_guest = "Maria", ""
    assert told[1:] == [
        ("ticket.status", "customer", by_maria),
        ("message.added", "customer", by_maria),
        ("ticket.status", "customer", by_maria),
        ("ticket.status", "customer", by_guest),
        ("message.added", "customer", by_guest),
    ]
    log = (await admin.get(f"/log?operator={maria.id}&ticket={ticket.id}")).text
    assert log.count("typed by Maria on the customer") == len(told[1:4])
    assert "An operator wrote this on the customer" in (await admin.get(f"/tickets/{ticket.id}")).text
    assert "operator wrote this" not in (await guest.get(f"/t/{ticket.id}")).text


def _noting(left):
    def drawn(*asked, **given):
        left.append("drawn")
        return render(*asked, **given)

    return drawn
