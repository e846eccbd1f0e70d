"""MariaDB goes and comes back under a desk that serves: everybody is told so, nothing is half done, nobody has to help."""

import asyncio
import json

import httpx2
import pytest

from tests.journeys.conftest import until

pytestmark = pytest.mark.mariadb
FORM = {
    "name": "Helena Brandt",
    "email": "helena@guest.example",
    "phone": "+49 40 5550 1832",
    "city": "Hamburg",
    "subject": "Late arrival",
    "message": "We arrive at 00:45.",
}


@pytest.fixture
async def served(mariadb_alone, make_served_desk):
    """A whole desk, mail in and out too, on a database server that the test may end."""
    keys = {"secret_key": "s" * 40, "password_key": "p" * 40, "mail_from": "desk@aurora.example"}
    mail = {"mailbox_url": "pop3://desk:word@127.0.0.1:1", "smtp_url": "smtp://127.0.0.1:1", "mail_interval": "1"}
    one = make_served_desk(mariadb_alone.create_database(), **keys, **mail)
    await asyncio.to_thread(one.run, "migrate")
    await asyncio.to_thread(one.start)
    return one


@pytest.fixture
async def client(served):
    async with httpx2.AsyncClient(base_url=served.url, headers={"Origin": served.url}) as one:
        yield one


@pytest.mark.parametrize("how", ["stop", "kill"])
async def test_f15_while_the_database_is_away_everybody_is_asked_to_try_again_and_it_goes_on_by_itself(
    served, client, mariadb_alone, how
):
    assert (await client.post("/new", data=FORM)).status_code == 303
    await asyncio.to_thread(getattr(mariadb_alone, how))

    for _ask in range(10):
        page = await client.get("/t/1/ABCDEFGHJKMN", headers={"Accept": "text/html"})
        program = await client.get(
            "/t/1/events", headers={"Accept": "application/json", "Cookie": "deskbell_session=x"}
        )
        form = await client.post("/new", data=FORM)
    alive, ready = await client.get("/healthz"), await client.get("/readyz")
    await until(lambda: served.log().count("the database cannot be reached"))
    await asyncio.to_thread(mariadb_alone.restart)
    await until(lambda: served.log().count("the database answers again"), within_s=30)

    assert [answer.status_code for answer in (page, program, form)] == [503, 503, 503]
    assert all(int(answer.headers["retry-after"]) > 0 for answer in (page, program, form))
    assert "Try again" in page.text
    assert "go back and send it again" in form.text
    assert program.json()["type"] == "urn:deskbell:database-away"
    assert "ry again" in program.json()["detail"]
    assert (alive.status_code, ready.status_code, ready.json()["database"]) == (200, 503, "unavailable")
    assert (await client.post("/new", data=FORM)).status_code == 303
    assert (await client.get("/readyz")).status_code == 200
    logged = [json.loads(line) for line in served.log().splitlines() if line.startswith("{")]
    assert [line["event"] for line in logged if "database" in line["event"]] == [
        "the database cannot be reached",
        "the database answers again",
    ]
    assert "Traceback" not in served.log()
    assert not [line for line in logged if line["event"] in {"incident", "a background loop failed"}]
