"""Mail for administrators: the ledger of all that came, and the outbox of all that leaves."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.queries.mail_ledger import OUTCOMES, STATES, inbound_page, outbox_page
from web.accepts import wants_json
from web.console.labels import delivery_words
from web.console.mail_facts import inbound_json, mail_frame, outbox_json, recipients_of
from web.console.mail_words import outcome_words
from web.console.mailbox import mailbox_state, sending_state
from web.console.page import part_of
from web.context import administrator_of, desk_of
from web.numbers import whole_number
from web.templating import render

PAGE = 60


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
            {"mails": [inbound_json(row) for row in rows], "before": rows[-1].id if more_rows else None}
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
        return JSONResponse({"mails": [outbox_json(row) for row in rows], "before": rows[-1].id if more_rows else None})
    more = {
        "recipients_of": recipients_of,
        "sending": await sending_state(desk_of(request)),
        "choice_words": delivery_words,
    }
    return await _ledger(request, "out", rows, Filter("state", state, STATES), more_rows=more_rows, **more)


async def _ledger(
    request: Request, way: str, rows: list[Any], chosen: Filter, *, more_rows: bool, **more: Any
) -> Response:
    """A list of mail: the page, or its lines alone."""
    path = f"/mail/{way}"
    here = {chosen.name: chosen.value} if chosen.value else {}
    context = {
        **await mail_frame(request),
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


def _choice(request: Request, name: str, choices: tuple[str, ...]) -> str | None:
    asked = request.query_params.get(name, "")
    return asked if asked in choices else None


def _before(request: Request) -> int | None:
    return whole_number(request.query_params.get("before", ""))
