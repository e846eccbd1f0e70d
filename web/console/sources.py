"""What a message was made of, for operators who want to have it: the mail as it came or left, all its files."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.errors import NotFound
from app.message import Message
from app.queries.inbound import raw_mail
from app.queries.mail_ledger import frozen_mime
from app.queries.tickets import ticket_for
from web.console.mail_pages import mail_file
from web.console.page import part_of
from web.console.tickets import message_on
from web.context import desk_of, id_in_path, operator_of
from web.templating import render
from web.zipped import zip_response

SHOWN_CHARS = 200_000


async def show(request: Request) -> Response:
    """`GET /tickets/{id}/messages/{message_id}/source` (part `dialog`): headers and body as they stand there."""
    message = await _message(request)
    if part_of(request) != "dialog":
        return RedirectResponse(f"/tickets/{message.ticket_id}", status_code=303)
    source = await _source(request, message)
    text = source[:SHOWN_CHARS].decode("utf-8", "replace").replace("\r\n", "\n") if source else ""
    context = {"message": message, "text": text, "is_cut": len(source or b"") > SHOWN_CHARS}
    return render(request, "console/source_dialog.html", context)


async def raw(request: Request) -> Response:
    """`GET …/source/raw`: the bytes. Raises NotFound: never a mail, not composed yet, or its time to be kept is over."""
    message = await _message(request)
    source = await _source(request, message)
    if source is None:
        raise NotFound
    return mail_file(source, f"message-{message.id}.eml")


async def files(request: Request) -> Response:
    """`GET …/files.zip`: all files of the message that do not stand inside its text."""
    message = await _message(request)
    beside = [file for file in message.attachments if not file.inline]
    if not beside:
        raise NotFound
    return await zip_response(desk_of(request), f"ticket-{message.ticket_id}-files.zip", beside)


async def _message(request: Request) -> Message:
    return await message_on(request, await ticket_for(desk_of(request), operator_of(request), id_in_path(request)))


async def _source(request: Request, message: Message) -> bytes | None:
    desk = desk_of(request)
    try:
        if message.inbound_id is not None:
            return await raw_mail(desk, message.inbound_id)
        return await frozen_mime(desk, message.delivery.outbox_id) if message.delivery else None
    except NotFound:
        return None
