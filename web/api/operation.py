"""One call of the API. Its route, its checks, the OpenAPI document and the docs page are made from it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import NotFound
from app.credentials.api_key import KeyScope
from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.ticket import Ticket
from app.queries.api.keys import KeyHolder
from app.queries.ticket.tickets import ticket_for
from web.requests.context import id_in_path

BASE = "/api/v1"

NOT_FOUND: Final = ("not-found",)  # problems of a call about one thing
ACT: Final = ("not-found", "forbidden", "lock-held", "not-held", "conflict")
IF_MATCH: Final = "changed-meanwhile"
AGAIN: Final = "idempotency-key-reused"


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """A request whose key, query and body have been checked."""

    http: Request
    desk: Desk
    holder: KeyHolder
    now_ms: int
    query: Any = None  # of the operation's model
    body: Any = None

    @property
    def reader(self) -> Operator:
        """What exists for the key."""
        return self.holder.reader

    async def ticket(self) -> Ticket:
        """The ticket in the address, if it exists for the key. Raises NotFound."""
        found = await ticket_for(self.desk, self.reader, id_in_path(self.http))
        if found.is_deleted:
            raise NotFound
        return found


Handler = Callable[[ApiRequest], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Operation:
    """`path` is as the router writes it, below BASE; `example` is what a request of the docs page sends."""

    name: str
    method: str
    path: str
    summary: str
    handle: Handler
    scope: KeyScope
    answer: type[BaseModel] | None = None  # None: bytes
    about: str = ""
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    takes_file: bool = False
    status: int = 200
    csv: bool = False
    problems: tuple[str, ...] = ()  # beside those of every call
    example: Mapping[str, Any] = field(default_factory=dict)
    header_names: tuple[str, ...] = ()  # of the request: If-Match, Idempotency-Key, If-None-Match

    @property
    def address(self) -> str:
        """The path from the root of the desk."""
        return f"{BASE}{self.path}"
