"""The activity log, for administrators: by operator, action, ticket, customer, words and date, newest first."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from app.core.errors import BadFields
from app.queries.activity.log_pages import LogLine, log_lines, log_page
from app.queries.activity.log_query import LogQuery
from app.text.languages import _
from web.console.desk.log_changes import changed_fields
from web.console.desk.log_query import FILTERS, log_path, read_number, read_query
from web.console.desk.log_words import kind_choices
from web.console.frame.labels import LABELS, actor_words
from web.console.frame.page import fragment_of, shell
from web.console.mail.words import MAIL_LABELS
from web.pages.csv_lines import csv_line
from web.pages.templating import draw
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, roster_of

HEAD = ("number", "time", "by", "kind", "what", "ticket", "subject", "customer", "email", "changes")


async def show(request: Request) -> Response:
    """`GET /log?operator=&action=&ticket=&customer=&words=&from=&to=&before=`. Fragment `rows`: the lines alone."""
    administrator_of(request)
    try:
        query, fault = read_query(request), ""
    except BadFields as error:
        if wants_json(request):
            raise
        query, fault = LogQuery(), str(error)
    before = read_number(request.query_params.get("before", ""), "before")
    page = await log_page(desk_of(request), query, before)
    if wants_json(request):
        return JSONResponse({"events": [line_json(line) for line in page.lines], "before": page.before})
    context = {
        **await shell(request, "log"),
        **await log_words(request),
        "asked": query,
        "typed": {name: request.query_params.get(name, "") for name in FILTERS},
        "kinds": kind_choices(),
        "is_filtered": any(request.query_params.get(name) for name in FILTERS) or before is not None,
        "lines": page.lines,
        "page": page,
        "more_path": log_path(request, "/log", before=page.before) if page.before is not None else None,
        "csv_path": log_path(request, "/log.csv"),
        "fault": fault,
    }
    template = "log_fragment.html" if fragment_of(request) == "rows" else "log.html"
    return await draw(request, f"console/settings/{template}", context)


async def show_csv(request: Request) -> Response:
    """`GET /log.csv`, the same filters: every line of it, as it is read."""
    administrator_of(request)
    query, words = read_query(request), await log_words(request)
    headers = {"Content-Disposition": 'attachment; filename="activity-log.csv"', "Cache-Control": "no-store"}
    return StreamingResponse(_csv(request, query, words), media_type="text/csv; charset=utf-8", headers=headers)


async def _csv(request: Request, query: LogQuery, words: dict[str, Any]) -> AsyncIterator[bytes]:
    yield csv_line(HEAD, first=True)
    async for lines in log_lines(desk_of(request), query):
        drawn = await draw(request, "console/settings/log_sentences.html", {**LABELS, **words, "lines": lines})
        sentences = bytes(drawn.body).decode().split("\x1e")
        yield b"".join(csv_line(_cells(request, line, text)) for line, text in zip(lines, sentences, strict=False))


def _cells(request: Request, line: LogLine, sentence: str) -> Sequence[object]:
    event, zone = line.event, desk_of(request).settings.zone
    changes = "; ".join(
        f"{one.label}: {one.before} → {one.after}" if one.after is not None else one.label
        for one in changed_fields(event, request.state.log_roster)
    )
    moment = datetime.fromtimestamp(event.at_ms // 1000, zone).isoformat()
    by = actor_words(event.actor)
    return (event.id, moment, by, event.kind, sentence, event.ticket_id, line.subject, line.name, line.email, changes)


def line_json(line: LogLine) -> dict[str, Any]:
    """An event as windows hear it, with its ticket's subject and customer."""
    about = {"ticket_subject": line.subject, "ticket_customer": {"name": line.name, "email": line.email}}
    return line.event.as_json() | (about if line.event.ticket_id is not None else {})


async def log_words(request: Request) -> dict[str, Any]:
    """What the sentences of the log need: names of people and groups, and what was changed."""
    people = request.state.log_roster = await roster_of(request)
    names = {person.id: person.name for person in people.everybody}
    group_names = {group.id: group.name for group in people.groups}
    return {
        **MAIL_LABELS,
        "people": people.everybody,
        "person_words": lambda number: names.get(number, _("someone")),
        "group_words": lambda number: group_names.get(number, _("a group")),
        "changed_fields": lambda event: changed_fields(event, people),
    }
