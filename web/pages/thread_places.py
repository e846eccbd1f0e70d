"""Which page of a thread an address asks for, on the ticket page and in the console."""

from starlette.requests import Request

from app.queries.ticket.thread_pages import Gap, Wanted
from app.queries.ticket.thread_place import read_place
from web.requests.typed_numbers import whole_number


def wanted_in(request: Request) -> Wanted:
    """`message`, `before` and `after`. Raises BadFields(before or after); a message that is none is not looked for."""
    asked = request.query_params
    return Wanted(
        whole_number(asked.get("message", "")),
        read_place(asked.get("before", ""), "before"),
        read_place(asked.get("after", ""), "after"),
    )


def gap_query(gap: Gap) -> str:
    """The query of an address that requests what is missing in a gap."""
    places = {"after": gap.after, "before": gap.before}
    return "&".join(f"{name}={place}" for name, place in places.items() if place)
