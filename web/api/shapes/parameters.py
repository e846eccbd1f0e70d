"""What may stand behind the `?` of each list. An unknown name is refused, not ignored."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from app.nouns.inbound_mail import InboundOutcome
from app.nouns.outbound_mail import OutboxState
from app.nouns.status import Status

MOST = 100
PAGE = 50
MOST_EVENTS = 500
NUMBER = 2**53 - 1
FROM_BEFORE = "`next_cursor` of the page before."


def _day(typed: str) -> str:
    date.fromisoformat(typed)
    return typed


Text = Annotated[str, Field(max_length=200)]
TicketNumber = Annotated[str, Field(pattern="^#?[0-9]{1,18}$")]
Day = Annotated[
    str,
    Field(pattern="^[12][0-9]{3}-[01][0-9]-[0-3][0-9]$", json_schema_extra={"format": "date"}),
    AfterValidator(_day),
]
StatusName = Annotated[
    Status, WithJsonSchema({"type": "string", "enum": [status.value for status in Status]})  # not by reference
]
EmailState = Annotated[
    InboundOutcome | OutboxState,
    WithJsonSchema(
        {"type": "string", "enum": list(dict.fromkeys(one.value for one in (*InboundOutcome, *OutboxState)))}
    ),
    Field(description="The outcome of a received email, or how far a sent one has come."),
]
Limit = Annotated[int, Field(ge=1, le=MOST, description=f"Lines of a page, at most {MOST}.")]
NumberCursor = Annotated[str, Field(pattern="^([0-9]{1,18})?$", description=FROM_BEFORE)]
PlaceCursor = Annotated[str, Field(pattern="^(([0-9]{1,6}-)?[1-9][0-9]{0,17})?$", description=FROM_BEFORE)]
PairCursor = Annotated[str, Field(pattern="^([0-9]{1,18}-[0-9]{1,18})?$", description=FROM_BEFORE)]
Count = Annotated[bool, Field(description="Also say how many there are in all.")]


class PageQuery(BaseModel):
    """What every list takes."""

    model_config = ConfigDict(extra="forbid", title="")

    limit: Limit = PAGE
    cursor: NumberCursor = ""
    count: Count = False


class TicketsQuery(PageQuery):
    """The search fields of the console. Each may come several times; all have to fit."""

    cursor: PlaceCursor = ""
    q: list[Text] = Field(default=[], description="As typed into the console's search field, e.g. `status:open late`.")
    id: list[TicketNumber] = []
    subject: list[Text] = []
    name: list[Text] = []
    phone: list[Text] = []
    email: list[Text] = []
    operator: list[Text] = Field(default=[], description="Name or number, or `nobody`.")
    status: list[StatusName] = []
    group: list[Text] = Field(default=[], description="Name or number.")
    city: list[Text] = []
    country: list[Text] = Field(default=[], description="Code or name.")
    text: list[Text] = Field(default=[], description="Words of the messages.")
    created_from: Day | None = Field(default=None, description="In the desk's time zone.")
    created_to: Day | None = Field(default=None, description="This day is included.")
    sort: Literal["newest", "best"] = "newest"


class EventsQuery(BaseModel):
    """Where to go on, and how far."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[int, Field(ge=0, le=NUMBER, description="Events behind this number.")] | None = None
    cursor: NumberCursor = ""
    limit: Annotated[int, Field(ge=1, le=MOST_EVENTS)] = MOST_EVENTS
    count: Annotated[bool, Field(description="Also say how many there are behind `after`.")] = False


class EmailsQuery(PageQuery):
    """Filters of the list of emails."""

    cursor: PairCursor = ""
    created_from: Day | None = Field(default=None, description="Received or queued, in the desk's time zone.")
    created_to: Day | None = Field(default=None, description="This day is included.")
    direction: Literal["in", "out", ""] = ""
    ticket: Annotated[int, Field(ge=1, le=NUMBER)] | None = None
    state: EmailState | None = None


class CustomersQuery(PageQuery):
    """Filters of the list of customers."""

    format: Literal["json", "csv"] = "json"
