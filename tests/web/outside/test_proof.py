"""What our script proves: signed time and work, good for one message in one form."""

import base64
import json

import pytest
from altcha import Challenge, Payload, solve_challenge

from app.core.clock import now_ms
from app.queries.api.forms import entry_of
from app.site_forms.site_form import Proof, Suspicion
from tests.web.outside.conftest import FIELDS, SCRIPT, SHOP, count
from web.outside.proof import challenge_for

SOONER_MS = 5000


def solved(desk, form, at_ms) -> str:
    """A proof as the script sends it, of a challenge that was given at this time."""
    challenge = Challenge.from_dict(challenge_for(desk.settings, form, at_ms))
    solution = solve_challenge(challenge)
    assert solution is not None
    return Payload(challenge, solution).to_base64()


@pytest.fixture
async def asking(make_form):
    return await make_form(origins=SHOP, enforces=True)


@pytest.fixture
def now(monkeypatch):
    """When requests arrive."""
    at_ms = now_ms()
    monkeypatch.setattr("web.requests.context.now_ms", lambda: at_ms)
    return at_ms


async def test_the_challenge_of_the_desk_can_be_solved_and_lets_the_message_pass(script, asking, web_desk, now):
    told = (await script.get(f"/forms/{asking.key}/challenge")).json()
    assert told["parameters"]["data"] == {"form": asking.id, "at": now}
    assert told["limits"] == {"files": 10, "file_bytes": 20 * 1024**2, "all_bytes": 25 * 1024**2}

    sent = await script.post(
        f"/forms/{asking.key}", data={**FIELDS, "altcha": solved(web_desk, asking, now - SOONER_MS)}
    )

    assert sent.status_code == 201
    assert (await entry_of(web_desk, 1)).proof is Proof.GOOD


async def test_a_form_that_only_watches_notes_the_proof_and_asks_nobody(script, form, web_desk, now):
    for subject, proof in (("One", solved(web_desk, form, now)), ("Two", "nonsense"), ("Three", "")):
        assert (
            await script.post(f"/forms/{form.key}", data={**FIELDS, "subject": subject, "altcha": proof})
        ).status_code == 201

    assert [(await entry_of(web_desk, number)).proof for number in (1, 2, 3)] == [Proof.GOOD, Proof.BAD, Proof.NONE]


async def test_who_has_no_good_proof_is_asked_and_never_turned_away(browse, asking, make_form, web_desk, now):
    other = await make_form("Other page", origins=SHOP)
    forged = json.loads(base64.b64decode(solved(web_desk, asking, now - SOONER_MS)))
    forged["challenge"]["parameters"]["data"]["at"] -= 1
    bad = {
        "none": "",
        "another form's": solved(web_desk, other, now - SOONER_MS),
        "out of date": solved(web_desk, asking, now - 2 * 3600_000),
        "another time": base64.b64encode(json.dumps(forged).encode()).decode(),
        "too long": "A" * 5000,
        "no proof at all": base64.b64encode(b'{"challenge": [], "solution": {}}').decode(),
        "nothing readable": "\u00e4\u00f6",
    }
    for what, proof in bad.items():
        script = browse(ip=f"203.0.113.{len(what)}", headers=SCRIPT)
        asked = await script.post(f"/forms/{asking.key}", data={**FIELDS, "altcha": proof})
        assert (asked.status_code, asked.json()["reasons"]) == (409, [Suspicion.NO_PROOF]), what

    sent = await script.post(f"/forms/{asking.key}", data={**FIELDS, "send_this": asked.json()["send_this"]})
    assert sent.status_code == 201
    assert await count(web_desk, "tickets") == 1


async def test_what_was_sent_sooner_than_anyone_types_is_asked_about(script, asking, web_desk, now):
    asked = await script.post(f"/forms/{asking.key}", data={**FIELDS, "altcha": solved(web_desk, asking, now - 1999)})

    assert asked.json()["reasons"] == [Suspicion.HASTE]


async def test_a_proof_is_good_for_one_message_which_may_come_twice(script, asking, web_desk, now):
    first = solved(web_desk, asking, now - SOONER_MS)
    challenge = json.loads(base64.b64decode(first))
    challenge["solution"]["time"] = 7.5  # the same challenge, written otherwise
    again = base64.b64encode(json.dumps(challenge).encode()).decode()

    faulty = await script.post(f"/forms/{asking.key}", data={**FIELDS, "city": "", "altcha": first})
    sent = [await script.post(f"/forms/{asking.key}", data={**FIELDS, "altcha": first}) for _press in range(2)]
    other = await script.post(f"/forms/{asking.key}", data={**FIELDS, "subject": "Other", "altcha": again})

    assert faulty.status_code == 422
    assert [answer.json()["id"] for answer in sent] == [1, 1]
    assert other.json()["reasons"] == [Suspicion.NO_PROOF]


async def test_the_script_is_small_can_be_loaded_anywhere_and_says_what_it_is(script):
    answer = await script.get("/forms/deskbell-form.js")

    assert len(answer.content) < 8000
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


async def test_challenges_are_given_at_a_pace(script, form):
    answers = [await script.get(f"/forms/{form.key}/challenge") for _try in range(31)]

    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
