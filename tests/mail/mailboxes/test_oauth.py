"""Access tokens from a token endpoint, over TLS with an authority of the test's own."""

import asyncio
import json
from urllib.parse import parse_qs

import pytest

from mail.mailboxes.errors import MailboxRefused, MailboxUnreachable
from mail.mailboxes.oauth import EARLY_S, OAuthToken
from tests.mail.mailboxes.scripted_server import ScriptedServer


class FakeTokenEndpoint(ScriptedServer):
    """Answers each POST with the next of `answers`, the last one for ever; keeps the forms."""

    def __init__(self, tls, *answers):
        super().__init__(tls=tls)
        self.answers = list(answers)
        self.forms = []

    async def do_greeting(self, talk, argument):
        head = (await talk.reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length: ")[1].split("\r\n")[0])
        self.forms.append(parse_qs((await talk.reader.readexactly(length)).decode()))
        status, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if status is None:
            await talk.hang()
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        await talk.say(
            b"HTTP/1.1 %d X\r\nLocation: https://127.0.0.1/elsewhere\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            % (status, len(body)),
            body,
        )


class Clock:
    """Seconds that pass when the test says so."""

    now_s = 1000.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def endpoint(authority, server_tls):
    return lambda *answers: FakeTokenEndpoint(server_tls(authority), *answers)


@pytest.fixture
def token_of(cafile, clock):
    def token(server, **options):
        values = {"client_id": "id", "client_secret": "hush", "refresh_token": "fresh", "scope": "mail"}
        values |= {"cafile": cafile, "clock": clock, "timeout_s": 5, **options}
        return OAuthToken(f"https://127.0.0.1:{server.port}/token", **values)

    return token


GIVEN = (200, {"access_token": "first", "expires_in": 3600})
NEXT = (200, {"access_token": "second", "expires_in": 3600})


async def test_the_refresh_token_is_exchanged_for_an_access_token(endpoint, token_of):
    async with endpoint(GIVEN) as server:
        assert await token_of(server)() == "first"

        assert server.forms == [
            {
                "grant_type": ["refresh_token"],
                "refresh_token": ["fresh"],
                "client_id": ["id"],
                "client_secret": ["hush"],
                "scope": ["mail"],
            }
        ]


async def test_a_token_is_kept_until_shortly_before_it_expires(endpoint, token_of, clock):
    async with endpoint(GIVEN, NEXT) as server:
        token = token_of(server)
        await token()

        clock.now_s += 3600 - EARLY_S - 1
        assert await token() == "first"
        clock.now_s += 1
        assert await token() == "second"


async def test_many_callers_ask_once(endpoint, token_of):
    async with endpoint(GIVEN) as server:
        token = token_of(server)

        assert await asyncio.gather(*(token() for _ in range(5))) == ["first"] * 5
        assert len(server.forms) == 1


async def test_a_replaced_refresh_token_is_used_from_then_on(endpoint, token_of, clock):
    async with endpoint((200, {"access_token": "first", "refresh_token": "fresher"}), NEXT) as server:
        token = token_of(server)
        await token()
        clock.now_s += 3600
        await token()

        assert server.forms[1]["refresh_token"] == ["fresher"]
        assert token.refresh_token == "fresher"


@pytest.mark.parametrize(
    "answer",
    [
        (400, {"error": "invalid_grant", "error_description": "fresh hush"}),
        (401, {"error": "hush"}),
        (200, {"token_type": "Bearer"}),
        (200, {"access_token": ""}),
        (200, b"<html>"),
        (200, b"[" * 50_000),
        (200, b"x" * 1_000_000),
        (302, b""),
    ],
)
async def test_a_refusal_says_what_to_do_and_shows_no_secret(endpoint, token_of, answer):
    async with endpoint(answer) as server:
        with pytest.raises(MailboxRefused, match="Sign in with the provider again") as refused:
            await token_of(server)()

    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("answer", [(503, b""), (429, {"error": "slow_down"})])
async def test_a_provider_in_trouble_is_asked_again_later(endpoint, token_of, answer):
    async with endpoint(answer, GIVEN) as server:
        token = token_of(server)
        with pytest.raises(MailboxUnreachable):
            await token()

        assert await token() == "first"


async def test_a_provider_that_does_not_answer_is_left_at_the_deadline(endpoint, token_of):
    async with endpoint((None, b"")) as server:
        with pytest.raises(MailboxUnreachable, match="TimeoutError"):
            await token_of(server, timeout_s=0.3)()


async def test_an_untrusted_endpoint_gets_no_secret(endpoint, token_of):
    async with endpoint(GIVEN) as server:
        with pytest.raises(MailboxUnreachable):
            await token_of(server, cafile=None)()

        assert server.forms == []


async def test_a_url_that_cannot_be_asked_is_told():
    token = OAuthToken("https://127.0.0.1:port/t", client_id="id", client_secret="hush", refresh_token="fresh")

    with pytest.raises(MailboxUnreachable, match="token_url="):
        await token()


@pytest.mark.parametrize("url", ["http://login.example.org/token", "https://", "login.example.org", "https://x\r\n/t"])
def test_only_https_is_asked(url):
    with pytest.raises(ValueError, match="token_url"):
        OAuthToken(url, client_id="id", client_secret="hush", refresh_token="fresh")
