"""The list of tickets: a view as a page, as its pane, as further rows; counts; rows by number."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.errors import BadFields
from app.group import Group
from app.languages import _
from app.permissions import may_see
from app.queries.counts import Counts, counts_for, unread_count
from app.queries.lists import SORTS, VIEWS, ListPage, ListQuery, list_tickets, rows_by_ids, seen_by
from app.status import Shelf
from web.accepts import wants_json
from web.console import search
from web.console.page import LIST_PARTS, groups_for, mail_figures, part_of, shell, trouble_for, whole_page
from web.console.shapes import ticket_json
from web.context import desk_of, moment_of, operator_of
from web.numbers import whole_number
from web.templating import render

MOST_IDS = 200
ACTIVE_VIEWS = frozenset(view for view, (shelf, _index) in VIEWS.items() if shelf is Shelf.ACTIVE)
COUNTED = frozenset({"mine", "unassigned", "waiting_for_operator", "waiting_for_customer", "all", "trouble"})


async def show(request: Request) -> Response:
    """`GET /tickets`: the view of `?view=` or `?group=` in the order of `?sort=`, or a search, after `?cursor=`.

    Raises BadFields.
    """
    if asked := search.asked_search(request):
        return await search.show(request, asked)
    query = await asked_query(request)
    listed = await list_tickets(desk_of(request), operator_of(request), query, request.query_params.get("cursor"))
    if wants_json(request):
        tickets = [ticket_json(request, row.ticket, row.group) for row in listed.rows]
        return JSONResponse({"tickets": tickets, "next_cursor": listed.next_cursor})
    context = await list_context(request, query, listed)
    if template := LIST_PARTS.get(part_of(request)):
        return render(request, template, context)
    return render(request, "console/console.html", {**context, **await whole_page(request), "ticket": None})


async def home(request: Request) -> Response:
    """`GET /` for operators: what they hold, or, holding nothing, everything that is open."""
    counts = await counts_for(desk_of(request), operator_of(request))
    return RedirectResponse(f"/tickets?view={'mine' if counts.mine else 'all'}", status_code=303)


async def counts(request: Request) -> Response:
    """`GET /tickets/counts`: the figures of the rail; `unread`, of the operator's own tickets."""
    desk, operator = desk_of(request), operator_of(request)
    of_mail = mail_figures(await trouble_for(desk, operator, moment_of(request)))
    figures = asdict(await counts_for(desk, operator))
    return JSONResponse({**figures, "unread": await unread_count(desk, operator), **of_mail})


async def rows(request: Request) -> Response:
    """`GET /tickets/rows?ids=1,2`: the rows of these tickets as they are now; hidden ones are missing."""
    desk, operator = desk_of(request), operator_of(request)
    asked = (whole_number(text) for text in request.query_params.get("ids", "").split(","))
    ids = [number for number in asked if number is not None]
    found = await rows_by_ids(desk, ids[:MOST_IDS])
    visible = {number: row for number, row in found.items() if may_see(operator, row.ticket)}
    seen = await seen_by(desk, operator, list(visible))
    draw_row, language = request.app.state.draw_row, request.state.language
    drawn = {number: {"row": draw_row(row, language), "seen": seen.get(number, 0)} for number, row in visible.items()}
    return JSONResponse({"rows": drawn})


async def asked_query(request: Request) -> ListQuery:
    """The view, group and order in the address. Raises BadFields(group) for one that does not exist for this operator."""
    asked = request.query_params
    group, view, sort = asked.get("group", ""), asked.get("view") or "all", asked.get("sort") or "activity"
    if not group:
        return ListQuery(view, sort=sort)
    visible = await groups_for(desk_of(request), operator_of(request))
    if group not in {str(one.id) for one in visible}:
        raise BadFields({"group": _("There is no such group.")})
    return ListQuery(view, int(group), sort)


async def list_beside(request: Request) -> dict[str, Any]:
    """What the list's pane shows beside an open ticket: the view or the search in the address."""
    if asked := search.asked_search(request):
        return await search.search_context(request, await search.find(request, asked))
    query = await asked_query(request) if request.query_params else ListQuery("all")
    return await list_context(request, query, await list_tickets(desk_of(request), operator_of(request), query))


async def list_context(request: Request, query: ListQuery, listed: ListPage) -> dict[str, Any]:
    """What the list's pane shows."""
    place = f"group:{query.group_id}" if query.group_id is not None else query.view
    frame = await shell(request, place)
    asked = {"group": query.group_id} if query.group_id is not None else {"view": query.view}
    orders = orders_of(query, frame["groups"])
    path = f"/tickets?{urlencode(asked)}"
    return {
        **frame,
        "query": query,
        "listed": listed,
        "list_path": path if query.sort == "activity" else f"{path}&sort={query.sort}",
        "orders": [(sort, order_words(sort), f"{path}&sort={sort}") for sort in orders],
        "sort": query.sort,
        "view_title": _title(query, frame),
        "view_count": _count(query, frame["counts"]),
    }


def orders_of(query: ListQuery, visible: list[Group]) -> list[str]:
    """The orders that make a difference in this view: lateness only where a group has a target."""
    if query.view not in ACTIVE_VIEWS:
        return ["activity", "newest"]
    promised = any(one.answer_target_min is not None for one in visible if query.group_id in {None, one.id})
    return [sort for sort in SORTS if sort != "late" or promised]


def order_words(sort: str) -> str:
    """What an order is called."""
    return {
        "activity": _("Newest activity"),
        "waiting": _("Longest waiting"),
        "newest": _("Newest ticket"),
        "late": _("Late first"),
    }[sort]


def _title(query: ListQuery, frame: dict[str, Any]) -> str:
    if query.group_id is not None:
        return next((group.name for group in frame["groups"] if group.id == query.group_id), "")
    titles = {
        "mine": _("Mine"),
        "unassigned": _("Unassigned"),
        "waiting_for_operator": _("Waiting for operator"),
        "waiting_for_customer": _("Waiting for customer"),
        "all": _("All open"),
        "trouble": _("Bounced answers"),
        "finished": _("Finished"),
        "snoozed": _("Snoozed"),
        "spam": _("Spam"),
        "deleted": _("Deleted"),
    }
    return titles.get(query.view, query.view)


def _count(query: ListQuery, counts: Counts) -> int | None:
    if query.group_id is not None:
        return counts.groups.get(query.group_id, 0)
    return getattr(counts, query.view) if query.view in COUNTED else None
