"""Two customers who are one person: choosing the other, what speaks against it, and the way back."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.customer.merging import merge_customers, separate_customers
from app.core.errors import BadFields
from app.queries.customer.known import KnownCustomer, customer_for
from app.queries.customer.listing import CustomersPage, customers_with
from app.text.languages import _
from web.console.customers.customers import changed, customer_json
from web.console.frame.page import shell
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import desk_of, id_in_path, moment_of, operator_of
from web.requests.forms import read_form
from web.requests.typed_numbers import whole_number


async def show(request: Request) -> Response:
    """`GET /customers/{id}/merge?q=&other=`: who else has these words, and both customers beside each other."""
    return await _page(request, whole_number(request.query_params.get("other", "")), {})


async def merge(request: Request) -> Response:
    """`POST /customers/{id}/merge` (`other`, `confirmed` 1 where an address is not verified): their addresses become one's."""
    operator, form = operator_of(request), await read_form(request)
    desk, number, other = desk_of(request), id_in_path(request), form.number("other")
    if other is None:
        raise BadFields({"other": _("Choose the other customer.")})
    try:
        customer, ids = await merge_customers(
            desk, operator, number, other, moment_of(request), confirmed=form.is_on("confirmed")
        )
    except BadFields as error:
        if wants_json(request):
            raise
        return await _page(request, other, error.faults)
    if wants_json(request):
        return JSONResponse({"customer": customer_json(customer), "addresses": ids})
    back = ",".join(map(str, ids))
    return RedirectResponse(f"/customers/{customer.id}?done=merged&back={back}", status_code=303)


async def separate(request: Request) -> Response:
    """`POST /customers/{id}/separate` (`addresses`: numbers, separated by commas): a customer of their own again."""
    operator, form = operator_of(request), await read_form(request)
    ids = [whole_number(one) for one in form.get("addresses").split(",")]
    if None in ids:
        raise BadFields({"addresses": _("This address is no longer merged. Reload the page.")})
    numbers = [one for one in ids if one is not None]
    customer = await separate_customers(desk_of(request), operator, id_in_path(request), numbers, moment_of(request))
    return changed(request, customer, "separated")


async def _page(request: Request, other_number: int | None, faults: dict[str, str]) -> Response:
    desk, operator = desk_of(request), operator_of(request)
    customer = await customer_for(desk, operator, id_in_path(request))
    other = await customer_for(desk, operator, other_number) if other_number is not None else None
    typed = request.query_params.get("q", customer.name).strip()[:100]
    found = await customers_with(desk, operator, typed) if other is None else CustomersPage([])
    context: dict[str, Any] = {
        **await shell(request, "customers"),
        "customer": customer,
        "other": None if other is None or other.id == customer.id else other,
        "typed": typed,
        "lines": [line for line in found.lines if line.id != customer.id],
        "cut": found.cut,
        "faults": faults,
        "is_doubtful": other is not None and not _all_proved(customer, other),
    }
    if wants_json(request):
        return JSONResponse(
            {"customers": [{"id": one.id, "name": one.name, "email": one.email} for one in found.lines]}
        )
    return render(request, "console/customers/merge.html", context, 422 if faults else 200)


def _all_proved(*several: KnownCustomer) -> bool:
    return all(one.is_proved for one in several)
