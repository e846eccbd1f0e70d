import httpx2
import pytest

from tests.web.conftest import HERE
from web.requests.origins import own_hosts, own_origins, websocket_origin


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:9000", "127.0.0.1:8000.evil.example", "", "@evil"]
)
async def test_s45_a_request_under_another_name_is_refused(guest, host):
    answer = await guest.get("/new", headers={"Host": host})

    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LocalHost:8000"])
async def test_a_loopback_desk_answers_to_all_names_of_it(guest, host):
    answer = await guest.get("/new", headers={"Host": host})

    assert answer.status_code == 200


async def test_s45_a_forwarded_host_is_not_believed(guest):
    answer = await guest.get("/new", headers={"X-Forwarded-Host": "evil.example"})

    assert "evil" not in answer.text


async def test_a_balancer_may_ask_by_address_whether_the_desk_is_ready(guest):
    assert (await guest.get("/healthz", headers={"Host": "10.0.0.7:8000"})).status_code == 200
    assert (await guest.get("/readyz", headers={"Host": "10.0.0.7:8000"})).status_code == 200


def test_a_public_desk_has_one_name_with_or_without_the_default_port():
    assert own_hosts("https://desk.example.org") == {"desk.example.org", "desk.example.org:443"}
    assert own_hosts("https://Desk.Example.org:8443") == {"desk.example.org:8443"}
    assert "https://desk.example.org" in own_origins("https://desk.example.org")
    assert websocket_origin("https://desk.example.org") == "wss://desk.example.org"


async def test_two_names_in_one_request_are_refused(web_app):
    browser = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=web_app), base_url=HERE)

    twice = await browser.get("/new", headers=[("Host", "127.0.0.1:8000"), ("Host", "127.0.0.1:8000")])

    assert twice.status_code == 400
    await browser.aclose()
