"""A ticket on paper: what was written, in order, with the customer's data; notes only on request."""

from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import Response, StreamingResponse

from app.credentials.codes import new_key
from app.nouns.message import Attachment, Message, MessageKind
from app.queries.ticket.thread_pages import ThreadPages
from app.queries.ticket.thread_place import BY_OPERATORS
from web.console.frame.labels import LABELS
from web.console.ticket.ticket_request import TicketRequest, of_ticket
from web.pages.templating import NO_STORE, draw, render
from web.requests.context import roster_of

LARGEST_PICTURE_BYTES = 5_000_000  # a larger one is named, not drawn


@of_ticket
async def show(request: TicketRequest) -> Response:
    """`GET /tickets/{id}/print`, `?notes=1` with the desk's notes: a page made for paper.

    Paper has the whole ticket, however long: it is sent as it is read, a page of messages at a time.
    """
    http, here = request.http, new_key()
    context = {
        **LABELS,
        "ticket": request.ticket,
        "messages_here": here,
        "notes": http.query_params.get("notes") == "1",
        "group": (await roster_of(http)).group(request.ticket.group_id),
        "printed_ms": request.now_ms,
        "pictures_of": _pictures_of,
        "files_of": _files_of,
    }
    head, _here, foot = bytes(render(http, "console/print/page.html", context).body).partition(here.encode())
    return StreamingResponse(_whole(request, context, head, foot), media_type="text/html", headers=NO_STORE)


async def _whole(request: TicketRequest, context: dict[str, Any], head: bytes, foot: bytes) -> AsyncIterator[bytes]:
    yield head
    pages = ThreadPages(request.desk, request.ticket.id, BY_OPERATORS)
    page = await pages.after(None)
    while page.messages:
        written = [message for message in page.messages if _is_printed(message, notes=context["notes"])]
        yield bytes((await draw(request.http, "console/print/messages.html", {**context, "messages": written})).body)
        if not page.has_newer:
            break
        page = await pages.after(BY_OPERATORS.place_of(page.messages[-1]))
    yield foot


def _is_printed(message: Message, *, notes: bool) -> bool:
    """A note, and what was written with third parties, is the desk's own matter."""
    return notes or (message.kind is not MessageKind.NOTE and message.shared)


def _pictures_of(message: Message) -> list[str]:
    """Drawn below a text: of a mail those within it too, since its text is printed without them."""
    return [
        f"/attachments/{file.key}" for file in message.attachments if _is_drawn(file) and not _in_text(message, file)
    ]


def _files_of(message: Message) -> list[Attachment]:
    """Named below a text: its files, and a picture within it that is not drawn."""
    within = (file for file in message.attachments if file.inline)
    drawn = [file.key for file in within if _in_text(message, file) or _is_drawn(file)]
    return [file for file in message.attachments if file.key not in drawn]


def _is_drawn(file: Attachment) -> bool:
    return file.is_picture and file.size_bytes <= LARGEST_PICTURE_BYTES


def _in_text(message: Message, file: Attachment) -> bool:
    """Whether the printed text has it: only operators' HTML is printed as it is."""
    return file.inline and message.operator_id is not None and bool(message.html)
