"""Events, emails and customers as programs get them. Times are UTC milliseconds."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from app.queries.api.counting import MOST_LOOKED_AT
from web.api.shapes.pages import PageShape


class ActorShape(BaseModel):
    """Who acted."""

    kind: str = Field(description="operator, customer, system, api or third_party.")
    id: int | None = Field(description="The operator's number.")
    name: str


class EventShape(BaseModel):
    """Something that happened."""

    id: int
    kind: str
    at: int
    actor: ActorShape
    ticket: int | None
    group: int | None
    message: int | None
    details: dict[str, Any] = Field(description="By kind: see docs/events.md.")


class EventsShape(BaseModel):
    """Events in the order in which they happened."""

    events: list[EventShape]
    next_cursor: str = Field(description="Send it as `cursor` to go on from here, also later.")
    more: bool = Field(description="Whether there are more right now.")
    count: int | None = Field(default=None, description="With `count=true`: how many there are behind `after`.")
    count_is_more: bool = Field(
        default=False, description=f"Of {MOST_LOOKED_AT} events; those that came later are not counted."
    )


class EmailShape(BaseModel):
    """An email, received or sent."""

    id: int = Field(description="Its number among those of its direction.")
    direction: Literal["in", "out"]
    ticket: int | None
    sender: str = Field(serialization_alias="from")
    to: list[str] = Field(description="Empty for a received email: it went to the desk's mailbox.")
    subject: str = Field(description="Of a sent email, its ticket's subject.")
    date: int
    state: str = Field(description="Of a received email its outcome, of a sent one how far it has come.")


class EmailsShape(PageShape):
    """A page of emails, newest first."""

    emails: list[EmailShape]


class CustomerShape(BaseModel):
    """A customer's address."""

    id: int
    name: str
    email: str


class CustomersShape(PageShape):
    """A page of customers, oldest first."""

    customers: list[CustomerShape]
