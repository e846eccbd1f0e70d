"""One panel as the desk runs it: every call within a deadline, every result checked, every fault named and logged."""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

import structlog

from app.core.errors import NotFound
from app.files.kinds import PICTURES, safe_type
from app.html_safety import clean_answer_html
from app.nouns.fields import fault_of
from app.plugins.errors import PanelFailed, PanelSlow
from app.plugins.panel import Card, Form, Insert, InsertPicture, Panel, TicketFacts
from app.plugins.threads import PluginThread
from app.text.languages import _, speaking

T = TypeVar("T")

DEADLINE_S = 3.0
MOST_CARDS = 50
MOST_PICTURES = 12
MOST_CHARACTERS = 500  # of one text on a card
PICTURE_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")

log = structlog.get_logger("plugins")


class RunningPanel:
    """A plug-in's panel with the room that its code runs in."""

    def __init__(self, panel: Panel, deadline_s: float = DEADLINE_S, state: str = "ready") -> None:
        self.name = panel.name
        self.forms = tuple(panel.forms)
        self._panel = panel
        self._deadline_s = deadline_s
        self._room = PluginThread(panel.name)
        self._state = state

    @property
    def title(self) -> str:
        """The panel's title, in the reader's language."""
        return self._text("title") or self.name

    @property
    def hint(self) -> str:
        """The placeholder of its search field."""
        return self._text("hint")

    @property
    def state(self) -> str:
        """`ready`; `failed` or `slow` after a call that ended so, until one ends well."""
        return self._state

    def picture_path(self, card: Card) -> str | None:
        """Where the console finds a card's picture, None for a card that has none."""
        return f"/panels/{self.name}/pictures/{quote(card.id, safe='')}" if card.has_picture else None

    async def search(self, query: str, ticket: TicketFacts, language: str) -> list[Card]:
        """The cards for what was typed, at most fifty. Raises PanelSlow or PanelFailed."""
        try:
            found = await self._call(lambda: self._panel.search(query, ticket, language), language)
        except NotFound as error:  # a search has nothing to miss: a KeyError in there is a fault
            raise PanelFailed(self.title) from error
        return self._checked(lambda: _checked_cards(found))

    async def insert(self, card_ids: Sequence[str], form: Form, language: str) -> Insert:
        """What the cards are as HTML, cleaned, with its pictures. Raises NotFound, PanelSlow or PanelFailed."""
        if form not in self.forms or not card_ids:
            raise NotFound(_("This cannot be pasted in that format."))
        if form is Form.TABLE:
            made = await self._call(lambda: self._panel.insert_table(card_ids, language), language)
        else:
            made = await self._call(lambda: self._panel.insert(card_ids[0], form, language), language)
        return self._checked(lambda: _checked_insert(made))

    async def picture(self, card_id: str, language: str) -> InsertPicture | None:
        """The picture on a card. Raises NotFound, PanelSlow or PanelFailed."""
        found = await self._call(lambda: self._panel.picture(card_id), language)
        return None if found is None else self._checked(lambda: _checked_picture(found))

    def close(self) -> None:
        """End its thread."""
        self._room.close()

    async def _call(self, work: Callable[[], Awaitable[T]], language: str) -> T:
        """Await the plug-in's answer in its own thread."""
        with speaking(language):
            try:
                answer = await self._room.run(work, self._deadline_s)
            except TimeoutError:
                self._state = "slow"
                log.warning("a plug-in does not answer", panel=self.name, deadline_s=self._deadline_s)
                raise PanelSlow(self.title) from None
            except LookupError:
                log.warning("a plug-in has no such card", panel=self.name, exc_info=True)
                raise NotFound(_("This is no longer available. Search again.")) from None
            except Exception as error:
                self._state = "failed"
                log.exception("a plug-in failed", panel=self.name)
                raise PanelFailed(self.title) from error
        self._state = "ready"
        return answer

    def _checked(self, check: Callable[[], T]) -> T:
        try:
            return check()
        except (TypeError, ValueError) as error:
            self._state = "failed"
            log.warning("a plug-in returned what it may not", panel=self.name, fault=str(error))
            raise PanelFailed(self.title) from error

    def _text(self, attribute: str) -> str:
        """A text from the plug-in, empty if it fails to give one."""
        try:
            return str(getattr(self._panel, attribute))[:MOST_CHARACTERS]
        except Exception:  # whatever it is, it is the plug-in's
            log.exception("a plug-in failed", panel=self.name, at=attribute)
            return ""


def _checked_cards(found: Any) -> list[Card]:
    if not isinstance(found, Iterable):
        raise TypeError("search must return a list of Card")
    return [_checked_card(card) for card, _number in zip(found, range(MOST_CARDS), strict=False)]


def _checked_card(card: Any) -> Card:
    if not isinstance(card, Card):
        raise TypeError(f"search returned {type(card).__name__}, not Card")
    title, subtitle, price, note = (
        str(text)[:MOST_CHARACTERS] for text in (card.title, card.subtitle, card.price, card.note)
    )
    typed = str(card.email).strip()
    return Card(
        str(card.id),
        title,
        subtitle,
        price,
        min(max(int(card.stars), 0), 7),
        note,
        has_picture=bool(card.has_picture),
        email="" if fault_of("email", typed, mandatory=False) else typed,
        is_mentioned=bool(card.is_mentioned),
    )


def _checked_insert(made: Any) -> Insert:
    if not isinstance(made, Insert):
        raise TypeError(f"insert returned {type(made).__name__}, not Insert")
    pictures = tuple(_checked_picture(picture) for picture in made.pictures)
    if len(pictures) > MOST_PICTURES:
        raise ValueError(f"insert returned {len(pictures)} pictures; {MOST_PICTURES} fit")
    return Insert(clean_answer_html(str(made.html)), pictures)


def _checked_picture(picture: Any) -> InsertPicture:
    if not isinstance(picture, InsertPicture) or not isinstance(picture.content, bytes):
        raise TypeError(f"{type(picture).__name__} is no InsertPicture with bytes")
    if not PICTURE_NAME.fullmatch(picture.name):
        raise ValueError(f"a picture's name may not be {picture.name[:100]!r}")
    told = safe_type(picture.content_type, picture.content)
    if told not in PICTURES:
        raise ValueError(f"{picture.name} is no raster picture")
    return InsertPicture(picture.name, told, picture.content)
