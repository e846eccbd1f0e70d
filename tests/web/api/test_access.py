"""Who gets in by the API, over which way, how often, and for what."""

import dataclasses
from ipaddress import ip_network

import pytest

from app.actions.api.keys import revoke_key
from app.core.clock import now_ms
from app.credentials.api_key import KeyScope
from app.nouns.event import SYSTEM
from tests.web.api.conftest import HERE
from web.api.calls.all import ALL

PROBLEM = "application/problem+json"


def address(operation):
    return operation.address.replace("{id:int}", "1").replace("{key}", "0" * 32)


@pytest.mark.parametrize("operation", ALL, ids=lambda one: one.name)
async def test_every_call_needs_a_key_with_its_scope(browse, program, operation):
    others = [scope.value for scope in KeyScope if scope not in {operation.scope, KeyScope.TICKETS_ANSWER}]
    nobody, wrong = browse(HERE, {}), await program(*others)

    without = await nobody.request(operation.method, address(operation))
    refused = await wrong.request(operation.method, address(operation))

    assert (without.status_code, without.headers["www-authenticate"]) == (401, 'Bearer realm="Deskbell"')
    assert (refused.status_code, refused.json()["scope"]) == (403, operation.scope.value)
    assert without.headers["content-type"] == refused.headers["content-type"] == PROBLEM


async def test_s35_a_key_counts_in_the_header_alone(browse, key):
    made = await key()

    for query in ("key", "api_key", "access_token", "authorization"):
        assert (await browse(HERE, {}).get("/api/v1/tickets", params={query: made})).status_code == 401
    for header in (made, f"Basic {made}", f"Bearer x{made}", f"Bearer {made[:-1]}", "Bearer", "Bearer dbk_0_"):
        assert (await browse(HERE, {"Authorization": header}).get("/api/v1/tickets")).status_code == 401
    assert (await browse(HERE, {"Authorization": f"bearer {made}"}).get("/api/v1/tickets")).status_code == 200


async def test_s35_a_revoked_key_is_refused_by_the_next_request(web_desk, shop):
    assert (await shop.get("/api/v1/tickets")).status_code == 200

    await revoke_key(web_desk, 1, SYSTEM, now_ms())

    assert (await shop.get("/api/v1/tickets")).status_code == 401


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.7", {}, 403),
        ("203.0.113.7", {"X-Forwarded-Proto": "https"}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}, 403),
        ("10.0.0.1", {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}, 200),
        ("10.0.0.1", {"X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.7"}, 403),
        ("10.0.0.1", {"X-Forwarded-For": "203.0.113.7"}, 403),
    ],
)
async def test_a_key_over_plain_http_from_another_machine_is_refused(web_app, browse, key, peer, headers, status):
    proxies = (ip_network("10.0.0.0/8"),)
    web_app.state.settings = dataclasses.replace(web_app.state.settings, trusted_proxies=proxies)
    client = browse(peer, {"Authorization": f"Bearer {await key()}", **headers})

    answer = await client.get("/api/v1/tickets")

    assert answer.status_code == status, answer.text
    assert status == 200 or answer.json()["type"].endswith("/api/problems/insecure-transport")


async def test_each_answer_tells_the_pace_and_one_too_many_is_told_to_wait(program):
    client = await program("tickets:read", per_minute=2)

    first, second, third = [await client.get("/api/v1/tickets") for _time in range(3)]

    assert first.headers["ratelimit-policy"] == '"key";q=2;w=60'
    assert first.headers["ratelimit"].startswith('"key";r=1;t=')
    assert second.headers["ratelimit"].startswith('"key";r=0;t=')
    assert third.status_code == 429
    assert 1 <= int(third.headers["retry-after"]) <= 60
    assert third.headers["ratelimit"].startswith('"key";r=0;t=')


async def test_each_key_has_a_pace_of_its_own(program):
    one, other = await program("tickets:read", per_minute=1), await program("tickets:read", per_minute=1)
    await one.get("/api/v1/tickets")

    assert (await one.get("/api/v1/tickets")).status_code == 429
    assert (await other.get("/api/v1/tickets")).status_code == 200


async def test_a_method_that_an_address_does_not_take_is_told_all_that_it_does(shop):
    for method in ("DELETE", "OPTIONS"):
        answer = await shop.request(method, "/api/v1/tickets/1")

        assert answer.status_code == 405
        assert sorted(answer.headers["allow"].split(", ")) == ["GET", "HEAD", "PATCH"]
        assert answer.json()["type"].endswith("/api/problems/method-not-allowed")


async def test_a_browser_of_another_site_is_let_in_nowhere(browse, key):
    client = browse(HERE, {"Authorization": f"Bearer {await key()}", "Origin": "https://evil.example"})

    answers = [await client.get("/api/v1/tickets"), await client.options("/api/v1/tickets")]

    assert not [answer for answer in answers if "access-control-allow-origin" in answer.headers]
