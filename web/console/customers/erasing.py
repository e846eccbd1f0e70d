"""All data of one customer: handed out as an archive, or erased, for administrators; and the bin of deleted tickets."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.customer.erasing import erase_customer, erase_customers
from app.actions.customer.exporting import note_export
from app.actions.desk.erasing import erase_now
from app.core.errors import BadFields
from app.queries.customer.footprint import footprint
from app.queries.customer.known import customer_for
from app.queries.lists.deleted_page import deleted_page
from app.queries.ticket.tickets import ticket_for
from web.console.customers.archive import archive_response
from web.console.frame.page import shell
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, id_in_path, moment_of
from web.requests.forms import read_form
from web.requests.typed_numbers import whole_number


async def archive(request: Request) -> Response:
    """`POST /customers/{id}/archive` (`internal` 1: with notes and third parties): a ZIP file, made as it is taken."""
    administrator, form = administrator_of(request), await read_form(request)
    internal = form.is_on("internal")
    desk, number = desk_of(request), id_in_path(request)
    customer = await note_export(desk, administrator, number, moment_of(request), internal=internal)
    return archive_response(desk, customer, internal=internal)


async def show(request: Request) -> Response:
    """`GET /customers/{id}/erase`: what would go, and what would stay."""
    administrator_of(request)
    return await _preview(request, "", {})


async def erase(request: Request) -> Response:
    """`POST /customers/{id}/erase` (`confirmed`: the address, typed again): erase all of it. It cannot be undone."""
    administrator, form = administrator_of(request), await read_form(request)
    desk, typed = desk_of(request), form.get("confirmed")
    try:
        await erase_customer(desk, administrator, id_in_path(request), typed, moment_of(request))
    except BadFields as error:
        if wants_json(request):
            raise
        return await _preview(request, typed, error.faults)
    await erase_customers(desk, moment_of(request))  # the first part at once; housekeeping does the rest
    if wants_json(request):
        return JSONResponse({"erasing": True}, status_code=202)
    return RedirectResponse("/customers?done=erased", status_code=303)


async def deleted(request: Request) -> Response:
    """`GET /deleted?before=`: deleted tickets and when each is erased. `?erase=N` asks about one of them."""
    administrator = administrator_of(request)
    desk, asked = desk_of(request), request.query_params
    page = await deleted_page(desk, whole_number(asked.get("before", "")))
    if wants_json(request):
        tickets = [{"id": line.ticket.id, "erased_at": line.erased_ms} for line in page.lines]
        return JSONResponse({"tickets": tickets, "before": page.before})
    number = whole_number(asked.get("erase", ""))
    asked_about = await ticket_for(desk, administrator, number) if number else None
    context = {
        **await shell(request, "deleted"),
        "page": page,
        "asked_about": asked_about if asked_about and asked_about.is_deleted else None,
        "erased": whole_number(asked.get("erased", "")),
        "is_first": "before" not in asked,
    }
    return render(request, "console/customers/deleted.html", context)


async def erase_ticket(request: Request) -> Response:
    """`POST /tickets/{id}/erase`: content and files of a deleted ticket, before its thirty days are over."""
    administrator, number = administrator_of(request), id_in_path(request)
    await erase_now(desk_of(request), administrator, number, moment_of(request))
    if wants_json(request):
        return JSONResponse({"ticket": {"id": number, "erased": True}})
    return RedirectResponse(f"/deleted?erased={number}", status_code=303)


async def _preview(request: Request, typed: str, faults: dict[str, str]) -> Response:
    desk = desk_of(request)
    customer = await customer_for(desk, administrator_of(request), id_in_path(request))
    found = await footprint(desk, customer)
    if wants_json(request):
        return JSONResponse({name: getattr(found, name) for name in found.__slots__})
    context = {
        **await shell(request, "customers"),
        "customer": customer,
        "found": found,
        "typed": typed,
        "faults": faults,
    }
    return render(request, "console/customers/erase.html", context, 422 if faults else 200)
