"""Customers over all their tickets: the list, and a page each with what operators keep about them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.customer.changing import NOTE_CHARS, change_customer, clear_brake
from app.core.errors import BadFields, DeskError, NotFound
from app.queries.customer.known import KnownCustomer, customer_for, customer_id_of
from app.queries.customer.listing import CustomerLine, CustomersPage, customers_page, customers_with
from app.queries.customer.page import COUNTED, sender_brakes, tickets_of
from app.queries.ticket.tickets import ticket_for
from web.console.frame.page import fragment_of, shell
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import desk_of, id_in_path, moment_of, operator_of, roster_of
from web.requests.forms import PostedForm, read_form
from web.requests.typed_numbers import whole_number


async def index(request: Request) -> Response:
    """`GET /customers?q=&after=` (fragment `rows`): by name, or those with the words of `q`."""
    operator, asked = operator_of(request), request.query_params
    typed = asked.get("q", "").strip()[:100]
    if typed:
        page = await customers_with(desk_of(request), operator, typed)
    else:
        page = await customers_page(desk_of(request), operator, whole_number(asked.get("after", "")))
    if wants_json(request):
        return JSONResponse(_page_json(page))
    context = {
        **await shell(request, "customers"),
        "page": page,
        "typed": typed,
        "after": asked.get("after", ""),
        "done": asked.get("done", ""),
    }
    is_rows = fragment_of(request) == "rows"
    return render(request, "console/customers/rows.html" if is_rows else "console/customers/list.html", context)


async def of_ticket(request: Request) -> Response:
    """`GET /tickets/{id}/customer`: leads to the page of this ticket's customer. Raises NotFound."""
    ticket = await ticket_for(desk_of(request), operator_of(request), id_in_path(request))
    number = await customer_id_of(desk_of(request), ticket.customer.email_key)
    if number is None:
        raise NotFound
    return RedirectResponse(f"/customers/{number}", status_code=303)


async def show(request: Request) -> Response:
    """`GET /customers/{id}?before=` (fragment `page`): the customer of this address, with the tickets below a number.

    Raises NotFound where no ticket of theirs exists for the operator.
    """
    customer = await customer_for(desk_of(request), operator_of(request), id_in_path(request))
    if customer.id != id_in_path(request) and not wants_json(request):
        return RedirectResponse(f"/customers/{customer.id}", status_code=303)
    return await customer_page(request, customer)


async def change(request: Request) -> Response:
    """`POST /customers/{id}` (`name language note note_seen`): those that came."""
    operator, form, number = operator_of(request), await read_form(request), id_in_path(request)
    typed = {name: value for name, value in form.fields.items() if name != "note_seen"}
    try:
        customer = await change_customer(
            desk_of(request), operator, number, typed, moment_of(request), note_seen=form.fields.get("note_seen")
        )
    except (BadFields, DeskError) as error:
        if wants_json(request) or isinstance(error, NotFound):
            raise
        faults = error.faults if isinstance(error, BadFields) else {"note": str(error)}
        customer = await customer_for(desk_of(request), operator, number)
        return await customer_page(request, customer, form, faults)
    return changed(request, customer, "saved")


async def clear(request: Request) -> Response:
    """`POST /customers/{id}/clear-brake`: automatic mails to them may leave again."""
    operator = operator_of(request)
    customer = await clear_brake(desk_of(request), operator, id_in_path(request), moment_of(request))
    return changed(request, customer, "cleared")


def changed(request: Request, customer: KnownCustomer, what: str) -> Response:
    """The answer to an act on a customer: as they are now, or their page."""
    if wants_json(request):
        return JSONResponse({"customer": customer_json(customer)})
    return RedirectResponse(f"/customers/{customer.id}?done={what}", status_code=303)


async def customer_page(
    request: Request, customer: KnownCustomer, form: PostedForm | None = None, faults: dict[str, str] | None = None
) -> Response:
    """The page; with a form, what was typed into it and what is at fault."""
    desk, operator = desk_of(request), operator_of(request)
    before = whole_number(request.query_params.get("before", ""))
    found = await tickets_of(desk, operator, customer, before)
    if wants_json(request):
        tickets = [{"id": one.id, "subject": one.subject, "status": one.status.value} for one in found.tickets]
        facts = {"customer": customer_json(customer), "tickets": tickets, "before": found.before, "count": found.count}
        return JSONResponse(facts)
    context: dict[str, Any] = {
        **await shell(request, "customers"),
        "customer": customer,
        "found": found,
        "counted": COUNTED,
        "newest": found.tickets[0] if found.tickets else None,
        "brakes": await sender_brakes(desk, customer, moment_of(request)),
        "per_hour": desk.settings.stranger_mails_per_hour,
        "per_day": desk.settings.stranger_mails_per_day,
        "group_of": {group.id: group for group in (await roster_of(request)).groups},
        "note_chars": NOTE_CHARS,
        "typed": form,
        "faults": faults or {},
        "done": request.query_params.get("done", "") if not faults else "",
        "back": request.query_params.get("back", ""),
        "is_first_page": before is None,
    }
    template = "console/customers/body.html" if fragment_of(request) == "page" else "console/customers/page.html"
    return render(request, template, context, 422 if faults else 200)


def customer_json(customer: KnownCustomer) -> dict[str, Any]:
    """A customer as scripts get them."""
    return {
        "id": customer.id,
        "name": customer.name,
        "language": customer.language,
        "note": customer.note,
        "addresses": [
            {"id": one.id, "email": one.email, "proved": one.is_proved, "brake_cleared_at": one.brake_cleared_ms}
            for one in customer.addresses
        ],
    }


def _page_json(page: CustomersPage) -> dict[str, Any]:
    return {"customers": [_line_json(line) for line in page.lines], "after": page.after, "cut": page.cut}


def _line_json(line: CustomerLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.name,
        "email": line.email,
        "more_addresses": line.more_addresses,
        "newest_ticket": {"id": line.newest.id, "subject": line.newest.subject},
    }
