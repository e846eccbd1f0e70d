"""The search: its results in the list's pane, as further rows or as JSON; what the field and the palette offer."""

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.core.errors import BadFields
from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.status import Status
from app.queries.lists.orders import sorted_by
from app.queries.lists.views import LONGEST_PAGE, PAGE, ListQuery
from app.search.folding import typed_words
from app.search.parameters import asks_for_search, typed_from, written
from app.search.query_language import SearchText, read_search
from app.search.ranking import best_matches
from app.search.relaxing import Wider, wider_searches
from app.search.searching import COUNTED, SearchPage, SearchPlace, read_place, search_tickets
from app.search.suggesting import Suggestion, customers, suggestions
from app.text.languages import _, pgettext
from web.console.frame.labels import status_words
from web.console.frame.page import LIST_FRAGMENTS, fragment_of, shell, whole_page
from web.console.frame.search_words import (
    count_words,
    field_words,
    nothing_words,
    snippet_words,
    value_words,
    wider_words,
)
from web.console.frame.shapes import ticket_json
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import desk_of, moment_of, operator_of
from web.requests.typed_numbers import whole_number

SORTS = ("newest", "best")
QUICK = 6  # tickets in the palette


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as the address asks for it. `after`: the place in the list from which to go on."""

    typed: str
    after: SearchPlace | None = None
    limit: int = PAGE
    sort: str = "newest"


@dataclass(frozen=True, slots=True)
class SearchOutcome:
    """What the list's pane shows of a search: the page, what was understood, what is wrong with it, what to try."""

    asked: Asked
    page: SearchPage
    wanted: SearchText
    fault: str = ""
    wider: tuple[Wider, ...] = ()


def asked_search(request: Request) -> Asked | None:
    """The search in the address; None if it asks for a view. Raises BadFields(limit, cursor, sort)."""
    given = request.query_params
    if not asks_for_search(given):
        return None
    limit, cursor = given.get("limit", ""), given.get("cursor", "")
    sort = given.get("sort") or "newest"
    if sort not in SORTS:
        raise BadFields({"sort": _("Unknown sort. Choose one of: %(known)s.") % {"known": ", ".join(SORTS)}})
    return Asked(typed_from(given), read_place(cursor), _limit(limit), sort)


async def show(request: Request, asked: Asked) -> Response:
    """`GET /tickets?q=…`. For programs a faulty search is an error; in the page the fault is shown below the field."""
    if wants_json(request):
        return await _json(request, asked)
    found = await find(request, asked)
    context = await search_context(request, found)
    if template := LIST_FRAGMENTS.get(fragment_of(request)):
        return render(request, template, context)
    context |= {**await whole_page(request), "ticket": None}
    return render(request, "console/console.html", context, 422 if found.fault else 200)


async def find(request: Request, asked: Asked) -> SearchOutcome:
    """Look for it; a fault is part of the answer."""
    desk, operator, now_ms = desk_of(request), operator_of(request), moment_of(request)
    try:
        wanted = read_search(asked.typed, now_ms, desk.settings.zone)
        page = await _page(desk, operator, wanted, asked)
        wider: list[Wider] = []
        if not page.rows and page.next_place is None:
            wider = await wider_searches(desk, operator, wanted, now_ms, desk.settings.zone)
    except BadFields as error:
        return SearchOutcome(asked, SearchPage([]), SearchText(()), str(error))
    return SearchOutcome(asked, page, wanted, wider=tuple(wider))


async def search_context(request: Request, found: SearchOutcome) -> dict[str, Any]:
    """What the list's pane shows, and the field above it."""
    typed = found.asked.typed
    frame = await shell(request, "search")
    saved = next((search for search in frame["saved"] if search.typed == typed), None)
    return {
        **frame,
        "place": f"saved:{saved.id}" if saved else "search",
        "search": found,
        "typed": typed,
        "tokens": [term for term in found.wanted.terms if term.field],
        "marked_words": found.wanted.words_in("", "subject", "name"),
        "query": ListQuery("search"),
        "listed": Listed(found.page),
        "list_path": search_path(typed, found.asked.sort),
        "orders": tuple((sort, order_words(sort), search_path(typed, sort)) for sort in SORTS),
        "sort": found.asked.sort,
        "sorted_by": sorted_by(found.asked.sort),
        "order_said": order_words(found.asked.sort),
        "view_title": saved.name if saved else pgettext("noun", "Search"),
        "view_count": None,
        "search_count": count_words(found.page.count, COUNTED),
        "search_number": found.page.count,
        "saved_search": saved,
        "nothing": nothing_words(found.wanted.terms),
        "wider": [(wider_words(one, COUNTED), search_path(one.typed)) for one in found.wider],
        **templates(),
    }


def templates() -> dict[str, Any]:
    """What the search's templates call."""
    return {
        "written": written,
        "value_words": value_words,
        "field_words": field_words,
        "snippet_words": snippet_words,
    }


class Listed:
    """A page of results as the list's templates read any page."""

    def __init__(self, page: SearchPage) -> None:
        self.rows, self.seen, self.snippets = page.rows, page.seen, page.snippets
        self.next_cursor = str(page.next_place) if page.next_place else None


def search_path(typed: str, sort: str = "newest") -> str:
    """The address of a search."""
    return f"/tickets?{urlencode({'q': typed} if sort == 'newest' else {'q': typed, 'sort': sort})}"


def order_words(sort: str) -> str:
    """What an order of results is called."""
    return {"newest": _("newest first"), "best": _("best first")}[sort]


async def suggest(request: Request) -> Response:
    """`GET /search/suggestions?field=&typed=`: values for a field."""
    given = request.query_params
    field, typed = given.get("field", ""), given.get("typed", "")
    if field == "status":
        found = [Suggestion(status.value, status_words(status)) for status in Status]
        wanted = typed.casefold()
        found = [one for one in found if wanted in one.words.casefold() or wanted in one.value]
    else:
        found = await suggestions(desk_of(request), operator_of(request), field, typed, moment_of(request))
    return JSONResponse({"suggestions": [asdict(one) for one in found]})


async def palette(request: Request) -> Response:
    """`GET /search/palette?typed=`: a few tickets and customers for what is typed."""
    desk, operator = desk_of(request), operator_of(request)
    typed = request.query_params.get("typed", "").strip()[:100]
    digits = typed.removeprefix("#")
    plain = f"#{digits}" if digits.isascii() and digits.isdigit() else " ".join(typed_words(typed))
    if not plain:
        return JSONResponse({"tickets": [], "people": []})
    wanted = read_search(plain, moment_of(request), desk.settings.zone)
    page = await search_tickets(desk, operator, wanted, limit=QUICK)
    people = [asdict(person) for person in await customers(desk, operator, typed)] if not digits.isdigit() else []
    tickets = [
        {
            "id": row.ticket.id,
            "subject": row.ticket.subject,
            "status": row.ticket.status.value,
            "name": row.ticket.customer.name,
        }
        for row in page.rows
    ]
    return JSONResponse({"tickets": tickets, "people": people})


async def _json(request: Request, asked: Asked) -> Response:
    desk, operator = desk_of(request), operator_of(request)
    wanted = read_search(asked.typed, moment_of(request), desk.settings.zone)
    page = await _page(desk, operator, wanted, asked)
    tickets = []
    for row in page.rows:
        snippet = page.snippets.get(row.ticket.id)
        tickets.append({**ticket_json(request, row.ticket, row.group), "snippet": snippet.html if snippet else None})
    cursor = str(page.next_place) if page.next_place else None
    count = None if asked.after else page.count
    return JSONResponse(
        {"tickets": tickets, "next_cursor": cursor, "count": count, "count_is_more": page.count >= COUNTED}
    )


async def _page(desk: Desk, operator: Operator, wanted: SearchText, asked: Asked) -> SearchPage:
    if asked.sort == "best":
        return await best_matches(desk, operator, wanted, asked.after, asked.limit)
    below = asked.after.below if asked.after else None
    return await search_tickets(desk, operator, wanted, below, asked.limit, 0 if asked.after else COUNTED)


def _limit(typed: str) -> int:
    if not typed:
        return PAGE
    number = whole_number(typed)
    if number is not None and 1 <= number <= LONGEST_PAGE:
        return number
    raise BadFields({"limit": _("Ask for 1 to %(most)d at a time.") % {"most": LONGEST_PAGE}})
