"""People from an older system's table: read in memory, never spooled to a file, which would hold bare MD5 digests."""

import io

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.change import by
from app.actions.people.people_import import BadTable, check_people, import_people, not_here_yet
from app.actions.people.people_table import HEAD, read_people
from app.core.errors import BadFields
from app.text.languages import _, ngettext
from web.console.frame.page import fragment_of
from web.console.people.people import list_context
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, moment_of
from web.requests.limits import IMPORT_BYTES
from web.requests.multipart import read_in_memory
from web.requests.typed_numbers import whole_number

BATCH = 50  # people at once: a fifth of a second each, while the page waits
FIELDS = 4


async def show(request: Request) -> Response:
    """`GET /people/import`: the form, as a page or (fragment `dialog`) over the console."""
    administrator_of(request)
    return await _form(request, {})


async def bring(request: Request) -> Response:
    """`POST /people/import` (`table`: a CSV file or its text, 1 MiB at most; `skip`; `before`): add the first of its people.

    At most one batch is added per request, all of it or nobody; a fault anywhere in the table stops the first. `left` are to go:
    send the same table with `skip`, which leaves out whoever is here already. `before`: how many earlier batches brought.
    """
    administrator, desk = administrator_of(request), desk_of(request)
    try:
        data = await _form_data(request)
        people = read_people(io.StringIO(await _table(data), newline=""))
        if data.get("skip") == "1":
            people = await not_here_yet(desk, people)
        await check_people(desk, people)
        await import_people(desk, people[:BATCH], moment_of(request), by(administrator))
    except BadTable as error:
        return await _refused(request, BadFields({"table": str(error)}))
    except BadFields as error:
        return await _refused(request, error)
    before = whole_number(str(data.get("before", ""))) or 0
    return await _done(request, len(people[:BATCH]), before, len(people[BATCH:]))


async def _done(request: Request, imported: int, before: int, left: int) -> Response:
    words = ngettext("%(count)s person imported", "%(count)s people imported", before + imported)
    words = words % {"count": before + imported}
    if left:
        # Translators: %(imported)s is "200 people imported"; %(left)s more lines of the file follow
        rest = ngettext("%(imported)s, %(left)s to go", "%(imported)s, %(left)s to go", left)
        words = rest % {"imported": words, "left": left}
    if wants_json(request):
        return JSONResponse({"imported": imported, "left": left, "words": words}, status_code=201)
    return await _form(request, {}, words) if left else RedirectResponse("/people", status_code=303)


async def _table(data: FormData) -> str:
    """The text of the table. Raises BadFields(table)."""
    table = data.get("table", "")
    if not isinstance(table, UploadFile):
        return table.replace("\0", "")
    content = await table.read()
    if len(content) > IMPORT_BYTES:
        raise BadFields({"table": _("The file can be up to 1 MB. Split it.")})
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFields({"table": _("This file is not in UTF-8. Save it as CSV (UTF-8).")}) from None


async def _form_data(request: Request) -> FormData:
    """What came. Raises DeskError (400), TooLarge."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await read_in_memory(request)
    return await request.form(max_fields=FIELDS, max_part_size=IMPORT_BYTES)


async def _refused(request: Request, error: BadFields) -> Response:
    if wants_json(request):
        raise error
    return await _form(request, error.faults)


async def _form(request: Request, faults: dict[str, str], progress: str = "") -> Response:
    context = {**await list_context(request), "faults": faults, "head": HEAD, "progress": progress}
    template = "console/people/import_dialog.html" if fragment_of(request) == "dialog" else "console/people/import.html"
    return render(request, template, context, 422 if faults else 200)
