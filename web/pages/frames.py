"""A message's own HTML as a separate document, for the sandboxed frame in the page."""

import base64
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import NotFound
from app.desk import Desk
from app.html_safety import (
    FRAME_CSP,
    FRAME_CSP_REMOTE,
    FRAME_REFERRER_POLICY,
    SafeHtml,
    inline_sources,
    message_document,
    text_to_html,
)
from app.nouns.message import Attachment, Message
from app.queries.ticket.messages import message_by_id
from app.queries.ticket.tickets import ticket_for
from web.requests.context import desk_of, id_in_path, operator_of, theme_of

INLINE_BYTES = 2 * 1024 * 1024  # of all pictures in one message; larger ones stay files below it


async def for_operator(request: Request) -> Response:
    """`/messages/{id}/frame`: `?quoted=1` for the folded history, `?remote=1` with the pictures on servers."""
    operator = operator_of(request)
    message = await message_by_id(desk_of(request), id_in_path(request))
    if message is None:
        raise NotFound
    await ticket_for(desk_of(request), operator, message.ticket_id)
    return await frame(
        request, message, quoted="quoted" in request.query_params, remote="remote" in request.query_params
    )


async def frame(request: Request, message: Message, *, quoted: bool = False, remote: bool = False) -> Response:
    """The message as the frame's document, under the frame's own policy."""
    html = html_of(message, quoted=quoted)
    pictures = await inline_pictures(desk_of(request), html, message.attachments)
    return framed(request, html, pictures, remote=remote, own=message.operator_id is not None)


def framed(
    request: Request, html: SafeHtml, pictures: Mapping[str, str], *, remote: bool = False, own: bool = False
) -> Response:
    """Safe HTML of a message or a mail as the frame's document.

    `remote`: with pictures from other servers; `own`: the desk wrote it, so it follows the page's theme.
    """
    theme = theme_of(request) or "system"
    document = message_document(
        html,
        pictures,
        remote=remote,
        lang=request.state.language,
        theme=theme,  # type: ignore[arg-type] # one of the three
        own=own,
    )
    return in_frame(document, remote=remote)


def in_frame(document: str, *, remote: bool) -> Response:
    """A document for the sandboxed frame, under its policy."""
    headers = {
        "Content-Security-Policy": FRAME_CSP_REMOTE if remote else FRAME_CSP,
        "Referrer-Policy": FRAME_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(document, media_type="text/html", headers=headers)


def html_of(message: Message, *, quoted: bool) -> SafeHtml:
    """What the person wrote, signature and all, or the history below it, as HTML that was made safe."""
    html, text = (message.quoted_html, message.quoted_text) if quoted else (message.signed_html, message.text)
    return html if html is not None else text_to_html(text or "")


async def inline_pictures(desk: Desk, html: SafeHtml, files: tuple[Attachment, ...]) -> dict[str, str]:
    """`data:` addresses of the pictures inside the text, so the frame needs no network."""
    wanted = set(inline_sources(html))
    found: dict[str, str] = {}
    left = INLINE_BYTES
    for file in files:
        names = {file.content_id, f"/attachments/{file.key}"} & wanted
        if names and file.size_bytes <= left:
            left -= file.size_bytes
            address = await _data_address(desk, file)
            found |= dict.fromkeys(names, address)
    return found


async def _data_address(desk: Desk, file: Attachment) -> str:
    content = await desk.storage.get(file.key)
    return f"data:{file.content_type};base64,{base64.b64encode(content).decode('ascii')}"
