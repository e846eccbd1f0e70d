"""What every handler of one ticket asks for, asked once: the ticket as this operator may see it, and what came with it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import NotFound
from app.desk import Desk
from app.nouns.message import Message
from app.nouns.operator import Operator
from app.nouns.ticket import Ticket
from app.queries.ticket.messages import message_by_id
from app.queries.ticket.tickets import ticket_for
from web.requests.accepts import wants_json
from web.requests.context import desk_of, id_in_path, moment_of, operator_of
from web.requests.forms import PostedForm, read_form


@dataclass(frozen=True, slots=True)
class TicketRequest:
    """An operator's request about one ticket. `ticket` is as it was when the request came, `form` empty for a GET."""

    http: Request
    desk: Desk
    operator: Operator
    ticket: Ticket
    now_ms: int
    form: PostedForm

    @property
    def wants_json(self) -> bool:
        """Whether a script asks, or a page."""
        return wants_json(self.http)

    async def message(self) -> Message:
        """The message in the address, which must be this ticket's and not undone. Raises NotFound."""
        return await self.message_with(id_in_path(self.http, "message_id"))

    async def message_with(self, message_id: int) -> Message:
        """The message with this number, on the same terms. Raises NotFound."""
        found = await message_by_id(self.desk, message_id)
        if found is None or found.ticket_id != self.ticket.id or found.recalled_ms is not None:
            raise NotFound
        return found


TicketHandler = Callable[[TicketRequest], Awaitable[Response]]


def of_ticket(handle: TicketHandler) -> Callable[[Request], Awaitable[Response]]:
    """A handler for `/tickets/{id}/…`. Raises SignedOut, NotFound (a ticket that this operator may not see is none).

    Handlers whose act reads the ticket itself before anything else (an answer, a draft) go without: they would read it twice.
    """

    @wraps(handle)
    async def handler(request: Request) -> Response:
        desk, operator = desk_of(request), operator_of(request)
        ticket = await ticket_for(desk, operator, id_in_path(request))
        form = await read_form(request) if request.method == "POST" else PostedForm()
        return await handle(TicketRequest(request, desk, operator, ticket, moment_of(request), form))

    return handler
