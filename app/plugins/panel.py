"""What a plug-in puts beside the answer: a panel that finds cards, and turns a card into what is pasted."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.nouns.ticket import Customer, Ticket


class Form(StrEnum):
    """How a card is pasted."""

    CARD = "card"  # with its picture
    TEXT = "text"  # one line
    LINK = "link"
    TABLE = "table"  # several cards at once, a row each


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What a plug-in gets to know of the ticket: no access code, no address of the network.

    `text`: what its newest messages say, where nothing is typed and the panel may guess what is meant.
    """

    id: int
    subject: str
    language: str
    customer: Customer
    text: str = ""

    @classmethod
    def of(cls, ticket: Ticket, text: str = "") -> "TicketFacts":
        """These facts of a ticket."""
        return cls(ticket.id, ticket.subject, ticket.language, ticket.customer, text)


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that was found, as the panel shows it: plain texts, without markup."""

    id: str  # what `insert` and `picture` are asked for; stable between searches
    title: str
    subtitle: str = ""
    price: str = ""
    stars: int = 0
    note: str = ""
    has_picture: bool = False
    email: str = ""  # where one can write to it; "": nowhere, or nobody knows
    is_mentioned: bool = False  # the ticket names it


@dataclass(frozen=True, slots=True)
class InsertPicture:
    """A raster picture (PNG, JPEG, GIF, WebP). The HTML names it as `cid:<name>`; the desk keeps it with the answer."""

    name: str  # letters, digits, `.`, `-` and `_`: casa-do-largo.png
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Insert:
    """What is pasted at the cursor. The desk cleans the HTML as it cleans what operators write."""

    html: str
    pictures: tuple[InsertPicture, ...] = ()


class Panel(ABC):
    """A panel beside the answer. A plug-in subclasses this.

    All calls of one panel come in its own thread with its own event loop, so blocking code holds up
    only this panel; each call has three seconds. `language` is a code such as `en` or `pt_BR`.
    """

    name: str  # in addresses: small letters, digits, `-` and `_`
    forms: tuple[Form, ...] = (Form.CARD,)  # the first is what a click pastes at first

    @property
    def title(self) -> str:
        """The panel's title."""
        return self.name.capitalize()

    @property
    def hint(self) -> str:
        """The placeholder of the search field."""
        return ""

    @abstractmethod
    async def search(self, query: str, ticket: TicketFacts, language: str) -> list[Card]:
        """Return the cards for what was typed so far, best first; for nothing typed, what is useful for this ticket."""

    @abstractmethod
    async def insert(self, card_id: str, form: Form, language: str) -> Insert:
        """Return what a click on the card pastes. Raise LookupError when the card is gone."""

    async def insert_table(self, card_ids: Sequence[str], language: str) -> Insert:
        """Return several cards as one table. Only asked of a panel with `Form.TABLE` among its forms."""
        raise NotImplementedError

    async def picture(self, card_id: str) -> InsertPicture | None:  # noqa: ARG002 - what a subclass is asked
        """Return the small picture in the panel, for a card that has one."""
        return None
