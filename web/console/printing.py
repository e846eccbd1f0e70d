"""A ticket on paper: what was written, in order, with the customer's data; notes only where they are asked for."""

from starlette.requests import Request
from starlette.responses import Response

from app.message import Message, MessageKind
from app.queries.messages import messages_of
from app.queries.people import groups
from app.queries.tickets import ticket_for
from web.console.labels import LABELS
from web.context import desk_of, id_in_path, moment_of, operator_of
from web.templating import render

LARGEST_PICTURE_BYTES = 5_000_000  # a larger one is named, not drawn


async def show(request: Request) -> Response:
    """`GET /tickets/{id}/print`, `?notes=1` with the desk's notes: a page made for paper."""
    desk, operator = desk_of(request), operator_of(request)
    ticket = await ticket_for(desk, operator, id_in_path(request))
    notes = request.query_params.get("notes") == "1"
    written = [message for message in await messages_of(desk, ticket.id) if _is_printed(message, notes=notes)]
    context = {
        **LABELS,
        "ticket": ticket,
        "messages": written,
        "notes": notes,
        "group": next((group for group in await groups(desk) if group.id == ticket.group_id), None),
        "printed_ms": moment_of(request),
        "pictures_of": _pictures_of,
    }
    return render(request, "console/print.html", context)


def _is_printed(message: Message, *, notes: bool) -> bool:
    """A note, and what was written with third parties, is the desk's own matter."""
    if message.recalled_ms is not None:
        return False
    return notes or (message.kind is not MessageKind.NOTE and message.shared)


def _pictures_of(message: Message) -> list[str]:
    fitting = [file for file in message.attachments if file.is_picture]
    return [f"/attachments/{file.key}" for file in fitting if file.size_bytes <= LARGEST_PICTURE_BYTES]
