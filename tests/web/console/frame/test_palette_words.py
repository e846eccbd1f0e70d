"""The palette knows every page, by name and by the other words people have for it, and no page that its reader may not open."""

import html
import json
import re

import pytest

from web.console.routes import console_routes

LINK = re.compile(r'class="rail-link"\s+href="([^"]+)"')
COMMANDS = re.compile(r'<command-palette data-commands="([^"]*)"')
ELSEWHERE = {"/", "/tickets", "/tickets/new", "/searches", "/mail/health"}  # lists, "New ticket", pieces of pages


async def known_to(client):
    page = (await client.get("/tickets", params={"view": "all"})).text
    return set(LINK.findall(page)), json.loads(html.unescape(COMMANDS.search(page)[1]))


async def test_an_administrator_finds_every_page(chief, sign):
    client = await sign(chief)
    links, palette = await known_to(client)
    there = {one["href"] for one in palette["commands"]} | links

    for route in console_routes():
        if "GET" in route.methods and "{" not in route.path and route.path not in ELSEWHERE:
            answer = await client.get(route.path)
            is_page = answer.status_code == 200 and answer.text.startswith("<!doctype html>")
            assert not is_page or route.path in there, route.path


@pytest.mark.parametrize("is_administrator", [False, True])
async def test_every_page_in_the_palette_opens_for_its_reader(maria, chief, sign, is_administrator):
    client = await sign(chief if is_administrator else maria)
    links, palette = await known_to(client)

    for address in [one["href"] for one in palette["commands"] if one["href"]] + sorted(links):
        assert (await client.get(html.unescape(address))).status_code == 200, address


async def test_other_words_belong_to_links_that_are_there(chief, sign):
    links, palette = await known_to(await sign(chief))

    assert set(palette["links"]) <= links
    assert all(one["words"] and one["also"] and bool(one["href"]) != bool(one["press"]) for one in palette["commands"])
