"""What holds for each address of the desk, taken from its router."""

import re

import pytest

from tests.web.addresses import NO_PAGES, PAGES, PIECES, address

RULES = (
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "style-src 'self'",
    "default-src 'self'",
)
FRAME = re.compile(r"/frame$")
HANDLER = re.compile(r"<[^>]*\s(on\w+\s*=|style\s*=|href\s*=\s*[\"']?javascript:)", re.IGNORECASE)


@pytest.fixture
async def opened(sign, chief, ticket):
    """An administrator's browser, which has opened the customer's page of ticket 1 too."""
    client = await sign(chief)
    await client.get(f"/t/{ticket.id}/{ticket.access_code}")
    return client


@pytest.mark.parametrize("who", ["administrator", "stranger"])
async def test_s05_every_answer_says_what_a_browser_may_do_with_it(opened, guest, who):
    client = opened if who == "administrator" else guest
    nonces = set()
    for route in sorted(PAGES | PIECES | NO_PAGES):
        answer = await client.get(address(route))

        assert answer.headers["x-content-type-options"] == "nosniff", route
        policy = answer.headers["content-security-policy"]
        if FRAME.search(route) and answer.status_code == 200:
            assert "script-src" not in policy, route
            assert "default-src 'none'" in policy, route
            continue
        assert all(rule in policy for rule in RULES), (route, policy)
        assert answer.headers["cross-origin-opener-policy"] == "same-origin", route
        nonces.add(re.search(r"script-src 'self' 'nonce-([\w-]{20,})';", policy)[1])

    assert len(nonces) >= len(PAGES)


async def test_no_page_holds_a_script_of_its_text_or_a_handler(opened):
    drawn = 0
    for route in sorted(PAGES | PIECES):
        answer = await opened.get(address(route))
        if not answer.headers.get("content-type", "").startswith("text/html") or FRAME.search(route):
            continue
        drawn += 1

        nonce = re.search(r"'nonce-([\w-]+)'", answer.headers["content-security-policy"])[1]
        scripts = re.findall(r"<script[^>]*>", answer.text)
        assert [script for script in scripts if f'nonce="{nonce}"' not in script] == [], route
        assert HANDLER.search(answer.text) is None, route

    assert drawn >= len(PAGES) - 2  # mail that is not there is an error page, `/` leads to a list


async def test_the_console_fetches_all_of_its_modules_at_once(opened):
    page = (await opened.get("/tickets")).text

    assert len(re.findall(r'<link rel="modulepreload" href="/static/[\w/.-]+\.js">', page)) > 40
    assert page.index('type="importmap"') < page.index('rel="modulepreload"')  # a map that comes later is not read
