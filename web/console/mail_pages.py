"""Mail for administrators: one mail that came or left, and what can be done with it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.dismissing import dismiss_inbound, dismiss_outbox
from app.actions.letting_in import try_again
from app.actions.sending_again import retry_now
from app.errors import NotFound
from app.html_safety import stored_html
from app.queries.inbound import raw_mail
from app.queries.mail_ledger import frozen_mime, inbound_row, outbox_row
from web.accepts import wants_json
from web.console.mail_facts import inbound_json, mail_frame, outbox_json, recipients_of
from web.context import administrator_of, desk_of, id_in_path, moment_of
from web.frames import framed
from web.mail_door import mail_door_of
from web.templating import render

AGAIN = frozenset({"queued", "failed", "bounced"})  # states from which a mail can be sent again now
TEXT_CHARS = 200_000


async def one_that_came(request: Request) -> Response:
    """`GET /mail/in/{id}`: what became of it, and the letter as it was read."""
    administrator_of(request)
    row = await inbound_row(desk_of(request), id_in_path(request))
    letter = await mail_door_of(request).came(await raw_mail(desk_of(request), row.id)) if row.is_kept else None
    if wants_json(request):
        return JSONResponse({"mail": inbound_json(row), "letter": letter})
    shown = _shown(letter) if letter else None
    facts = {"row": row, "letter": shown, "direction": "in", "path": f"/mail/in/{row.id}"}
    return render(request, "console/mail_one.html", {**await mail_frame(request), **facts, **_text_of(letter)})


async def one_that_left(request: Request) -> Response:
    """`GET /mail/out/{id}`: what became of it, and its bytes; before its first try as it would be written now."""
    administrator_of(request)
    row = await outbox_row(desk_of(request), id_in_path(request))
    letter = await mail_door_of(request).left(desk_of(request), row.id)
    if wants_json(request):
        return JSONResponse({"mail": outbox_json(row), "letter": letter})
    facts = {"row": row, "letter": _shown(letter), "direction": "out", "path": f"/mail/out/{row.id}"}
    more = {"recipients_of": recipients_of, "may_send": row.state in AGAIN}
    return render(request, "console/mail_one.html", {**await mail_frame(request), **facts, **more, **_text_of(letter)})


async def raw_that_came(request: Request) -> Response:
    """`GET /mail/in/{id}/raw`: the bytes as they came."""
    administrator_of(request)
    inbound_id = id_in_path(request)
    return mail_file(await raw_mail(desk_of(request), inbound_id), f"mail-{inbound_id}.eml")


async def raw_that_left(request: Request) -> Response:
    """`GET /mail/out/{id}/raw`: the bytes as they left. Raises NotFound before the first try."""
    administrator_of(request)
    outbox_id = id_in_path(request)
    mime = await frozen_mime(desk_of(request), outbox_id)
    if mime is None:
        raise NotFound
    return mail_file(mime, f"sent-{outbox_id}.eml")


async def frame_that_came(request: Request) -> Response:
    """`GET /mail/in/{id}/frame`: its HTML, made safe, for the sandboxed frame; `?remote=1` with pictures on servers."""
    administrator_of(request)
    letter = await mail_door_of(request).came(await raw_mail(desk_of(request), id_in_path(request)))
    return _framed(request, letter, remote="remote" in request.query_params)


async def frame_that_left(request: Request) -> Response:
    """`GET /mail/out/{id}/frame`: the same of a mail of ours."""
    administrator_of(request)
    return _framed(request, await mail_door_of(request).left(desk_of(request), id_in_path(request)))


async def again_in(request: Request) -> Response:
    """`POST /mail/in/{id}/again`: let a held mail in; read, or fetch, another one once more."""
    operator, inbound_id = administrator_of(request), id_in_path(request)
    await try_again(desk_of(request), operator, inbound_id, moment_of(request))
    if wants_json(request):
        return JSONResponse({"mail": inbound_json(await inbound_row(desk_of(request), inbound_id))})
    return RedirectResponse("/mail/in", status_code=303)  # where the line says what becomes of it


async def again_out(request: Request) -> Response:
    """`POST /mail/out/{id}/again`: send it now, whether it waits, failed or came back."""
    operator, outbox_id = administrator_of(request), id_in_path(request)
    await retry_now(desk_of(request), operator, outbox_id, moment_of(request))
    if wants_json(request):
        return JSONResponse({"mail": outbox_json(await outbox_row(desk_of(request), outbox_id))})
    return RedirectResponse("/mail/out", status_code=303)


async def dismiss_in(request: Request) -> Response:
    """`POST /mail/in/{id}/dismiss`: nothing is to be done about a mail that was held or set aside."""
    operator, inbound_id = administrator_of(request), id_in_path(request)
    await dismiss_inbound(desk_of(request), operator, inbound_id, moment_of(request))
    if wants_json(request):
        return JSONResponse({"mail": inbound_json(await inbound_row(desk_of(request), inbound_id))})
    return RedirectResponse("/mail/in", status_code=303)


async def dismiss_out(request: Request) -> Response:
    """`POST /mail/out/{id}/dismiss`: nothing is to be done about a mail that was not delivered."""
    operator, outbox_id = administrator_of(request), id_in_path(request)
    await dismiss_outbox(desk_of(request), operator, outbox_id, moment_of(request))
    if wants_json(request):
        return JSONResponse({"mail": outbox_json(await outbox_row(desk_of(request), outbox_id))})
    return RedirectResponse("/mail/out", status_code=303)


def _shown(letter: dict[str, Any]) -> dict[str, Any]:
    """The letter with every name that the page asks for."""
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
