"""Mail for administrators: the ledger of all that came, and the outbox of all that leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.nouns.inbound_mail import InboundMail, InboundOutcome
from app.nouns.outbound_mail import OutboundMail, OutboxState
from app.queries.mail.health import mailbox_health, sending_health
from app.queries.mail.ledger import inbound_page, outbox_page
from web.console.frame.labels import delivery_words
from web.console.frame.page import fragment_of
from web.console.mail.facts import inbound_json, mail_frame, outbox_json
from web.console.mail.words import outcome_words
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, moment_of
from web.requests.typed_numbers import whole_number

PAGE = 60
Choice = TypeVar("Choice", InboundOutcome, OutboxState)


@dataclass(frozen=True, slots=True)
class Filter:
    """A list's filter: the parameter's name, the requested value, the choices."""

    name: str
    value: str | None
    choices: tuple[str, ...]


async def inbound(request: Request) -> Response:
    """`GET /mail/in?outcome=&before=`: every message that a mailbox ever offered, newest first. Fragment `rows`: the lines alone."""
    administrator_of(request)
    outcome = _choice(request, "outcome", InboundOutcome)
    found = await inbound_page(desk_of(request), outcome, _before(request), PAGE + 1)
    rows, more_rows = found[:PAGE], len(found) > PAGE
    if wants_json(request):
        return JSONResponse(
            {"mails": [inbound_json(row) for row in rows], "before": rows[-1].id if more_rows else None}
        )
    more = {"mailbox": await mailbox_health(desk_of(request), moment_of(request)), "choice_words": outcome_words}
    chosen = Filter("outcome", outcome, tuple(InboundOutcome))
    return await _ledger(request, "in", rows, chosen, more_rows=more_rows, **more)


async def outbound(request: Request) -> Response:
    """`GET /mail/out?state=&before=`: every mail of the desk, newest first. Fragment `rows`: the lines alone."""
    administrator_of(request)
    state = _choice(request, "state", OutboxState)
    found = await outbox_page(desk_of(request), state, _before(request), PAGE + 1)
    rows, more_rows = found[:PAGE], len(found) > PAGE
    if wants_json(request):
        return JSONResponse({"mails": [outbox_json(row) for row in rows], "before": rows[-1].id if more_rows else None})
    more = {
        "sending": await sending_health(desk_of(request), moment_of(request)),
        "choice_words": delivery_words,
    }
    return await _ledger(request, "out", rows, Filter("state", state, tuple(OutboxState)), more_rows=more_rows, **more)


async def _ledger(
    request: Request,
    way: str,
    rows: Sequence[InboundMail | OutboundMail],
    chosen: Filter,
    *,
    more_rows: bool,
    **more: Any,
) -> Response:
    """A list of mail: the page, or its lines alone."""
    path = f"/mail/{way}"
    here = {chosen.name: chosen.value} if chosen.value else {}
    context = {
        **await mail_frame(request),
        **more,
        "tab": way,
        "rows": rows,
        "rows_template": f"console/mail/{way}_rows.html",
        "ledger_path": path,
        "this_path": f"{path}?{urlencode(here)}" if here else path,
        "filter_name": chosen.name,
        "choices": chosen.choices,
        "asked": chosen.value or "",
        "is_earlier": _before(request) is not None,
        "more_path": f"{path}?{urlencode({**here, 'before': rows[-1].id})}" if more_rows else None,
    }
    return render(
        request,
        "console/mail/rows_fragment.html" if fragment_of(request) == "rows" else f"console/mail/{way}.html",
        context,
    )


def _choice(request: Request, name: str, kind: type[Choice]) -> Choice | None:
    """The requested value; None for all, and for unknown ones."""
    asked = request.query_params.get(name, "")
    return next((one for one in kind if one.value == asked), None)


def _before(request: Request) -> int | None:
    return whole_number(request.query_params.get("before", ""))
