"""The administrator's page of API keys."""

import re

from app.actions.people.people import add_group
from app.credentials.api_key import KeyScope
from app.queries.api.keys import holder_of_key
from tests.web.conftest import NOW, PROGRAM


async def test_a_key_is_shown_once_and_opens(web_desk, sign, chief):
    client = await sign(chief)

    answer = await client.post("/api-keys", data={"name": "Shop", "scopes": ["tickets:read", "tickets:write"]})

    assert answer.status_code == 201
    secret = re.search(r"dbk_\d+_[\w-]{43}", answer.text)[0]
    assert (await holder_of_key(web_desk, secret, NOW)).key.listed_scopes == ["tickets:read", "tickets:write"]
    assert secret not in (await client.get("/api-keys")).text


async def test_each_scope_can_be_chosen_and_a_key_lists_the_groups_that_it_sees(web_desk, sign, chief):
    client = await sign(chief)
    board = await add_group(web_desk, "Board", NOW, members_only=True)

    page = (await client.get("/api-keys")).text
    made = await client.post("/api-keys", data={"name": "Report", "scopes": "statistics:read", "groups": str(board)})

    assert re.findall(r'name="scopes"\s+value="([^"]+)"', page) == [scope.value for scope in KeyScope]
    assert made.status_code == 201
    assert "<bdi>Board</bdi>" in made.text


async def test_what_is_wrong_is_said_beside_its_field_and_what_was_chosen_stays(sign, chief):
    client = await sign(chief)

    answer = await client.post("/api-keys", data={"name": "Bot", "scopes": "tickets:answer"})

    assert answer.status_code == 422
    assert "A key that answers needs an operator" in answer.text
    assert re.search(r'value="tickets:answer" checked', answer.text)


async def test_a_revoked_key_opens_nothing_and_stays_in_the_list(web_desk, sign, chief):
    client = await sign(chief)
    made = (await client.post("/api-keys", data={"name": "Shop", "scopes": "mail:read"}, headers=PROGRAM)).json()["key"]

    answer = await client.post(f"/api-keys/{made['id']}/revoke")

    assert answer.headers["location"] == "/api-keys?revoked=1"
    assert await holder_of_key(web_desk, made["secret"], NOW) is None
    listed = (await client.get("/api-keys", headers=PROGRAM)).json()["keys"]
    assert [(key["name"], key["active"]) for key in listed] == [("Shop", False)]
    assert "Revoked" in (await client.get("/api-keys")).text
