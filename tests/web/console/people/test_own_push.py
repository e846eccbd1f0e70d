"""One's own devices, over HTTP."""

import dataclasses

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from app.config.push_keys import PushKeys
from app.queries.people.push import devices_of
from tests.web.console.conftest import JSON

PHONE = {"endpoint": "https://push.example/phone", "p256dh": "B" + "A" * 86, "auth": "A" * 22, "hides_text": "1"}


@pytest.fixture
def pushing(web_desk):
    keys = PushKeys(ec.generate_private_key(ec.SECP256R1()), "it@desk.example")
    web_desk.settings = dataclasses.replace(web_desk.settings, push=keys)
    return keys


async def test_a_device_is_switched_on_renewed_and_off_by_its_owner(sign, web_desk, maria, pushing):
    browser, later = await sign(maria), await sign(maria)

    assert (await browser.post("/me/push", data=PHONE, headers=JSON)).json() == {"on": True}
    [(digest, hides_text)] = (await devices_of(web_desk, maria.id)).items()
    assert hides_text
    page = (await browser.get("/me")).text
    assert pushing.public in page
    assert digest in page
    assert PHONE["endpoint"] not in page

    endpoint = {"endpoint": PHONE["endpoint"]}
    assert (await later.post("/me/push/renew", data=endpoint, headers=JSON)).json() == {"on": True}
    await browser.post("/sign-out", headers=JSON)
    assert await devices_of(web_desk, maria.id)  # it belongs to the newer session
    assert (await later.post("/me/push/off", data=endpoint, headers=JSON)).status_code == 204
    assert await devices_of(web_desk, maria.id) == {}
    assert (await later.post("/me/push/renew", data=endpoint, headers=JSON)).json() == {"on": False}


@pytest.mark.parametrize(
    "wrong", [{"endpoint": "https://10.0.0.1/"}, {"auth": ""}, {"p256dh": "x"}, {"hides_text": "maybe"}]
)
async def test_what_no_browser_says_is_refused_by_its_name(sign, web_desk, maria, pushing, wrong):
    browser = await sign(maria)

    answer = await browser.post("/me/push", data={**PHONE, **wrong}, headers=JSON)

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == list(wrong)
    assert await devices_of(web_desk, maria.id) == {}


async def test_at_a_desk_that_does_not_push_there_is_nothing_to_switch_on(sign, maria):
    browser = await sign(maria)

    assert (await browser.post("/me/push", data=PHONE, headers=JSON)).status_code == 404
    assert "<push-switch" not in (await browser.get("/me")).text


async def test_the_worker_shows_what_is_pushed_under_the_desks_icon(guest):
    worker = (await guest.get("/offline-worker.js")).text

    assert 'ICON = "/app-icon/desk-192.png"' in worker
    assert 'addEventListener("push"' in worker
