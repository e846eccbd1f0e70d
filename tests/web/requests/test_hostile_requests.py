"""Requests that no browser sends: each is refused in words, and none is an incident."""

import json

import pytest

from tests.web.conftest import PROGRAM

LONG = "9" * 5_000
NUMBERED = [
    f"/t/{LONG}",
    f"/t/{LONG}/K7QM4XTD0A2B",
    f"/t/{LONG}/events",
    f"/new/done/{LONG}",
    f"/t/1/messages/{LONG}/frame",
    f"/messages/{LONG}/frame",
    f"/tickets/{LONG}",
    f"/tickets/{LONG}/preview",
    f"/t/lost?number={LONG}",
    f"/t/1/events?after={LONG}",
    "/t/" + "9" * 19,
]


def incidents(capsys) -> list[str]:
    return [line for line in capsys.readouterr().err.splitlines() if '"incident"' in line]


@pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.replace(LONG, "N"))
async def test_a_number_of_any_length_in_an_address_is_no_incident(browse, group, path, capsys):
    answer = await browse().get(path)

    assert answer.status_code < 500
    assert incidents(capsys) == []


@pytest.mark.parametrize("path", ["/new", "/t", "/sign-in", "/t/lost", "/password/lost"])
@pytest.mark.parametrize("depth", [2, 700, 100_000])
async def test_json_of_any_depth_is_no_incident(browse, group, path, depth, capsys):
    nested = "[" * depth + "]" * depth

    answer = await browse(headers=PROGRAM).post(
        path, content=f'{{"number": {nested}, "email": {nested}}}', headers={"Content-Type": "application/json"}
    )

    assert answer.status_code < 500
    assert incidents(capsys) == []


async def test_lists_in_lists_are_no_values_and_lists_are(browse, group):
    form = {"number": [["1"], "2"], "code": ["x"]}

    answer = await browse(headers=PROGRAM).post(
        "/t", content=json.dumps(form), headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 422


async def test_a_length_of_any_length_is_too_much(web_app, capsys):
    said = await posted(web_app, [{"type": "http.disconnect"}], length=LONG.encode())

    assert said[0]["status"] == 413
    assert incidents(capsys) == []


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/json", "application/x-www-form-urlencoded"]
)
async def test_an_upload_that_is_broken_off_is_no_incident_and_has_no_answer(web_app, group, kind, capsys):
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nabc'

    said = await posted(
        web_app, [{"type": "http.request", "body": body, "more_body": True}, {"type": "http.disconnect"}], kind
    )

    assert said == []
    assert incidents(capsys) == []


async def posted(app, events, kind="text/plain", length=b"100000"):
    """What the application sends to somebody who posts so to `/new`."""
    said = []

    async def receive():
        return events.pop(0) if len(events) > 1 else events[0]

    async def send(message):
        said.append(message)

    names = {b"host": b"127.0.0.1:8000", b"origin": b"http://127.0.0.1:8000", b"content-type": kind.encode()}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/new",
        "query_string": b"",
        "headers": [*names.items(), (b"content-length", length)],
        "client": ("203.0.113.7", 1),
    }
    await app(scope, receive, send)
    return said


@pytest.mark.parametrize(
    "path", ["/t/1/K7QM4XTD0A2B", "/t/x/K7QM4XTD0A2B", "/t/1/K7/QM", "/password/" + "a" * 43, "/setup/x"]
)
async def test_no_page_at_an_address_that_may_hold_a_secret_tells_it_to_another(browse, path):
    for browser in (browse(), browse(headers=PROGRAM)):
        answer = await browser.get(path)

        assert answer.status_code in {404, 405}
        assert answer.headers["referrer-policy"] == "no-referrer"
