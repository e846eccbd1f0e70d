"""The disk is full, or nearly: said in words, nothing stored by half, and over by itself."""

import dataclasses

import pymysql
import pytest

from app.actions.desk.probing import try_to_write
from app.database import is_full
from app.database.sqlite_worker import change_of
from app.files.room import MEGABYTE, room_of
from app.queries.ticket.messages import messages_of
from tests.mail.intake.fake_mailbox import FakeMailbox, Postman, mail
from tests.web.conftest import PASSWORD, PROGRAM, person
from web.requests.rates import STRANGERS_BYTES_IP

FIELDS = {
    "name": "Helena Brandt",
    "email": "helena@guest.example",
    "phone": "+49 40 5550 1832",
    "city": "Hamburg",
    "subject": "A file",
    "message": "Here it is, in some words. " * 3000,
}
FILE = {"files": ("scan.pdf", b"%PDF-1.4 scan", "application/pdf")}
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


async def pages(desk, count):
    """Let SQLite's file have so many pages more, as a disk that is nearly full would."""
    used = await desk.db.fetch_val("PRAGMA page_count")
    most = used + count if count is not None else 2**31
    await desk.db._backend.writer.run(change_of(f"PRAGMA max_page_count = {most}", ()))


def short_of_room(desk, monkeypatch, free_bytes):
    async def free():
        return free_bytes

    monkeypatch.setattr(desk.storage, "free_bytes", free)


@pytest.fixture
async def console(browse, web_desk, group):
    maria = await person(web_desk, "Maria", groups=("Reservations",))
    browser = browse()
    await browser.post("/sign-in", data={"email": maria.email, "password": PASSWORD})
    return browser


@on_sqlite
async def test_a_full_database_is_said_in_words_and_the_text_is_not_lost(web_desk, browse, guest, console):
    await pages(web_desk, 0)

    page = await guest.post("/new", data=FIELDS)
    program = await browse(headers=PROGRAM).post("/new", data=FIELDS)

    assert page.status_code == program.status_code == 507
    assert "in some words. Here" in page.text
    assert "cannot save messages right now" in page.text
    assert program.json()["type"] == "urn:deskbell:storage-full"
    assert await web_desk.db.fetch_val("SELECT count(*) FROM tickets") == 0


@on_sqlite
async def test_readiness_and_alarm_say_that_the_disk_is_full_and_when_it_is_over(web_desk, guest, console):
    await pages(web_desk, 0)
    await guest.post("/new", data=FIELDS)

    ill, alarm = await guest.get("/readyz"), (await console.get("/mail/health")).json()["disk"]
    await pages(web_desk, None)
    well, over = await guest.get("/readyz"), (await console.get("/mail/health")).json()["disk"]

    assert (ill.status_code, ill.json()["disk"]) == (503, "full")
    assert alarm["alarm"]
    assert alarm["since_ms"] > 0
    assert (well.status_code, well.json()["disk"]) == (200, "ok")
    assert over == {"fault": "", "since_ms": 0, "alarm": False}
    assert (await guest.post("/new", data=FIELDS)).status_code == 303


async def test_below_the_floor_strangers_files_wait_and_their_words_do_not(web_desk, guest, console, monkeypatch):
    short_of_room(web_desk, monkeypatch, 499 * MEGABYTE)

    with_file = await guest.post("/new", data=FIELDS, files=FILE)
    alone = await guest.post("/new", data=FIELDS)

    assert with_file.status_code == 507
    assert "cannot accept files right now" in with_file.text
    assert "in some words. Here" in with_file.text
    assert alone.status_code == 303
    disk = (await console.get("/mail/health")).json()["disk"]
    assert disk == {
        "fault": "499 MB left. Files from strangers are refused for now; answers and email still work.",
        "since_ms": 0,
        "alarm": True,
    }
    assert (await guest.get("/readyz")).status_code == 200


async def test_below_the_floor_operators_still_attach_files(web_desk, console, monkeypatch):
    short_of_room(web_desk, monkeypatch, 100 * MEGABYTE)

    kept = await console.post("/uploads", files={"file": ("map.pdf", b"%PDF-1.4", "application/pdf")}, headers=PROGRAM)

    assert kept.status_code == 201


async def test_below_the_floor_mail_comes_in_with_its_files(web_desk, group, monkeypatch):
    short_of_room(web_desk, monkeypatch, 100 * MEGABYTE)
    postman = Postman(web_desk, FakeMailbox())

    await postman.poll(mail(text="It is here.", attachments=[("scan.pdf", "application/pdf", b"%PDF-1.4 scan", "")]))

    [row] = await postman.ledger()
    [message] = await messages_of(web_desk, row.ticket_id)
    [file] = message.attachments
    assert (await room_of(web_desk)).is_short
    assert (row.outcome, message.text.strip(), postman.mailbox.messages) == ("opened", "It is here.", {})
    assert await web_desk.storage.get(file.key) == b"%PDF-1.4 scan"


async def test_how_much_is_kept_is_a_setting(web_desk, guest, console, monkeypatch):
    web_desk.settings = dataclasses.replace(web_desk.settings, free_disk_mb=10)
    short_of_room(web_desk, monkeypatch, 11 * MEGABYTE)

    assert (await guest.post("/new", data=FIELDS, files=FILE)).status_code == 303


async def test_an_address_sends_so_much_in_a_day_to_however_many_tickets(web_app, web_desk, browse, group, monkeypatch):
    rates = web_app.state.rates
    await rates.allows(STRANGERS_BYTES_IP, "203.0.113.7", cost=STRANGERS_BYTES_IP.item.amount - 4)
    megabyte = {"files": ("large.bin", b"a" * (MEGABYTE - len(FIELDS["message"]) - 2000))}

    fits = await browse().post("/new", data=FIELDS, files=megabyte)
    too_much = await browse().post("/new", data=FIELDS, files=megabyte)
    words = await browse().post("/new", data={**FIELDS, "message": "And a word."})
    other = await browse("203.0.113.8").post("/new", data=FIELDS, files=megabyte)

    assert [answer.status_code for answer in (fits, too_much, words, other)] == [303, 429, 303, 303]
    assert "too much today" in too_much.text
    assert "in some words. Here" in too_much.text


async def test_the_room_is_what_the_fullest_disk_has(web_desk, monkeypatch):
    free = (await room_of(web_desk)).free_bytes
    short_of_room(web_desk, monkeypatch, 5)

    assert free is None or free > 0
    assert (await room_of(web_desk)).free_bytes == 5


@on_sqlite
async def test_a_write_that_finds_no_room_is_noted_until_one_finds_some(web_desk):
    await pages(web_desk, 0)
    with pytest.raises(Exception, match="full"):
        await web_desk.db.execute("CREATE TABLE more AS SELECT randomblob(100000) AS bytes")
    met = web_desk.db.fullness.is_on

    await pages(web_desk, None)
    await try_to_write(web_desk)

    assert met
    assert not web_desk.db.fullness.is_on


def test_both_engines_and_the_system_say_that_a_disk_is_full():
    assert is_full(pymysql.err.OperationalError(1114, "The table 'messages' is full"))
    assert is_full(OSError(28, "No space left on device"))
    assert not is_full(pymysql.err.OperationalError(1213, "Deadlock"))
    assert not is_full(OSError(2, "No such file"))
