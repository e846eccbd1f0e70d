"""Mail for administrators: the ledger of all that came, the outbox of all that leaves, and one mail of each."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.dismissing import dismiss_inbound, dismiss_outbox
from app.actions.receiving import try_again
from app.actions.sending_again import retry_now
from app.errors import NotFound
from app.html_safety import stored_html
from app.queries.inbound import raw_mail
from app.queries.mail_ledger import (
    OUTCOMES,
    STATES,
    frozen_mime,
    inbound_page,
    inbound_row,
    outbox_page,
    outbox_row,
)
from app.reasons import readable
from web.accepts import wants_json
from web.console.labels import delivery_words
from web.console.mail_words import MAIL_LABELS, outcome_words
from web.console.mailbox import mailbox_state, sending_state
from web.console.page import part_of, shell
from web.context import administrator_of, desk_of, id_in_path, moment_of
from web.frames import framed
from web.mail_door import mail_door_of
from web.numbers import whole_number
from web.templating import render

PAGE = 60
AGAIN = frozenset({"queued", "failed", "bounced"})  # states from which a mail can be sent again now
TEXT_CHARS = 200_000


@dataclass(frozen=True, slots=True)
class Filter:
    """By what a list is narrowed: the parameter's name, what is asked for, what may be."""

    name: str
    value: str | None
    choices: tuple[str, ...]


async def came(request: Request) -> Response:
    """`GET /mail/in?outcome=&before=`: every message that a mailbox ever offered, newest first. Part `rows`: the lines alone."""
    administrator_of(request)
    outcome = _choice(request, "outcome", OUTCOMES)
    found = await inbound_page(desk_of(request), outcome, _before(request), PAGE + 1)
    rows, more_rows = found[:PAGE], len(found) > PAGE
    if wants_json(request):
        return JSONResponse(
            {"mails": [_inbound_json(row) for row in rows], "before": rows[-1].id if more_rows else None}
        )
    more = {"mailbox": await mailbox_state(desk_of(request)), "choice_words": outcome_words}
    return await _ledger(request, "in", rows, Filter("outcome", outcome, OUTCOMES), more_rows=more_rows, **more)


async def left(request: Request) -> Response:
    """`GET /mail/out?state=&before=`: every mail of the desk, newest first. Part `rows`: the lines alone."""
    administrator_of(request)
    state = _choice(request, "state", STATES)
    found = await outbox_page(desk_of(request), state, _before(request), PAGE + 1)
    rows, more_rows = found[:PAGE], len(found) > PAGE
    if wants_json(request):
        return JSONResponse(
            {"mails": [_outbox_json(row) for row in rows], "before": rows[-1].id if more_rows else None}
        )
    more = {
        "recipients_of": recipients_of,
        "sending": await sending_state(desk_of(request)),
        "choice_words": delivery_words,
    }
    return await _ledger(request, "out", rows, Filter("state", state, STATES), more_rows=more_rows, **more)


async def one_that_came(request: Request) -> Response:
    """`GET /mail/in/{id}`: what became of it, and the letter as it was read."""
    administrator_of(request)
    row = await inbound_row(desk_of(request), id_in_path(request))
    letter = await mail_door_of(request).came(await raw_mail(desk_of(request), row.id)) if row.is_kept else None
    if wants_json(request):
        return JSONResponse({"mail": _inbound_json(row), "letter": letter})
    shown = _shown(letter) if letter else None
    facts = {"row": row, "letter": shown, "direction": "in", "path": f"/mail/in/{row.id}"}
    return render(request, "console/mail_one.html", {**await _frame(request), **facts, **_text_of(letter)})


async def one_that_left(request: Request) -> Response:
    """`GET /mail/out/{id}`: what became of it, and its bytes; before its first try as it would be written now."""
    administrator_of(request)
    row = await outbox_row(desk_of(request), id_in_path(request))
    letter = await mail_door_of(request).left(desk_of(request), row.id)
    if wants_json(request):
        return JSONResponse({"mail": _outbox_json(row), "letter": letter})
    facts = {"row": row, "letter": _shown(letter), "direction": "out", "path": f"/mail/out/{row.id}"}
    more = {"recipients_of": recipients_of, "may_send": row.state in AGAIN}
    return render(request, "console/mail_one.html", {**await _frame(request), **facts, **more, **_text_of(letter)})


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
        return JSONResponse({"mail": _inbound_json(await inbound_row(desk_of(request), inbound_id))})
    return RedirectResponse("/mail/in", status_code=303)  # where the line says what becomes of it


async def again_out(request: Request) -> Response:
    """`POST /mail/out/{id}/again`: send it now, whether it waits, failed or came back."""
    operator, outbox_id = administrator_of(request), id_in_path(request)
    await retry_now(desk_of(request), operator, outbox_id, moment_of(request))
    if wants_json(request):
        return JSONResponse({"mail": _outbox_json(await outbox_row(desk_of(request), outbox_id))})
    return RedirectResponse("/mail/out", status_code=303)


async def dismiss_in(request: Request) -> Response:
    """`POST /mail/in/{id}/dismiss`: nothing is to be done about a mail that was held or set aside."""
    operator, inbound_id = administrator_of(request), id_in_path(request)
    await dismiss_inbound(desk_of(request), operator, inbound_id, moment_of(request))
    if wants_json(request):
        return JSONResponse({"mail": _inbound_json(await inbound_row(desk_of(request), inbound_id))})
    return RedirectResponse("/mail/in", status_code=303)


async def dismiss_out(request: Request) -> Response:
    """`POST /mail/out/{id}/dismiss`: nothing is to be done about a mail that was not delivered."""
    operator, outbox_id = administrator_of(request), id_in_path(request)
    await dismiss_outbox(desk_of(request), operator, outbox_id, moment_of(request))
    if wants_json(request):
        return JSONResponse({"mail": _outbox_json(await outbox_row(desk_of(request), outbox_id))})
    return RedirectResponse("/mail/out", status_code=303)


def recipients_of(row: Any) -> list[str]:
    """The addresses of a row of the outbox."""
    return list(json.loads(row.recipients))


async def _ledger(
    request: Request, way: str, rows: list[Any], chosen: Filter, *, more_rows: bool, **more: Any
) -> Response:
    """A list of mail: the page, or its lines alone."""
    path = f"/mail/{way}"
    here = {chosen.name: chosen.value} if chosen.value else {}
    context = {
        **await _frame(request),
        **more,
        "tab": way,
        "rows": rows,
        "rows_template": f"console/mail_{way}_rows.html",
        "ledger_path": path,
        "this_path": f"{path}?{urlencode(here)}" if here else path,
        "filter_name": chosen.name,
        "choices": chosen.choices,
        "asked": chosen.value or "",
        "is_earlier": _before(request) is not None,
        "more_path": f"{path}?{urlencode({**here, 'before': rows[-1].id})}" if more_rows else None,
    }
    return render(
        request, "console/mail_part.html" if part_of(request) == "rows" else f"console/mail_{way}.html", context
    )


async def _frame(request: Request) -> dict[str, Any]:
    return {**await shell(request, "mail"), **MAIL_LABELS, "demo": desk_of(request).settings.demo}


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


def _choice(request: Request, name: str, choices: tuple[str, ...]) -> str | None:
    asked = request.query_params.get(name, "")
    return asked if asked in choices else None


def _before(request: Request) -> int | None:
    return whole_number(request.query_params.get("before", ""))


def _inbound_json(row: Any) -> dict[str, Any]:
    names = ("id", "mailbox", "from_email", "subject", "outcome", "reason", "tries", "size_bytes", "received_ms")
    facts = {"reason": readable(row.reason), "ticket": row.ticket_id, "message": row.message_id}
    return {**{name: row[name] for name in names}, **facts}


def _outbox_json(row: Any) -> dict[str, Any]:
    names = ("id", "kind", "state", "tries", "due_ms", "sent_ms", "created_ms", "server_said")
    facts = {"to": recipients_of(row), "ticket": row.ticket_id, "maybe_twice": bool(row.maybe_twice)}
    return {**{name: row[name] for name in names}, **facts, "server_said": readable(row.server_said)}
