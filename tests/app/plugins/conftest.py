"""Plug-ins of a test's own, written to files as somebody would write them."""

from collections.abc import Callable, Iterator
from textwrap import dedent

import pytest

from app.nouns.ticket import Customer
from app.plugins import TicketFacts
from app.plugins.loading import Plugins, load_plugins

HEAD = """
import asyncio, sys, threading, time
from app.plugins import Card, Form, Insert, InsertPicture, Panel, hookimpl
"""


@pytest.fixture
def facts() -> TicketFacts:
    """A ticket of Helena's, as a plug-in knows it."""
    return TicketFacts(48213, "Late arrival and a cot at Hotel Miradouro", "en", Customer("Helena", "h@guest.example"))


@pytest.fixture
def plugin_file(tmp_path) -> Callable[..., str]:
    """Writes a plug-in; gives its path as it stands in DESKBELL_PLUGINS."""

    def write(body: str, name: str = "rooms") -> str:
        path = tmp_path / f"{name}.py"
        path.write_text(HEAD + dedent(body), "utf-8")
        return str(path)

    return write


@pytest.fixture
def load() -> Iterator[Callable[..., Plugins]]:
    """Loads plug-ins and ends their threads after the test."""
    loaded: list[Plugins] = []

    def do(*named: str, environ: dict[str, str] | None = None, **given) -> Plugins:
        loaded.append(load_plugins(named, environ or {}, **{"installed": (), **given}))
        return loaded[-1]

    yield do
    for plugins in loaded:
        plugins.close()


@pytest.fixture
def panel_of(plugin_file, load):
    """The one panel of a plug-in whose Panel has these methods."""

    def make(methods: str, deadline_s: float = 5.0):
        body = "class P(Panel):\n    name = 'rooms'\n" + dedent(methods).replace("\n", "\n    ").join(["    ", "\n"])
        body += "\n    async def _unused(self): ...\n"
        body += "\n@hookimpl\ndef deskbell_panels():\n    return [P()]\n"
        if "def insert(" not in body:
            body = body.replace(
                "    async def _unused",
                "    async def insert(self, card_id, form, language): ...\n    async def _unused",
            )
        if "def search(" not in body:
            body = body.replace(
                "    async def _unused",
                "    async def search(self, query, ticket, language): return []\n    async def _unused",
            )
        [panel] = load(plugin_file(body), deadline_s=deadline_s).panels
        return panel

    return make
