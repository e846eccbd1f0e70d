"""Saved searches: the section of the rail, and keeping them."""

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.people.saved_searches import delete_search, rename_search, reorder_searches, save_search
from app.core.errors import BadFields
from app.search.saved_counts import counts_of_saved
from app.search.saved_searches import saved_searches_of
from app.search.searching import COUNTED
from app.text.languages import _
from web.console.frame.labels import LABELS
from web.console.frame.page import fragment_of
from web.console.frame.search_words import count_words
from web.console.list.search import search_path
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import desk_of, id_in_path, moment_of, newest_event_of, operator_of
from web.requests.forms import read_form
from web.requests.typed_numbers import whole_number


async def show(request: Request) -> Response:
    """`GET /searches`: the operator's searches with their counts (100: more than 99); fragment `saved`: as the rail has them."""
    desk, operator = desk_of(request), operator_of(request)
    kept = await saved_searches_of(desk, operator)
    if fragment_of(request) == "saved":
        return render(request, "console/search/saved.html", {**LABELS, "saved": kept, "place": ""})
    counts, _stale = await counts_of_saved(desk, operator, moment_of(request), newest_event_of(request))
    return JSONResponse({"searches": [{**asdict(search), "count": counts.get(search.id)} for search in kept]})


async def counts(request: Request) -> Response:
    """`GET /searches/counts`: the count of each, and whether to ask again soon."""
    desk, operator = desk_of(request), operator_of(request)
    found, stale = await counts_of_saved(desk, operator, moment_of(request), newest_event_of(request))
    shown = {number: "" if count is None else count_words(count, COUNTED) for number, count in found.items()}
    return JSONResponse({"saved": shown, "stale": stale})


async def create(request: Request) -> Response:
    """`POST /searches`: `name`, `typed`."""
    fields = await read_form(request)
    made = await save_search(
        desk_of(request), operator_of(request), fields.get("name", ""), fields.get("typed", ""), moment_of(request)
    )
    return _done(request, {"search": asdict(made)}, search_path(made.typed))


async def rename(request: Request) -> Response:
    """`POST /searches/{id}/rename`: `name`."""
    fields = await read_form(request)
    made = await rename_search(desk_of(request), operator_of(request), id_in_path(request), fields.get("name", ""))
    return _done(request, {"search": asdict(made)})


async def delete(request: Request) -> Response:
    """`POST /searches/{id}/delete`; the answer has what it takes to save it again."""
    gone = await delete_search(desk_of(request), operator_of(request), id_in_path(request))
    return _done(request, {"search": asdict(gone)})


async def reorder(request: Request) -> Response:
    """`POST /searches/order`: `ids`, separated by commas."""
    typed = (await read_form(request)).get("ids", "")
    ids = [whole_number(one) for one in typed.split(",") if one]
    order = [number for number in ids if number is not None]
    if len(order) != len(ids):
        raise BadFields({"ids": _("Enter the numbers of saved searches only.")})
    kept = await reorder_searches(desk_of(request), operator_of(request), order)
    return _done(request, {"searches": [asdict(search) for search in kept]})


def _done(request: Request, answer: dict[str, object], back: str = "/tickets") -> Response:
    return JSONResponse(answer) if wants_json(request) else RedirectResponse(back, status_code=303)
