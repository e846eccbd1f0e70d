"""The source of a message, for operators: the original mail as received or sent, and all its files."""

from starlette.responses import RedirectResponse, Response

from app.core.errors import NotFound
from app.credentials.mail_links import without_proof
from app.desk import Desk
from app.nouns.message import Message
from app.queries.mail.inbound import raw_mail
from app.queries.mail.ledger import frozen_mime
from web.console.frame.page import fragment_of
from web.console.mail.pages import mail_file
from web.console.ticket.ticket_request import TicketRequest, of_ticket
from web.pages.templating import render
from web.requests.zipped import zip_response

SHOWN_CHARS = 200_000


@of_ticket
async def show(request: TicketRequest) -> Response:
    """`GET /tickets/{id}/messages/{message_id}/source` (fragment `dialog`): the raw headers and body.

    A link of ours is shown without what only its mail may carry; the file has the bytes as they left.
    """
    message = await request.message()
    if fragment_of(request.http) != "dialog":
        return RedirectResponse(f"/tickets/{message.ticket_id}", status_code=303)
    source = await _source(request.desk, message)
    if source and message.delivery:
        source = without_proof(request.desk.settings, request.ticket, source)
    text = source[:SHOWN_CHARS].decode("utf-8", "replace").replace("\r\n", "\n") if source else ""
    context = {"message": message, "text": text, "is_cut": len(source or b"") > SHOWN_CHARS}
    return render(request.http, "console/dialogs/source.html", context)


@of_ticket
async def raw(request: TicketRequest) -> Response:
    """`GET …/source/raw`: the bytes. Raises NotFound if it was never an email, is not composed yet, or is past its retention time."""
    message = await request.message()
    source = await _source(request.desk, message)
    if source is None:
        raise NotFound
    return mail_file(source, f"message-{message.id}.eml")


@of_ticket
async def files(request: TicketRequest) -> Response:
    """`GET …/files.zip`: all files of the message except those shown inside its text."""
    message = await request.message()
    beside = [file for file in message.attachments if not file.inline]
    if not beside:
        raise NotFound
    return await zip_response(request.desk, f"ticket-{message.ticket_id}-files.zip", beside)


async def _source(desk: Desk, message: Message) -> bytes | None:
    try:
        if message.inbound_id is not None:
            return await raw_mail(desk, message.inbound_id)
        return await frozen_mime(desk, message.delivery.outbox_id) if message.delivery else None
    except NotFound:
        return None
