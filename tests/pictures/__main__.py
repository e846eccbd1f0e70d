"""Take the pictures: `python -m tests.pictures [FOLDER] [--only WORDS]`, where only places with these words are pictured."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from tests.pictures.camera import Camera
from tests.pictures.desks import PicturedDesk, add_first, demo_desk, empty_desk
from tests.pictures.leaves import write_leaves
from tests.pictures.mails import take_mails
from tests.pictures.places import CONSOLE, DESK, EMPTY, PUBLIC, Place
from tests.servers.chromium import launch_options


async def take_all(camera: Camera, browser: Browser, folder: Path, only: str) -> None:
    """The demo, its mails, the empty desk."""
    demo = demo_desk(folder, browser)
    try:
        for place in _wanted((*PUBLIC, *CONSOLE, *DESK), only):
            await _take(camera, demo, place)
        if only in "mail: ":
            await take_mails(camera, browser, demo)
    finally:
        demo.served.stop()
    empty = empty_desk(folder, browser)
    try:
        for place in _wanted(EMPTY, only):
            if place.who == "first" and "first" not in empty.contexts:
                add_first(empty)
            await _take(camera, empty, place)
    finally:
        empty.served.stop()


def _wanted(places: tuple[Place, ...], only: str) -> list[Place]:
    return [place for place in places if only in place.words]


async def _take(camera: Camera, desk: PicturedDesk, place: Place) -> None:
    before = len(camera.pictures)
    await camera.take(desk, place)
    faults = sum(bool(one.faults) for one in camera.pictures[before:])
    sys.stdout.write(
        f"{place.words}: {len(camera.pictures) - before} pictures{f', {faults} stick out' * bool(faults)}\n"
    )
    sys.stdout.flush()


async def main() -> None:
    """Into a folder outside of git, with a page to leaf through."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/pictures"))
    parser.add_argument("--only", default="", help="places whose words contain this")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    camera = Camera(asked.folder)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(**launch_options())
        with tempfile.TemporaryDirectory() as folder:
            await take_all(camera, browser, Path(folder), asked.only)
        await browser.close()
    sys.stdout.write(f"{len(camera.pictures)} pictures: open {write_leaves(asked.folder, camera.pictures)}\n")


if __name__ == "__main__":
    asyncio.run(main())
