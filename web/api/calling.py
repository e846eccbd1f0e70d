"""From a request to an operation's handler and back: key, pace, scope, query, body; and every refusal as a problem."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import BadFields, DeskError
from app.text.languages import _
from web.api.access import count, holder_of
from web.api.field_faults import words_of
from web.api.operation import ApiRequest, Operation
from web.api.refusals import MissingScope, WrongType
from web.pages.errors import answer_error
from web.requests.context import desk_of, moment_of

JSON = "application/json"
Endpoint = Callable[[Request], Awaitable[Response]]


def endpoint(operations: Mapping[str, Operation]) -> Endpoint:
    """What the router calls for an address, given its operations by their methods. HEAD is GET without the body."""

    async def call(request: Request) -> Response:
        operation = operations["GET" if request.method == "HEAD" else request.method]
        headers: dict[str, str] = {}
        try:
            holder = await holder_of(request)
            headers = await count(request, holder.key)
            if not holder.may(operation.scope):
                raise MissingScope(operation.scope.value)
            query = read_query(operation.query, request)
            body = await _body(operation.body, request)
            asked = ApiRequest(request, desk_of(request), holder, moment_of(request), query, body)
            response = await operation.handle(asked)
        except DeskError as error:
            response = answer_error(request, error)
        response.headers.update(headers)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return call


def read_query(model: type[BaseModel] | None, request: Request) -> Any:
    """The parameters behind the `?`. Raises BadFields, for an unknown one too: a filter is never ignored."""
    given = request.query_params
    if model is None:
        if given:
            raise BadFields({name: _("This call takes no parameters.") for name in given})
        return None
    lists = {name for name, field in model.model_fields.items() if get_origin(field.annotation) is list}
    return _checked(model, {name: given.getlist(name) if name in lists else given[name] for name in given})


async def _body(model: type[BaseModel] | None, request: Request) -> Any:
    if model is None:
        return None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    content = await request.body()
    if kind != JSON:
        raise WrongType(JSON)
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        raise _refused(error) from None


def _checked(model: type[BaseModel], values: dict[str, Any]) -> BaseModel:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _refused(error) from None


def _refused(error: ValidationError) -> BadFields:
    """Each field at fault, by its name; what is no JSON at all has the name "body"."""
    faults: dict[str, str] = {}
    for one in error.errors(include_url=False, include_input=False):
        name = str(one["loc"][0]) if one["loc"] else "body"
        faults.setdefault(name, words_of(one))
    if "cursor" in faults:
        faults["cursor"] = _("Unknown cursor. Use next_cursor of the page before.")
    return BadFields(faults)
