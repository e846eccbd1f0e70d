import pytest

from web.requests.limits import TEXT_BYTES, BodyLimits

MEGABYTE = 1024 * 1024
LIMITS = BodyLimits(message_bytes=25 * MEGABYTE)
URLENCODED = "application/x-www-form-urlencoded"


async def chunks(total: int, size: int = 65_536):
    for _chunk in range(total // size):
        yield b"a" * size


def test_only_where_files_are_taken_a_body_may_be_large():
    assert LIMITS.limit("/tickets/1/answer", "multipart/form-data; boundary=x") // MEGABYTE == 25
    assert LIMITS.limit("/new", "multipart/form-data; boundary=x") // MEGABYTE == 75  # read on for the text
    assert LIMITS.limit("/sign-in", "multipart/form-data; boundary=x") == TEXT_BYTES
    assert LIMITS.limit("/new", URLENCODED) == TEXT_BYTES
    assert LIMITS.limit("/api/v1/tickets", "application/json") > 100_000 * len(r"\ud83d\ude00")
    assert LIMITS.limit("/api/v1/attachments", "multipart/form-data; boundary=x") // MEGABYTE == 25


async def test_a_text_body_up_to_the_limit_passes_and_one_byte_more_does_not(guest, group):
    just = b"message=" + b"a" * (TEXT_BYTES - len(b"message="))
    headers = {"Content-Type": URLENCODED}

    fits = await guest.post("/new", content=just, headers=headers)
    too_much = await guest.post("/new", content=just + b"a", headers=headers)

    assert fits.status_code == 422  # read, and found wanting
    assert too_much.status_code == 413


async def test_a_body_in_chunks_is_cut_off_at_the_limit(guest, web_desk):
    answer = await guest.post("/new", content=chunks(8 * MEGABYTE), headers={"Content-Type": URLENCODED})

    assert answer.status_code == 413
    assert await web_desk.db.fetch_val("SELECT count(*) FROM tickets") == 0


@pytest.mark.parametrize("length", [b"-1", b"ten", b"1e9", b"\xb2"])
async def test_a_length_that_is_no_number_is_refused(guest, length):
    headers = {"Content-Type": URLENCODED, "Content-Length": length}

    answer = await guest.post("/new", content=b"a=b", headers=headers)

    assert answer.status_code == 400


async def test_s17_thousands_of_fields_or_files_are_refused(guest):
    fields = await guest.post(
        "/new", content="&".join(f"f{n}=1" for n in range(5000)), headers={"Content-Type": URLENCODED}
    )
    files = await guest.post("/new", files=[("files", (f"{n}.txt", b"x", "text/plain")) for n in range(101)])

    assert fields.status_code == 400
    assert files.status_code == 400


async def test_a_refusal_is_a_problem_document_for_a_program(guest):
    headers = {"Accept": "application/json", "Content-Type": "application/json"}

    answer = await guest.post("/new", content=b"[" * (TEXT_BYTES + 1), headers=headers)

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 413


@pytest.mark.parametrize("body", [b"[" * 100_000, b"[]", b"nope", b'{"message": {"a": 1}}', b'"text"'])
async def test_json_that_is_no_form_is_refused(guest, body):
    answer = await guest.post("/new", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 400
