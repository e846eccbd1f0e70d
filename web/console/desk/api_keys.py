"""API keys, for administrators: made with what they may do, shown once, revoked."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.api.keys import NAME_LENGTH, KeyForm, MadeKey, add_key, revoke_key
from app.actions.change import by
from app.core.errors import BadFields
from app.credentials.api_key import ApiKey, KeyScope
from app.queries.api.keys import keys_by_age
from app.text.languages import _
from web.console.frame.page import shell
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, id_in_path, moment_of, roster_of
from web.requests.forms import PostedForm, read_form
from web.requests.typed_numbers import whole_number

DAYS = (30, 90, 365)


async def show(request: Request) -> Response:
    """`GET /api-keys`: all keys, without their secrets, and a form for another one."""
    administrator_of(request)
    if wants_json(request):
        keys = await keys_by_age(desk_of(request))
        return JSONResponse({"keys": [key_json(key, moment_of(request)) for key in keys]})
    return await _page(request, PostedForm(), {})


async def create(request: Request) -> Response:
    """`POST /api-keys` (`name days operator`, `scopes` and `groups` once for each): the key, this once."""
    administrator, form = administrator_of(request), await read_form(request)
    try:
        made = await add_key(desk_of(request), _typed(form), by(administrator), moment_of(request))
    except BadFields as error:
        if wants_json(request):
            raise
        return await _page(request, form, error.faults)
    if wants_json(request):
        told = {**key_json(made.key, moment_of(request)), "secret": made.secret}
        return JSONResponse({"key": told}, status_code=201)
    return await _page(request, PostedForm(), {}, made)


async def revoke(request: Request) -> Response:
    """`POST /api-keys/{id}/revoke`: from the next request on it opens nothing."""
    administrator = administrator_of(request)
    key = await revoke_key(desk_of(request), id_in_path(request), by(administrator), moment_of(request))
    if wants_json(request):
        return JSONResponse({"key": key_json(key, moment_of(request))})
    return RedirectResponse("/api-keys?revoked=1", status_code=303)


def key_json(key: ApiKey, now_ms: int) -> dict[str, Any]:
    """A key as administrators and scripts get it."""
    return {
        "id": key.id,
        "name": key.name,
        "scopes": key.listed_scopes,
        "operator": key.operator_id,
        "groups": sorted(key.group_ids),
        "per_minute": key.per_minute,
        "created": key.created_ms,
        "used": key.used_ms,
        "expires": key.expires_ms,
        "revoked": key.revoked_ms is not None,
        "active": key.opens(now_ms),
    }


def scope_words() -> dict[str, str]:
    """What each scope lets a key do."""
    return {
        KeyScope.TICKETS_READ: _("Read and search tickets, their messages and files"),
        KeyScope.TICKETS_WRITE: _("Create tickets, add customers' messages, change details"),
        KeyScope.TICKETS_ANSWER: _("Answer, add notes, take, drop and assign, in an operator's name"),
        KeyScope.NOTES_READ: _("Read internal notes too"),
        KeyScope.MAIL_READ: _("List emails, received and sent"),
        KeyScope.CUSTOMERS_READ: _("List customers' names and addresses"),
        KeyScope.EVENTS_READ: _("Follow what happens to tickets"),
        KeyScope.STATISTICS_READ: _("Read the statistics"),
    }


def _typed(form: PostedForm) -> KeyForm:
    groups = [whole_number(one) for one in form.all("groups")]
    if None in groups:
        raise BadFields({"groups": _("Group not found. Choose another one.")})
    return KeyForm(
        name=form.get("name"),
        scopes=form.all("scopes"),
        operator_id=form.number("operator"),
        group_ids=frozenset(one for one in groups if one is not None),
        days=form.number("days"),
    )


async def _page(request: Request, form: PostedForm, faults: dict[str, str], made: MadeKey | None = None) -> Response:
    known = await roster_of(request)
    keys = await keys_by_age(desk_of(request))
    context = {
        **await shell(request, "api_keys"),
        "keys": sorted(keys, key=lambda key: not key.opens(moment_of(request))),
        "opens": lambda key: key.opens(moment_of(request)),
        "people": {one.id: one.name for one in known.everybody},
        "everybody": known.active,
        "group_names": {group.id: group.name for group in known.groups},
        "closed": [group for group in known.groups if group.id in known.closed],
        "scopes": scope_words(),
        "days": DAYS,
        "typed": form,
        "faults": faults,
        "made": made,
        "is_revoked": "revoked" in request.query_params,
        "name_length": NAME_LENGTH,
    }
    return render(request, "console/api_keys/page.html", context, status_code=422 if faults else 201 if made else 200)
