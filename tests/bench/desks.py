"""A served desk with many tickets, and somebody signed in to it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2

from tests.servers.served_desk import ServedDesk


def seeded_desk(folder: Path, database_url: str, tickets: int, **settings: str) -> ServedDesk:
    """A demo desk with so many tickets, serving."""
    desk = ServedDesk(folder, database_url, mail_in_web="0", **settings)
    desk.run("demo")
    desk.run("seed", "--tickets", str(tickets))
    return desk.start()


def demo_password(desk: ServedDesk) -> str:
    """What everybody at the demo desk signs in with."""
    found = re.search(r"password\s+(\S+)", desk.run("demo").stdout)
    if found is None:
        raise LookupError("the demo printed no password")
    return found.group(1)


@asynccontextmanager
async def signed_in(desk: ServedDesk, short: str = "anna", password: str = "") -> AsyncIterator[httpx2.AsyncClient]:
    """A client with the session of this demo person; without the `password` the demo is asked for it."""
    async with httpx2.AsyncClient(base_url=desk.url, headers={"Origin": desk.url}, timeout=30) as client:
        form = {"email": f"{short}@aurora.example", "password": password or demo_password(desk)}
        answer = await client.post("/sign-in", data=form)
        if answer.status_code >= 400:
            raise AssertionError(f"signing in answered {answer.status_code}")
        yield client
