"""What a plug-in does wrong shows in its panel: the desk's own loop never waits for it, and never fails with it."""

import asyncio
import threading

import pytest

from app.core.errors import NotFound
from app.plugins import Form
from app.plugins.errors import PanelFailed, PanelSlow
from app.plugins.threads import MOST_STUCK

SOON_S = 0.1
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


async def test_a_search_that_waits_for_ever_ends_at_its_deadline(panel_of, facts):
    panel = panel_of("async def search(self, query, ticket, language):\n    await asyncio.sleep(60)", SOON_S)

    with pytest.raises(PanelSlow, match="Rooms is not responding"):
        await panel.search("x", facts, "en")

    assert panel.state == "slow"


async def test_a_search_that_blocks_its_thread_does_not_block_the_desk(panel_of, facts):
    panel = panel_of("async def search(self, query, ticket, language):\n    threading.Event().wait(30)", SOON_S)
    turns = 0

    searching = asyncio.create_task(panel.search("x", facts, "en"))
    while not searching.done():
        turns += 1
        await asyncio.sleep(0)

    assert isinstance(searching.exception(), PanelSlow)
    assert turns > 100


async def test_after_a_call_that_blocks_the_next_one_has_a_thread_of_its_own(panel_of, facts):
    panel = panel_of(
        """
        async def search(self, query, ticket, language):
            if query == "block":
                threading.Event().wait(30)
            return [Card("1", query)]
        """,
        SOON_S * 5,
    )
    with pytest.raises(PanelSlow):
        await panel.search("block", facts, "en")

    [card] = await panel.search("again", facts, "en")

    assert card.title == "again"
    assert panel.state == "ready"


async def test_a_plugin_that_always_blocks_takes_only_a_few_threads(panel_of, facts):
    panel = panel_of("async def search(self, query, ticket, language):\n    threading.Event().wait(30)", 0.01)
    before = threading.active_count()

    for _search in range(MOST_STUCK + 3):
        with pytest.raises(PanelSlow):
            await panel.search("x", facts, "en")

    assert threading.active_count() - before <= MOST_STUCK


@pytest.mark.parametrize(
    "fault",
    [
        "raise RuntimeError('boom')",
        "raise KeyError('boom')",
        "sys.exit(1)",
        "raise KeyboardInterrupt",
        "raise asyncio.CancelledError",
        "return None",
        "return [1, 2]",
        "return [Card('1', 'x', stars='many')]",
    ],
)
async def test_a_search_that_fails_says_so_and_the_next_one_works(fault, panel_of, facts):
    panel = panel_of(
        f"async def search(self, query, ticket, language):\n    if query: {fault}\n    return [Card('1', 'fine')]"
    )

    with pytest.raises(PanelFailed, match="Rooms could not be loaded"):
        await panel.search("x", facts, "en")

    assert len(await panel.search("", facts, "en")) == 1


async def test_a_request_that_is_given_up_takes_its_call_with_it(panel_of, facts):
    panel = panel_of(
        """
        began, ended = threading.Event(), threading.Event()
        async def search(self, query, ticket, language):
            try:
                self.began.set()
                await asyncio.sleep(60)
            finally:
                self.ended.set()
        """
    )
    searching = asyncio.create_task(panel.search("x", facts, "en"))
    await asyncio.to_thread(panel._panel.began.wait)

    searching.cancel()

    with pytest.raises(asyncio.CancelledError):
        await searching
    assert await asyncio.to_thread(panel._panel.ended.wait, 5)


async def test_more_cards_than_fit_are_cut(panel_of, facts):
    panel = panel_of(
        "async def search(self, query, ticket, language):\n    return (Card(str(n), 'x' * 9999) for n in range(10**9))"
    )

    cards = await panel.search("x", facts, "en")

    assert len(cards) == 50
    assert {len(card.title) for card in cards} == {500}


async def test_the_html_of_a_plugin_is_made_safe(panel_of):
    panel = panel_of(
        """
        async def insert(self, card_id, form, language):
            return Insert('<p onclick="x()">Hi<script>alert(1)</script><img src="https://spy.example/a.png">'
                          '<a href="javascript:alert(1)">a</a></p>')
        """
    )

    made = await panel.insert(["1"], Form.CARD, "en")

    assert made.html == '<p>Hi<img><a target="_blank" rel="noopener noreferrer nofollow">a</a></p>'


@pytest.mark.parametrize(
    "picture",
    [
        "InsertPicture('../x.png', 'image/png', PNG)",
        "InsertPicture('x.svg', 'image/svg+xml', b'<svg onload=alert(1)>')",
        "InsertPicture('x.png', 'image/png', b'<html>')",
        "InsertPicture('x.png', 'image/png', 'text')",
        "'x.png'",
        "*[InsertPicture('x.png', 'image/png', PNG)] * 13",
    ],
)
async def test_pictures_that_are_none_are_refused(picture, panel_of):
    panel = panel_of(
        f"async def insert(self, card_id, form, language):\n    PNG = {PNG!r}\n    return Insert('', ({picture},))"
    )

    with pytest.raises(PanelFailed):
        await panel.insert(["1"], Form.CARD, "en")


async def test_a_card_that_is_gone_is_not_found(panel_of):
    panel = panel_of("async def insert(self, card_id, form, language):\n    return {}[card_id]")

    with pytest.raises(NotFound, match="no longer available"):
        await panel.insert(["1"], Form.CARD, "en")


async def test_a_form_that_the_panel_does_not_have_is_refused(panel_of):
    panel = panel_of("async def insert(self, card_id, form, language):\n    return Insert('<p>x</p>')")

    with pytest.raises(NotFound):
        await panel.insert(["1"], Form.TABLE, "en")


async def test_a_plugin_speaks_the_language_that_is_asked_for(panel_of, facts):
    panel = panel_of(
        """
        async def search(self, query, ticket, language):
            from app.text.languages import current_language
            return [Card("1", f"{language} {current_language()}")]
        """
    )

    [card] = await panel.search("", facts, "de")

    assert card.title == "de de"


async def test_a_title_that_cannot_be_said_is_the_name(panel_of):
    panel = panel_of("title = property(lambda self: 1 / 0)")

    assert panel.title == "rooms"
