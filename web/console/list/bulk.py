"""One action on many tickets: each through its own action and permission check, each with its own outcome."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.actions.ticket.assigning import assign
from app.actions.ticket.binning import mark_spam
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.merging import merge, unmerge
from app.actions.ticket.statusing import set_status
from app.actions.ticket.taking import drop, take
from app.core.errors import BadFields, DeskError
from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.status import Status
from app.nouns.ticket import Ticket
from app.queries.ticket.tickets import ticket_for
from app.text.languages import _, ngettext
from web.console.frame.shapes import one_ticket_json
from web.pages.errors import outcome_of
from web.requests.context import desk_of, moment_of, operator_of
from web.requests.forms import PostedForm, read_form
from web.requests.typed_numbers import whole_number

MOST = 100  # tickets in one request

Do = Callable[[Desk, Operator, int, int], Awaitable[Ticket]]
Back = Callable[[Ticket], dict[str, str] | None]


@dataclass(frozen=True, slots=True)
class BulkAct:
    """What to do with each ticket, and what takes it back: the fields of another bulk act, None where nothing can."""

    do: Do
    back: Back = lambda _before: None


async def create(request: Request) -> Response:
    """`POST /tickets/bulk`: `act`, `ids` (separated by commas), and what the act needs.

    Always JSON: `{"results": [{"id", "done", "ticket" | "why"…, "back"}], "done", "refused"}`. A refusal of one ticket
    changes nothing of the others. Raises BadFields for what is wrong with the request itself.
    """
    form = await read_form(request)
    act, ids = _read_act(form), _read_ids(form)
    results = [await _one(request, act, ticket_id) for ticket_id in ids]
    done = sum(1 for result in results if result["done"])
    return JSONResponse({"results": results, "done": done, "refused": len(results) - done})


async def _one(request: Request, act: BulkAct, ticket_id: int) -> dict[str, Any]:
    desk, operator = desk_of(request), operator_of(request)
    try:
        before = await ticket_for(desk, operator, ticket_id)
        after = await act.do(desk, operator, ticket_id, moment_of(request))
    except Exception as error:
        refusal = outcome_of(error)
        if refusal is None:
            raise  # a defect of ours is no outcome
        return {"id": ticket_id, "done": False, **_why(refusal)}
    changed = (before.status, before.operator_id, before.group_id, before.spam_ms, before.duplicate_of) != (
        after.status, after.operator_id, after.group_id, after.spam_ms, after.duplicate_of,
    )  # fmt: skip
    back = act.back(before) if changed else None
    return {"id": ticket_id, "done": True, "ticket": await one_ticket_json(request, after), "back": back}


def _why(refusal: DeskError) -> dict[str, Any]:
    """The refusal as a problem document has it."""
    return {"status": refusal.status, "slug": refusal.slug, "detail": str(refusal), **refusal.extra()}


def _read_ids(form: PostedForm) -> list[int]:
    typed = [one for text in form.all("ids") for one in text.replace(",", " ").split()]
    if not typed:
        raise BadFields({"ids": _("Select at least one ticket.")})
    numbers = [whole_number(one) for one in typed]
    ids = list(dict.fromkeys(number for number in numbers if number is not None))
    if None in numbers:
        raise BadFields({"ids": _("Enter ticket numbers only.")})
    if len(ids) > MOST:
        words = ngettext(
            "Up to %(most)d ticket can be changed at once.", "Up to %(most)d tickets can be changed at once.", MOST
        )
        raise BadFields({"ids": words % {"most": MOST}})
    return ids


def _read_act(form: PostedForm) -> BulkAct:
    read = READERS.get(form.get("act"))
    if read is None:
        raise BadFields({"act": _("Unknown action. Choose one of: %(known)s.") % {"known": ", ".join(READERS)}})
    return read(form)


def _take(_form: PostedForm) -> BulkAct:
    return BulkAct(take, _give_back)


def _give_back(before: Ticket) -> dict[str, str]:
    """A ticket that was taken is free again, or with whom an administrator took it from."""
    return {"act": "drop"} if before.operator_id is None else {"act": "assign", "operator": str(before.operator_id)}


def _drop(_form: PostedForm) -> BulkAct:
    return BulkAct(drop)


def _assign(form: PostedForm) -> BulkAct:
    to = form.number("operator")
    if to is None:
        raise BadFields({"operator": _("Choose an operator.")})
    return BulkAct(lambda desk, operator, ticket_id, now_ms: assign(desk, operator, ticket_id, to, now_ms))


def _status(form: PostedForm) -> BulkAct:
    status = Status.read(form.get("status"))
    if status is None:
        raise BadFields({"status": _("Unknown status. Choose another one.")})
    return BulkAct(
        lambda desk, operator, ticket_id, now_ms: set_status(desk, operator, ticket_id, status, now_ms),
        lambda before: {"act": "status", "status": before.status.value} if before.duplicate_of is None else None,
    )


def _group(form: PostedForm) -> BulkAct:
    typed = {"group": form.get("group")}
    if not typed["group"]:
        raise BadFields({"group": _("Choose a group.")})
    return BulkAct(
        lambda desk, operator, ticket_id, now_ms: edit_ticket(desk, operator, ticket_id, typed, now_ms),
        lambda before: {"act": "group", "group": str(before.group_id)} if before.group_id is not None else None,
    )


def _merge(form: PostedForm) -> BulkAct:
    into = form.number("into")
    if into is None:
        raise BadFields({"into": _("Enter the number of the original ticket.")})
    return BulkAct(
        lambda desk, operator, ticket_id, now_ms: merge(desk, operator, ticket_id, into, now_ms),
        lambda before: {"act": "unmerge"} if before.duplicate_of is None else None,
    )


def _unmerge(_form: PostedForm) -> BulkAct:
    return BulkAct(unmerge)


def _spam(form: PostedForm) -> BulkAct:
    spam = form.is_on("spam") if "spam" in form.fields else True

    async def mark(desk: Desk, operator: Operator, ticket_id: int, now_ms: int) -> Ticket:
        return await mark_spam(desk, operator, ticket_id, now_ms, spam=spam)

    return BulkAct(mark, lambda before: {"act": "spam", "spam": "1" if before.is_spam else "0"})


READERS: dict[str, Callable[[PostedForm], BulkAct]] = {
    "take": _take,
    "drop": _drop,
    "assign": _assign,
    "status": _status,
    "group": _group,
    "merge": _merge,
    "unmerge": _unmerge,
    "spam": _spam,
}
