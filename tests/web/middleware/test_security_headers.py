import dataclasses
import re
from pathlib import Path

import httpx2
import pytest

import web
from tests.web.conftest import HERE
from web.serving.asgi import create_app
from web.serving.routes import routes

FOLDER = Path(web.__file__).parent
PAGES = ["/new", "/t", "/t/1", "/t/lost", "/sign-in", "/nowhere"]


@pytest.mark.parametrize("path", PAGES)
async def test_s05_every_page_says_what_a_browser_may_do_with_it(guest, path):
    answer = await guest.get(path)

    policy = answer.headers["content-security-policy"]
    nonce = re.search(r"script-src 'self' 'nonce-([\w-]{20,})';", policy)[1]
    assert f'nonce="{nonce}"' in answer.text
    for rule in (
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "style-src 'self'",
    ):
        assert rule in policy
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_s05_the_nonce_differs_from_response_to_response(guest):
    policies = {(await guest.get("/new")).headers["content-security-policy"] for _time in range(5)}

    assert len(policies) == 5


async def test_every_script_of_a_page_carries_its_nonce(guest):
    page = (await guest.get("/new")).text

    assert re.findall(r"<script(?![^>]* nonce=)[^>]*>", page) == []


@pytest.mark.parametrize("path", ["/t", "/t/1", "/t/lost"])
async def test_ticket_pages_are_not_kept_and_name_no_referrer(guest, path):
    answer = await guest.get(path)

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_s05_no_template_has_inline_handlers_styles_or_script_addresses():
    found = [
        f"{path.name}: {match[0]}"
        for path in (FOLDER / "templates").rglob("*.html")
        for match in re.finditer(
            r"\son\w+\s*=\s*[\"']|\sstyle\s*=|javascript:|\|\s*safe\b|allow-scripts", path.read_text("utf-8")
        )
    ]

    assert found == []


def test_every_route_has_a_handler_of_its_own(web_app):
    addresses = [(route.path, method) for route in routes(web_app.state.assets) for method in route.methods or ()]

    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize(("base_url", "told"), [("https://desk.example.org", "max-age=31536000"), (HERE, None)])
async def test_only_an_https_desk_tells_browsers_to_stay_with_it(web_desk, base_url, told):
    settings = dataclasses.replace(web_desk.settings, base_url=base_url)
    app = create_app(settings)
    app.state.desk = web_desk
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url=base_url) as browser:
        answer = await browser.get("/t")

    assert answer.headers.get("strict-transport-security") == told
