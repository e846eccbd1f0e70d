"""Mail for administrators: one mail that came or left, and what can be done with it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.mail.admitting import try_again
from app.actions.mail.dismissing import dismiss_inbound, dismiss_outbox
from app.actions.mail.sending_again import retry_now
from app.core.errors import NotFound
from app.html_safety import sent_document, stored_html
from app.queries.mail.inbound import raw_mail
from app.queries.mail.ledger import frozen_mime, inbound_mail, outbound_mail
from web.console.mail.facts import inbound_json, mail_frame, outbox_json
from web.mail_door import mail_door_of
from web.pages.frames import framed, in_frame
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, id_in_path, moment_of

TEXT_CHARS = 200_000


async def show_inbound(request: Request) -> Response:
    """`GET /mail/in/{id}`: its outcome, and the mail as parsed."""
    administrator_of(request)
    mail = await inbound_mail(desk_of(request), id_in_path(request))
    letter = await mail_door_of(request).came(await raw_mail(desk_of(request), mail.id)) if mail.has_raw else None
    if wants_json(request):
        return JSONResponse({"mail": inbound_json(mail), "letter": letter})
    shown = _shown(letter) if letter else None
    facts = {"row": mail, "letter": shown, "direction": "in", "path": f"/mail/in/{mail.id}"}
    return render(request, "console/mail/one.html", {**await mail_frame(request), **facts, **_text_of(letter)})


async def show_outbound(request: Request) -> Response:
    """`GET /mail/out/{id}`: its outcome, and its bytes; before its first attempt, as it would be composed now."""
    administrator_of(request)
    mail = await outbound_mail(desk_of(request), id_in_path(request))
    letter = await mail_door_of(request).left(desk_of(request), mail.id)
    if wants_json(request):
        return JSONResponse({"mail": outbox_json(mail), "letter": letter})
    facts = {"row": mail, "letter": _shown(letter), "direction": "out", "path": f"/mail/out/{mail.id}"}
    more = {"may_send": mail.state.is_idle}
    return render(request, "console/mail/one.html", {**await mail_frame(request), **facts, **more, **_text_of(letter)})


async def raw_inbound(request: Request) -> Response:
    """`GET /mail/in/{id}/raw`: the original bytes."""
    administrator_of(request)
    inbound_id = id_in_path(request)
    return mail_file(await raw_mail(desk_of(request), inbound_id), f"mail-{inbound_id}.eml")


async def raw_outbound(request: Request) -> Response:
    """`GET /mail/out/{id}/raw`: the bytes as they left. Raises NotFound before the first try."""
    administrator_of(request)
    outbox_id = id_in_path(request)
    mime = await frozen_mime(desk_of(request), outbox_id)
    if mime is None:
        raise NotFound
    return mail_file(mime, f"sent-{outbox_id}.eml")


async def inbound_frame(request: Request) -> Response:
    """`GET /mail/in/{id}/frame`: its HTML, made safe, for the sandboxed frame; `?remote=1` with pictures on servers."""
    administrator_of(request)
    letter = await mail_door_of(request).came(await raw_mail(desk_of(request), id_in_path(request)))
    return _framed(request, letter, remote="remote" in request.query_params)


async def outbound_frame(request: Request) -> Response:
    """`GET /mail/out/{id}/frame`: a mail of ours as it was sent, with its own styles."""
    administrator_of(request)
    letter = await mail_door_of(request).left(desk_of(request), id_in_path(request))
    if not letter.get("page"):
        raise NotFound
    return in_frame(sent_document(letter["page"], letter["pictures"]), remote=False)


async def retry_inbound(request: Request) -> Response:
    """`POST /mail/in/{id}/again`: admit a quarantined mail; read, or fetch, another one once more."""
    operator, inbound_id = administrator_of(request), id_in_path(request)
    await try_again(desk_of(request), operator, inbound_id, moment_of(request))
    if wants_json(request):
        return JSONResponse({"mail": inbound_json(await inbound_mail(desk_of(request), inbound_id))})
    return RedirectResponse("/mail/in", status_code=303)  # where the line says what becomes of it


async def retry_outbound(request: Request) -> Response:
    """`POST /mail/out/{id}/again`: send it now, whether it waits, failed or came back."""
    operator, outbox_id = administrator_of(request), id_in_path(request)
    await retry_now(desk_of(request), operator, outbox_id, moment_of(request))
    if wants_json(request):
        return JSONResponse({"mail": outbox_json(await outbound_mail(desk_of(request), outbox_id))})
    return RedirectResponse("/mail/out", status_code=303)


async def dismiss_inbound_mail(request: Request) -> Response:
    """`POST /mail/in/{id}/dismiss`: dismiss a mail that was held or could not be read."""
    operator, inbound_id = administrator_of(request), id_in_path(request)
    await dismiss_inbound(desk_of(request), operator, inbound_id, moment_of(request))
    if wants_json(request):
        return JSONResponse({"mail": inbound_json(await inbound_mail(desk_of(request), inbound_id))})
    return RedirectResponse("/mail/in", status_code=303)


async def dismiss_outbound_mail(request: Request) -> Response:
    """`POST /mail/out/{id}/dismiss`: dismiss a mail that was not delivered."""
    operator, outbox_id = administrator_of(request), id_in_path(request)
    await dismiss_outbox(desk_of(request), operator, outbox_id, moment_of(request))
    if wants_json(request):
        return JSONResponse({"mail": outbox_json(await outbound_mail(desk_of(request), outbox_id))})
    return RedirectResponse("/mail/out", status_code=303)


def _shown(letter: dict[str, Any]) -> dict[str, Any]:
    """The mail with every name the page needs."""
    return {"fault": "", "flaws": (), "headers": (), "html": None, "attachments": (), "files": (), **letter}


def _text_of(letter: dict[str, Any] | None) -> dict[str, Any]:
    text = (letter or {}).get("text") or ""
    return {"text": text[:TEXT_CHARS], "quoted": ((letter or {}).get("quoted") or "")[:TEXT_CHARS]}


def _framed(request: Request, letter: dict[str, Any], *, remote: bool = False) -> Response:
    if not letter.get("html"):
        raise NotFound
    html = stored_html(letter["html"])  # the mail room has just cleaned it
    return framed(request, html, letter.get("pictures") or {}, remote=remote)


def mail_file(content: bytes, name: str) -> Response:
    """A whole mail, to be saved and never to be opened in the page."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    response = Response(content, headers=headers)
    response.headers["Content-Type"] = "message/rfc822"  # set here: Response would add a charset
    return response
