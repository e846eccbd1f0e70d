"""Files that hang on messages, handed out to who may see the message."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.core.errors import NotFound
from app.files.kinds import OPAQUE, PDF, PICTURES, SAFE_TYPES, safe_type
from app.files.storage import Streamed
from app.nouns.message import Attachment
from app.queries.ticket.attachments import attachment_for, attachment_on_ticket_page
from app.queries.ticket.tickets import ticket_by_id
from web.public.opened import may_open
from web.requests.context import client_ip_of, desk_of, signed_in
from web.requests.rates import ATTACHMENT_IP, Rates, ip_key

POLICY = "sandbox; default-src 'none'"


async def download(request: Request) -> Response:
    """The file, for an operator who may see its ticket, or from the ticket page that shows it.

    Misses are counted: nobody meets a 128-bit key by chance. Raises NotFound, the same for missing and hidden.
    """
    attachment = await _found(request)
    return file_response(attachment, await desk_of(request).storage.stream(attachment.key))


async def preview(request: Request) -> Response:
    """`/attachments/{key}/preview`: a PDF for the browser's own viewer, in the console's frame or a tab of its own.

    The document has no origin and may load and run nothing: the viewer draws it, whatever else the bytes may be
    (measured in Chromium 156: under `sandbox` the viewer still comes up, an HTML page would not run). Raises NotFound
    for what does not begin as a PDF, and for who may not have the file.
    """
    attachment = await _found(request)
    content = await desk_of(request).storage.stream(attachment.key)
    if not attachment.is_pdf or safe_type(PDF, content.start) != PDF:
        raise NotFound
    return _response(attachment, content, PDF, "inline", f"{POLICY}; frame-ancestors 'self'")


async def _found(request: Request) -> Attachment:
    rates: Rates = request.app.state.rates
    ip = ip_key(client_ip_of(request))
    await rates.check(ATTACHMENT_IP, ip)
    try:
        return await _permitted(request)
    except NotFound:
        await rates.allows(ATTACHMENT_IP, ip)
        raise


async def _permitted(request: Request) -> Attachment:
    desk, key = desk_of(request), str(request.path_params["key"])
    if operator := signed_in(request):
        return await attachment_for(desk, operator, key)
    found = await attachment_on_ticket_page(desk, key)
    ticket = await ticket_by_id(desk, found.ticket_id) if found and found.ticket_id else None
    if found is None or ticket is None or ticket.is_deleted or not may_open(request, ticket):
        raise NotFound
    return found


def file_response(attachment: Attachment, content: Streamed) -> Response:
    """The bytes, as fast as they are taken, with headers that let no browser make more of them than a file.

    Only a raster picture, by its first bytes, may be shown in a page; everything else is downloaded.
    """
    claimed = attachment.content_type
    shown = claimed if claimed in SAFE_TYPES and safe_type(claimed, content.start) == claimed else OPAQUE
    where = "inline" if shown in PICTURES else "attachment"
    return _response(attachment, content, shown, where, POLICY)


def _response(attachment: Attachment, content: Streamed, shown: str, where: str, policy: str) -> Response:
    headers = {
        "Content-Disposition": f"{where}; filename*=UTF-8''{quote(attachment.name, safe='')}",  # RFC 6266, RFC 8187
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "private, no-store",
        "Content-Length": str(content.size_bytes),
    }
    response = StreamingResponse(content.pieces(), headers=headers)
    response.headers["Content-Type"] = shown  # set here: Response would add a charset to text
    return response
