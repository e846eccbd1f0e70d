import json
import struct
import zlib

import pytest

from app.config.logo import Logo
from web.files.app import _icons
from web.pages.app_icon import OWN_BASE, OWN_BELL, OWN_COLOUR
from web.pages.brand import Brand

LOGO = "0123456789abcdef0123456789abcdef.png"


def colours_of(png: bytes) -> list[tuple[int, ...]]:
    """The colours of its pixels, line by line; raises where a chunk is not whole."""
    chunks, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", png, at + 8 + length)[0] == zlib.crc32(kind + data)
        chunks[kind], at = data, at + length + 12
    width, height = struct.unpack_from(">II", chunks[b"IHDR"])
    lines = zlib.decompress(chunks[b"IDAT"])
    palette = chunks[b"PLTE"]
    assert len(lines) == height * (width + 1)
    return [
        tuple(palette[3 * tone : 3 * tone + 3]) for y in range(height) for tone in lines[y * (width + 1) + 1 :][:width]
    ]


def hexes(colours) -> set[str]:
    return {"#" + bytes(one).hex() for one in colours}


async def test_the_manifest_says_how_the_desk_is_called_and_looks(guest, web_app):
    answer = await guest.get("/manifest.webmanifest")

    told = json.loads(answer.content)
    assert answer.headers["content-type"] == "application/manifest+json"
    assert (told["name"], told["start_url"], told["display"]) == ("Aurora Travel", "/", "standalone")
    assert told["theme_color"] == OWN_COLOUR
    assert {(icon["sizes"], icon["purpose"]) for icon in told["icons"]} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    for icon in told["icons"]:
        found = await guest.get(icon["src"])
        assert (found.status_code, found.headers["content-type"]) == (200, "image/png")


async def test_pages_of_operators_name_the_manifest(guest):
    assert '<link rel="manifest" href="/manifest.webmanifest">' in (await guest.get("/sign-in")).text
    assert "manifest" not in (await guest.get("/new")).text


@pytest.mark.parametrize(
    ("name", "expected"),
    [("desk-192", {OWN_COLOUR, OWN_BELL, OWN_BASE}), ("1a5276-192", {"#1a5276", "#ffffff"})],
)
async def test_the_icon_is_the_mark_on_the_desks_colour(guest, name, expected):
    pixels = colours_of((await guest.get(f"/app-icon/{name}.png")).content)

    assert len(pixels) == 192 * 192
    assert expected <= hexes(pixels)
    assert hexes([pixels[0], pixels[-1]]) == {"#" + name[:6]} if name[0] == "1" else {OWN_COLOUR}


@pytest.mark.parametrize("name", ["desk", "desk-193", "1a5276-", "fffff-192", "zzzzzz-192", "desk-192-192", "-192"])
async def test_another_icon_is_not_found(guest, name):
    assert (await guest.get(f"/app-icon/{name}.png")).status_code == 404


def test_a_square_logo_is_the_icon_and_the_mark_stays_where_a_device_cuts_its_own_shape():
    icons = _icons(Brand(Logo.from_text(f"{LOGO} 256x256"), "#1a5276", (), ()))

    assert [(icon["src"], icon["purpose"]) for icon in icons if icon["purpose"] == "any"] == [(f"/logo/{LOGO}", "any")]
    assert {icon["src"] for icon in icons if icon["purpose"] == "maskable"} == {
        "/app-icon/1a5276-192.png", "/app-icon/1a5276-512.png",
    }  # fmt: skip


@pytest.mark.parametrize("size", ["240x80", "64x64"])
def test_a_logo_that_is_no_square_or_too_small_is_none(size):
    icons = _icons(Brand(Logo.from_text(f"{LOGO} {size}"), "", (), ()))

    assert all(icon["src"].startswith("/app-icon/desk-") for icon in icons)


async def test_the_worker_keeps_the_offline_page_and_its_looks_and_each_is_there(guest):
    answer = await guest.get("/offline-worker.js")

    assert answer.headers["cache-control"] == "no-cache"
    kept = json.loads(answer.text.split(";")[0].removeprefix("const KEPT = "))
    assert kept[0] == "/offline"
    assert len(kept) > 3
    for address in kept:
        assert (await guest.get(address)).status_code == 200


async def test_the_offline_page_needs_no_file_that_the_worker_does_not_keep(guest):
    kept = (await guest.get("/offline-worker.js")).text
    page = (await guest.get("/offline")).text

    assert page.count("/static/") > 3
    for part in page.split('"/static/')[1:]:
        address = part.split('"')[0].split("#")[0]
        assert f"/static/{address}" in kept or "favicon" in address or "/vendor/" in address
