"""The list of tickets: a view as a page, as its pane, as further rows; counts; rows by number."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.core.errors import BadFields
from app.nouns.permissions import may_see
from app.nouns.status import Shelf
from app.queries.api.forms import held_for
from app.queries.lists.counts import Counts, counts_for
from app.queries.lists.next_ticket import left_after
from app.queries.lists.orders import SORTS, sorted_by, usual_sort
from app.queries.lists.ticket_row import VIEWS, rows_by_ids
from app.queries.lists.views import DRAFTS, MENTIONS, ListPage, ListQuery, list_tickets, seen_by
from app.queries.readers_own import readers_own
from app.queries.ticket.tickets import ticket_for
from app.text.languages import _, pgettext
from web.console.frame.page import LIST_FRAGMENTS, fragment_of, groups_for, mail_figures, shell, trouble_for, whole_page
from web.console.frame.shapes import ticket_json
from web.console.list import search
from web.console.list.first_steps import first_steps
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import desk_of, moment_of, newest_event_of, operator_of
from web.requests.typed_numbers import whole_number

MOST_IDS = 200
ACTIVE_VIEWS = frozenset(view for view, (shelf, _index) in VIEWS.items() if shelf is Shelf.ACTIVE)
QUEUES = frozenset({"mine", "unassigned", "waiting_for_operator", "all"})  # in them customers wait for an answer
COUNTED = frozenset({"mine", "unassigned", "waiting_for_operator", "waiting_for_customer", "all", "trouble"})


async def show(request: Request) -> Response:
    """`GET /tickets`: the view of `?view=` or `?group=` in the order of `?sort=`, or a search, after `?cursor=`.

    Raises BadFields.
    """
    if asked := search.asked_search(request):
        return await search.show(request, asked)
    query = await asked_query(request)
    desk, operator, cursor = desk_of(request), operator_of(request), request.query_params.get("cursor")
    newest = newest_event_of(request)
    listed = await list_tickets(desk, operator, query, moment_of(request), cursor, newest=newest)
    if wants_json(request):
        tickets = [ticket_json(request, row.ticket, row.group) for row in listed.rows]
        return JSONResponse({"tickets": tickets, "next_cursor": listed.next_cursor})
    context = await list_context(request, query, listed)
    if template := LIST_FRAGMENTS.get(fragment_of(request)):
        return render(request, template, context)
    return render(request, "console/console.html", {**context, **await whole_page(request), "ticket": None})


async def home(request: Request) -> Response:
    """`GET /` for operators: what they hold, or, holding nothing, everything that is open."""
    counts = await counts_for(desk_of(request), operator_of(request), newest_event_of(request))
    return RedirectResponse(f"/tickets?view={'mine' if counts.mine else 'all'}", status_code=303)


async def counts(request: Request) -> Response:
    """`GET /tickets/counts`: the figures of the rail; `unread`, of the operator's own tickets; `drafted`, `mentioned`: where they write, and are named; `held`."""
    desk, operator = desk_of(request), operator_of(request)
    of_mail = mail_figures(await trouble_for(request))
    figures = asdict(await counts_for(desk, operator, newest_event_of(request)))
    own = await readers_own(desk, operator)
    told = {
        "unread": own.unread,
        "drafts": len(own.drafted),
        "drafted": own.drafted,
        "mentions": len(own.mentioned),
        "mentioned": own.mentioned,
    }
    held = await held_for(desk, operator, newest_event_of(request))
    return JSONResponse({**figures, **told, **of_mail, "held": held})


async def after(request: Request) -> Response:
    """`GET /tickets/next?after=1`: which ticket to answer after the open one, in the view of `?view=` or `?group=`.

    `{ticket, left}`: a number, null if there is none, and how many wait besides the open one. Raises BadFields.
    """
    desk, operator = desk_of(request), operator_of(request)
    query, number = await asked_query(request), whole_number(request.query_params.get("after", ""))
    if query.view not in QUEUES:
        raise BadFields({"view": _("View not found.")})
    opened = await ticket_for(desk, operator, number) if number is not None else None
    left = await left_after(desk, operator, query, opened, moment_of(request))
    return JSONResponse({"ticket": left.next_id, "left": left.count})


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
    group, view = asked.get("group", ""), asked.get("view") or "all"
    sort = asked.get("sort") or usual_sort(view)
    if not group:
        return ListQuery(view, sort=sort)
    visible = await groups_for(request)
    if group not in {str(one.id) for one in visible}:
        raise BadFields({"group": _("Group not found. Choose another one.")})
    return ListQuery(view, int(group), sort)


async def list_beside(request: Request) -> dict[str, Any]:
    """What the list's pane shows beside an open ticket: the view or the search in the address."""
    if asked := search.asked_search(request):
        return await search.search_context(request, await search.find(request, asked))
    query = await asked_query(request) if request.query_params else ListQuery("all")
    newest = newest_event_of(request)
    listed = await list_tickets(desk_of(request), operator_of(request), query, moment_of(request), newest=newest)
    return await list_context(request, query, listed)


async def list_context(request: Request, query: ListQuery, listed: ListPage) -> dict[str, Any]:
    """What the list's pane shows."""
    place = f"group:{query.group_id}" if query.group_id is not None else query.view
    frame = await shell(request, place)
    asked = {"group": query.group_id} if query.group_id is not None else {"view": query.view}
    promised = any(one.answer_target_min is not None for one in frame["groups"] if query.group_id in {None, one.id})
    path = f"/tickets?{urlencode(asked)}"
    return {
        **frame,
        "query": query,
        "listed": listed,
        "first_steps": [] if listed.rows or listed.next_cursor else await first_steps(request, query),
        "form_address": f"{desk_of(request).settings.base_url}/new",
        "list_path": path if query.sort == usual_sort(query.view) else f"{path}&sort={query.sort}",
        "orders": tuple(
            (sort, words, f"{path}&sort={sort}") for sort, words in orders_of(query.view, promised=promised)
        ),
        "sort": query.sort,
        "sorted_by": sorted_by(query.sort),
        "view_title": _title(query, frame),
        "view_count": _count(query, frame),
    }


def orders_of(view: str, *, promised: bool) -> list[tuple[str, str]]:
    """The orders that make a difference in this view, its usual one first, each with what it is called.

    Lateness makes one only where a first answer is `promised`: elsewhere what is urgent is what waits longest.
    """
    usual = usual_sort(view)
    if view not in ACTIVE_VIEWS:
        known = ["activity", "newest"]
    elif promised:
        known = list(SORTS)
    else:
        known = ["activity", "urgent" if usual == "urgent" else "waiting", "newest"]
    words = {
        "activity": _("Newest activity"),
        "urgent": _("Late first, then longest waiting") if promised else _("Longest waiting"),
        "waiting": _("Longest waiting"),
        "newest": _("Newest ticket"),
        "late": _("First answer due soonest"),
    }
    return [(sort, words[sort]) for sort in sorted(known, key=lambda sort: sort != usual)]


def _title(query: ListQuery, frame: dict[str, Any]) -> str:
    if query.group_id is not None:
        return next((group.name for group in frame["groups"] if group.id == query.group_id), "")
    titles = {
        "mine": pgettext("view of tickets", "Mine"),
        "unassigned": pgettext("view of tickets", "Unassigned"),
        "waiting_for_operator": _("Waiting for operator"),
        "waiting_for_customer": _("Waiting for customer"),
        "all": pgettext("view of tickets", "All open"),
        DRAFTS: _("My drafts"),
        MENTIONS: _("Mentions"),
        "trouble": _("Bounced answers"),
        "finished": pgettext("view of tickets", "Finished"),
        "snoozed": pgettext("view of tickets", "Snoozed"),
        "spam": pgettext("view of tickets", "Spam"),
        "deleted": pgettext("view of tickets", "Deleted"),
    }
    return titles.get(query.view, query.view)


def _count(query: ListQuery, frame: dict[str, Any]) -> int | None:
    if query.view in {DRAFTS, MENTIONS}:
        return len(frame["drafted" if query.view == DRAFTS else "mentioned"])
    counts: Counts = frame["counts"]
    if query.group_id is not None:
        return counts.groups.get(query.group_id, 0)
    return getattr(counts, query.view) if query.view in COUNTED else None
