import json

import pytest
from starlette.requests import Request
from starlette.routing import Route

from app.core.errors import Busy, LockHeld, SignedOut, TooMany
from tests.web.conftest import PROGRAM
from web.middleware.errors import AnswerErrors
from web.requests.logs import path_without_code, without_code, without_secrets


class Broken(Exception):
    """A defect of ours."""


@pytest.fixture
def failing(web_app):
    """Adds `/fails`, which raises this error."""

    def add(error: Exception) -> None:
        async def fail(_request: Request) -> None:
            raise error

        web_app.router.routes.insert(0, Route("/fails", fail, methods=["GET", "POST"]))

    return add


async def test_a_program_gets_a_problem_document_with_what_it_can_use(browse, failing):
    failing(LockHeld(7, 3, "Maria Conti", 1000))

    answer = await browse(headers=PROGRAM).get("/fails")

    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["holder"] == {"id": 3, "name": "Maria Conti", "since_ms": 1000}
    assert answer.json()["type"] == "urn:deskbell:lock-held"


async def test_s70_what_nobody_expected_says_a_number_and_nothing_else(guest, failing, capsys):
    failing(Broken("the secret of\r\nthe house"))

    answer = await guest.get("/fails")

    logged = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    [incident] = [line for line in logged if line["event"] == "incident"]
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert incident["incident"] in answer.text
    assert "the secret of\r\nthe house" in incident["exception"]


async def test_a_program_gets_the_incident_too(browse, failing):
    failing(Broken("x"))

    answer = await browse(headers=PROGRAM).get("/fails")

    assert answer.status_code == 500
    assert len(answer.json()["incident"]) == 8
    assert "Broken" not in answer.text


async def test_a_pause_says_how_long(guest, failing):
    failing(TooMany("Wait.", 17))

    answer = await guest.get("/fails")

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "17"


async def test_a_busy_desk_asks_to_come_back(guest, failing):
    failing(Busy("One moment."))

    answer = await guest.get("/fails")

    assert answer.status_code == 503
    assert "retry-after" in answer.headers


async def test_who_is_signed_out_comes_back_after_signing_in(guest, failing):
    failing(SignedOut())

    read = await guest.get("/fails?a=1")
    change = await guest.post("/fails")

    assert read.headers["location"] == "/sign-in?next=%2Ffails%3Fa%3D1"
    assert change.headers["location"] == "/sign-in"


async def test_a_program_that_is_signed_out_gets_401(browse, failing):
    failing(SignedOut())

    assert (await browse(headers=PROGRAM).get("/fails")).status_code == 401


async def test_an_address_that_is_none_is_answered_like_a_hidden_ticket(guest, browse):
    nowhere = await browse(headers=PROGRAM).get("/nowhere")
    hidden = await browse(headers=PROGRAM).get("/t/1/events")

    assert nowhere.status_code == hidden.status_code == 404
    assert nowhere.json() == hidden.json()


async def test_a_wrong_method_says_which_ones_are_right(guest):
    answer = await guest.request("DELETE", "/new")

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_s69_secrets_are_struck_out_of_log_lines():
    line = {"password": "x", "access_code": "y", "path": "/t/12/K7QM4XTD0A2B", "event": "seen"}

    kept = without_secrets(None, "info", line)

    assert kept == {"password": "…", "access_code": "…", "path": "/t/12/…", "event": "seen"}


def test_an_address_without_a_code_is_logged_whole():
    assert without_code("/t/12/events") == "/t/12/events"
    assert without_code("/t/12/messages/3/frame") == "/t/12/messages/3/frame"
    assert without_code("/t/12/confirm") == "/t/12/confirm"
    assert without_code("/t/12/ABC?x=1") == "/t/12/…?x=1"


def test_s34_neither_the_code_nor_what_a_mail_proves_is_logged():
    assert (
        without_code("https://desk.example/t/12/K7QM4XTD0A2B/0f3a9c?x=1 said") == "https://desk.example/t/12/…?x=1 said"
    )
    assert without_code("/t/12/K7QM4XTD0A2B/events") == "/t/12/…"
    assert path_without_code("/t/12/ K7QM\n4XTD 0A2B/?0f3a9c") == "/t/12/…"


async def test_a_page_that_breaks_off_is_followed_by_no_second_one(web_app):
    async def breaks_off(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise Broken("in the middle")

    said = []

    async def send(message):
        said.append(message["type"])

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [],
        "app": web_app,
        "state": {},
    }
    with pytest.raises(Broken):
        await AnswerErrors(breaks_off)(scope, receive, send)

    assert said == ["http.response.start", "http.response.body"]
