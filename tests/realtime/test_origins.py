import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.realtime.conftest import ORIGIN

FOREIGN = {
    "foreign": [("Origin", "https://evil.example")],
    "null": [("Origin", "null")],
    "missing": [],
    "ours with a suffix": [("Origin", f"{ORIGIN}.evil.example")],
    "ours with another port": [("Origin", f"{ORIGIN}:8443")],
    "ours without tls": [("Origin", ORIGIN.replace("https", "http"))],
    "forged by a proxy's header": [("Origin", "https://evil.example"), ("X-Forwarded-Host", "desk.example")],
    "ours beside a foreign one": [("Origin", ORIGIN), ("Origin", "https://evil.example")],
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN.keys())
async def test_s41_another_sites_page_gets_no_websocket_even_with_the_cookie(live, anna, headers):
    cookie = ("Cookie", f"session={await live.session(anna)}")

    with pytest.raises(InvalidStatus) as refused:
        await connect(f"{live.url}?EIO=4&transport=websocket", additional_headers=[*headers, cookie], origin=None)

    assert refused.value.response.status_code in {400, 403}  # 400: the web server itself wants one Origin


async def test_the_desks_own_page_gets_one(live, anna):
    window = await live.window(anna)

    assert (await window.ask("resume", {"after": 0}))["last"] > 0


async def test_long_polling_is_not_offered(live):
    async with httpx.AsyncClient() as client:
        url = live.url.replace("ws", "http", 1)
        answer = await client.get(f"{url}?EIO=4&transport=polling", headers={"Origin": ORIGIN})

    assert answer.status_code == 426


async def test_nobody_is_let_in_before_the_desk_is_there(live, anna):
    token = await live.session(anna)
    live.realtime._gate.is_open = False

    with pytest.raises(InvalidStatus) as refused:
        await live.window(anna, token)

    assert refused.value.response.status_code == 403
