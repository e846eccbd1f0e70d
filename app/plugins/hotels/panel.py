"""The panel of hotels."""

import asyncio
import re
from collections.abc import Sequence

from app.files.kinds import safe_type
from app.plugins import Card, Form, Insert, InsertPicture, Panel, TicketFacts
from app.plugins.hotels import drawing
from app.plugins.hotels.hotel import Hotel
from app.plugins.hotels.source import HotelSource, fold, words_of
from app.text.languages import _


class HotelsPanel(Panel):
    """Finds hotels as they are typed; pastes one as card, line or link, several as a table."""

    name = "hotels"
    forms = (Form.CARD, Form.TEXT, Form.LINK, Form.TABLE)

    def __init__(self, source: HotelSource) -> None:
        self.source = source

    @property
    def title(self) -> str:
        """Its title."""
        return _("Hotels")

    @property
    def hint(self) -> str:
        """What can be typed."""
        return _("Name, city or amenity")

    async def search(self, query: str, ticket: TicketFacts, language: str) -> list[Card]:
        """The hotels that match every word; those that the ticket mentions come first. If nothing is typed: all, by name."""
        found, mentioned = await asyncio.to_thread(self._search, query, ticket)
        return [_card_of(hotel, language, is_mentioned=hotel.id in mentioned) for hotel in found]

    async def insert(self, card_id: str, form: Form, language: str) -> Insert:
        """One hotel."""
        [hotel] = await asyncio.to_thread(self.source.by_ids, [card_id])
        if form is Form.TEXT:
            return Insert(drawing.line(hotel, language))
        if form is Form.LINK:
            return Insert(drawing.link(hotel, language))
        picture = await self.picture(card_id)
        name = picture.name if picture else None
        return Insert(drawing.card(hotel, name, language), (picture,) if picture else ())

    async def insert_table(self, card_ids: Sequence[str], language: str) -> Insert:
        """Several hotels, a row each."""
        return Insert(drawing.table(await asyncio.to_thread(self.source.by_ids, card_ids), language))

    async def picture(self, card_id: str) -> InsertPicture | None:
        """The hotel's picture, under a name that says what it shows."""
        content = await asyncio.to_thread(self.source.picture, card_id)
        if content is None:
            return None
        content_type = safe_type("", content)
        shown = re.sub(r"[^a-z0-9]+", "-", fold(card_id)).strip("-")[:60] or "picture"
        return InsertPicture(f"hotel-{shown}.{content_type.partition('/')[2]}", content_type, content)

    def _search(self, query: str, ticket: TicketFacts) -> tuple[list[Hotel], set[str]]:
        """What is found, and the ids of those among it that the ticket mentions."""
        mentioned = [*self.source.named_in(ticket.subject), *self.source.mentioned_in(ticket.text)]
        ids = {hotel.id for hotel in mentioned}
        found = self.source.search(words_of(query))
        first = (
            [hotel for hotel in found if hotel.id in ids]
            if query
            else list({one.id: one for one in mentioned}.values())
        )
        return [*first, *(hotel for hotel in found if hotel.id not in ids)], ids


def _card_of(hotel: Hotel, language: str, *, is_mentioned: bool = False) -> Card:
    return Card(
        id=hotel.id,
        title=hotel.name,
        subtitle=hotel.place or hotel.address,
        price=hotel.price_in(language),
        stars=hotel.stars,
        note=hotel.note or hotel.text,
        has_picture=hotel.has_picture,
        email=hotel.email,
        is_mentioned=is_mentioned,
    )
