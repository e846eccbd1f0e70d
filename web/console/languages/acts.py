"""What administrators do to a text: change it, put it back, undo that, take it over to the text that took its place."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.desk.texts import change_text, put_text_back, take_text_over, undo_text
from app.core.errors import BadFields
from app.text.translating.plural_forms import CATEGORIES
from web.console.languages.pages import language_in_path, texts_page
from web.console.languages.texts_query import TextsQuery
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, moment_of
from web.requests.forms import PostedForm, read_form
from web.requests.local_paths import local_path

FIELDS = tuple(f"form{place}" for place in range(len(CATEGORIES)))


async def change(request: Request) -> Response:
    """`POST /languages/{code}/texts/{text}` (`form0`, `form1` … one for each plural form; all empty: put back). `{event}`."""
    operator, form = administrator_of(request), await read_form(request)
    language, text = language_in_path(request), request.path_params["text"]
    forms = [form.get(name) for name in FIELDS if name in form.fields]
    try:
        event = await change_text(desk_of(request), operator, language, text, forms, moment_of(request))
    except BadFields as error:
        if wants_json(request):
            raise
        return await texts_page(request, TextsQuery(language, text=text), form.fields, error.faults)
    return _done(request, form, event)


async def put_back(request: Request) -> Response:
    """`POST /languages/{code}/texts/{text}/back`: it says what this version says. `{event}`."""
    operator, form = administrator_of(request), await read_form(request)
    language, text = language_in_path(request), request.path_params["text"]
    return _done(request, form, await put_text_back(desk_of(request), operator, language, text, moment_of(request)))


async def take_over(request: Request) -> Response:
    """`POST /languages/{code}/texts/{text}/take-over` (`into`: a text of this version): it says what this one said. `{event}`."""
    operator, form = administrator_of(request), await read_form(request)
    language, text, into = language_in_path(request), request.path_params["text"], form.get("into")
    event = await take_text_over(desk_of(request), operator, language, text, into, moment_of(request))
    return _done(request, form, event)


async def undo(request: Request) -> Response:
    """`POST /languages/undo` (`event`): the text says what it said before. `{event}`."""
    operator, form = administrator_of(request), await read_form(request)
    event = await undo_text(desk_of(request), operator, form.number("event") or 0, moment_of(request))
    return _done(request, form, event, "undone")


def _done(request: Request, form: PostedForm, event: int, what: str = "saved") -> Response:
    if wants_json(request):
        return JSONResponse({"event": event})
    back = local_path(form.get("back"))
    return RedirectResponse(f"{back}{'&' if '?' in back else '?'}{what}={event}", status_code=303)
