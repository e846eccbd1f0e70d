import dataclasses
import gzip
import io
import zipfile
import zlib
from pathlib import Path

import pytest

from app.actions.message.opening import NewTicket, open_ticket
from app.actions.message.uploading import keep_upload
from app.files.kinds import Upload
from app.files.storage import StreamedFile
from app.nouns.event import Actor
from app.nouns.message import Attachment
from app.nouns.ticket import Customer
from app.queries.ticket.messages import messages_of
from tests.web.conftest import NOW, PASSWORD, PROGRAM, person
from web.files.attachments import file_response

HELENA = Customer("Helena Brandt", "helena@guest.example", "+49 40 5550 1832", "", "Hamburg", "DE")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
FILE = Attachment(1, "k", 1, 1, "voucher.pdf", "application/pdf", 4, inline=False, content_id="")


@pytest.fixture
async def ticket(web_desk, group):
    files = (Upload("voucher.pdf", "application/pdf", b"%PDF-1.4"), Upload("one.png", "image/png", PNG))
    new = NewTicket(HELENA, "Files", "Here.", source="web", client_ip="203.0.113.84", attachments=files)
    return await open_ticket(web_desk, new, Actor("customer", HELENA.name), NOW)


@pytest.fixture
async def voucher(web_desk, ticket) -> str:
    [message] = await messages_of(web_desk, ticket.id)
    return f"/attachments/{message.attachments[0].key}"


async def test_the_customer_gets_the_files_of_the_opened_page(guest, ticket, voucher):
    await guest.get(f"/t/1/{ticket.access_code}")

    answer = await guest.get(voucher)

    assert answer.content == b"%PDF-1.4"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''voucher.pdf"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_s14_nobody_else_gets_them(browse, guest, web_desk, ticket, voucher):
    other = NewTicket(HELENA, "Other", "x", source="web", client_ip="203.0.113.84")
    second = await open_ticket(web_desk, other, Actor("customer", HELENA.name), NOW)
    await guest.get(f"/t/2/{second.access_code}")

    by_other_ticket = await guest.get(voucher, headers=PROGRAM)
    by_nobody = await browse(headers=PROGRAM).get(voucher)
    missing = await browse(headers=PROGRAM).get("/attachments/" + "0" * 32)

    assert by_other_ticket.status_code == by_nobody.status_code == missing.status_code == 404
    assert by_other_ticket.json() == by_nobody.json() == missing.json()


async def test_s14_an_operator_gets_them_unless_the_ticket_is_closed_to_them(browse, web_desk, anna, ticket, voucher):
    stranger = await person(web_desk, "Stranger")
    browsers = [browse(), browse()]
    for browser, who in zip(browsers, (anna, stranger), strict=True):
        await browser.post("/sign-in", data={"email": who.email, "password": PASSWORD})
    table = "`groups`" if web_desk.db.engine_name == "mysql" else "groups"
    await web_desk.db.execute(f"UPDATE {table} SET members_only = 1")

    codes = [(await browser.get(voucher)).status_code for browser in browsers]

    assert codes == [200, 404]


async def test_s19_a_file_that_is_not_sent_yet_is_its_uploaders_alone(browse, web_desk, anna):
    upload = await keep_upload(web_desk, anna, Upload("draft.txt", "text/plain", b"x"), NOW)
    boris = await person(web_desk, "Boris", groups=("Reservations",))
    browsers = [browse(), browse()]
    for browser, who in zip(browsers, (anna, boris), strict=True):
        await browser.post("/sign-in", data={"email": who.email, "password": PASSWORD})

    codes = [(await browser.get(f"/attachments/{upload.key}")).status_code for browser in browsers]

    assert codes == [200, 404]


async def test_s18_archives_and_pictures_are_kept_as_bytes_and_never_unpacked_or_drawn(
    web_desk, group, browse, monkeypatch
):
    def refuse(*_given, **_named):
        raise AssertionError("something unpacks a stranger's file")

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("a.txt", b"0" * 1_000_000)
    vast = PNG[:16] + (65_000).to_bytes(4, "big") * 2 + PNG[24:]
    names = {"bomb.zip": packed.getvalue(), "bomb.gz": gzip.compress(b"0" * 1_000_000), "vast.png": vast}
    for name in ("decompress", "decompressobj"):
        monkeypatch.setattr(zlib, name, refuse)
    files = tuple(Upload(name, "application/zip", content) for name, content in names.items())

    new = NewTicket(HELENA, "Files", "Here.", source="web", client_ip="203.0.113.84", attachments=files)
    ticket = await open_ticket(web_desk, new, Actor("customer", HELENA.name), NOW)
    helena = browse()
    await helena.get(f"/t/{ticket.id}/{ticket.access_code}")

    [message] = await messages_of(web_desk, ticket.id)
    for attachment in message.attachments:
        answer = await helena.get(f"/attachments/{attachment.key}", headers={"Accept-Encoding": "identity"})
        assert answer.content == names[attachment.name]
        assert answer.headers["content-disposition"].startswith("attachment")
        assert not attachment.is_picture


async def test_s15_guessing_keys_ends_in_a_pause(browse):
    browser = browse(headers=PROGRAM)

    codes = [(await browser.get(f"/attachments/{number:032x}")).status_code for number in range(62)]

    assert codes == [404] * 60 + [429] * 2


@pytest.mark.parametrize(
    ("claimed", "content", "shown", "where"),
    [
        ("image/png", PNG, "image/png", "inline"),
        ("image/png", b"<html>", "application/octet-stream", "attachment"),
        ("text/html", b"<html>", "application/octet-stream", "attachment"),
        ("image/svg+xml", b"<svg/>", "application/octet-stream", "attachment"),
        ("application/pdf", b"%PDF-1.4", "application/pdf", "attachment"),
        ("text/plain", b"<script>", "text/plain", "attachment"),
    ],
)
def test_s13_only_a_real_picture_may_stand_in_a_page(claimed, content, shown, where):
    answer = file_response(
        dataclasses.replace(FILE, content_type=claimed), StreamedFile(len(content), content, Path("/nowhere"))
    )

    assert answer.headers["content-type"] == shown
    assert answer.headers["content-disposition"].startswith(f"{where};")


def test_a_name_with_strange_letters_travels_safely():
    answer = file_response(
        dataclasses.replace(FILE, name='Rechnung "Größe"; x=1.pdf'), StreamedFile(8, b"%PDF-1.4", Path("/nowhere"))
    )

    name = "Rechnung%20%22Gr%C3%B6%C3%9Fe%22%3B%20x%3D1.pdf"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"


async def test_s13_a_pdf_is_previewed_by_the_browsers_viewer_in_a_document_without_origin(browse, anna, voucher):
    browser = browse()
    await browser.post("/sign-in", data={"email": anna.email, "password": PASSWORD})

    answer = await browser.get(f"{voucher}/preview")

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline;")
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'; frame-ancestors 'self'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await browser.get(voucher)).headers["content-disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("name", "claimed", "content"),
    [
        ("page.pdf", "application/pdf", b"<html><script>alert(1)</script>"),
        ("late.pdf", "application/pdf", b"\n" * 2000 + b"%PDF-1.4"),
        ("one.png", "application/pdf", PNG),
        ("page.svg", "image/svg+xml", b"<svg onload='alert(1)'/>"),
    ],
)
async def test_what_does_not_begin_as_a_pdf_is_previewed_by_nobody(
    browse, web_desk, anna, ticket, name, claimed, content
):
    key = (await keep_upload(web_desk, anna, Upload(name, claimed, content), NOW)).key
    browser = browse()
    await browser.post("/sign-in", data={"email": anna.email, "password": PASSWORD})

    assert (await browser.get(f"/attachments/{key}")).status_code == 200
    assert (await browser.get(f"/attachments/{key}/preview")).status_code == 404


async def test_a_preview_is_as_closed_as_the_file(browse, web_desk, ticket, voucher):
    assert (await browse(headers=PROGRAM).get(f"{voucher}/preview")).status_code == 404


async def test_all_files_of_a_message_come_in_one_archive_with_a_name_each(browse, web_desk, anna, group):
    files = (Upload("scan.png", "image/png", PNG), Upload("Scan.png", "image/png", PNG + b"2"))
    new = NewTicket(HELENA, "Files", "Here.", source="web", client_ip="203.0.113.84", attachments=files)
    opened = await open_ticket(web_desk, new, Actor("customer", HELENA.name), NOW)
    [message] = await messages_of(web_desk, opened.id)
    browser = browse()
    await browser.post("/sign-in", data={"email": anna.email, "password": PASSWORD})

    answer = await browser.get(f"/tickets/{opened.id}/messages/{message.id}/files.zip")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert contents == {"scan.png": PNG, "Scan (2).png": PNG + b"2"}
    assert answer.headers["content-disposition"].startswith("attachment;")
