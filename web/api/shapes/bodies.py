"""What the API takes in bodies. What no schema can tell, the desk's own rules refuse in the same way, field by field."""

from ipaddress import ip_address
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    WithJsonSchema,
    model_validator,
)
from pydantic.config import JsonDict

from app.nouns.fields import LENGTHS, MESSAGE_LENGTH, MOST_CC
from app.nouns.status import SET_BY_HAND, Status
from app.site_forms.site_form import EXTRA_CHARS, WRITTEN
from app.site_forms.typed_site_form import MOST_EXTRA
from app.text.languages import _
from app.text.one_line import one_line
from web.requests.limits import MAX_FILES

MOST = 2**53 - 1
UNSEEN = (  # what `one_line` makes nothing of
    r"\x00-\x20\x7f-\xa0\xad\u061c\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
)
SEEN = f"[^{UNSEEN}]"
DIGITS = "[0-9][^0-9]*[0-9][^0-9]*[0-9]"
LANGUAGE = "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}$"


def _told(name: str, **schema: str) -> Any:
    """A text of the customer's: its length, and what the desk's rules for it come to as a schema."""
    return Field(max_length=LENGTHS[name], json_schema_extra=dict(schema))


def _no_number(value: Any) -> Any:
    if isinstance(value, str | bool):
        raise ValueError(_("Send a whole number."))  # noqa: TRY004  of a TypeError pydantic makes no fault
    return value


def _ip(typed: str) -> str:
    if "%" in typed:
        raise ValueError(_("Send the address without a zone."))
    return str(ip_address(typed))


def _empty_if_unseen(typed: str) -> str:
    return typed if one_line(typed) else ""


Name = Annotated[str, _told("name", pattern=SEEN)]
Email = Annotated[str, _told("email", format="idn-email")]
Phone = Annotated[str, _told("phone", pattern=DIGITS)]
Address = Annotated[str, _told("address")]
City = Annotated[str, _told("city", pattern=SEEN)]
Country = Annotated[str, _told("country", format="country", description="ISO 3166-1 alpha-2, or a name.")]
Subject = Annotated[str, _told("subject", pattern=SEEN)]
Language = Annotated[str, Field(max_length=16, pattern=LANGUAGE, description="Of emails to the customer: en, pt-BR …")]
Words = Annotated[str, Field(max_length=MESSAGE_LENGTH), AfterValidator(_empty_if_unseen)]
CustomersWords = Annotated[Words, Field(min_length=1)]
Number = Annotated[int, Field(ge=1, le=MOST), BeforeValidator(_no_number)]
Truth = Annotated[bool, Strict()]
GroupIn = Annotated[Number | str, Field(description="Number or name.")]
Files = Annotated[
    list[Annotated[str, Field(pattern="^[0-9a-f]{32}$")]],
    Field(max_length=MAX_FILES, description="Keys from `POST /attachments`."),
]
FormKey = Annotated[str, Field(pattern=f"^{WRITTEN.pattern}$")]
FormFields = Annotated[dict[str, Annotated[str, Field(max_length=EXTRA_CHARS)]], Field(max_length=MOST_EXTRA)]
Ip = Annotated[
    str,
    AfterValidator(_ip),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]}),
]
StatusByHand = Annotated[Status, WithJsonSchema({"type": "string", "enum": [status.value for status in SET_BY_HAND]})]


class RequestBody(BaseModel):
    """An object with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class NewTicketBody(RequestBody):
    """A customer's ticket, with their first message."""

    name: Name
    email: Email
    phone: Phone
    city: City
    subject: Subject
    message: CustomersWords
    address: Address = ""
    country: Country = ""
    group: GroupIn | None = None
    language: Language | None = Field(default=None, description="Of emails to the customer; the desk's where left out.")
    client_ip: Ip | None = Field(default=None, description="The customer's address, where you know it.")
    attachments: Files = []
    form: FormKey | None = Field(default=None, description="The key of one of the desk's forms.")
    fields: FormFields = Field(default={}, description="Texts of that form's further fields, by their names.")
    confirm: Truth = Field(
        default=True, description="Whether the customer gets the confirmation with access code and link."
    )


class NewMessageBody(RequestBody):
    """A further message of the customer."""

    message: CustomersWords
    attachments: Files = []


class TicketChangeBody(RequestBody):
    """Those fields that are to change."""

    name: Name | None = None
    email: Email | None = None
    phone: Phone | None = None
    address: Address | None = None
    city: City | None = None
    country: Country | None = None
    subject: Subject | None = None
    language: Language | None = None
    group: GroupIn | None = Field(default=None, description="Number or name; empty for none.")
    status: StatusByHand | None = None


_GIVEN: JsonDict = {"type": "string", "minLength": 1}
_ABSENT: JsonDict = {"type": "string", "maxLength": 0}
_ONE_OF_BOTH: JsonDict = {
    "anyOf": [
        {"required": ["text"], "properties": {"text": _GIVEN, "html": _ABSENT}},
        {"required": ["html"], "properties": {"html": _GIVEN, "text": _ABSENT}},
        {"required": ["attachments"], "properties": {"attachments": {"minItems": 1}, "html": _ABSENT, "text": _ABSENT}},
    ]
}


class WrittenBody(RequestBody):
    """What an operator writes: HTML, which is cleaned, or plain text."""

    model_config = ConfigDict(json_schema_extra=_ONE_OF_BOTH)

    html: Words = ""
    text: Words = ""
    attachments: Files = []

    @model_validator(mode="after")
    def _one_of_both(self) -> "WrittenBody":
        if self.html and self.text:
            raise ValueError(_("Send html or text, not both."))
        return self


class AnswerBody(WrittenBody):
    """An answer to the customer."""

    status: StatusByHand | None = Field(
        default=None, description="Of the ticket afterwards; else waiting_for_customer."
    )
    take: Truth = Field(default=False, description="Take the ticket in the same act.")
    seen: Annotated[int, Field(ge=0, le=MOST), BeforeValidator(_no_number)] | None = Field(
        default=None, description="The last event you know of; if the customer wrote since: 409."
    )
    cc: Annotated[list[Email], Field(max_length=MOST_CC)] = []


class NoteBody(WrittenBody):
    """An internal note."""


class AssignBody(RequestBody):
    """Who is to get the ticket."""

    operator: Number = Field(description="The operator's number.")
