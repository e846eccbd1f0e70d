"""Whom an email from a ticket may go to: who is on it already, and whom the desk's own data names."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from app.core.errors import NotFound
from app.desk import Desk
from app.nouns.ticket import Ticket
from app.plugins.errors import PanelFailed
from app.plugins.panel import Card, TicketFacts
from app.plugins.running import RunningPanel
from app.queries.ticket.addresses import addresses_on
from app.queries.ticket.messages import recent_words
from app.text.address_keys import address_key
from app.text.languages import current_language

MOST = 8
ORDER = ("written", "mentioned", "found")


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address to choose. `why`: `written` (on the ticket already), `mentioned` in it, or `found` for what was typed."""

    email: str
    name: str
    why: str

    @property
    def order(self) -> int:
        """Those nearest to the ticket come first."""
        return ORDER.index(self.why)


async def recipients_for(desk: Desk, panels: Iterable[RunningPanel], ticket: Ticket, typed: str) -> list[Recipient]:
    """The best few, without the customer. A panel that fails says so in its own place, and offers nobody here."""
    facts = await facts_of(desk, ticket)
    found = await asyncio.gather(*(_cards(panel, typed, facts) for panel in panels))
    offered = [Recipient(one.email, one.name, "written") for one in await _on(desk, ticket, typed)]
    offered += [_of(card) for cards in found for card in cards if card.email and (typed or card.is_mentioned)]
    offered.sort(key=lambda one: one.order)
    once = {address_key(one.email): one for one in reversed(offered)}  # of one that is offered twice the nearest
    once.pop(ticket.customer.email_key, None)
    return list(reversed(once.values()))[:MOST]


def _of(card: Card) -> Recipient:
    return Recipient(card.email, card.title, "mentioned" if card.is_mentioned else "found")


async def facts_of(desk: Desk, ticket: Ticket) -> TicketFacts:
    """What a panel gets to know of the ticket, with what was written on it."""
    return TicketFacts.of(ticket, await recent_words(desk, ticket.id))


async def _on(desk: Desk, ticket: Ticket, typed: str) -> list[Recipient]:
    wanted = typed.casefold()
    others = [one for one in await addresses_on(desk, ticket.id) if one.role == "third_party"]
    return [
        Recipient(one.email, one.name, "written") for one in others if wanted in f"{one.name} {one.email}".casefold()
    ]


async def _cards(panel: RunningPanel, typed: str, facts: TicketFacts) -> list[Card]:
    try:
        return await panel.search(typed, facts, current_language())
    except (PanelFailed, NotFound):
        return []
