"""A request's body and its headers cost in step with their size, whichever way they are written."""

import asyncio
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from app.core.errors import DeskError
from app.text.choosing import accepted_language
from tests.growth.measuring import grows_too_fast, repeated
from tests.growth.shapes import SIGNS
from tests.plugins.desk import settings_for
from web.middleware.client_ip import client_ip
from web.requests.forms import read_form

BODY_BYTES = 128 * 1024
APP = SimpleNamespace(state=SimpleNamespace(desk=SimpleNamespace(settings=settings_for(Path()))))
PART = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
BODIES = {
    "application/x-www-form-urlencoded": ("a=b&", "&", "=", "%", "%41", "+", "a&", "=&", "%%", "a"),
    "multipart/form-data; boundary=b": (
        *(
            "--b\r\n",
            "\r\n--b\r\n",
            f"{PART}x\r\n",
            f'{PART[:-4]}; filename="x"\r\n\r\nx\r\n',
            "\r\n",
            "\r\n--",
            "\r\n-",
        ),
        *("A: b\r\n", "A:", " ", "=", "\r", "\n"),
    ),
    "application/json": ("[", '{"a":', '{"a":"b",', '"', "\\", "1", '"\\u0301', "[1,", " "),
}
TAGS = ("a,", "a;q=1,", "a-", ";", "q=", "en-GB,", "x_")
HOPS = ("1.1.1.1,", "::1,", ",", "a", "10.0.0.1, ", ":", "1.")


def read(content_type, body):
    """The fields of this body, as every route reads them; what is refused is refused."""
    chunks = [body[at : at + 16_384] for at in range(0, len(body), 16_384)] or [b""]

    async def receive():
        return {"type": "http.request", "body": chunks.pop(0), "more_body": bool(chunks)}

    async def work():
        scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "state": {}, "app": APP}
        request = Request({**scope, "headers": [(b"content-type", content_type.encode())]}, receive)
        with suppress(DeskError, HTTPException, ClientDisconnect):
            await read_form(request)
        if hasattr(request.state, "spooled"):
            request.state.spooled.close()  # as at the end of every request

    asyncio.run(work())


@pytest.mark.parametrize("content_type", BODIES)
@pytest.mark.parametrize("begun", ["", PART, '--b\r\nContent-Disposition: form-data; name="'])
def test_s71_a_body(content_type, begun):
    found = {}
    for unit in BODIES[content_type] if not begun or "multipart" in content_type else ():
        made = lambda size, unit=unit: (begun + repeated(unit.encode(), size).decode()).encode()  # noqa: E731
        if fault := grows_too_fast(lambda body: read(content_type, body), made, BODY_BYTES):
            found[unit] = fault

    assert found == {}


@pytest.mark.parametrize(
    ("work", "units"),
    [
        (lambda text: accepted_language(text, ["en", "de"]), TAGS),
        (lambda text: client_ip("127.0.0.1", text, ()), HOPS),
        (
            lambda text: Request({"type": "http", "headers": [(b"cookie", text.encode())]}).cookies,
            ("a=b;", ";", "=", '"', "\\", "a"),
        ),
    ],
    ids=["Accept-Language", "X-Forwarded-For", "Cookie"],
)
def test_s71_a_header_of_a_request(work, units):
    shapes = {
        unit: grows_too_fast(work, lambda size, unit=unit: (unit * size)[:size], 64 * 1024) for unit in (*units, *SIGNS)
    }

    assert {unit: fault for unit, fault in shapes.items() if fault} == {}
