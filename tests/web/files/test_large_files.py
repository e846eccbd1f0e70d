"""Large files, in and out of a served desk: none is ever whole in its memory."""

import contextlib
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

from tests.servers.process_memory import Peak
from tests.servers.raw_http import connect, exchange, read_to_end, status_of
from web.requests.limits import FRAME_BYTES, READ_ON, TEXT_BYTES

MEGABYTE = 1024 * 1024
FIELDS = {
    "name": "Helena Brandt",
    "email": "helena@guest.example",
    "phone": "+49 40 5550 1832",
    "city": "Hamburg",
    "subject": "A large file",
    "message": "Here it is.",
}
END = b"\r\n--x--\r\n"


def head(desk, length, path="/new", extra=b""):
    own = b"127.0.0.1:%d" % desk.port
    announced = b"Transfer-Encoding: chunked\r\n" if length is None else b"Content-Length: %d\r\n" % length
    return (
        b"POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nConnection: close\r\n" % (path.encode(), own, own)
        + b"Content-Type: multipart/form-data; boundary=x\r\n" + announced + extra + b"\r\n"
    )  # fmt: skip


def before_the_file(**changed):
    fields = {**FIELDS, **changed}
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in fields.items()]
    file = '--x\r\nContent-Disposition: form-data; name="files"; filename="large.bin"\r\n\r\n'
    return ("".join(parts) + file).encode()


def send_file(desk, size, source="127.0.0.1", **changed):
    """Post the form with a file of so many bytes; return the whole answer."""
    begin = before_the_file(**changed)
    whole = [begin, *repeat(b"a" * MEGABYTE, size // MEGABYTE), b"a" * (size % MEGABYTE), END]
    return exchange(desk.port, [head(desk, sum(map(len, whole))), *whole], source)


def temporary_files(desk):
    opened = []
    for link in Path(f"/proc/{desk.process.pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed since it was listed
            opened.append(link.readlink().as_posix())
    return [name for name in opened if name.endswith("(deleted)")]


def stored_bytes(desk):
    return sum(file.stat().st_size for file in (desk.directory / "var" / "attachments").rglob("*") if file.is_file())


def test_s16_a_file_up_to_its_limit_comes_in_and_one_byte_more_does_not(served_desk):
    peak = Peak(served_desk.process.pid)

    fits = send_file(served_desk, 20 * MEGABYTE)
    too_large = send_file(served_desk, 20 * MEGABYTE + 1)

    assert status_of(fits) == 303
    assert status_of(too_large) == 413
    assert stored_bytes(served_desk) == 20 * MEGABYTE
    assert temporary_files(served_desk) == []
    assert peak.growth() < 64 * MEGABYTE


def test_s16_a_body_without_a_length_is_cut_off_at_the_limit(served_desk):
    limit = READ_ON * 25 * MEGABYTE + TEXT_BYTES + FRAME_BYTES
    chunk = b"%x\r\n" % MEGABYTE + b"a" * MEGABYTE + b"\r\n"
    begin = before_the_file()
    peak = Peak(served_desk.process.pid)

    answer = exchange(
        served_desk.port,
        [head(served_desk, None), b"%x\r\n" % len(begin) + begin + b"\r\n", *repeat(chunk, limit // MEGABYTE + 8)],
    )

    assert status_of(answer) == 413
    assert temporary_files(served_desk) == []
    assert peak.growth() < 64 * MEGABYTE


def test_s16_more_than_was_announced_is_not_taken(served_desk):
    with connect(served_desk.port) as line, contextlib.suppress(BrokenPipeError, ConnectionResetError):
        line.sendall(head(served_desk, 10))
        for _piece in range(200):
            line.sendall(b"a" * MEGABYTE)
        read_to_end(line)

    assert served_desk.ready()
    assert temporary_files(served_desk) == []


def test_s16_forty_faulty_forms_with_large_files_at_once_take_little_memory(served_desk):
    """They took 550 MiB."""
    peak = Peak(served_desk.process.pid)

    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda number: send_file(served_desk, 19 * MEGABYTE, f"127.0.1.{number}", name=""), range(1, 41))
        )

    assert {status_of(answer) for answer in answers} <= {422, 503}
    assert peak.growth() < 64 * MEGABYTE
    assert temporary_files(served_desk) == []


def test_s16_slow_readers_of_a_large_file_take_little_memory(served_desk):
    """Sixty of them took 900 MiB."""
    sent = send_file(served_desk, 19 * MEGABYTE)
    cookie = re.search(rb"set-cookie: ([^;]+)", sent)[1]
    with sqlite3.connect(served_desk.env["DESKBELL_DATABASE_URL"].removeprefix("sqlite:///")) as database:
        [key] = database.execute("SELECT key FROM attachments").fetchone()
    ask = b"GET /attachments/%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\nCookie: %s\r\n\r\n" % (
        key.encode(), served_desk.port, cookie,
    )  # fmt: skip
    peak = Peak(served_desk.process.pid)

    with contextlib.ExitStack() as lines:
        for _reader in range(60):
            line = lines.enter_context(connect(served_desk.port))
            line.sendall(ask)
            assert line.recv(12) == b"HTTP/1.1 200"  # and from here on reads no more

        assert peak.growth() < 64 * MEGABYTE
        whole = exchange(served_desk.port, [ask], "127.0.0.2")
    assert len(whole.partition(b"\r\n\r\n")[2]) == 19 * MEGABYTE


async def test_s16_a_faulty_form_counts_as_a_try_and_its_text_is_not_lost(guest, group):
    faulty = {**FIELDS, "name": ""}
    files = {"files": ("scan.pdf", b"%PDF-1.4", "application/pdf")}

    answers = [await guest.post("/new", data=faulty, files=files) for _try in range(6)]

    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert "Here it is." in answers[-1].text
    assert "scan.pdf" in answers[-1].text  # to be chosen again


async def test_s16_the_file_of_a_try_too_many_is_not_even_stored_for_a_moment(guest, group, monkeypatch):
    for _try in range(5):
        await guest.post("/new", data={**FIELDS, "name": ""})
    written = []
    monkeypatch.setattr("starlette.datastructures.UploadFile.write", lambda _self, data: written.append(data))

    answer = await guest.post("/new", data=FIELDS, files={"files": ("large.bin", b"a" * MEGABYTE)})

    assert answer.status_code == 429
    assert written == []


async def test_s17_text_fields_of_a_form_with_files_have_one_limit_together(guest, group):
    half = "a" * (TEXT_BYTES // 2)

    answer = await guest.post("/new", data={"one": half, "two": half, "three": "b"}, files={"files": ("a.txt", b"a")})

    assert answer.status_code == 400
